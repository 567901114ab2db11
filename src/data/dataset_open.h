/* SPDX-License-Identifier: Apache-2.0 */
/* A data set as runs take it: read, split, and its inputs' scaling chosen. */
#ifndef DATA_DATASET_OPEN_H
#define DATA_DATASET_OPEN_H

#include "data/dataset.h"

typedef struct dataset_options {
    const char *source;      /* as in dataset_load (dataset_files.h) */
    const char *classes;     /* how many there are, or their names; NULL: as known, or as many as
                                the labels show */
    double validation_split; /* this share of the training part is for validation; 0: none */
    dataset_scaling scaling;
} dataset_options;

/* How many classes a text gives, "12" or "cat,dog,bird"; 0 when it is malformed: a name is empty,
 * or there are not 2 to DATASET_MAX_CLASSES. */
size_t dataset_count_classes(const char *text);

/*
 * What is trained on, and what validates: the test part, or with a split the end of the training
 * part; then the test part is not used. Means and deviations come from what is trained on. Free
 * both by dataset_free. On failure false, and nothing to free.
 */
bool dataset_open(const dataset_options *options, dataset *train, dataset *validation, error *err);

#endif
