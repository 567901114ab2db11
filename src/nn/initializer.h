/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Weight initializers with the definitions and default arguments of Keras 3.15
 * (keras/src/initializers).
 */
#ifndef NN_INITIALIZER_H
#define NN_INITIALIZER_H

#include <stdbool.h>
#include <stddef.h>

#include "nn/rng.h"

typedef enum nn_initializer_kind {
    NN_CONSTANT,         /* value */
    NN_IDENTITY,         /* gain on the main diagonal */
    NN_ORTHOGONAL,       /* gain */
    NN_RANDOM_NORMAL,    /* mean, stddev */
    NN_TRUNCATED_NORMAL, /* mean, stddev; cut at two stddev */
    NN_RANDOM_UNIFORM,   /* minval, maxval */
    NN_VARIANCE_SCALING, /* scale, with mode and distribution */
} nn_initializer_kind;

typedef enum nn_fan { NN_FAN_IN, NN_FAN_OUT, NN_FAN_AVG } nn_fan;

typedef enum nn_distribution {
    NN_DRAW_UNIFORM,
    NN_DRAW_TRUNCATED_NORMAL,
    NN_DRAW_UNTRUNCATED_NORMAL,
} nn_distribution;

enum { NN_MAX_ARGUMENTS = 2 };

typedef struct nn_initializer {
    const char *run_name;   /* as the notebook names it, and its run's folder */
    const char *snake_name; /* Keras' string for it */
    const char *class_name; /* Keras' class */
    nn_initializer_kind kind;
    double arguments[NN_MAX_ARGUMENTS]; /* see the kinds */
    nn_fan mode;
    nn_distribution distribution;
} nn_initializer;

/* The notebook's twelve, in its order. */
enum { NN_NOTEBOOK_INITIALIZERS = 12 };

/* All that are known, the notebook's first; *count of them. */
const nn_initializer *nn_initializers(size_t *count);

/* By any of its three names, whatever their case and underscores; NULL if there is none. */
const nn_initializer *nn_initializer_find(const char *name);

/*
 * Fill a kernel of rows inputs (fan in) and cols outputs (fan out), row-major. Returns false when
 * there is no memory for what it needs meanwhile (orthogonal only).
 */
bool nn_initialize(const nn_initializer *initializer, nn_rng *rng, size_t rows, size_t cols,
                   float *kernel /* (rows, cols) */);

#endif
