/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The two loops over a histogram's float32 values. bucket_loops.c is plain C that compilers
 * vectorise; on x86-64 it is built for AVX2 and AVX-512 too and the best is chosen at run time. All
 * give the same result, and that of the general loops in histogram.c.
 */
#ifndef TBLOG_BUCKET_LOOPS_H
#define TBLOG_BUCKET_LOOPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The largest number of buckets that 'count' takes. */
enum { TBLOG__FAST_BUCKETS = 256 };

typedef struct tblog__bucket_loops {
    /*
     * The smallest and the largest of n values, at least one, subnormals as zeros; the sign of a
     * zero is open. False when one is NaN.
     */
    bool (*extent)(const float *x, size_t n, float *min, float *max);

    /*
     * counts[floor((x - min) / width)]++ in float64, the last bucket taking what lies beyond. All
     * of x, min and width are finite, width > 0, buckets at most TBLOG__FAST_BUCKETS.
     */
    void (*count)(const float *x, size_t n, double min, double width, uint64_t *counts,
                  size_t buckets);
} tblog__bucket_loops;

const tblog__bucket_loops *tblog__bucket_loops_best(void);

#endif
