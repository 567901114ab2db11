/* SPDX-License-Identifier: Apache-2.0 */
/* Time that only goes forward. */
#include "base/clock.h"

#include <time.h>

double monotonic_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}
