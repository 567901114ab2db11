/* SPDX-License-Identifier: Apache-2.0 */
/* Arrays, whatever file they come from, as the images and labels of a data set. */
#ifndef DATA_DATASET_ARRAYS_H
#define DATA_DATASET_ARRAYS_H

#include "data/dataset.h"
#include "data/files/npy.h"

/*
 * Set n, rows, cols and images or values; the array's elements are taken out of it where they can
 * stay as they are.
 *
 * shape    (n, rows, columns), or (n, D) as a square, or one row if D is not a square number. Axes
 *          of length 1 after the first do not count: (n, rows, columns, 1), (n, 1, rows, columns).
 * type     uint8, and other integers if all lie in 0 to 255, are bytes; other numbers and bools
 *          become float32, which all must be finite
 *
 * False with the reason in 'err', which names the array 'name'; what was set remains.
 */
bool dataset_take_images(const char *name, npy_array *array, dataset *set, error *err);

/*
 * Set labels (n) and classes: the array is (n) or (n, 1) of whole numbers from 0 to 255 in any
 * type, or one-hot, (n, classes).
 */
bool dataset_take_labels(const char *name, const npy_array *array, dataset *set, error *err);

#endif
