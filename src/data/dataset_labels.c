/* SPDX-License-Identifier: Apache-2.0 */
/* An array as labels. */
#include <math.h>
#include <stdlib.h>

#include "data/dataset_arrays.h"

/* Elements of each row: 1, or with one-hot labels the classes. */
static bool take_width(const char *name, const npy_array *array, const dataset *set, size_t *width,
                       error *err) {
    char shape[NPY_SHAPE_TEXT];
    npy_shape_text(array, shape);
    if (array->rank != 1 && array->rank != 2)
        return error_set(err,
                         "%s: labels have rank 1 (n), or 2 if one-hot (n, classes); this is %s",
                         name, shape);
    if (array->shape[0] != set->n)
        return error_set(err, "%s: %zu labels for %zu images", name, array->shape[0], set->n);
    *width = array->rank == 2 ? array->shape[1] : 1;
    if (*width >= 1 && *width <= DATASET_MAX_CLASSES) return true;
    return error_set(err, "%s: one-hot labels have 2 to %d classes; this is %s", name,
                     DATASET_MAX_CLASSES, shape);
}

static bool take_number(const char *name, const npy_array *array, dataset *set, size_t i,
                        error *err) {
    double number = npy_number(array, i);
    bool good = number >= 0 && number < DATASET_MAX_CLASSES && floor(number) == number;
    if (!good)
        return error_set(err, "%s: label %zu is %.10g, not a whole number from 0 to %d", name, i,
                         number, DATASET_MAX_CLASSES - 1);
    set->labels[i] = (uint8_t)number;
    return true;
}

static bool take_one_hot(const char *name, const npy_array *array, dataset *set, size_t i,
                         error *err) {
    size_t ones = 0, others = 0;
    for (size_t c = 0; c < set->classes; c++) {
        double number = npy_number(array, i * set->classes + c);
        if (number == 1) set->labels[i] = (uint8_t)c, ones++;
        others += number != 1 && number != 0;
    }
    if (ones == 1 && !others) return true;
    return error_set(err, "%s: row %zu of the one-hot labels is not one 1 and zeros", name, i);
}

bool dataset_take_labels(const char *name, const npy_array *array, dataset *set, error *err) {
    size_t width = 1;
    if (!take_width(name, array, set, &width, err)) return false;
    set->labels = malloc(set->n);
    if (!set->labels) return error_memory(err, name, set->n);
    set->classes = width;
    for (size_t i = 0; i < set->n; i++) {
        if (!(width == 1 ? take_number : take_one_hot)(name, array, set, i, err)) return false;
        if (set->labels[i] >= set->classes) set->classes = (size_t)set->labels[i] + 1;
    }
    return true;
}
