/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Random numbers by counting: Philox4x32-10 (Salmon, Moraes, Dror, Shaw: "Parallel random numbers:
 * as easy as 1, 2, 3", SC 2011). Draw i of a stream is a function of (seed, purpose, index, i)
 * alone, so the same seed gives the same run in any order of work and on any number of threads.
 *
 * A nn_rng is plain data: copy it to remember where a stream stands.
 */
#ifndef NN_RNG_H
#define NN_RNG_H

#include <stddef.h>
#include <stdint.h>

/* What a stream is for: each purpose has separate streams. Values never change. */
typedef enum nn_stream {
    NN_STREAM_INIT = 0,    /* index: the layer */
    NN_STREAM_SHUFFLE = 1, /* index: the epoch */
    NN_STREAM_DROPOUT = 2, /* index: the optimizer step */
    NN_STREAM_SEARCH = 16, /* index: the run of a random search */
} nn_stream;

typedef struct nn_rng {
    uint32_t key[2];
    uint32_t counter[4]; /* of the next block: position (64 bits), index, purpose */
    uint32_t block[4];
    uint32_t used; /* words of the block already given out */
} nn_rng;

/* The bijection itself: out = philox4x32-10(counter, key). */
void nn_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t out[4]);

/* The start of a stream. index < 2^32. */
nn_rng nn_rng_stream(uint64_t seed, nn_stream purpose, uint64_t index);

uint32_t nn_rng_u32(nn_rng *rng);
double nn_rng_uniform(nn_rng *rng); /* [0, 1), 53 bits */
double nn_rng_normal(nn_rng *rng);  /* mean 0, standard deviation 1 */

/* Uniform in [0, bound), without bias; bound > 0. */
uint32_t nn_rng_below(nn_rng *rng, uint32_t bound);

/* Every order of the n elements is equally likely. n < 2^32. */
void nn_rng_shuffle(nn_rng *rng, uint32_t *order, size_t n);

#endif
