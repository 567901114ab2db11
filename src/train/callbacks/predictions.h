/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the model makes of validation images, as pictures in the run's own event file; at the epochs
 * at which histograms are logged, with the epoch as the step:
 *
 *     predictions/images     some validation images, the same each time and spread evenly over the
 *                            set: the predicted class with its probability, in green where it is
 *                            right and in red where not, and the true class
 *     predictions/worst      those that it was most wrong about: with the highest loss, first
 *     predictions/confusion  how often each class was taken for which, over the whole set
 *
 * They are not in validation/, which stays what Keras logs. Cost: one more pass over the validation
 * set, and the PNGs.
 */
#ifndef TRAIN_PREDICTIONS_H
#define TRAIN_PREDICTIONS_H

#include "data/dataset.h"
#include "train/evaluate.h"
#include "train/run_log.h"

enum { PREDICTIONS_MOST = 100 };

typedef struct predictions {
    run_log *log;
    nn_model *model;
    const dataset *set;  /* validation's */
    size_t count;        /* images in a grid, 1 to PREDICTIONS_MOST */
    size_t freq;         /* epochs from one time to the next */
    nn_profile *profile; /* the model's; the pass counts as validation. NULL: none */
} predictions;

/* A callback that logs them; after history's, before checkpoint's. */
train_callback predictions_callback(predictions *self);

/*
 * The samples that were predicted wrongly, the one with the lowest probability of its true class
 * first, at most 'most' of them, into order; *mistakes is how many there are in all. Returns how
 * many are in order.
 */
size_t predictions_worst(const evaluation *e, const uint8_t *labels, size_t most,
                         uint32_t *order /* (n) */, size_t *mistakes);

#endif
