/* SPDX-License-Identifier: Apache-2.0 */
/* Whether an event file of ours is the one that TensorFlow wrote. */
#include "same_events.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "event_file.h"

static const char golden_zlib[] = "1.2.13";

static uint32_t read_be32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | (uint32_t)at[3];
}

/* What the IDAT chunks of a PNG hold once inflated; a fixed 8 MiB is enough for every golden image.
 */
static file_bytes png_scanlines(ProtobufCBinaryData png) {
    file_bytes out = {malloc(8 << 20), 0};
    z_stream z = {0};
    ck_assert_int_eq(inflateInit(&z), Z_OK);
    z.next_out = out.bytes;
    z.avail_out = 8 << 20;
    for (size_t at = 8; at + 12 <= png.len;) {
        uint32_t length = read_be32(png.data + at);
        ck_assert_uint_le(length, png.len - at - 12);
        if (memcmp(png.data + at + 4, "IDAT", 4) == 0) {
            z.next_in = png.data + at + 8;
            z.avail_in = length;
            ck_assert_int_ge(inflate(&z, Z_NO_FLUSH), 0);
        }
        at += 12 + length;
    }
    out.size = z.total_out;
    inflateEnd(&z);
    return out;
}

/* Signature and IHDR: the first 33 bytes. */
static void assert_same_png(ProtobufCBinaryData ours, ProtobufCBinaryData golden) {
    ck_assert_uint_ge(ours.len, 33);
    ck_assert_mem_eq(ours.data, golden.data, 33);
    file_bytes a = png_scanlines(ours), b = png_scanlines(golden);
    ck_assert_uint_eq(a.size, b.size);
    ck_assert_mem_eq(a.bytes, b.bytes, a.size);
    free(a.bytes);
    free(b.bytes);
}

/* Two image events that differ: at most in how their PNGs were deflated. */
static void assert_same_images(Tblog__Event *ours, Tblog__Event *golden) {
    ck_assert_int_eq(ours->what_case, TBLOG__EVENT__WHAT_SUMMARY);
    Tblog__TensorProto *a = ours->summary->value[0]->tensor;
    Tblog__TensorProto *b = golden->summary->value[0]->tensor;
    ck_assert_uint_eq(a->n_string_val, b->n_string_val);
    for (size_t i = 2; i < a->n_string_val; i++) {
        assert_same_png(a->string_val[i], b->string_val[i]);
        a->string_val[i].len = b->string_val[i].len = 0; /* the rest must be equal */
    }
    size_t size = tblog__event__get_packed_size(golden);
    ck_assert_uint_eq(tblog__event__get_packed_size(ours), size);
    uint8_t *packed = malloc(2 * size);
    tblog__event__pack(ours, packed);
    tblog__event__pack(golden, packed + size);
    ck_assert_mem_eq(packed, packed + size, size);
    free(packed);
}

static int is_image(const Tblog__Event *event) {
    return event->what_case == TBLOG__EVENT__WHAT_SUMMARY && event->summary->n_value == 1 &&
           event->summary->value[0]->metadata &&
           strcmp(event->summary->value[0]->metadata->plugin_data->plugin_name, "images") == 0;
}

void assert_same_events(const char *ours_path, const char *golden_path) {
    event_file ours = event_file_read(ours_path), golden = event_file_read(golden_path);
    size_t at = 0, redeflated = 0;
    for (size_t i = 0; i < golden.count; i++) {
        const event_record *want = &golden.records[i];
        if (want->event->what_case == TBLOG__EVENT__WHAT_GRAPH_DEF) continue;
        ck_assert_msg(at < ours.count, "%s: record %zu is missing", golden_path, i);
        const event_record *got = &ours.records[at++];
        if (got->size == want->size && memcmp(got->bytes, want->bytes, got->size) == 0) continue;
        ck_assert_msg(is_image(want->event) && strcmp(zlibVersion(), golden_zlib) != 0,
                      "%s: record %zu differs", golden_path, i);
        assert_same_images(got->event, want->event);
        redeflated++;
    }
    ck_assert_msg(at == ours.count, "%s: %zu records too many", golden_path, ours.count - at);
    if (redeflated)
        fprintf(stderr, "%s: zlib %s deflates %zu images otherwise than %s; scanlines compared\n",
                golden_path, zlibVersion(), redeflated, golden_zlib);
    event_file_free(&ours);
    event_file_free(&golden);
}
