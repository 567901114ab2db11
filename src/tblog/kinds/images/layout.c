/* SPDX-License-Identifier: Apache-2.0 */
/* Images whose dimensions are in any order, and grids of images: views of the caller's memory that
 * become (n, height, width, channels). */
#include <stdlib.h>
#include <string.h>
#include <tblog/summary.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/images/images.h"
#include "tblog/write/writer.h"

enum { N, H, W, C, AXES };
static const char letters[] = "NHWC";

static tblog_status fail_layout(const char *layout, tblog_error *err) {
    return tblog__fail(
        err, TBLOG_ERR_ARGUMENT,
        "'%.20s' is not a layout: H and W, with N and C or without, each once in any "
        "order, such as HWC or NCHW",
        layout);
}

/* The dimension of the array that is each of NHWC; -1: none. */
static tblog_status find_axes(const char *layout, int axes[AXES], tblog_error *err) {
    for (int k = 0; k < AXES; k++) axes[k] = -1;
    for (int i = 0; layout[i]; i++) {
        const char *letter = strchr(letters, layout[i]);
        if (!letter || axes[letter - letters] >= 0) return fail_layout(layout, err);
        axes[letter - letters] = i;
    }
    return axes[H] < 0 || axes[W] < 0 ? fail_layout(layout, err) : TBLOG_OK;
}

/* Bytes from one element to the next of a dimension. */
static ptrdiff_t stride_of(const tblog_array *array, size_t axis) {
    if (array->strides) return array->strides[axis];
    size_t stride = tblog__dtype_size(array->dtype);
    for (size_t i = axis + 1; i < array->rank; i++) stride *= array->shape[i];
    return (ptrdiff_t)stride;
}

tblog_status tblog__images_look(const tblog_array *images, const char *layout,
                                tblog__images_view *v, tblog_error *err) {
    static const char *const usual[] = {[2] = "HW", [3] = "HWC", [4] = "NHWC"};
    int axes[AXES];
    size_t count;
    *v = (tblog__images_view){0};
    tblog_status status = tblog__array_check(images, &count, err);
    if (status) return status;
    if (!layout && images->rank >= 2 && images->rank <= 4) layout = usual[images->rank];
    if (!layout || images->rank != strlen(layout))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "images of rank %zu do not have the layout '%.20s'", images->rank,
                           layout ? layout : "");
    if ((status = find_axes(layout, axes, err))) return status;
    if (!count) return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the image has no pixels");
    for (int k = 0; k < AXES; k++) {
        v->shape[k] = axes[k] < 0 ? 1 : images->shape[axes[k]];
        v->strides[k] = axes[k] < 0 ? 0 : stride_of(images, (size_t)axes[k]);
    }
    v->array = (tblog_array){images->dtype, images->data, AXES, v->shape, v->strides};
    return TBLOG_OK;
}

/* A view that is dense needs no strides, and so no copy. */
static const tblog_array *without_needless_strides(tblog__images_view *v) {
    size_t stride = tblog__dtype_size(v->array.dtype);
    for (int k = AXES; k-- > 0; stride *= v->shape[k])
        if (v->shape[k] > 1 && v->strides[k] != (ptrdiff_t)stride) return &v->array;
    v->array.strides = NULL;
    return &v->array;
}

tblog_status tblog_summary_image_layout(tblog_summary *summary, const char *tag,
                                        const tblog_array *images, const char *layout,
                                        size_t max_outputs, tblog_error *err) {
    tblog__images_view v;
    tblog_status status = tblog__images_look(images, layout, &v, err);
    if (status) return status;
    if (max_outputs && v.shape[N] > max_outputs) v.shape[N] = max_outputs; /* no copy of the rest */
    return tblog_summary_image(summary, tag, without_needless_strides(&v), max_outputs, err);
}

/* ---- grids ---- */

/* Where images go in a grid. */
typedef struct grid {
    size_t columns, padding, shape[3]; /* height, width, channels */
} grid;

