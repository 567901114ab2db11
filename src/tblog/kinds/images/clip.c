/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Clips: frames as one animated PNG (https://www.w3.org/TR/png-3/, "Animation"), which the Images
 * dashboard plays as any browser does. Each frame is encoded as an image of its own; its IDAT
 * chunks become the animation's: those of the first frame as they are, others as fdAT, each frame
 * after an fcTL chunk.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "tblog/array_view.h"
#include "tblog/error.h"
#include "tblog/kinds/images/images.h"
#include "tblog/kinds/png_encode.h"
#include "tblog/write/writer.h"

enum { SIGNATURE = 8, CHUNK = 12, HEADER_CHUNK = CHUNK + 13, CONTROL = 26, MILLISECONDS = 1000 };

/* A PNG that grows; 'bytes' is NULL when there was no memory. */
typedef struct animation {
    uint8_t *bytes;
    size_t size, capacity;
    uint32_t sequence; /* of the next fcTL or fdAT */
    uint16_t delay, per_second;
} animation;

static uint8_t *put32(uint8_t *at, uint32_t value) {
    for (int i = 0; i < 4; i++) at[i] = (uint8_t)(value >> (24 - 8 * i));
    return at + 4;
}

static uint8_t *put16(uint8_t *at, uint16_t value) {
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
    return at + 2;
}

static uint32_t get32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Room for that many more bytes; NULL without memory. */
static uint8_t *extend(animation *a, size_t size) {
    if (size > a->capacity - a->size) {
        size_t capacity = 2 * a->capacity + size + 4096;
        uint8_t *grown = a->size && !a->bytes ? NULL : realloc(a->bytes, capacity);
        if (!grown) {
            free(a->bytes);
            a->bytes = NULL;
            a->size = 1; /* and it stays so */
            a->capacity = 0;
            return NULL;
        }
        a->bytes = grown;
        a->capacity = capacity;
    }
    a->size += size;
    return a->bytes + a->size - size;
}

static void put_bytes(animation *a, const uint8_t *bytes, size_t size) {
    uint8_t *at = extend(a, size);
    if (at) memcpy(at, bytes, size);
}

/* A chunk of 'size' bytes in two parts, the first of which may be empty. */
static void put_chunk(animation *a, const char *type, const uint8_t *first, size_t first_size,
                      const uint8_t *rest, size_t rest_size) {
    size_t size = first_size + rest_size;
    uint8_t *at = extend(a, CHUNK + size), *begin = at + 4;
    if (!at) return;
    at = put32(at, (uint32_t)size);
    memcpy(at, type, 4);
    if (first_size) memcpy(at + 4, first, first_size);
    if (rest_size) memcpy(at + 4 + first_size, rest, rest_size);
    put32(at + 4 + size, (uint32_t)crc32(crc32(0, NULL, 0), begin, (uInt)(4 + size)));
}

static void put_control(animation *a, const uint8_t *header) {
    uint8_t control[CONTROL] = {0}; /* no offset; the frame replaces all of the last one */
    uint8_t *at = put32(control, a->sequence++);
    memcpy(at, header + 8, 8); /* width and height */
    put16(put16(at + 16, a->delay), a->per_second);
    put_chunk(a, "fcTL", control, CONTROL, NULL, 0);
}

/* Append a frame, which is a PNG of our own. */
static void put_frame(animation *a, const uint8_t *png, size_t size, bool first) {
    uint8_t sequence[4];
    put_control(a, png + SIGNATURE);
    for (size_t at = SIGNATURE; at + CHUNK <= size; at += CHUNK + get32(png + at)) {
        if (memcmp(png + at + 4, "IDAT", 4) != 0) continue;
        if (first) {
            put_bytes(a, png + at, CHUNK + get32(png + at));
            continue;
        }
        put32(sequence, a->sequence++);
        put_chunk(a, "fdAT", sequence, 4, png + at + 8, get32(png + at));
    }
}

/* Signature and header of the first frame, and that there are more. */
static void put_beginning(animation *a, const uint8_t *png, uint32_t frames, uint32_t loops) {
    uint8_t control[8];
    put32(put32(control, frames), loops);
    put_bytes(a, png, SIGNATURE + HEADER_CHUNK);
    put_chunk(a, "acTL", control, sizeof control, NULL, 0);
}

/* Encode frame i of the view. 'pixels' has room for its elements and their bytes. */
static tblog_status encode_frame(const tblog_summary *summary, const tblog__images_view *v,
                                 size_t i, uint8_t *elements, uint8_t *pixels, tblog__blob *png,
                                 tblog_error *err) {
    size_t h = v->shape[1], w = v->shape[2], c = v->shape[3], n = h * w * c;
    const uint8_t *from = (const uint8_t *)v->array.data + (ptrdiff_t)i * v->strides[0];
    const tblog_array frame = {v->array.dtype, from, 3, v->shape + 1, v->strides + 1};
    const tblog_array dense = {v->array.dtype, elements, 1, &n, NULL};
    tblog__array_copy(&frame, n, elements);
    tblog__pixels(&dense, n, pixels);
    const tblog__image image = {pixels, h, w, c, w * c, c};
    return tblog__png_encode(&image, summary->png_level, png, err);
}

static tblog_status encode(const tblog_summary *summary, const tblog__images_view *v,
                           uint32_t loops, animation *a, tblog_error *err) {
    static const uint8_t end[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xae, 0x42, 0x60, 0x82};
    size_t n = v->shape[1] * v->shape[2] * v->shape[3];
    uint8_t *elements = malloc(n * tblog__dtype_size(v->array.dtype)), *pixels = malloc(n);
    tblog_status status = elements && pixels ? TBLOG_OK : tblog__fail_no_memory(err);
    for (size_t i = 0; i < v->shape[0] && !status; i++) {
        tblog__blob png = {0};
        status = encode_frame(summary, v, i, elements, pixels, &png, err);
        if (status) break;
        if (!i) put_beginning(a, png.bytes, (uint32_t)v->shape[0], loops);
        put_frame(a, png.bytes, png.size, !i);
        free(png.bytes);
    }
    put_bytes(a, end, sizeof end);
    free(elements);
    free(pixels);
    return status || a->bytes ? status : tblog__fail_no_memory(err);
}

static tblog_status set_delay(animation *a, double frames_per_second, tblog_error *err) {
    double delay = MILLISECONDS / frames_per_second;
    bool whole = frames_per_second >= 1 && frames_per_second <= UINT16_MAX &&
                 frames_per_second == (double)(uint16_t)frames_per_second;
    if (!(whole || (delay >= 1 && delay <= UINT16_MAX)))
        return tblog__fail(err, TBLOG_ERR_ARGUMENT,
                           "%g frames a second: a clip has 0.016 to 1000 of them",
                           frames_per_second);
    a->delay = whole ? 1 : (uint16_t)lround(delay);
    a->per_second = whole ? (uint16_t)frames_per_second : MILLISECONDS;
    return TBLOG_OK;
}

tblog_status tblog_summary_clip(tblog_summary *summary, const char *tag, const tblog_array *frames,
                                const char *layout, double frames_per_second, uint32_t loops,
                                tblog_error *err) {
    if (tblog__summary_check(summary, err)) return TBLOG_ERR_ARGUMENT;
    tblog__images_view v;
    animation a = {0};
    tblog_status status = tblog__images_look(frames, layout, &v, err);
    if (!status) status = tblog__images_check(&v.array, v.shape[3], err);
    if (!status) status = set_delay(&a, frames_per_second, err);
    if (!status && (v.shape[0] > INT32_MAX || loops > INT32_MAX))
        status = tblog__fail(err, TBLOG_ERR_ARGUMENT, "too many frames or loops for a PNG");
    if (status) return status;
    status = encode(summary, &v, loops, &a, err);
    ProtobufCBinaryData image = {a.size, NULL};
    if (!status && !(image.data = tblog__arena_copy(&summary->arena, a.bytes, a.size)))
        status = tblog__fail_no_memory(err);
    free(a.bytes);
    if (status) return status;
    return tblog__images_append(summary, tag, v.shape[2], v.shape[1], &image, 1, err);
}

/* ---- the one-line function ---- */

static tblog_status add_call(tblog_summary *summary, const tblog__log_call *call,
                             tblog_error *err) {
    return tblog_summary_clip(summary, call->tag, call->arrays[0], call->text.data, call->number, 0,
                              err);
}

tblog_status tblog_clip(tblog_writer *writer, const char *tag, int64_t step,
                        const tblog_array *frames, const char *layout, double frames_per_second) {
    return tblog__writer_log(writer,
                             &(tblog__log_call){.add = add_call,
                                                .tag = tag,
                                                .step = step,
                                                .number = frames_per_second,
                                                .text = {layout, layout ? strlen(layout) + 1 : 0},
                                                .arrays = {frames}});
}
