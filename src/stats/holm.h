/* SPDX-License-Identifier: Apache-2.0 */
/* Many tests at once: Holm's correction. */
#ifndef STATS_HOLM_H
#define STATS_HOLM_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The p-values of a family of 'm' tests, corrected: those below .05 are significant with at most 5
 * % chance that any of the family is so by accident. A NaN is a test that was not made: it stays
 * NaN and does not count. 'adjusted' may be 'p'. False when there is no memory.
 */
bool holm_adjust(const double *p, size_t m, double *adjusted);

#endif
