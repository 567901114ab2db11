/* SPDX-License-Identifier: Apache-2.0 */
/* What is allowed in data, but likely a mistake. */
#ifndef DATA_DATASET_HINTS_H
#define DATA_DATASET_HINTS_H

#include "data/dataset.h"

enum { DATASET_HINTS = 2, DATASET_HINT_BYTES = 256 };

/*
 * Write a line for each thing that looks wrong: inputs that are large because floats are not
 * scaled, or tiny because bytes of 0 and 1 are; classes that only the validation part has. Returns
 * how many lines there are.
 */
size_t dataset_hints(const dataset *train, const dataset *validation,
                     char lines[DATASET_HINTS][DATASET_HINT_BYTES]);

#endif
