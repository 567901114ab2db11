/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8 in untrusted text. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>

/* The size of the UTF-8 sequence at text[0], given 'left' bytes; 0 if it is not valid. */
size_t utf8_sequence(const unsigned char *text, size_t left);

/* Whether the whole text is valid. */
bool utf8_is_valid(const char *text, size_t size);

/* Whether a sequence of that size is a control: C0, DEL, or C1, which some terminals obey. */
bool utf8_is_control(const unsigned char *text, size_t size);

#endif
