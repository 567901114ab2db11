/* SPDX-License-Identifier: Apache-2.0 */
/* The same random numbers each time, for tests that try many things. */
#ifndef ANY_NUMBER_H
#define ANY_NUMBER_H

#include <stdint.h>

/* From 0 to n - 1: xorshift64* (Vigna, 2016). *state must not be 0. */
static inline uint64_t any_number(uint64_t *state, uint64_t n) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return (*state * UINT64_C(0x2545f4914f6cdd1d) >> 33) % n;
}

/* The state for the numbers of this seed. */
static inline uint64_t any_number_state(uint64_t seed) {
    return seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
}

#endif
