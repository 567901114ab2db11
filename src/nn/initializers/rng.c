/* SPDX-License-Identifier: Apache-2.0 */
/* Philox4x32-10 and what is drawn from it. */
#include "nn/initializers/rng.h"

#include <math.h>

#include "nn/kernels/philox_round.h"

void nn_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]) {
    uint32_t c[4] = {counter[0], counter[1], counter[2], counter[3]};
    uint32_t k[2] = {key[0], key[1]};
    for (int round = 0; round < NN_PHILOX_ROUNDS; round++) {
        nn_philox_round(&c[0], &c[1], &c[2], &c[3], k[0], k[1]);
        k[0] += NN_PHILOX_WEYL_0;
        k[1] += NN_PHILOX_WEYL_1;
    }
    for (int i = 0; i < 4; i++) out[i] = c[i];
}

nn_rng nn_rng_stream(uint64_t seed, nn_stream purpose, uint64_t index) {
    return (nn_rng){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
                    .counter = {0, 0, (uint32_t)index, (uint32_t)purpose},
                    .used = 4};
}

uint32_t nn_rng_u32(nn_rng *rng) {
    if (rng->used == 4) {
        nn_philox(rng->counter, rng->key, rng->block);
        if (++rng->counter[0] == 0) rng->counter[1]++;
        rng->used = 0;
    }
    return rng->block[rng->used++];
}

double nn_rng_uniform(nn_rng *rng) {
    uint64_t high = nn_rng_u32(rng) >> 5;
    uint64_t low = nn_rng_u32(rng) >> 6;
    return (double)(high << 26 | low) * 0x1p-53;
}

/* Box and Muller (1958), one of the pair: no state beyond the counter. */
double nn_rng_normal(nn_rng *rng) {
    const double two_pi = 6.283185307179586;
    double radius = sqrt(-2 * log1p(-nn_rng_uniform(rng)));
    return radius * cos(two_pi * nn_rng_uniform(rng));
}

/* Lemire: "Fast random integer generation in an interval", 2019. */
uint32_t nn_rng_below(nn_rng *rng, uint32_t bound) {
    uint64_t product = (uint64_t)nn_rng_u32(rng) * bound;
    if ((uint32_t)product < bound) {
        uint32_t threshold = -bound % bound;
        while ((uint32_t)product < threshold) product = (uint64_t)nn_rng_u32(rng) * bound;
    }
    return (uint32_t)(product >> 32);
}

/* Fisher and Yates. */
void nn_rng_shuffle(nn_rng *rng, uint32_t *order, size_t n) {
    for (size_t i = n; i > 1; i--) {
        size_t j = nn_rng_below(rng, (uint32_t)i);
        uint32_t swapped = order[i - 1];
        order[i - 1] = order[j];
        order[j] = swapped;
    }
}
