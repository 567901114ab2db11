/* SPDX-License-Identifier: Apache-2.0 */
/* The order of a number's bytes, which files have and machines too. */
#ifndef DATA_FILES_BYTE_ORDER_H
#define DATA_FILES_BYTE_ORDER_H

#include <stddef.h>
#include <stdint.h>

enum { BYTE_ORDER_IS_LITTLE = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ };

/* Reverse the bytes of each of 'count' elements. */
static inline void byte_order_swap(void *elements, size_t count, size_t item) {
    uint8_t *at = elements;
    for (size_t i = 0; i < count; i++, at += item)
        for (size_t k = 0; k < item / 2; k++) {
            uint8_t byte = at[k];
            at[k] = at[item - 1 - k];
            at[item - 1 - k] = byte;
        }
}

#endif
