/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The loops of a training step, in plain C. CMake builds this file several times, each with other
 * instructions allowed and another NN_KERNELS_NAME.
 */
#include "nn/kernels/kernels.h"

#include <math.h>
#include <string.h>

#include "nn/initializers/rng.h"
#include "nn/kernels/philox_round.h"
#include "nn/kernels/vectors.h"

/* Random numbers are made for this many counters side by side, whatever the CPU's vectors are. */
enum { LANES = 16, MASK_UNITS = LANES * 8, PARTS = LANES * 4 / NN_VECTOR_BYTES };

/* A counter's word, of LANES counters. */
typedef struct word {
    nn_u32s part[PARTS];
} word;

static word every(uint32_t value) {
    word w;
    for (int p = 0; p < PARTS; p++) w.part[p] = (nn_u32s){0} + value;
    return w;
}

/* The upper and lower halves of the 64-bit products of 32-bit lanes. */
static inline void multiply(nn_u32s x, uint32_t factor, nn_u32s *high, nn_u32s *low) {
    const nn_u64s lower = (nn_u64s){0} + UINT32_MAX, f = (nn_u64s){0} + factor;
    nn_u64s even = nn_multiply_low((nn_u64s)x, f), odd = nn_multiply_low((nn_u64s)x >> 32, f);
    *low = (nn_u32s)((even & lower) | odd << 32);
    *high = (nn_u32s)(even >> 32 | (odd & ~lower));
}

/* A round of Philox (philox_round.h) on LANES counters. */
static inline void philox_round(word c[4], uint32_t k0, uint32_t k1) {
    for (int p = 0; p < PARTS; p++) {
        nn_u32s high0, low0, high1, low1;
        multiply(c[0].part[p], NN_PHILOX_FACTOR_0, &high0, &low0);
        multiply(c[2].part[p], NN_PHILOX_FACTOR_1, &high1, &low1);
        c[0].part[p] = high1 ^ c[1].part[p] ^ k0;
        c[1].part[p] = low1;
        c[2].part[p] = high0 ^ c[3].part[p] ^ k1;
        c[3].part[p] = low0;
    }
}

/* 16 random bits for each of MASK_UNITS units. */
static void draw_mask(const nn_dropout *dropout, uint32_t first_block, uint16_t *bits) {
    uint32_t blocks[LANES], k0 = dropout->key[0], k1 = dropout->key[1];
    for (uint32_t i = 0; i < LANES; i++) blocks[i] = first_block + i;
    word c[4] = {every(0), every(dropout->layer), every(dropout->step), every(NN_STREAM_DROPOUT)};
    memcpy(&c[0], blocks, sizeof blocks);
    for (int round = 0; round < NN_PHILOX_ROUNDS; round++) {
        philox_round(c, k0, k1);
        k0 += NN_PHILOX_WEYL_0;
        k1 += NN_PHILOX_WEYL_1;
    }
    for (int w = 0; w < 4; w++)
        for (int p = 0; p < PARTS; p++) c[w].part[p] = nn_lower_half_first(c[w].part[p]);
    memcpy(bits, c, sizeof c);
}

/* Each row has blocks of its own, also where H is not a multiple of MASK_UNITS. */
static uint32_t first_block(const nn_dropout *dropout, size_t H) {
    return (uint32_t)(dropout->first_row * ((H + MASK_UNITS - 1) / MASK_UNITS) * LANES);
}

static void add_bias(float *restrict z, const float *restrict bias, size_t B, size_t H) {
    for (size_t b = 0; b < B; b++, z += H)
        for (size_t h = 0; h < H; h++) z[h] += bias[h];
}

static void relu(float *restrict z, const float *restrict bias, size_t B, size_t H) {
    for (size_t b = 0; b < B; b++, z += H) {
        for (size_t h = 0; h < H; h++) {
            float x = z[h] + bias[h];
            z[h] = x <= 0 ? 0 : x; /* NaN stays */
        }
    }
}

