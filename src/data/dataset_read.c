/* SPDX-License-Identifier: Apache-2.0 */
/* One part of a data set: a file of images and a file of labels. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset_files.h"
#include "data/files/idx.h"
#include "data/files/npy.h"

/* By its name or, under another one, by its content. */
static bool is_npy(const char *path) {
    size_t length = strlen(path);
    return (length > 4 && strcmp(path + length - 4, ".npy") == 0) || npy_is(path);
}

/* (n, rows, columns), (n, D) as one row, or either with an axis of length 1 at the end. */
static bool take_shape(const char *path, const size_t *shape, size_t rank, dataset *set,
                       error *err) {
    if (rank == 4 && shape[3] == 1) rank = 3;
    if (rank != 2 && rank != 3)
        return error_set(err, "%s: images have rank 3 (n, rows, columns) or 2 (n, D), not %zu",
                         path, rank);
    set->n = shape[0];
    set->rows = rank == 3 ? shape[1] : 1;
    set->cols = shape[rank - 1];
    if (set->n > UINT32_MAX) return error_set(err, "%s: too many images", path);
    return true;
}

/* ---- NumPy ---- */

/* The elements as float32; the array's own memory where they are. */
static float *take_floats(npy_array *array) {
    float *values = array->data;
    if (array->dtype == NPY_FLOAT32) {
        array->data = NULL;
        return values;
    }
    values = malloc(array->count * sizeof *values);
    for (size_t i = 0; values && i < array->count; i++)
        values[i] = (float)((const double *)array->data)[i];
    return values;
}

static bool check_finite(const char *path, const dataset *set, error *err) {
    size_t D = set->rows * set->cols;
    for (size_t i = 0; i < set->n * D; i++)
        if (!isfinite(set->values[i]))
            return error_set(err, "%s: image %zu has %g in row %zu, column %zu", path, i / D,
                             (double)set->values[i], i % D / set->cols, i % set->cols);
    return true;
}

static bool take_npy_images(const char *path, npy_array *array, dataset *set, error *err) {
    if (!take_shape(path, array->shape, array->rank, set, err)) return false;
    if (!array->count) return error_set(err, "%s: it holds no elements", path);
    switch (array->dtype) {
    case NPY_UINT8:
        set->images = array->data;
        array->data = NULL;
        return true;
    case NPY_FLOAT32:
    case NPY_FLOAT64:
        set->values = take_floats(array);
        if (!set->values) return error_set(err, "%s: out of memory", path);
        return check_finite(path, set, err);
    default:
        return error_set(err, "%s: images are uint8, float32 or float64, not %s", path,
                         npy_dtype_name(array->dtype));
    }
}

static bool read_npy_images(const char *path, dataset *set, error *err) {
    npy_array array;
    if (!npy_read(path, &array, err)) return false;
    bool good = take_npy_images(path, &array, set, err);
    npy_free(&array);
    return good;
}

/* An element of any integer type; what int64 does not hold is its largest. */
static bool integer_at(const npy_array *array, size_t i, int64_t *value) {
    const void *data = array->data;
    switch (array->dtype) {
    case NPY_INT8: *value = 0 + ((const int8_t *)data)[i]; return true; /* not a character */
    case NPY_INT16: *value = ((const int16_t *)data)[i]; return true;
    case NPY_INT32: *value = ((const int32_t *)data)[i]; return true;
    case NPY_INT64: *value = ((const int64_t *)data)[i]; return true;
    case NPY_UINT8: *value = ((const uint8_t *)data)[i]; return true;
    case NPY_UINT16: *value = ((const uint16_t *)data)[i]; return true;
    case NPY_UINT32: *value = ((const uint32_t *)data)[i]; return true;
    case NPY_UINT64: {
        uint64_t number = ((const uint64_t *)data)[i];
        *value = number > INT64_MAX ? INT64_MAX : (int64_t)number;
        return true;
    }
    default: return false;
    }
}

