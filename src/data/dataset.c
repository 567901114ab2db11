/* SPDX-License-Identifier: Apache-2.0 */
/* Labelled images, and batches of them. */
#include "data/dataset.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/idx.h"
#include "data/known_set.h"

static bool check_pair(const char *images_path, const idx_array *images, const char *labels_path,
                       const idx_array *labels, data_error *err) {
    if (images->rank != 3)
        return data_fail(err, images_path, "images have rank 3 (n, rows, columns), not %zu",
                         images->rank);
    if (labels->rank != 1)
        return data_fail(err, labels_path, "labels have rank 1 (n), not %zu", labels->rank);
    if (labels->count != images->shape[0])
        return data_fail(err, labels_path, "%zu labels for %zu images", labels->count,
                         images->shape[0]);
    if (labels->count > UINT32_MAX) return data_fail(err, labels_path, "too many images");
    return true;
}

/* As many as the labels show. */
static size_t count_classes(const uint8_t *labels, size_t n) {
    size_t largest = 0;
    for (size_t i = 0; i < n; i++) largest = labels[i] > largest ? labels[i] : largest;
    return largest + 1;
}

bool dataset_read(const char *images_path, const char *labels_path, dataset *set, data_error *err) {
    idx_array images, labels = {0};
    *set = (dataset){0};
    if (!idx_read(images_path, &images, err)) return false;
    if (!idx_read(labels_path, &labels, err) ||
        !check_pair(images_path, &images, labels_path, &labels, err)) {
        idx_free(&images);
        idx_free(&labels);
        return false;
    }
    *set = (dataset){.n = images.shape[0],
                     .rows = images.shape[1],
                     .cols = images.shape[2],
                     .classes = count_classes(labels.data, labels.count),
                     .images = images.data,
                     .labels = labels.data};
    return true;
}

/* folder/name, or folder/name.gz where only that exists. */
static bool find_file(const char *folder, const char *name, char **path, data_error *err) {
    if (asprintf(path, "%s/%s.gz", folder, name) < 0) {
        *path = NULL;
        return data_fail(err, folder, "out of memory");
    }
    char *ending = *path + strlen(*path) - 3;
    *ending = '\0';
    if (access(*path, F_OK) == 0) return true;
    *ending = '.';
    if (access(*path, F_OK) == 0) return true;
    return data_fail(err, folder, "neither %s nor %s.gz is there", name, name);
}

static bool load_part(const char *folder, const char *part, dataset *set, data_error *err) {
    char images_name[64], labels_name[64];
    char *images = NULL, *labels = NULL;
    snprintf(images_name, sizeof images_name, "%s-images-idx3-ubyte", part);
    snprintf(labels_name, sizeof labels_name, "%s-labels-idx1-ubyte", part);
    bool good = find_file(folder, images_name, &images, err) &&
                find_file(folder, labels_name, &labels, err) &&
                dataset_read(images, labels, set, err);
    free(images);
    free(labels);
    return good;
}

/* The set whose name is the last part of the path, if there is one. */
static const known_set *known_set_of(const char *folder) {
    char name[64];
    size_t end = strlen(folder);
    while (end && folder[end - 1] == '/') end--;
    size_t start = end;
    while (start && folder[start - 1] != '/') start--;
    snprintf(name, sizeof name, "%.*s", (int)(end - start), folder + start);
    return known_set_find(name);
}

/* Both have the classes of the known set, or else as many as are seen in both. */
static bool agree_on_classes(const char *folder, dataset *train, dataset *test, data_error *err) {
    const known_set *known = known_set_of(folder);
    size_t seen = train->classes > test->classes ? train->classes : test->classes;
    if (known && seen > known->classes)
        return data_fail(err, folder, "there is a label %zu; %s has %zu classes", seen - 1,
                         known->name, known->classes);
    if (seen < 2) return data_fail(err, folder, "all labels are 0: nothing is to be told apart");
    train->classes = test->classes = known ? known->classes : seen;
    train->class_names = test->class_names = known ? known->class_names : NULL;
    return true;
}

