/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A trained model in a file from which alone it can be rebuilt. It holds the weights as F32 arrays,
 * dense/kernel (D, H), dense/bias (H), dense_1/kernel, ... in Keras' names, shapes and order, and
 * as texts
 *
 *     format        initlab model 1
 *     input         28x28: rows and columns of an image, flattened row by row
 *     layers        256-128-10: units of each dense layer, the last one's are the classes
 *     scaling       how inputs are made of an image's bytes, in --standardize's words: scale (bytes
 *                   / 255), none, pixel, set or sample; with pixel and set there are two more
 *                   F64 arrays before the others, input/mean and input/deviation (D), to be
 *                   subtracted and divided by after the division by 255; older files have them as
 *                   F32 at the end
 *     activation    of the hidden layers, "relu" and so on
 *     batch_norm    "yes" with batch normalisation before it; there are more arrays then
 *     l2            how much of the kernels' squares is in the losses; else 0
 *     dropout, batch_size, learning_rate, optimizer, seed, initializer    how it was trained
 *     data          the known data set's name (known_set.h), or ""
 *     data_source   of other data: the files, as the run was given them
 *     values        "LEAST LARGEST" of other data's floats; bytes have none
 *     classes       their names, a JSON array
 *     epoch         after which one, from 1
 *     loss, accuracy, val_loss, val_accuracy    of that epoch
 *     keras_model   what model.to_json() of Keras 3 gives: keras.models.model_from_json rebuilds
 *                   it, set_weights takes the arrays in their order
 *
 * A softmax follows the last layer.
 */
#ifndef MODEL_MODEL_FILE_H
#define MODEL_MODEL_FILE_H

#include "base/error.h"
#include "base/names/named_texts.h"
#include "data/dataset.h"
#include "nn/model.h"

/* What is written: a model, how it was made, and what it learned from. */
typedef struct model_source {
    const nn_model *model;
    const nn_model_config *config;
    const dataset *set;      /* its image size, classes and name */
    const named_texts *more; /* what else the file says of how it was trained; NULL: nothing */
} model_source;

/* Of an epoch: what the model reached. */
typedef struct model_metrics {
    double loss, accuracy, val_loss, val_accuracy;
} model_metrics;

/* Write a file that appears whole or not at all; 'epoch' from 1, 'metrics' what it reached. */
bool model_file_write(const char *path, const model_source *source, size_t epoch,
                      const model_metrics *metrics, error *err);

typedef struct model_file {
    nn_model_config config; /* as far as the model's answers depend on it */
    nn_model *model;
    size_t rows, cols, classes;
    dataset_scaling scaling;
    double *mean, *deviation; /* (rows * cols), or NULL */
    size_t epoch;
    model_metrics metrics;
    char *initializer, seed[24];            /* as they were written */
    char data[64];                          /* the known set's name, or "" */
    char *data_source;                      /* the files of other data; NULL: not known */
    double least, largest;                  /* of the data's floats; 0 and 0 of bytes */
    char *class_names[DATASET_MAX_CLASSES]; /* (classes) */
} model_file;

/*
 * Rebuild the model, in a thread that called nn_thread_init; free it by model_file_free. False,
 * with the path and the reason in 'err', and nothing to free, when it cannot be read or is no such
 * file: a checkpoint, for one.
 */
bool model_file_read(const char *path, model_file *file, error *err);
void model_file_free(model_file *file);

/*
 * Make the set's inputs as the model takes them, whatever the set's own statistics; not of a set
 * that was compressed for another scaling of bytes. Bytes of a model that learned from floats
 * become such: 0 the least and 255 the largest, or 0 and 1 where those lie in between. False when
 * there is no memory.
 */
bool model_file_scale(const model_file *file, dataset *set);

/* Only the epoch of the file; 0 if there is no file that can be read. */
size_t model_file_epoch(const char *path);

#endif
