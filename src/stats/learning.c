/* SPDX-License-Identifier: Apache-2.0 */
/* Whether a model learned anything. */
#include "stats/learning.h"

#include <math.h>

#define NEAR_CHANCE   .05  /* above 1 / classes: also where the classes are not equally frequent */
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
    return classes > 1 && self->last < 1 / (double)classes + NEAR_CHANCE;
}
