/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PNG as TensorFlow writes it (tensorflow/core/lib/png/png_io.cc): 8 bits, not interlaced, zlib's
 * default level with memory level 9, strategy and row filters as libpng chooses. image.c and
 * projector.c call this.
 */
#include "tblog/kinds/png_encode.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"

typedef struct encoder {
    tblog__blob *blob;
    tblog_error *err;
    tblog_status status;
} encoder;

static _Noreturn void on_error(png_structp png, png_const_charp message) {
    encoder *e = png_get_error_ptr(png);
    if (e->status == TBLOG_OK)
        e->status = tblog__fail(e->err, TBLOG_ERR_ARGUMENT, "libpng: %s", message);
    png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void on_write(png_structp png, png_bytep bytes, size_t size) {
    encoder *e = png_get_io_ptr(png);
    tblog__blob *blob = e->blob;
    if (size > blob->capacity - blob->size) {
        size_t capacity = blob->capacity ? 2 * blob->capacity : 4096;
        while (capacity - blob->size < size) capacity *= 2;
        uint8_t *grown = realloc(blob->bytes, capacity);
        if (!grown) {
            e->status = tblog__fail_no_memory(e->err);
            png_error(png, "out of memory");
        }
        blob->bytes = grown;
        blob->capacity = capacity;
    }
    memcpy(blob->bytes + blob->size, bytes, size);
    blob->size += size;
}

static void on_flush(png_structp png) {
    (void)png;
}

/* Copy one row of the image, its pixels one after the other. */
static void gather_row(const tblog__image *image, size_t row, uint8_t *out) {
    const uint8_t *pixel = image->pixels + row * image->row_stride;
    if (image->channels == 1) {
        for (size_t j = 0; j < image->width; j++) out[j] = pixel[j * image->column_stride];
        return;
    }
    for (size_t j = 0; j < image->width; j++, pixel += image->column_stride)
        for (size_t k = 0; k < image->channels; k++) *out++ = pixel[k];
}

/* On an error libpng leaves this function by longjmp. */
static void write_image(png_structp png, png_infop info, const tblog__image *image, int level,
                        uint8_t *row) {
    static const int color_types[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                      PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    png_set_compression_level(png, level ? level : -1); /* -1 is zlib's default */
    png_set_compression_mem_level(png, 9);
    png_set_IHDR(png, info, (png_uint_32)image->width, (png_uint_32)image->height, 8,
                 color_types[image->channels - 1], PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (size_t i = 0; i < image->height; i++) {
        gather_row(image, i, row);
        png_write_row(png, row);
    }
    png_write_end(png, NULL);
}

tblog_status tblog__png_encode(const tblog__image *image, int level, tblog__blob *blob,
                               tblog_error *err) {
    if (image->height > PNG_UINT_31_MAX || image->width > PNG_UINT_31_MAX)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "an image of %zu x %zu is too large for PNG",
                           image->height, image->width);
    encoder e = {blob, err, TBLOG_OK};
    png_infop info = NULL;
    uint8_t *row = malloc(image->width * image->channels);
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &e, on_error, on_warning);
    if (png) info = png_create_info_struct(png);
    if (!row || !info) {
        e.status = tblog__fail_no_memory(err);
    } else if (setjmp(png_jmpbuf(png)) == 0) {
        png_set_write_fn(png, &e, on_write, on_flush);
        write_image(png, info, image, level, row);
    }
    png_destroy_write_struct(&png, &info);
    free(row);
    if (e.status) {
        free(blob->bytes);
        *blob = (tblog__blob){0};
    }
    return e.status;
}
