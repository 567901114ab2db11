/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 validation by the table of well-formed sequences in RFC 3629, section 4. Called in any
 * thread. */
#include "tblog/utf8.h"

#include <string.h>

/* How many bytes follow 'lead', or -1; the first of them must be in [*low, *high]. */
static int followers(uint8_t lead, uint8_t *low, uint8_t *high) {
    *low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    *high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (lead < 0x80) return 0;
    if (lead >= 0xc2 && lead <= 0xdf) return 1;
    if (lead >= 0xe0 && lead <= 0xef) return 2;
    if (lead >= 0xf0 && lead <= 0xf4) return 3;
    return -1;
}

bool tblog__utf8_valid_bytes(const uint8_t *bytes, size_t size) {
    const uint8_t *end = bytes + size;
    for (const uint8_t *at = bytes; at < end;) {
        uint8_t low, high;
        int count = followers(*at++, &low, &high);
        if (count < 0 || count > end - at) return false;
        for (; count > 0; count--, at++) {
            if (*at < low || *at > high) return false;
            low = 0x80, high = 0xbf;
        }
    }
    return true;
}

bool tblog__utf8_valid(const char *text) {
    return tblog__utf8_valid_bytes((const uint8_t *)text, strlen(text));
}
