/* SPDX-License-Identifier: Apache-2.0 */
/* Where a run's time goes: laps of a stopwatch, added up by phase. */
#ifndef NN_PROFILE_H
#define NN_PROFILE_H

#include <stdbool.h>

typedef enum nn_phase {
    NN_PHASE_GATHER,         /* shuffling, and taking batches from the data set */
    NN_PHASE_FIRST_FORWARD,  /* the first layer's X W */
    NN_PHASE_OTHER_FORWARD,  /* the other layers' */
    NN_PHASE_ACTIVATIONS,    /* bias, ReLU and dropout, there and back */
    NN_PHASE_LOSS,           /* softmax, cross-entropy, accuracy, their gradient */
    NN_PHASE_FIRST_BACKWARD, /* the first layer's X' dZ, and bias */
    NN_PHASE_OTHER_BACKWARD, /* the other layers', and dZ W' */
    NN_PHASE_OPTIMIZER,      /* Adam */
    NN_PHASE_VALIDATION,     /* all of it */
    NN_PHASE_LOGGING,        /* callbacks: event files, progress */
    NN_PHASES,
} nn_phase;

/* Starts as zeros. */
typedef struct nn_profile {
    double seconds[NN_PHASES];
    double last_s;   /* when the last lap ended */
    bool validating; /* every lap but of logging is validation's */
} nn_profile;

/* The time since the last lap was this phase's. NULL: nobody wants to know. */
void nn_profile_lap(nn_profile *profile, nn_phase phase);

/* Start the watch; what came before counts for nothing. */
void nn_profile_start(nn_profile *profile);

/* "gather", "first layer forward", ...; static. */
const char *nn_phase_name(nn_phase phase);

#endif
