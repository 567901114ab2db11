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
    const char *name;               /* of a known set (known_set.h), for ever; else NULL */
    uint8_t *images;                /* (n, rows * cols); or, where the files have floats, NULL */
    float *values;                  /*                   and these in their place, all finite */
    uint8_t *labels;                /* (n), each below 'classes' */

    /* By dataset_compress: the pixels that are not 0, image by image; else NULL. */
    size_t *starts;    /* (n + 1): image i's are [starts[i], starts[i + 1]) of both below */
    uint16_t *columns; /* where in the image, ascending */
    uint8_t *pixels;
} dataset;

void dataset_free(dataset *set);

/* What a class is called: "Trouser", "7". Lives for ever. */
const char *dataset_class_name(const dataset *set, size_t label);

/*
 * Image i as greys, 0 black, for looking at; as many as rows * cols. Floats are taken as 0 to 1
 * where the whole image lies there, else from the image's least to its largest.
 */
void dataset_picture(const dataset *set, size_t i, uint8_t *pixels);

/*
 * A batch: the images order[0..B) as x (B, rows * cols), and their labels (B). Pixels are divided
 * by 255 and rounded to float32 as NumPy does it; floats are taken as they are.
 */
void dataset_gather(const dataset *set, const uint32_t *order, size_t B, float *x, uint8_t *labels);

/* The share of inputs that are not 0; of floats it is not looked for: 1. */
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
