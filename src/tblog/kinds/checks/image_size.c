/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The size of an encoded image, from its header: PNG (ISO 15948, 11.2.2), JPEG (ITU T.81, B.2.2),
 * GIF (89a, 18) and BMP (BITMAPCOREHEADER and BITMAPINFOHEADER).
 */
#include "tblog/kinds/checks/image_size.h"

#include <stdint.h>
#include <string.h>

#include "tblog/bytes.h"

static size_t big16(const uint8_t *at) {
    return (size_t)at[0] << 8 | at[1];
}

static size_t big32(const uint8_t *at) {
    return big16(at) << 16 | big16(at + 2);
}

static size_t little16(const uint8_t *at) {
    return (size_t)at[1] << 8 | at[0];
}

/* A height may be negative: the rows are then stored from top to bottom. */
static size_t magnitude32(const uint8_t *at) {
    int64_t x = (int32_t)tblog__get_le32(at);
    return (size_t)(x < 0 ? -x : x);
}

static bool find_png(const uint8_t *b, size_t size, tblog__image_size *found) {
    if (size < 24 || memcmp(b, "\x89PNG\r\n\x1a\n", 8) != 0) return false;
    *found = (tblog__image_size){.format = "PNG", .width = big32(b + 16), .height = big32(b + 20)};
    return true;
}

static bool find_gif(const uint8_t *b, size_t size, tblog__image_size *found) {
    if (size < 10 || (memcmp(b, "GIF87a", 6) != 0 && memcmp(b, "GIF89a", 6) != 0)) return false;
    *found =
        (tblog__image_size){.format = "GIF", .width = little16(b + 6), .height = little16(b + 8)};
    return true;
}

static bool find_bmp(const uint8_t *b, size_t size, tblog__image_size *found) {
    enum { CORE_HEADER = 12 };
    if (size < 26 || memcmp(b, "BM", 2) != 0) return false;
    *found = (tblog__image_size){.format = "BMP"};
    if (tblog__get_le32(b + 14) == CORE_HEADER) {
        found->width = little16(b + 18);
        found->height = little16(b + 20);
    } else {
        found->width = magnitude32(b + 18);
        found->height = magnitude32(b + 22);
    }
    return true;
}

/* Whether the marker starts a frame, of any coding. */
static bool is_frame(uint8_t marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

/* Go through the segments up to the frame. A segment is a marker (FF and its number), then a length
 * of two bytes that counts these two bytes too. */
static bool find_jpeg(const uint8_t *b, size_t size, tblog__image_size *found) {
    if (size < 3 || memcmp(b, "\xff\xd8\xff", 3) != 0) return false;
    for (size_t at = 2; at + 9 <= size && b[at] == 0xff;) {
        if (b[at + 1] == 0xff) { /* fill */
            at++;
            continue;
        }
        if (is_frame(b[at + 1])) {
            *found = (tblog__image_size){.format = "JPEG",
                                         .width = big16(b + at + 7),
                                         .height = big16(b + at + 5),
                                         .may_be_turned = true};
            return true;
        }
        at += 2 + big16(b + at + 2);
    }
    return false;
}

bool tblog__image_size_find(const void *bytes, size_t size, tblog__image_size *found) {
    return find_png(bytes, size, found) || find_jpeg(bytes, size, found) ||
           find_gif(bytes, size, found) || find_bmp(bytes, size, found);
}
