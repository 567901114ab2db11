/* SPDX-License-Identifier: Apache-2.0 */
/* When a wait ends; os_posix.c and os_windows.c wait for conditions by it. */
#include "tblog/os/deadline.h"

#include <math.h>

struct timespec tblog__os_deadline(clockid_t clock, double seconds) {
    struct timespec until;
    clock_gettime(clock, &until);
    double whole = floor(fmin(seconds, 1e6)), rest = fmin(seconds, 1e6) - whole;
    until.tv_sec += (time_t)whole;
    until.tv_nsec += (long)(rest * 1e9) + 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    return until;
}
