/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a model learned anything, judged by its accuracies: the one rule that tables, progress
 * lines and reports go by. */
#ifndef STATS_LEARNING_H
#define STATS_LEARNING_H

#include <stdbool.h>
#include <stddef.h>

/* Validation accuracies, 0 to 1, of the epochs so far. */
typedef struct accuracy_range {
    size_t count;
    double lowest, highest, last;
} accuracy_range;

/* Add the accuracy of the next epoch; begin with all zeros. */
void accuracy_range_add(accuracy_range *self, double accuracy);

/*
 * Whether nothing was learned: the last accuracy is near that of guessing among 'classes' (0: not
 * known), at most half as much again and .05 more; or none of several epochs differs from the
 * first. A model that begins to learn late has
 * not failed, and neither has one that was good from the first epoch on.
 */
bool accuracy_range_failed(const accuracy_range *self, size_t classes);

#endif
