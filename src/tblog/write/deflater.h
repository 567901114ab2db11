/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Compression of a file by zlib: one stream from the first to the last byte, with the settings of
 * TensorFlow's TFRecordOptions (tensorflow/core/lib/io/zlib_compression_options.h).
 */
#ifndef TBLOG_DEFLATER_H
#define TBLOG_DEFLATER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/writer.h>

typedef struct tblog__deflater tblog__deflater;

/* Receives compressed bytes; false ends the call. */
typedef bool (*tblog__deflater_sink)(void *context, const uint8_t *bytes, size_t size);

typedef enum tblog__deflate_end {
    TBLOG__DEFLATE_ON,   /* more follows; zlib may keep data for now */
    TBLOG__DEFLATE_SYNC, /* a reader can decompress everything so far */
    TBLOG__DEFLATE_END,  /* the stream is complete */
} tblog__deflate_end;

/* NULL when there is no memory. */
tblog__deflater *tblog__deflater_new(tblog_compression compression);
void tblog__deflater_free(tblog__deflater *deflater);

/* Compress the bytes into the sink; false if the sink refused some, which breaks the stream. */
bool tblog__deflater_put(tblog__deflater *deflater, const uint8_t *bytes, size_t size,
                         tblog__deflate_end end, tblog__deflater_sink sink, void *context);

#endif