/* n units of one row, n <= MASK_UNITS */
static void relu_masked(float *restrict z, const float *restrict bias, size_t n,
                        const uint16_t *restrict bits, uint32_t threshold, float scale) {
    for (size_t h = 0; h < n; h++) {
        float x = z[h] + bias[h];
        z[h] = x <= 0 || bits[h] < threshold ? 0 : x * scale;
    }
}

static void relu_dropout(float *z, const float *bias, size_t B, size_t H,
                         const nn_dropout *dropout) {
    if (!dropout->threshold) {
        relu(z, bias, B, H);
        return;
    }
    uint16_t bits[MASK_UNITS];
    uint32_t block = first_block(dropout, H);
    for (size_t b = 0; b < B; b++, z += H) {
        for (size_t h = 0; h < H; h += MASK_UNITS, block += LANES) {
            size_t n = H - h < MASK_UNITS ? H - h : MASK_UNITS;
            draw_mask(dropout, block, bits);
            relu_masked(z + h, bias + h, n, bits, dropout->threshold, dropout->scale);
        }
    }
}

/* n units of one row, n <= MASK_UNITS */
static void masked(float *restrict z, size_t n, const uint16_t *restrict bits, uint32_t threshold,
                   float scale) {
    for (size_t h = 0; h < n; h++) z[h] = bits[h] >= threshold ? z[h] * scale : 0;
}

static void dropout_alone(float *z, size_t B, size_t H, const nn_dropout *dropout) {
    uint16_t bits[MASK_UNITS];
    uint32_t block = first_block(dropout, H);
    for (size_t b = 0; b < B && dropout->threshold; b++, z += H) {
        for (size_t h = 0; h < H; h += MASK_UNITS, block += LANES) {
            size_t n = H - h < MASK_UNITS ? H - h : MASK_UNITS;
            draw_mask(dropout, block, bits);
            masked(z + h, n, bits, dropout->threshold, dropout->scale);
        }
    }
}

static void relu_dropout_backward(float *restrict d, const float *restrict a, size_t n,
                                  float scale) {
    for (size_t i = 0; i < n; i++) d[i] *= a[i] > 0 ? scale : 0; /* NaN stays */
}

static void column_sums(const float *restrict x, size_t B, size_t H, size_t n,
                        float *restrict sums) {
    for (size_t h = 0; h < n; h++) sums[h] = 0;
    for (size_t b = 0; b < B; b++, x += H)
        for (size_t h = 0; h < n; h++) sums[h] += x[h];
}

#define PRODUCT_OF(name) nn_sparse_product_##name
#define PRODUCT(name)    PRODUCT_OF(name)

#define STEPS_OF(name) nn_optimizer_kernels_##name
#define STEPS(name)    STEPS_OF(name)

/* In optimizer_kernels.c. */
extern const nn_optimizer_kernels STEPS(NN_KERNELS_NAME);

/* In sparse_kernels.c. */
extern void PRODUCT(NN_KERNELS_NAME)(const nn_sparse_view *S, nn_matrix M, size_t H,
                                     nn_range columns, nn_matrix P);

#define TABLE_OF(name) nn_kernels_##name
#define TABLE(name)    TABLE_OF(name)
#define TEXT_OF(name)  #name
#define TEXT(name)     TEXT_OF(name)

extern const nn_kernels TABLE(NN_KERNELS_NAME);
const nn_kernels TABLE(NN_KERNELS_NAME) = {.name = TEXT(NN_KERNELS_NAME),
                                           .optimizer = &STEPS(NN_KERNELS_NAME),
                                           .sparse_product = PRODUCT(NN_KERNELS_NAME),
                                           .add_bias = add_bias,
                                           .relu_dropout = relu_dropout,
                                           .relu_dropout_backward = relu_dropout_backward,
                                           .dropout = dropout_alone,
                                           .column_sums = column_sums};
