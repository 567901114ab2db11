/* SPDX-License-Identifier: Apache-2.0 */
/* What the kinds of images share. */
#ifndef TBLOG_KINDS_IMAGES_H
#define TBLOG_KINDS_IMAGES_H

#include <stddef.h>
#include <stdint.h>
#include <tblog/summary.h>

#include "tblog/kinds/summary.h"

/* Convert n elements of a checked dense array, which is not complex, to one byte each. */
void tblog__pixels(const tblog_array *array, size_t n, uint8_t *out);

/* A view of images: (n, height, width, channels). */
typedef struct tblog__images_view {
    tblog_array array;
    size_t shape[4];
    ptrdiff_t strides[4];
} tblog__images_view;

/* Look at images in that layout; NULL: the one of their rank. There is at least one pixel. */
tblog_status tblog__images_look(const tblog_array *images, const char *layout,
                                tblog__images_view *v, tblog_error *err);

/* Check the type of images and the number of their channels. */
tblog_status tblog__images_check(const tblog_array *images, size_t channels, tblog_error *err);

/* Append a value of encoded images, whose bytes are in the summary's arena. */
tblog_status tblog__images_append(tblog_summary *summary, const char *tag, size_t width,
                                  size_t height, const ProtobufCBinaryData *images, size_t count,
                                  tblog_error *err);

#endif
