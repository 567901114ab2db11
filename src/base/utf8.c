/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 as RFC 3629 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#include "base/utf8.h"

size_t utf8_sequence(const unsigned char *text, size_t left) {
    size_t size = text[0] < 0x80 ? 1 : text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
    if (text[0] >= 0x80 && (text[0] < 0xc2 || text[0] > 0xf4)) return 0;
    if (size > left) return 0;
    for (size_t i = 1; i < size; i++)
        if ((text[i] & 0xc0) != 0x80) return 0;
    if (size == 3 && ((text[0] == 0xe0 && text[1] < 0xa0) || (text[0] == 0xed && text[1] > 0x9f)))
        return 0;
    if (size == 4 && ((text[0] == 0xf0 && text[1] < 0x90) || (text[0] == 0xf4 && text[1] > 0x8f)))
        return 0;
    return size;
}

bool utf8_is_valid(const char *text, size_t size) {
    for (size_t at = 0; at < size;) {
        size_t length = utf8_sequence((const unsigned char *)text + at, size - at);
        if (!length) return false;
        at += length;
    }
    return true;
}

bool utf8_is_control(const unsigned char *text, size_t size) {
    return (size == 1 && (text[0] < 0x20 || text[0] == 0x7f)) ||
           (size == 2 && text[0] == 0xc2 && text[1] < 0xa0);
}
