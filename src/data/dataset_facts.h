/* SPDX-License-Identifier: Apache-2.0 */
/* What a data set looks like in numbers. */
#ifndef DATA_DATASET_FACTS_H
#define DATA_DATASET_FACTS_H

#include "data/dataset.h"

typedef struct dataset_facts {
    double least, largest, mean, deviation; /* of all inputs, as the network gets them */
    double zeros;                           /* the share of inputs that are 0 */
    size_t counts[DATASET_MAX_CLASSES];     /* samples of each class */
} dataset_facts;

/* False when there is no memory. */
bool dataset_facts_of(const dataset *set, dataset_facts *facts);

#endif
