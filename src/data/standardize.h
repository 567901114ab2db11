/* SPDX-License-Identifier: Apache-2.0 */
/* Inputs of mean 0 and standard deviation 1. */
#ifndef DATA_STANDARDIZE_H
#define DATA_STANDARDIZE_H

#include "data/dataset.h"

/*
 * Say how both sets' inputs are made; before dataset_compress. What it needs of means and
 * deviations is computed from 'train' alone, in double precision. 'test' may be empty. False when
 * there is no memory.
 */
bool dataset_standardize(dataset *train, dataset *test, dataset_scaling scaling);

/* "scale", "none", "pixel", "set", "sample" */
const char *dataset_scaling_name(dataset_scaling scaling);

/* What was done to the inputs, for people: "scaled to 0–1". */
const char *dataset_inputs_text(const dataset *set);

/* Find a scaling by its name; false if no scaling has it. */
bool dataset_scaling_find(const char *name, dataset_scaling *scaling);

#endif
