/* SPDX-License-Identifier: Apache-2.0 */
/* Images from files, as a model takes them. */
#include "train/image_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/files/idx.h"
#include "picture/grey.h"

/* Room for n images without labels. */
static bool make_room(const char *path, size_t n, size_t rows, size_t cols, dataset *set,
                      error *err) {
    *set = (dataset){.n = n, .rows = rows, .cols = cols, .classes = 2};
    set->images = malloc(n * rows * cols);
    set->labels = calloc(n, 1);
    if (set->images && set->labels) return true;
    dataset_free(set);
    return error_set(err, "%s: out of memory", path);
}

static bool has_light_rim(const grey_image *image) {
    size_t rows = image->rows, cols = image->cols, sum = 0, count = 0;
    for (size_t y = 0; y < rows; y++) {
        bool inside = y && y + 1 < rows;
        for (size_t x = 0; x < cols; x += inside && cols > 1 ? cols - 1 : 1) {
            sum += image->grey[y * cols + x];
            count++;
        }
    }
    return sum > 127 * count;
}

/* Take an image in as number i of the set; it may be inverted in its place. */
static bool take(const char *path, grey_image *image, bool invert, dataset *set, size_t i,
                 bool *light_rim, error *err) {
    if (invert) grey_invert(image);
    if (!i) *light_rim = has_light_rim(image);
    return grey_fit(image, set->rows, set->cols, set->images + i * set->rows * set->cols) ||
           error_set(err, "%s: %zu x %zu pixels cannot be scaled to %zu x %zu", path, image->cols,
                     image->rows, set->cols, set->rows);
}

static bool read_png(const char *path, size_t rows, size_t cols, bool invert, dataset *set,
                     bool *light_rim, error *err) {
    grey_image image;
    if (!grey_read_png(path, &image, err)) return false;
    bool good = make_room(path, 1, rows, cols, set, err);
    if (good && !take(path, &image, invert, set, 0, light_rim, err)) {
        dataset_free(set);
        good = false;
    }
    grey_free(&image);
    return good;
}

static bool take_idx(const char *path, const npy_array *idx, size_t rows, size_t cols, bool invert,
                     dataset *set, bool *light_rim, error *err) {
    size_t n = idx->rank == 3 ? idx->shape[0] : 1;
    if (idx->dtype != NPY_UINT8)
        return error_set(err, "%s: images are uint8, not %s", path, npy_dtype_name(idx->dtype));
    if (idx->rank != 2 && idx->rank != 3)
        return error_set(err,
                         "%s: images have rank 2 (rows, columns) or 3 (n, rows, columns), "
                         "not %zu",
                         path, idx->rank);
    if (n > IMAGE_FILE_MOST)
        return error_set(err, "%s: %zu images are more than the %d that are taken", path, n,
                         IMAGE_FILE_MOST);
    if (!make_room(path, n, rows, cols, set, err)) return false;
    grey_image image = {.rows = idx->shape[idx->rank - 2], .cols = idx->shape[idx->rank - 1]};
    for (size_t i = 0; i < n; i++) {
        image.grey = (uint8_t *)idx->data + i * image.rows * image.cols;
        if (take(path, &image, invert, set, i, light_rim, err)) continue;
        dataset_free(set);
        return false;
    }
    return true;
}

static bool read_idx(const char *path, size_t rows, size_t cols, bool invert, dataset *set,
                     bool *light_rim, error *err) {
    npy_array idx;
    error reason;
    if (!idx_read(path, &idx, &reason))
        return error_set(err, "%s (nor is it a PNG)", reason.message);
    bool good = take_idx(path, &idx, rows, cols, invert, set, light_rim, err);
    npy_free(&idx);
    return good;
}

bool image_file_read(const char *path, size_t rows, size_t cols, bool invert, dataset *set,
                     bool *light_rim, error *err) {
    static const char png[] = "\x89PNG";
    char start[4] = "";
    FILE *file = fopen(path, "rbe");
    if (!file) return error_set(err, "%s: %s", path, strerror(errno));
    bool is_png = fread(start, 1, sizeof start, file) == sizeof start &&
                  memcmp(start, png, sizeof start) == 0;
    fclose(file);
    return is_png ? read_png(path, rows, cols, invert, set, light_rim, err)
                  : read_idx(path, rows, cols, invert, set, light_rim, err);
}