static tblog_status plan(const tblog__images_view *v, size_t columns, size_t padding, grid *g,
                         tblog_error *err) {
    uint64_t most = INT32_MAX, n = v->shape[N], h = v->shape[H], w = v->shape[W];
    if (!columns || !n)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "a grid has at least one column and image");
    if (columns > n) columns = (size_t)n;
    uint64_t rows = (n + columns - 1) / columns;
    if (n == 1) padding = 0; /* as make_grid */
    if (n > most || h > most || w > most || padding > most ||
        (h + padding) * rows + padding > most || (w + padding) * columns + padding > most)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "a grid of %zu images is too large for PNG",
                           v->shape[N]);
    *g = (grid){columns,
                padding,
                {(size_t)((h + padding) * rows + padding),
                 (size_t)((w + padding) * columns + padding), v->shape[C]}};
    return TBLOG_OK;
}

/* Copy the images to their places. */
static void fill(const tblog__images_view *v, const grid *g, uint8_t *pixels) {
    size_t item = tblog__dtype_size(v->array.dtype) * g->shape[2];
    for (size_t i = 0; i < v->shape[N]; i++)
        for (size_t y = 0; y < v->shape[H]; y++) {
            size_t top = i / g->columns * (v->shape[H] + g->padding) + g->padding + y;
            size_t left = i % g->columns * (v->shape[W] + g->padding) + g->padding;
            const uint8_t *from = (const uint8_t *)v->array.data + (ptrdiff_t)i * v->strides[N] +
                                  (ptrdiff_t)y * v->strides[H];
            const tblog_array row = {v->array.dtype, from, 2, v->shape + W, v->strides + W};
            tblog__array_copy(&row, v->shape[W] * v->shape[C],
                              pixels + (top * g->shape[1] + left) * item);
        }
}

tblog_status tblog_summary_image_grid(tblog_summary *summary, const char *tag,
                                      const tblog_array *images, const char *layout, size_t columns,
                                      size_t padding, tblog_error *err) {
    tblog__images_view v;
    grid g;
    size_t count;
    tblog_status status = tblog__images_look(images, layout, &v, err);
    if (!status) status = plan(&v, columns, padding, &g, err);
    if (status) return status;
    tblog_array whole = {v.array.dtype, v.array.data, 3, g.shape, NULL};
    if ((status = tblog__array_check(&whole, &count, err))) return status; /* for its size */
    uint8_t *pixels = calloc(count, tblog__dtype_size(v.array.dtype));
    if (!pixels) return tblog__fail_no_memory(err);
    fill(&v, &g, pixels);
    whole.data = pixels;
    status = tblog_summary_image(summary, tag, &whole, 1, err);
    free(pixels);
    return status;
}

/* ---- the one-line functions ---- */

static tblog_status add_layout(tblog_summary *summary, const tblog__log_call *call,
                               tblog_error *err) {
    return tblog_summary_image_layout(summary, call->tag, call->arrays[0], call->text.data,
                                      TBLOG_DEFAULT_MAX_OUTPUTS, err);
}

static tblog_status add_grid(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_image_grid(summary, call->tag, call->arrays[0], call->text.data,
                                    TBLOG_DEFAULT_COLUMNS, TBLOG_DEFAULT_PADDING, err);
}

static tblog_bytes text_of(const char *layout) {
    return (tblog_bytes){layout, layout ? strlen(layout) + 1 : 0};
}

tblog_status tblog_image_layout(tblog_writer *writer, const char *tag, int64_t step,
                                const tblog_array *images, const char *layout) {
    return tblog__writer_log(writer, &(tblog__log_call){.add = add_layout,
                                                        .tag = tag,
                                                        .step = step,
                                                        .text = text_of(layout),
                                                        .arrays = {images}});
}

tblog_status tblog_image_grid(tblog_writer *writer, const char *tag, int64_t step,
                              const tblog_array *images, const char *layout) {
    return tblog__writer_log(writer, &(tblog__log_call){.add = add_grid,
                                                        .tag = tag,
                                                        .step = step,
                                                        .text = text_of(layout),
                                                        .arrays = {images}});
}