static bool agree(const char *folder, dataset *train, dataset *test, data_error *err) {
    if (test->rows != train->rows || test->cols != train->cols)
        return data_fail(err, folder, "training images are %zu x %zu, test images %zu x %zu",
                         train->rows, train->cols, test->rows, test->cols);
    return agree_on_classes(folder, train, test, err);
}

bool dataset_load(const char *folder, dataset *train, dataset *test, data_error *err) {
    *test = (dataset){0};
    bool good = load_part(folder, "train", train, err) && load_part(folder, "t10k", test, err) &&
                agree(folder, train, test, err);
    if (good) return true;
    dataset_free(train);
    dataset_free(test);
    return false;
}

void dataset_free(dataset *set) {
    free(set->images);
    free(set->labels);
    free(set->starts);
    free(set->columns);
    free(set->pixels);
    *set = (dataset){0};
}

const char *dataset_class_name(const dataset *set, size_t label) {
    return set->class_names && label < set->classes ? set->class_names[label] : class_number(label);
}

void dataset_picture(const dataset *set, size_t i, uint8_t *pixels) {
    size_t D = set->rows * set->cols;
    memcpy(pixels, set->images + i * D, D);
}

static void scale(const uint8_t *restrict pixels, size_t n, float *restrict x) {
    for (size_t i = 0; i < n; i++) x[i] = (float)pixels[i] / 255.0f;
}

void dataset_gather(const dataset *set, const uint32_t *order, size_t B, float *x,
                    uint8_t *labels) {
    size_t D = set->rows * set->cols;
    for (size_t b = 0; b < B; b++, x += D) {
        scale(set->images + order[b] * D, D, x);
        labels[b] = set->labels[order[b]];
    }
}

static size_t count_lit(const uint8_t *pixels, size_t n) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) count += pixels[i] != 0;
    return count;
}

double dataset_density(const dataset *set) {
    size_t size = set->n * set->rows * set->cols;
    return size ? (double)count_lit(set->images, size) / (double)size : 0;
}

bool dataset_compress(dataset *set) {
    size_t D = set->rows * set->cols, count = count_lit(set->images, set->n * D), at = 0;
    size_t *starts = malloc((set->n + 1) * sizeof *starts);
    uint16_t *columns = malloc((count + 1) * sizeof *columns);
    uint8_t *pixels = malloc(count + 1);
    if (!starts || !columns || !pixels || D > UINT16_MAX) {
        free(starts);
        free(columns);
        free(pixels);
        return false;
    }
    for (size_t i = 0; i < set->n; i++) {
        starts[i] = at;
        for (size_t k = 0; k < D; k++) {
            columns[at] = (uint16_t)k;
            pixels[at] = set->images[i * D + k];
            at += pixels[at] != 0;
        }
    }
    starts[set->n] = at;
    set->starts = starts;
    set->columns = columns;
    set->pixels = pixels;
    return true;
}

/* Images lie scattered over more memory than the caches hold: ask for one before its turn. */
static void prefetch(const dataset *set, size_t image) {
    enum { LINE = 64 };
    size_t start = set->starts[image], end = set->starts[image + 1];
    for (size_t i = start; i < end; i += LINE) __builtin_prefetch(set->pixels + i);
    for (size_t i = start; i < end; i += LINE / sizeof *set->columns)
        __builtin_prefetch(set->columns + i);
}

void dataset_gather_sparse(const dataset *set, const uint32_t *order, size_t B,
                           uint32_t *row_starts, uint16_t *columns, float *x, uint8_t *labels) {
    enum { AHEAD = 6 };
    uint32_t at = 0;
    for (size_t b = 0; b < B && b < AHEAD; b++) prefetch(set, order[b]);
    for (size_t b = 0; b < B; b++) {
        if (b + AHEAD < B) prefetch(set, order[b + AHEAD]);
        size_t start = set->starts[order[b]], n = set->starts[order[b] + 1] - start;
        row_starts[b] = at;
        memcpy(columns + at, set->columns + start, n * sizeof *columns);
        scale(set->pixels + start, n, x + at);
        labels[b] = set->labels[order[b]];
        at += (uint32_t)n;
    }
    row_starts[B] = at;
}
