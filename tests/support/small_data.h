/* SPDX-License-Identifier: Apache-2.0 */
/* A small data set that a network can learn. */
#ifndef TESTS_SMALL_DATA_H
#define TESTS_SMALL_DATA_H

#include "data/dataset.h"

/* n images of 28 x 28: a bright bar at the label's place, with noise. Free by dataset_free. */
dataset small_data(size_t n, uint64_t seed);

/* The same as MNIST's four files in a folder: n for training, n / 2 for testing. */
void small_data_write(const char *folder, size_t n);

#endif
