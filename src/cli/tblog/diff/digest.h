/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of what is too large to be kept: two different texts have the same one by chance only. */
#ifndef CLI_TBLOG_DIFF_DIGEST_H
#define CLI_TBLOG_DIFF_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/*
 * A polynomial in a secret, modulo the prime 2^61 - 1, whose coefficients are the bytes, seven at a
 * time, and their number. For texts of n bytes that somebody chose without knowing the secret, the
 * chance of equal digests is n / 7 in 2^61.
 */
typedef struct digest {
    uint64_t secret, value;
} digest;

/* A secret of this process. */
uint64_t digest_secret(void);

/* Begin with nothing. */
digest digest_begin(uint64_t secret);

/* Append a text, and where it ends; a number; a double, of which all NaNs are equal, and both
 * zeros. */
void digest_text(digest *self, const void *text, size_t size);
void digest_number(digest *self, uint64_t number);
void digest_double(digest *self, double number);

#endif
