/* SPDX-License-Identifier: Apache-2.0 */
/* Labelled images, and batches of them. Read-only once loaded: threads may share one. */
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

enum { DATASET_MAX_CLASSES = 256 };

/* How inputs are made of what the files hold (standardize.h). Floats are scaled already: SCALE and
 * RAW take them as they are. */
typedef enum dataset_scaling {
    DATASET_SCALE,           /* 0 to 1: bytes are divided by 255 */
    DATASET_RAW,             /* 0 to 255 */
    DATASET_STANDARD_PIXEL,  /* scaled; then each pixel less its mean, over its deviation, */
    DATASET_STANDARD_SET,    /* or all by one mean and deviation, */
    DATASET_STANDARD_SAMPLE, /* or each image by its own, as tf.image.per_image_standardization */
} dataset_scaling;

typedef struct dataset {
    size_t n, rows, cols;
    size_t classes;                 /* 2 to DATASET_MAX_CLASSES */
    const char *const *class_names; /* (classes); NULL: they are numbers */
    char **own_names;               /* they, where they were given (dataset_open.h); else NULL */
    const char *name;               /* of a known set (known_set.h), for ever; else NULL */
    uint8_t *images;                /* (n, rows * cols); or, where the files have floats, NULL */
    float *values;                  /*                   and these in their place, all finite, */
    double offset;                  /* each plus this: of floats that all are far from 0 */
    double least, largest;          /* of the files' floats; 0 and 0 of bytes */
    uint8_t *labels;                /* (n), each below 'classes' */
    uint32_t checksum;              /* set by dataset_open: differs from other data's; else 0 */

    dataset_scaling scaling;
    double *mean, *deviation; /* (rows * cols) with STANDARD_PIXEL and _SET; else NULL */

    /* By dataset_compress: the pixels that are not 0, image by image; else NULL. */
    size_t *starts;    /* (n + 1): image i's are [starts[i], starts[i + 1]) of both below */
    uint16_t *columns; /* where in the image, ascending */
    uint8_t *pixels;
} dataset;

void dataset_free(dataset *set);

/* What a class is called: "Trouser", "7". Lives as long as the set. */
const char *dataset_class_name(const dataset *set, size_t label);

/*
 * Image i as greys, 0 black, for looking at; as many as rows * cols. Floats are taken as 0 to 1
 * where the whole image lies there, else from the image's least to its largest.
 */
void dataset_picture(const dataset *set, size_t i, uint8_t *pixels);

/* Of n samples, how many a split of that fraction keeps for training, as Keras' validation_split
 * does: floor(n * (1 - fraction)). */
size_t dataset_kept(size_t n, double fraction);

/*
 * Split off the last samples, those from dataset_kept on. They go to 'rest', which must be freed as
 * well. False when one of both would be empty, or there is no memory; then nothing is changed. To
 * be done before anything else with the set.
 */
bool dataset_split(dataset *set, double fraction, dataset *rest);

/*
 * A batch: the images order[0..B) as x (B, rows * cols), and their labels (B). Pixels divided by
 * 255 are rounded to float32 as NumPy does it.
 */
void dataset_gather(const dataset *set, const uint32_t *order, size_t B, float *x, uint8_t *labels);

/* The share of inputs that are not 0; 1, without looking, of floats and of standardised ones. */
double dataset_density(const dataset *set);

/* Keep those aside, for dataset_gather_sparse, of bytes not standardised; false when there is no
 * memory. */
bool dataset_compress(dataset *set);

/*
 * The same batch of a compressed set without its zeros: image b's pixels are x[i], at columns[i] of
 * rows * cols, for i in [row_starts[b], row_starts[b + 1]). First where each image's are (B + 1);
 * then the images [first, limit) of the batch and their labels, for which there must be room.
 * Threads may take different images at the same time.
 */
void dataset_sparse_starts(const dataset *set, const uint32_t *order, size_t B,
                           uint32_t *row_starts);
void dataset_gather_sparse(const dataset *set, const uint32_t *order, size_t first, size_t limit,
                           const uint32_t *row_starts, uint16_t *columns, float *x,
                           uint8_t *labels);

typedef struct dataset_facts {
    double least, largest, mean, deviation; /* of all inputs, as the network gets them */
    double zeros;                           /* the share of inputs that are 0 */
    size_t counts[DATASET_MAX_CLASSES];     /* samples of each class */
} dataset_facts;

/* False when there is no memory. */
bool dataset_facts_of(const dataset *set, dataset_facts *facts);

#endif
