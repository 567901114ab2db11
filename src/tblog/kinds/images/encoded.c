/* SPDX-License-Identifier: Apache-2.0 */
/* Images that are encoded already, and how any encoded image becomes a value: a DT_STRING tensor of
 * width, height (ASCII decimals) and images for the plugin "images". */
#include <stdio.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/kinds/checks/image_size.h"
#include "tblog/kinds/images/images.h"
#include "tblog/kinds/tensor_proto.h"
#include "tblog/write/writer.h"

static bool put_decimal(tblog__arena *arena, ProtobufCBinaryData *text, size_t number) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%zu", number);
    text->len = (size_t)length;
    text->data = tblog__arena_copy(arena, digits, text->len);
    return text->data != NULL;
}

tblog_status tblog__images_append(tblog_summary *summary, const char *tag, size_t width,
                                  size_t height, const ProtobufCBinaryData *images, size_t count,
                                  tblog_error *err) {
    tblog__arena *arena = &summary->arena;
    size_t total = 2 + count;
    ProtobufCBinaryData *strings = tblog__arena_take(arena, total * sizeof *strings);
    if (!strings || !put_decimal(arena, &strings[0], width) ||
        !put_decimal(arena, &strings[1], height))
        return tblog__fail_no_memory(err);
    if (count) memcpy(strings + 2, images, count * sizeof *images);
    return tblog__summary_append(summary, tag, "images", (ProtobufCBinaryData){0},
                                 tblog__tensor_strings(arena, 1, &total, total, strings), err);
}

static tblog_status check_encoded(const tblog_bytes *image, size_t i, size_t width, size_t height,
                                  tblog_error *err) {
    tblog__image_size is;
    if (!image->data || !image->size)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "image %zu is empty", i);
    if (!tblog__image_size_find(image->data, image->size, &is) ||
        (is.width == width && is.height == height) ||
        (is.may_be_turned && is.width == height && is.height == width))
        return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                       "image %zu is a %s of width %zu and height %zu, not %zu and %zu", i,
                       is.format, is.width, is.height, width, height);
}

tblog_status tblog_summary_encoded_images(tblog_summary *summary, const char *tag, size_t width,
                                          size_t height, const tblog_bytes *images, size_t count,
                                          tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    if (!width || !height || !count || !images)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the image has no pixels");
    tblog__arena *arena = &summary->arena;
    ProtobufCBinaryData *copies = tblog__arena_take(arena, count * sizeof *copies);
    if (!copies) return tblog__fail_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        tblog_status status = check_encoded(&images[i], i, width, height, err);
        if (status) return status;
        copies[i].len = images[i].size;
        copies[i].data = tblog__arena_copy(arena, images[i].data, images[i].size);
        if (!copies[i].data) return tblog__fail_no_memory(err);
    }
    return tblog__images_append(summary, tag, width, height, copies, count, err);
}

tblog_status tblog_summary_encoded_image(tblog_summary *summary, const char *tag, const void *image,
                                         size_t size, tblog_error *err) {
    tblog__image_size is;
    if (!image || !tblog__image_size_find(image, size, &is) || !is.width || !is.height)
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "the image's size cannot be read: its %zu bytes are not a PNG, JPEG, "
                           "GIF or BMP, or its header is cut off",
                           size);
    const tblog_bytes bytes = {image, size};
    return tblog_summary_encoded_images(summary, tag, is.width, is.height, &bytes, 1, err);
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_encoded_image(summary, call->tag, call->text.data, call->text.size, err);
}

tblog_status tblog_encoded_image(tblog_writer *writer, const char *tag, int64_t step,
                                 const void *image, size_t size) {
    return tblog__writer_log(
        writer,
        &(tblog__log_call){.add = add_call, .tag = tag, .step = step, .text = {image, size}});
}
