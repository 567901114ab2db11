/* SPDX-License-Identifier: Apache-2.0 */
/* What is made of the numbers of several runs at one step. */
#ifndef CLI_TBLOG_STATISTIC_H
#define CLI_TBLOG_STATISTIC_H

#include <stddef.h>

typedef struct statistic {
    const char *asked, *name;               /* in --by; of the run: ci95 is two of them */
    double (*of)(double *values, size_t n); /* may change their order */
    size_t least;                           /* values that it needs */
} statistic;

enum { STATISTICS = 7 };

/* mean, std, min, max, median, and both ends of ci95, the 95 % confidence interval of the mean by
 * Student's t. As in NumPy, each is NaN if a value is NaN. */
extern const statistic statistics[STATISTICS];

/* The next statistic after 'from' (NULL: the first) that this text of 'size' bytes asks for; NULL:
 * there is none. */
const statistic *statistic_find(const char *asked, size_t size, const statistic *from);

#endif
