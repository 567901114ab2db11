/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file's bytes on their way through zlib: one stream from the first to the last byte, with the
 * settings of TensorFlow's TFRecordOptions (tensorflow/core/lib/io/zlib_compression_options.h).
 */
#ifndef TBLOG_DEFLATER_H
#define TBLOG_DEFLATER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/writer.h>

typedef struct tblog__deflater tblog__deflater;

/* Takes what was deflated; false ends the call. */
typedef bool (*tblog__deflater_sink)(void *context, const uint8_t *bytes, size_t size);

typedef enum tblog__deflate_end {
    TBLOG__DEFLATE_ON,   /* more is coming; zlib may keep what it has for now */
    TBLOG__DEFLATE_SYNC, /* a reader can have everything so far */
    TBLOG__DEFLATE_END,  /* the stream is complete */
} tblog__deflate_end;

/* NULL when there is no memory. */
tblog__deflater *tblog__deflater_new(tblog_compression compression);
void tblog__deflater_free(tblog__deflater *deflater);

/* Deflate the bytes into the sink; false when that refused some: the stream is then broken. */
bool tblog__deflater_put(tblog__deflater *deflater, const uint8_t *bytes, size_t size,
                         tblog__deflate_end end, tblog__deflater_sink sink, void *context);

#endif
