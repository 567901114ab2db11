/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two loops over a histogram's values. CMake builds this file several times, each time for
 * another instruction set and with another TBLOG_BUCKET_LOOPS. histogram.c calls them.
 *
 * The definition has a division for each value. Multiplying by the inverse differs from it by a few
 * units in the last place, so both have the same floor unless the product is close to a whole
 * number. Only blocks with such a value use the division.
 */
#include "tblog/kinds/bucket_loops.h"

#include <float.h>
#include <math.h>

enum { LANES = 16, BLOCK = 512, TABLES = 4 };

/* Far above the product's error, about 2^-44 for 256 buckets, and far below typical distances. */
static const double DOUBTFUL = 0x1p-36;

static float flush(float x) {
    return fabsf(x) < FLT_MIN ? copysignf(0, x) : x;
}

static bool extent(const float *x, size_t n, float *min, float *max) {
    float low[LANES], high[LANES];
    int nan = 0;
    size_t whole = n / LANES * LANES;
    for (int k = 0; k < LANES; k++) low[k] = high[k] = flush(x[0]);
    for (size_t i = 0; i < whole; i += LANES) {
        for (int k = 0; k < LANES; k++) {
            float y = flush(x[i + (size_t)k]);
            low[k] = y < low[k] ? y : low[k];
            high[k] = y > high[k] ? y : high[k];
            nan |= y != y;
        }
    }
    for (size_t i = whole; i < n; i++) {
        float y = flush(x[i]);
        low[0] = y < low[0] ? y : low[0];
        high[0] = y > high[0] ? y : high[0];
        nan |= y != y;
    }
    *min = low[0];
    *max = high[0];
    for (int k = 1; k < LANES; k++) {
        *min = low[k] < *min ? low[k] : *min;
        *max = high[k] > *max ? high[k] : *max;
    }
    return !nan;
}

/* Find the buckets of n <= BLOCK values by multiplying; false if one of them is in doubt. */
static bool place(const float *x, size_t n, double min, double inverse, int last, int *bucket) {
    int doubts = 0;
    for (size_t i = 0; i < n; i++) {
        double q = ((double)flush(x[i]) - min) * inverse;
        int at = (int)q;
        double beyond = q - (double)at;
        doubts |= (beyond < DOUBTFUL) | (beyond > 1 - DOUBTFUL);
        bucket[i] = at < last ? at : last;
    }
    return !doubts;
}

static void place_exactly(const float *x, size_t n, double min, double width, int last,
                          int *bucket) {
    for (size_t i = 0; i < n; i++) {
        int at = (int)(((double)flush(x[i]) - min) / width);
        bucket[i] = at < last ? at : last;
    }
}

/* Count in several tables, so that increments for equal neighbours do not wait for each other. */
static void count(const float *x, size_t n, double min, double width, uint64_t *counts,
                  size_t buckets) {
    uint32_t tables[TABLES][TBLOG__FAST_BUCKETS] = {{0}};
    int bucket[BLOCK] = {0}, last = (int)buckets - 1;
    for (size_t first = 0; first < n; first += BLOCK) {
        size_t size = n - first < BLOCK ? n - first : BLOCK;
        if (!place(x + first, size, min, 1 / width, last, bucket))
            place_exactly(x + first, size, min, width, last, bucket);
        size_t i = 0;
        for (; i + TABLES <= size; i += TABLES)
            for (size_t t = 0; t < TABLES; t++) tables[t][bucket[i + t]]++;
        for (; i < size; i++) tables[0][bucket[i]]++;
        if ((first / BLOCK) % 0x100000 != 0xfffff && first + size < n) continue;
        for (size_t b = 0; b < buckets; b++) /* before 32 bits can overflow, and at the end */
            for (size_t t = 0; t < TABLES; t++) {
                counts[b] += tables[t][b];
                tables[t][b] = 0;
            }
    }
}

#define LOOPS_OF(name) tblog__bucket_loops_##name
#define LOOPS(name)    LOOPS_OF(name)

extern const tblog__bucket_loops LOOPS(TBLOG_BUCKET_LOOPS);
const tblog__bucket_loops LOOPS(TBLOG_BUCKET_LOOPS) = {extent, count};
