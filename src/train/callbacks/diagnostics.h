/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Why an initializer fails: what the layers' outputs and gradients look like at the end of each
 * epoch whose weights are logged, in the run's own event file (run_log.h). doc/diagnostics.md has
 * the definitions, their sources and what one sees.
 *
 *     why/activations/dense          histogram: outputs for a fixed batch, dropout off
 *     why/gradients/dense/kernel     histogram: what the epoch's last step was made from
 *     why/gradient_norm/dense        its norm over kernel and bias
 *     why/update_ratio/dense         norm of that step over the norm of the kernel before it
 *     why/dead_units/dense           with relu: share of units that give 0 for the whole batch
 *     why/distinct_units/dense       share of hidden units that differ from all before them
 *
 * It looks on: neither weights nor random numbers depend on it.
 */
#ifndef TRAIN_DIAGNOSTICS_H
#define TRAIN_DIAGNOSTICS_H

#include "data/dataset.h"
#include "train/run_log.h"

/* The batch is that many of the training set's first samples. */
enum { DIAGNOSTICS_SAMPLES = 500 };

/* Units whose outputs have at least this cosine are one and the same. */
#define DIAGNOSTICS_SAME_COSINE .999

typedef struct diagnostics diagnostics;

/*
 * For every epoch that 'frequency' divides, from 0. NULL when there is no memory. Log, model, set
 * and the model's profile (NULL: none), in which the pass over the batch counts as validation, live
 * at least as long as what is returned.
 */
diagnostics *diagnostics_new(run_log *log, nn_model *model, const nn_model_config *config,
                             const dataset *set, size_t frequency, nn_profile *profile);
void diagnostics_free(diagnostics *self); /* NULL is fine */

train_callback diagnostics_callback(diagnostics *self);

/*
 * The share of the H units, columns of a (B, H), that are distinct: whose outputs have a cosine
 * below DIAGNOSTICS_SAME_COSINE with those of every distinct unit before. Units that are 0
 * throughout are one. gram is room for (H, H).
 */
double diagnostics_distinct(const float *a, size_t B, size_t H, float *gram);

/* The share of the columns of a (B, H) that are 0 throughout. */
double diagnostics_dead(const float *a, size_t B, size_t H);

#endif
