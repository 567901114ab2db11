/* SPDX-License-Identifier: Apache-2.0 */
/* One round of Philox4x32, for rng.c one counter at a time and for kernels.c many side by side. */
#ifndef NN_PHILOX_ROUND_H
#define NN_PHILOX_ROUND_H

#include <stdint.h>

#define NN_PHILOX_ROUNDS   10
#define NN_PHILOX_FACTOR_0 UINT32_C(0xd2511f53)
#define NN_PHILOX_FACTOR_1 UINT32_C(0xcd9e8d57)
#define NN_PHILOX_WEYL_0   UINT32_C(0x9e3779b9)
#define NN_PHILOX_WEYL_1   UINT32_C(0xbb67ae85)

static inline void nn_philox_round(uint32_t *c0, uint32_t *c1, uint32_t *c2, uint32_t *c3,
                                   uint32_t k0, uint32_t k1) {
    uint64_t p0 = (uint64_t)NN_PHILOX_FACTOR_0 * *c0;
    uint64_t p1 = (uint64_t)NN_PHILOX_FACTOR_1 * *c2;
    uint32_t old1 = *c1, old3 = *c3;
    *c0 = (uint32_t)(p1 >> 32) ^ old1 ^ k0;
    *c1 = (uint32_t)p1;
    *c2 = (uint32_t)(p0 >> 32) ^ old3 ^ k1;
    *c3 = (uint32_t)p0;
}

#endif
