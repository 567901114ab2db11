/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Polynomial hashing: Carter and Wegman, "Universal classes of hash functions" (1979), modulo a
 * Mersenne prime, by which a remainder is two shifts and a sum.
 */
#include "cli/tblog/diff/digest.h"

#include <math.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

static const uint64_t PRIME = ((uint64_t)1 << 61) - 1;

uint64_t digest_secret(void) {
    uint64_t secret;
    struct timespec now;
    if (getrandom(&secret, sizeof secret, GRND_NONBLOCK) != sizeof secret) {
        clock_gettime(CLOCK_REALTIME, &now);
        secret = (uint64_t)now.tv_nsec * 0x9e3779b97f4a7c15u;
    }
    return secret % PRIME;
}

static uint64_t reduce(uint64_t x) {
    x = (x & PRIME) + (x >> 61);
    return x >= PRIME ? x - PRIME : x;
}

/* a * b modulo the prime, both below it, in halves of 31 and 30 bits: 2^61 is 1. */
static uint64_t times(uint64_t a, uint64_t b) {
    const uint64_t low31 = ((uint64_t)1 << 31) - 1, low30 = ((uint64_t)1 << 30) - 1;
    uint64_t ah = a >> 31, al = a & low31, bh = b >> 31, bl = b & low31;
    uint64_t middle = al * bh + ah * bl;
    return reduce(2 * ah * bh + (middle >> 30) + ((middle & low30) << 31) + al * bl);
}

digest digest_begin(uint64_t secret) {
    return (digest){secret, 1};
}

/* 'word' is below the prime. */
static void append(digest *self, uint64_t word) {
    self->value = reduce(times(self->value, self->secret) + word);
}

void digest_number(digest *self, uint64_t number) {
    append(self, number & 0xffffffff);
    append(self, number >> 32);
}

void digest_text(digest *self, const void *text, size_t size) {
    const unsigned char *bytes = text;
    digest_number(self, size);
    for (size_t i = 0; i < size; i += 7) {
        uint64_t word = 0;
        for (size_t k = i; k < i + 7 && k < size; k++) word = word << 8 | bytes[k];
        append(self, word);
    }
}

void digest_double(digest *self, double number) {
    uint64_t bits = 1; /* for NaN; as a number it would be the smallest subnormal */
    if (isnan(number)) {
        append(self, 1);
    } else {
        number += 0.0; /* -0 is 0 */
        memcpy(&bits, &number, sizeof bits);
        append(self, 0);
    }
    digest_number(self, bits);
}
