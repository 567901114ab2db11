/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The histograms and images of a model's weights, as Keras names and orders them. Images take long
 * (zlib), so a thread of its own can encode them while no weight changes, as during validation.
 */
#ifndef TRAIN_WEIGHT_SUMMARY_H
#define TRAIN_WEIGHT_SUMMARY_H

#include <tblog/tblog.h>

#include "model/keras_model.h"

typedef struct weight_summary weight_summary;

/* Histograms, and with 'images' after each the weight as an image. NULL when there is no memory. */
weight_summary *weight_summary_new(tag_style tags, bool images);

/* NULL is fine. */
void weight_summary_free(weight_summary *self);

/*
 * Start to encode the weights in a thread of its own. They must not change until one of the other
 * functions has returned. Does nothing if the system grants no thread.
 */
void weight_summary_start(weight_summary *self, const nn_model *model);

/* Wait for the thread, and drop what it has encoded. */
void weight_summary_cancel(weight_summary *self);

/*
 * The values of all weights, each of which is to be a separate event: those that were started, or
 * encoded now. They are valid until the next call. If one fails, *status and 'err' say why, and the
 * values are those before it.
 */
const tblog_summary *weight_summary_get(weight_summary *self, const nn_model *model,
                                        tblog_status *status, tblog_error *err);

#endif