static bool take_npy_labels(const char *path, const npy_array *array, idx_array *labels,
                            error *err) {
    int64_t value = 0;
    labels->rank = array->rank < IDX_MAX_RANK ? array->rank : IDX_MAX_RANK;
    for (size_t i = 0; i < labels->rank; i++) labels->shape[i] = array->shape[i];
    labels->count = array->count;
    labels->data = malloc(array->count + 1);
    if (!labels->data) return error_set(err, "%s: out of memory", path);
    for (size_t i = 0; i < array->count; i++) {
        if (!integer_at(array, i, &value))
            return error_set(err, "%s: labels are integers, not %s", path,
                             npy_dtype_name(array->dtype));
        if (value < 0 || value >= DATASET_MAX_CLASSES)
            return error_set(err, "%s: label %zu is %" PRId64 ", not 0 to %d", path, i, value,
                             DATASET_MAX_CLASSES - 1);
        labels->data[i] = (uint8_t)value;
    }
    return true;
}

static bool read_npy_labels(const char *path, idx_array *labels, error *err) {
    npy_array array;
    if (!npy_read(path, &array, err)) return false;
    bool good = take_npy_labels(path, &array, labels, err);
    npy_free(&array);
    return good;
}

/* ---- both kinds ---- */

static bool read_images(const char *path, dataset *set, error *err) {
    if (is_npy(path)) return read_npy_images(path, set, err);
    idx_array array;
    if (!idx_read(path, &array, err)) return false;
    set->images = array.data;
    return take_shape(path, array.shape, array.rank, set, err);
}

static bool check_labels(const char *path, const idx_array *labels, const known_set *known,
                         const dataset *set, error *err) {
    bool column = labels->rank == 2 && labels->shape[1] == 1;
    if (labels->rank != 1 && !column)
        return error_set(err, "%s: labels have rank 1 (n), not %zu", path, labels->rank);
    if (labels->count != set->n)
        return error_set(err, "%s: %zu labels for %zu images", path, labels->count, set->n);
    size_t first = known ? known->first_label : 0;
    for (size_t i = 0; known && i < set->n; i++)
        if (labels->data[i] < first || labels->data[i] - first >= known->classes)
            return error_set(err, "%s: label %zu is %d; those of %s are %zu to %zu", path, i,
                             labels->data[i], known->name, first, first + known->classes - 1);
    return true;
}

static bool read_labels(const char *path, const known_set *known, dataset *set, error *err) {
    idx_array labels = {0};
    bool good = is_npy(path) ? read_npy_labels(path, &labels, err) : idx_read(path, &labels, err);
    set->labels = labels.data;
    return good && check_labels(path, &labels, known, set, err);
}

/* Count the classes from 0: as many as are known, or as the labels show. */
static void take_classes(const known_set *known, dataset *set) {
    size_t largest = 0;
    for (size_t i = 0; i < set->n; i++) {
        if (known) set->labels[i] = (uint8_t)(set->labels[i] - known->first_label);
        largest = set->labels[i] > largest ? set->labels[i] : largest;
    }
    set->classes = known ? known->classes : largest + 1;
    set->class_names = known ? known->class_names : NULL;
    set->name = known ? known->name : NULL;
}

static bool transpose(const char *path, dataset *set, error *err) {
    size_t rows = set->cols, cols = set->rows, D = rows * cols;
    uint8_t *before = malloc(D);
    if (!before) return error_set(err, "%s: out of memory", path);
    for (uint8_t *image = set->images; image < set->images + set->n * D; image += D) {
        memcpy(before, image, D);
        for (size_t r = 0; r < rows; r++)
            for (size_t c = 0; c < cols; c++) image[r * cols + c] = before[c * rows + r];
    }
    free(before);
    set->rows = rows;
    set->cols = cols;
    return true;
}

bool dataset_read(const char *images_path, const char *labels_path, const known_set *known,
                  dataset *set, error *err) {
    *set = (dataset){0};
    bool good = read_images(images_path, set, err) && read_labels(labels_path, known, set, err) &&
                (!known || !known->transposed || !set->images || transpose(images_path, set, err));
    if (good)
        take_classes(known, set);
    else
        dataset_free(set);
    return good;
}
