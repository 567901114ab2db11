/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Images as PNG, of any dense array.
 *
 * All input is first converted to one byte per element, in its own order; images are then views of
 * those bytes (png_encode.h), so that transposing a weight costs nothing.
 */
#include <stdlib.h>
#include <tblog/summary.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/images/images.h"
#include "tblog/kinds/png_encode.h"
#include "tblog/kinds/summary.h"
#include "tblog/write/writer.h"

tblog_status tblog_summary_set_png_level(tblog_summary *summary, int level, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    if (level < 0 || level > 9)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "PNG has levels 1 to 9, not %d", level);
    summary->png_level = level;
    return TBLOG_OK;
}

/* k images of the same shape; image i starts i * image_stride bytes after the first. */
typedef struct batch {
    tblog__image first;
    size_t count, image_stride;
} batch;

tblog_status tblog__images_check(const tblog_array *images, size_t channels, tblog_error *err) {
    if (tblog__dtype_is_complex(images->dtype))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "an image's elements cannot be complex numbers");
    if (channels < 1 || channels > 4)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "an image has 1 to 4 channels, not %zu",
                           channels);
    return TBLOG_OK;
}

static tblog_status check_weight_type(const tblog_array *array, tblog_error *err) {
    switch (array->dtype) {
    case TBLOG_FLOAT16:
    case TBLOG_BFLOAT16:
    case TBLOG_FLOAT32:
    case TBLOG_FLOAT64: return TBLOG_OK;
    default:
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "a weight's elements must be floating point");
    }
}

static tblog_status put_png(tblog_summary *summary, ProtobufCBinaryData *string,
                            const tblog__image *image, tblog_error *err) {
    tblog__blob png = {0};
    tblog_status status = tblog__png_encode(image, summary->png_level, &png, err);
    if (status) return status;
    string->len = png.size;
    string->data = tblog__arena_copy(&summary->arena, png.bytes, png.size);
    free(png.bytes);
    return string->data ? TBLOG_OK : tblog__fail_no_memory(err);
}

/* Append the first max_outputs images of the batch. */
static tblog_status append_batch(tblog_summary *summary, const char *tag, const batch *images,
                                 size_t max_outputs, tblog_error *err) {
    size_t count = images->count < max_outputs ? images->count : max_outputs;
    ProtobufCBinaryData *pngs = tblog__arena_take(&summary->arena, count * sizeof *pngs);
    if (!pngs) return tblog__fail_no_memory(err);
    tblog__image image = images->first;
    for (size_t i = 0; i < count; i++, image.pixels += images->image_stride) {
        tblog_status status = put_png(summary, &pngs[i], &image, err);
        if (status) return status;
    }
    return tblog__images_append(summary, tag, images->first.width, images->first.height, pngs,
                                count, err);
}

/* Convert the n elements and append the batch of images in them; its pixels pointer is set here. */
static tblog_status append_converted(tblog_summary *summary, const char *tag,
                                     const tblog_array *array, size_t n, batch *images,
                                     size_t max_outputs, tblog_error *err) {
    uint8_t *pixels = malloc(n);
    if (!pixels) return tblog__fail_no_memory(err);
    tblog__pixels(array, n, pixels);
    images->first.pixels = pixels;
    tblog_status status = append_batch(summary, tag, images, max_outputs, err);
    free(pixels);
    return status;
}

/* A batch of 'count' images of height x width x channels, one after the other. */
static batch dense_batch(size_t count, size_t height, size_t width, size_t channels) {
    return (batch){{NULL, height, width, channels, width * channels, channels},
                   count,
                   height * width * channels};
}

tblog_status tblog_summary_image(tblog_summary *summary, const char *tag, const tblog_array *images,
                                 size_t max_outputs, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t n;
    tblog_status status = tblog__array_dense(&summary->arena, &images, &n, err);
    if (status) return status;
    size_t rank = images->rank;
    const size_t *shape = images->shape;
    if (rank < 2 || rank > 4)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "an image's shape must be (height, width), (height, width, channels) or "
                           "(k, height, width, channels), not of rank %zu",
                           rank);
    batch b = rank == 2   ? dense_batch(1, shape[0], shape[1], 1)
              : rank == 3 ? dense_batch(1, shape[0], shape[1], shape[2])
                          : dense_batch(shape[0], shape[1], shape[2], shape[3]);
    if (!n) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the image has no pixels");
    if ((status = tblog__images_check(images, b.first.channels, err))) return status;
    if (!max_outputs) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "max_outputs is 0");
    return append_converted(summary, tag, images, n, &b, max_outputs, err);
}

/* The Keras callback's rule (keras/src/callbacks/tensorboard.py, _log_weight_as_image). */
static int weight_batch(const tblog_array *weight, batch *b) {
    size_t shape[4]; /* without the axes of size 1 */
    size_t rank = 0;
    for (size_t i = 0; i < weight->rank; i++) {
        if (weight->shape[i] == 1) continue;
        if (rank == 4) return 0;
        shape[rank++] = weight->shape[i];
    }
    switch (rank) {
    case 1: *b = dense_batch(1, shape[0], 1, 1); return 1;
    case 2:
        *b = dense_batch(1, shape[0], shape[1], 1);
        if (shape[0] > shape[1])
            b->first = (tblog__image){NULL, shape[1], shape[0], 1, 1, shape[1]};
        return 1;
    case 3: /* (a, b, c): c images, interleaved */
        *b = (batch){{NULL, shape[0], shape[1], 1, shape[1] * shape[2], shape[2]}, shape[2], 1};
        return 1;
    case 4:
        *b = dense_batch(shape[0], shape[1], shape[2], shape[3]);
        return shape[3] == 3 || shape[3] == 4;
    default: return 0;
    }
}

tblog_status tblog_summary_weight_image(tblog_summary *summary, const char *tag,
                                        const tblog_array *weight, tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    size_t n;
    batch b;
    tblog_status status = tblog__array_dense(&summary->arena, &weight, &n, err);
    if (!status) status = check_weight_type(weight, err);
    if (status || !n || !weight_batch(weight, &b)) return status;
    return append_converted(summary, tag, weight, n, &b, TBLOG_DEFAULT_MAX_OUTPUTS, err);
}

/* ---- the one-line functions ---- */

static tblog_status add_image(tblog_summary *summary, const tblog__log_call *call,
                              tblog_error *err) {
    return tblog_summary_image(summary, call->tag, call->arrays[0], TBLOG_DEFAULT_MAX_OUTPUTS, err);
}

tblog_status tblog_image(tblog_writer *writer, const char *tag, int64_t step,
                         const tblog_array *images) {
    return tblog__writer_log(
        writer, &(tblog__log_call){.add = add_image, .tag = tag, .step = step, .arrays = {images}});
}

static tblog_status add_weight_image(tblog_summary *summary, const tblog__log_call *call,
                                     tblog_error *err) {
    return tblog_summary_weight_image(summary, call->tag, call->arrays[0], err);
}

tblog_status tblog_weight_image(tblog_writer *writer, const char *tag, int64_t step,
                                const tblog_array *weight) {
    return tblog__writer_log(
        writer,
        &(tblog__log_call){.add = add_weight_image, .tag = tag, .step = step, .arrays = {weight}});
}
