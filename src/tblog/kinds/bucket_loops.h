/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two loops over a histogram's float32 values. bucket_loops.c is plain C that compilers
 * vectorise; on x86-64 it is also built for AVX2 and AVX-512, and the best build is chosen at run
 * time. All builds give the same results as the general loops in histogram.c.
 */
#ifndef TBLOG_BUCKET_LOOPS_H
#define TBLOG_BUCKET_LOOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest number of buckets that 'count' accepts. */
enum { TBLOG__FAST_BUCKETS = 256 };

typedef struct tblog__bucket_loops {
    /*
     * The smallest and the largest of n >= 1 values; subnormals count as zeros, and the sign of a
     * zero is unspecified. False if one is NaN.
     */
    bool (*extent)(const float *x, size_t n, float *min, float *max);

    /*
     * counts[floor((x - min) / width)]++ in float64; the last bucket also counts what lies beyond
     * it. x, min and width are finite, width > 0, buckets at most TBLOG__FAST_BUCKETS.
     */
    void (*count)(const float *x, size_t n, double min, double width, uint64_t *counts,
                  size_t buckets);
} tblog__bucket_loops;

const tblog__bucket_loops *tblog__bucket_loops_best(void);

#endif
