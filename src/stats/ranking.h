/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Groups of measurements ranked by their means, and which of them really differ: every pair of
 * groups by a paired t-test over the seeds that both have, corrected by Holm over all pairs.
 *
 * Accuracies lie on a grid of 1 / images, so a few differences are often equal, and their deviation
 * 0, where none is real. If the values lie on a grid, the variance of differences therefore gets
 * what rounding to it takes away: grid^2 / 12 for each of the two (tests/stats/test_ranking.c).
 */
#ifndef STATS_RANKING_H
#define STATS_RANKING_H

#include <stdbool.h>
#include <stdint.h>

#include "stats/sample.h"

/* Below it a corrected p-value is significant. */
#define RANKING_LEVEL 0.05

typedef struct ranked_value {
    uint64_t seed;
    double value;
} ranked_value;

typedef struct ranked_group {
    const char *name;       /* the caller's */
    ranked_value *values;   /* (count); ranked: in the order of seeds */
    size_t count, capacity; /* of values */
    bool last;              /* the caller's: it ranks after all that are not */
    sample_summary summary;
} ranked_group;

typedef struct ranking {
    ranked_group *groups;   /* (count); ranked: the highest mean first, those without one last */
    size_t count, capacity; /* of groups */
    double *p;              /* ranked: (count, count), corrected; see ranking_p */
    double *lead;           /* ranked: (count, count); see ranking_lead */
} ranking;                  /* {0} is one without groups */

/* A group without values, unless there is one of that name, which is kept. False when there is no
 * memory, as with all below. */
bool ranking_add_group(ranking *self, const char *name);

/* A measurement of a group, which is added if no group has that name; each seed once. */
bool ranking_add(ranking *self, const char *name, uint64_t seed, double value);

/* Rank and test what was added. Equal means stay in the order in which they were added. */
bool ranking_finish(ranking *self);

void ranking_free(ranking *self);

/* How likely a difference as large as that of ranks i and j is if they do not differ; NaN if it
 * cannot be tested: i is j, or less than two common seeds. */
double ranking_p(const ranking *self, size_t i, size_t j);

/* How much higher the mean of rank i is than that of rank j, over the seeds that both have: the
 * difference that ranking_p is about. NaN without common seeds. */
double ranking_lead(const ranking *self, size_t i, size_t j);

/* Whether ranks i and j differ significantly; which is better, ranking_lead says. */
bool ranking_differ(const ranking *self, size_t i, size_t j);

/* Pairs that were tested. */
size_t ranking_tests(const ranking *self);

#endif
