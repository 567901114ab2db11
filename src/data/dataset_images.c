/* SPDX-License-Identifier: Apache-2.0 */
/* An array as images. */
#include <float.h>
#include <math.h>
#include <stdlib.h>

#include "data/dataset_arrays.h"

/* The root of a square number; 0 if it is not one. */
static size_t side_of_square(size_t number) {
    size_t side = (size_t)lround(sqrt((double)number));
    return side * side == number ? side : 0;
}

static bool fail_shape(const char *name, const npy_array *array, error *err) {
    char shape[NPY_SHAPE_TEXT];
    bool colours = array->rank == 4 && (array->shape[3] == 3 || array->shape[3] == 4);
    return error_set(err, "%s: images have rank 3 (n, rows, columns) or 2 (n, D); this is %s%s",
                     name, npy_shape_text(array, shape),
                     colours ? ": make colours grey first" : "");
}

static bool take_shape(const char *name, const npy_array *array, dataset *set, error *err) {
    size_t axes[2] = {1, 1}, used = 0;
    if (array->rank < 2) return fail_shape(name, array, err);
    for (size_t i = 1; i < array->rank; i++) {
        if (array->shape[i] == 1) continue;
        if (used == 2) return fail_shape(name, array, err);
        axes[used++] = array->shape[i];
    }
    size_t side = used == 1 ? side_of_square(axes[0]) : 0;
    set->n = array->shape[0];
    set->rows = used == 2 ? axes[0] : side ? side : 1;
    set->cols = used == 2 ? axes[1] : side ? side : axes[0];
    if (!array->count) return error_set(err, "%s: it holds no elements", name);
    return set->n <= UINT32_MAX || error_set(err, "%s: too many images", name);
}

static void *take_data(npy_array *array) {
    void *data = array->data;
    array->data = NULL;
    return data;
}

static bool is_integer(npy_dtype dtype) {
    return dtype >= NPY_INT8 && dtype <= NPY_UINT64;
}

static bool are_bytes(const npy_array *array) {
    for (size_t i = 0; i < array->count; i++) {
        double number = npy_number(array, i);
        if (number < 0 || number > UINT8_MAX) return false;
    }
    return true;
}

static bool copy_bytes(const char *name, const npy_array *array, dataset *set, error *err) {
    set->images = malloc(array->count);
    if (!set->images) return error_memory(err, name, array->count);
    for (size_t i = 0; i < array->count; i++) set->images[i] = (uint8_t)npy_number(array, i);
    return true;
}

/* What is better subtracted before numbers become float32: their middle, if they are far from 0
 * beside the range in which they are. */
static double offset_of(const npy_array *array) {
    enum { FAR = 64 };
    double least = npy_number(array, 0), most = least;
    for (size_t i = 1; i < array->count; i++) {
        double number = npy_number(array, i);
        least = fmin(least, number);
        most = fmax(most, number);
    }
    double middle = least / 2 + most / 2;
    bool far = most > least && fabs(middle) > FAR * (most - least);
    return far && fabs(middle) < (double)FLT_MAX / 2 ? middle : 0;
}

static bool copy_floats(const char *name, const npy_array *array, dataset *set, error *err) {
    uint64_t bytes = (uint64_t)array->count * sizeof(float);
    set->values = bytes <= SIZE_MAX ? malloc((size_t)bytes) : NULL;
    if (!set->values) return error_memory(err, name, bytes);
    set->offset = offset_of(array);
    for (size_t i = 0; i < array->count; i++)
        set->values[i] = (float)(npy_number(array, i) - set->offset);
    return true;
}

/* All of the 'count' values must be finite; and from where to where they go. */
static bool check_range(const char *name, dataset *set, size_t count, error *err) {
    size_t D = set->rows * set->cols;
    float least = set->values[0], largest = least;
    for (size_t i = 0; i < count; i++) {
        float value = set->values[i];
        if (!isfinite(value))
            return error_set(err, "%s: image %zu has %g in row %zu, column %zu", name, i / D,
                             (double)value + set->offset, i % D / set->cols, i % set->cols);
        least = value < least ? value : least;
        largest = value > largest ? value : largest;
    }
    set->least = (double)least + set->offset;
    set->largest = (double)largest + set->offset;
    return true;
}

bool dataset_take_images(const char *name, npy_array *array, dataset *set, error *err) {
    if (!take_shape(name, array, set, err)) return false;
    if (array->dtype == NPY_UINT8) {
        set->images = take_data(array);
        return true;
    }
    if (is_integer(array->dtype) && are_bytes(array)) return copy_bytes(name, array, set, err);
    if (array->dtype == NPY_FLOAT32)
        set->values = take_data(array);
    else if (!copy_floats(name, array, set, err))
        return false;
    return check_range(name, set, array->count, err);
}
