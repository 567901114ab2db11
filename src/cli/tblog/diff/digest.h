/* SPDX-License-Identifier: Apache-2.0 */
/* Digests of data that is too large to store: different data has equal digests only by chance. */
#ifndef CLI_TBLOG_DIFF_DIGEST_H
#define CLI_TBLOG_DIFF_DIGEST_H

#include <stddef.h>
#include <stdint.h>

/*
 * The value at a secret of a polynomial modulo the prime 2^61 - 1. Its coefficients are the bytes,
 * seven at a time, and their number. For two texts of n bytes, chosen without knowing the secret,
 * the probability of equal digests is n / 7 in 2^61.
 */
typedef struct digest {
    uint64_t secret, value;
} digest;

/* A new random secret. */
uint64_t digest_secret(void);

/* The digest of no data. */
digest digest_begin(uint64_t secret);

/* Append a text and its length; a number; a double (all NaNs count as equal, and both zeros). */
void digest_text(digest *self, const void *text, size_t size);
void digest_number(digest *self, uint64_t number);
void digest_double(digest *self, double number);

#endif
