/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a model learned anything. */
#include "stats/learning.h"

#include <math.h>

/* How far above 1 / classes guessing may come where classes are not equally frequent: by this much,
 * and by this factor; of many classes .05 more would be several times chance. */
#define NEAR_CHANCE   .05
#define CHANCE_FACTOR 1.5
#define SAME_ACCURACY .001 /* epochs that differ by less are alike */
#define GOOD_ACCURACY .9   /* from here on, epochs that are alike are not a failure */
enum { SEVERAL = 3 };

void accuracy_range_add(accuracy_range *self, double accuracy) {
    if (!self->count || accuracy < self->lowest) self->lowest = accuracy;
    if (!self->count || accuracy > self->highest) self->highest = accuracy;
    self->last = accuracy;
    self->count++;
}

bool accuracy_range_failed(const accuracy_range *self, size_t classes) {
    if (!self->count) return false;
    bool stays = self->count >= SEVERAL && self->highest - self->lowest < SAME_ACCURACY;
    if (isnan(self->last) || (stays && self->highest < GOOD_ACCURACY)) return true;
    double chance = 1 / (double)classes;
    return classes > 1 && self->last < fmin(chance * CHANCE_FACTOR, chance + NEAR_CHANCE);
}
