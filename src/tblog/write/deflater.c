/* SPDX-License-Identifier: Apache-2.0 */
/* Compression of a file by zlib. event_file.c calls this, with the writer's lock held. */
#include "tblog/write/deflater.h"

#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum { WINDOW_BITS = 15, GZIP_WRAPPER = 16, MEMORY_LEVEL = 9, OUT_SIZE = 32 * 1024 };

struct tblog__deflater {
    z_stream stream;
    uint8_t out[OUT_SIZE];
};

tblog__deflater *tblog__deflater_new(tblog_compression compression) {
    tblog__deflater *deflater = calloc(1, sizeof *deflater);
    int window = WINDOW_BITS + (compression == TBLOG_COMPRESSION_GZIP ? GZIP_WRAPPER : 0);
    if (!deflater) return NULL;
    if (deflateInit2(&deflater->stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, MEMORY_LEVEL,
                     Z_DEFAULT_STRATEGY) == Z_OK)
        return deflater;
    free(deflater);
    return NULL;
}

void tblog__deflater_free(tblog__deflater *deflater) {
    if (!deflater) return;
    deflateEnd(&deflater->stream);
    free(deflater);
}

/* Run zlib until it has read all input and, as far as 'flush' requires, written all output. */
static bool pump(tblog__deflater *deflater, int flush, tblog__deflater_sink sink, void *context) {
    z_stream *z = &deflater->stream;
    do {
        z->next_out = deflater->out;
        z->avail_out = OUT_SIZE;
        deflate(z, flush); /* Z_BUF_ERROR only says that there was nothing to do */
        size_t size = OUT_SIZE - z->avail_out;
        if (size && !sink(context, deflater->out, size)) return false;
    } while (z->avail_out == 0);
    return true;
}

bool tblog__deflater_put(tblog__deflater *deflater, const uint8_t *bytes, size_t size,
                         tblog__deflate_end end, tblog__deflater_sink sink, void *context) {
    static const int flushes[] = {Z_NO_FLUSH, Z_SYNC_FLUSH, Z_FINISH};
    z_stream *z = &deflater->stream;
    while (size > UINT_MAX) { /* zlib counts in unsigned int */
        if (!tblog__deflater_put(deflater, bytes, UINT_MAX, TBLOG__DEFLATE_ON, sink, context))
            return false;
        bytes += UINT_MAX;
        size -= UINT_MAX;
    }
    z->next_in = (Bytef *)(uintptr_t)bytes; /* not modified */
    z->avail_in = (uInt)size;
    return pump(deflater, flushes[end], sink, context);
}
