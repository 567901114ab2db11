/* SPDX-License-Identifier: Apache-2.0 */
/* Where the files of a data set are. */
#ifndef DATA_DATASET_LOCATION_H
#define DATA_DATASET_LOCATION_H

#include "base/error.h"
#include "data/known_set.h"

enum { DATASET_IMAGES, DATASET_LABELS, DATASET_TEST_IMAGES, DATASET_TEST_LABELS, DATASET_FILES };

/* The files of a set, by path; those of the test part may be missing. */
typedef struct dataset_location {
    char *files[DATASET_FILES];
    const known_set *known;
} dataset_location;

/* Find what 'source' stands for (dataset_load in dataset_files.h); all in *at is 0 before. Free it
 * by dataset_location_free in any case. */
bool dataset_locate(const char *source, dataset_location *at, error *err);
void dataset_location_free(dataset_location *at);

#endif
