/* SPDX-License-Identifier: Apache-2.0 */
/* One part of a data set: a file of images and a file of labels. */
#include <stdlib.h>
#include <string.h>

#include "data/dataset_arrays.h"
#include "data/dataset_files.h"
#include "data/files/idx.h"
#include "data/files/npy.h"
#include "data/files/npz.h"

/* By its name or, under another one, by its content. */
static bool is_npy(const char *path) {
    size_t length = strlen(path);
    return (length > 4 && strcmp(path + length - 4, ".npy") == 0) || npy_is(path);
}

/* The array of that name, or the only one. */
static bool read_member(const npz *file, const char *path, const char *name, npy_array *array,
                        error *err) {
    if (*name) return npz_read(file, name, array, err);
    if (npz_count(file) == 1) return npz_read(file, npz_name(file, 0), array, err);
    return error_set(err, "%s: it has %zu arrays; which? as in %s:NAME", path, npz_count(file),
                     path);
}

static bool read_npz(const char *path, const char *after, npy_array *array, error *err) {
    char *file_path = strndup(path, (size_t)(after - path));
    if (!file_path) return error_memory(err, path, strlen(path));
    npz *file = npz_open(file_path, err);
    bool good = file && read_member(file, file_path, after + (*after == ':'), array, err);
    npz_close(file);
    free(file_path);
    return good;
}

static bool read_array(const char *path, npy_array *array, error *err) {
    const char *after = npz_path_end(path);
    if (after) return read_npz(path, after, array, err);
    return is_npy(path) ? npy_read(path, array, err) : idx_read(path, array, err);
}

static bool read_images(const char *path, dataset *set, error *err) {
    npy_array array;
    if (!read_array(path, &array, err)) return false;
    bool good = dataset_take_images(path, &array, set, err);
    npy_free(&array);
    return good;
}

/* Count the classes from 0: as many as are known. */
static bool take_known(const char *path, const known_set *known, dataset *set, error *err) {
    size_t first = known->first_label;
    for (size_t i = 0; i < set->n; i++) {
        if (set->labels[i] < first || set->labels[i] - first >= known->classes)
            return error_set(err, "%s: label %zu is %d; those of %s are %zu to %zu", path, i,
                             set->labels[i], known->name, first, first + known->classes - 1);
        set->labels[i] = (uint8_t)(set->labels[i] - first);
    }
    set->classes = known->classes;
    set->class_names = known->class_names;
    set->name = known->name;
    return true;
}

static bool read_labels(const char *path, const known_set *known, dataset *set, error *err) {
    npy_array array;
    if (!read_array(path, &array, err)) return false;
    bool good = dataset_take_labels(path, &array, set, err) &&
                (!known || take_known(path, known, set, err));
    npy_free(&array);
    return good;
}

static bool transpose(const char *path, dataset *set, error *err) {
    size_t rows = set->cols, cols = set->rows, D = rows * cols;
    uint8_t *before = malloc(D);
    if (!before) return error_memory(err, path, D);
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
    if (!good) dataset_free(set);
    return good;
}
