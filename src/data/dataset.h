/* SPDX-License-Identifier: Apache-2.0 */
/* Labelled images, and batches of them. Read-only once loaded: threads may share one. */
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include <stddef.h>
#include <stdint.h>

#include "data/data_error.h"

enum { DATASET_MAX_CLASSES = 256 };

typedef struct dataset {
    size_t n, rows, cols;
    size_t classes;                 /* 2 to DATASET_MAX_CLASSES */
    const char *const *class_names; /* (classes), for ever; NULL: they are numbers */
    uint8_t *images;                /* (n, rows * cols) */
    uint8_t *labels;                /* (n), each below 'classes' */

    /* By dataset_compress: the pixels that are not 0, image by image; else NULL. */
    size_t *starts;    /* (n + 1): image i's are [starts[i], starts[i + 1]) of both below */
    uint16_t *columns; /* where in the image, ascending */
    uint8_t *pixels;
} dataset;

/*
 * Read MNIST's four files, train-images-idx3-ubyte and so on, plain or with .gz, from a folder;
 * free both sets by dataset_free. A folder that is named as a known set (known_set.h) has its
 * classes; any other one has as many as the labels show. On failure false, and nothing to free.
 */
bool dataset_load(const char *folder, dataset *train, dataset *test, data_error *err);

/* One pair of files, by path. */
bool dataset_read(const char *images, const char *labels, dataset *set, data_error *err);
void dataset_free(dataset *set);

/* What a class is called: "Trouser", "7". Lives for ever. */
const char *dataset_class_name(const dataset *set, size_t label);

/* The pixels of image i as greys, 0 black, for looking at; as many as rows * cols. */
void dataset_picture(const dataset *set, size_t i, uint8_t *pixels);

/*
 * A batch: the images order[0..B) as x (B, rows * cols), pixels / 255 rounded to float32 as NumPy
 * does it, and their labels (B).
 */
void dataset_gather(const dataset *set, const uint32_t *order, size_t B, float *x, uint8_t *labels);

/* The share of pixels that are not 0. */
double dataset_density(const dataset *set);

/* Keep those aside, for dataset_gather_sparse; false when there is no memory. */
bool dataset_compress(dataset *set);

/*
 * The same batch of a compressed set without its zeros: image b's pixels are x[i], at columns[i] of
 * rows * cols, for i in [row_starts[b], row_starts[b + 1]). There must be room for full images.
 */
void dataset_gather_sparse(const dataset *set, const uint32_t *order, size_t B,
                           uint32_t *row_starts, uint16_t *columns, float *x, uint8_t *labels);

#endif
