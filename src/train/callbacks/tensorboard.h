/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The TensorBoard callback: what keras.callbacks.TensorBoard logs, when it logs it, in the same
 * bytes. doc/keras-parity.md has the rules; they are read off Keras 3.15 and tf_keras 2.21.
 */
#ifndef TRAIN_TENSORBOARD_H
#define TRAIN_TENSORBOARD_H

#include <tblog/tblog.h>

#include "model/keras_model.h"
#include "train/callback.h"

/* All zeros: nothing but the metrics of each epoch. */
typedef struct tensorboard_options {
    size_t histogram_freq; /* epochs between histograms of the weights; 0: none */
    bool write_images;     /* with each histogram, the weight as an image */
    bool spare_core;       /* encode these during validation, in a thread of their own */
    bool write_steps_per_second;
    size_t update_freq; /* 0: once an epoch; n: batch metrics every n batches as well */
    tag_style tags;
    bool scheduled; /* the learning rate follows a schedule: only then does tf_keras log it */
    const char *model_json; /* for the Graphs dashboard (write_graph), kept; NULL: none */
    size_t model_json_length;
    const tblog_graph *graph;    /* beside it, kept; NULL: none, as Keras has it */
    tblog_writer_options writer; /* from TBLOG_WRITER_OPTIONS_INIT; the index is set here */
} tensorboard_options;

typedef struct tensorboard tensorboard;

/*
 * A callback that logs to log_dir/train and log_dir/validation. Free it after the training; NULL
 * when there is no memory.
 */
tensorboard *tensorboard_new(const char *log_dir, const tensorboard_options *options);
void tensorboard_free(tensorboard *self);

/* To be given to fit; lives as long as 'self'. */
train_callback tensorboard_callback(tensorboard *self);

/*
 * The writers of train/ and validation/, for callbacks that add to what Keras logs; opened when
 * first asked for. They are the callback's own, which must come before those callbacks, and live
 * until ON_TRAIN_END. NULL, with the reason in 'err', on failure.
 */
tblog_writer *tensorboard_train_writer(tensorboard *self, error *err);
tblog_writer *tensorboard_validation_writer(tensorboard *self, error *err);

/* Whether TensorBoard takes a file of that name for an event file: "tfevents" is in it. */
bool tensorboard_is_event_file(const char *name);

#endif
