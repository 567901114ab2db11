/* SPDX-License-Identifier: Apache-2.0 */
/* Where a run's time goes. */
#include "nn/profile.h"

#include <time.h>

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

void nn_profile_start(nn_profile *profile) {
    if (profile) profile->last_s = now_s();
}

void nn_profile_lap(nn_profile *profile, nn_phase phase) {
    if (!profile) return;
    double now = now_s();
    if (profile->validating && phase != NN_PHASE_LOGGING) phase = NN_PHASE_VALIDATION;
    profile->seconds[phase] += now - profile->last_s;
    profile->last_s = now;
}

const char *nn_phase_name(nn_phase phase) {
    static const char *const names[NN_PHASES] = {"gather",
                                                 "first layer forward",
                                                 "other layers forward",
                                                 "bias, ReLU, dropout",
                                                 "loss",
                                                 "first layer backward",
                                                 "other layers backward",
                                                 "Adam",
                                                 "validation",
                                                 "logging"};
    return names[phase];
}
