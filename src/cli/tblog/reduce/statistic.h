/* SPDX-License-Identifier: Apache-2.0 */
/* What is made of the numbers of several runs at one step. */
#ifndef CLI_TBLOG_STATISTIC_H
#define CLI_TBLOG_STATISTIC_H

#include <stddef.h>

typedef struct statistic {
    const char *name;
    double (*of)(double *values, size_t n); /* may change their order */
    size_t least;                           /* values that it needs */
} statistic;

enum { STATISTICS = 5 };

/* mean, std, min, max, median. As in NumPy, each is NaN if a value is NaN. */
extern const statistic statistics[STATISTICS];

/* The statistic with this name of 'size' bytes; NULL: there is none. */
const statistic *statistic_find(const char *name, size_t size);

#endif
