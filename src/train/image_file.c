/* SPDX-License-Identifier: Apache-2.0 */
/* Images from files, as a model takes them. */
#include "train/image_file.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "data/dataset_arrays.h"
#include "data/files/idx.h"
#include "data/files/npy.h"
#include "picture/center.h"

enum { COPY_BYTES = 1 << 16 };

/* An open file that is read for a model. */
typedef struct source {
    const char *name; /* in messages */
    FILE *file;
    uint64_t size;
    const image_file_options *options;
    size_t rows, cols; /* of the model's image; both 1 and more if it is a row of numbers */
    image_file_notes *notes;
    error *err;
} source;

/* ---- the file ---- */

/* What cannot be read twice, a pipe, is copied to a temporary file. */
static bool spool(source *s, FILE *from) {
    char buffer[COPY_BYTES];
    s->file = tmpfile();
    if (!s->file) return error_set(s->err, "%s: a temporary file: %s", s->name, strerror(errno));
    for (size_t got; (got = fread(buffer, 1, sizeof buffer, from)) > 0; s->size += got)
        if (fwrite(buffer, 1, got, s->file) != got)
            return error_set(s->err, "%s: a temporary file: %s", s->name, strerror(errno));
    if (ferror(from)) return error_set(s->err, "%s: %s", s->name, strerror(errno));
    rewind(s->file);
    return !ferror(s->file) || error_set(s->err, "%s: %s", s->name, strerror(errno));
}

static bool open_source(source *s, const char *path) {
    struct stat info;
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rbe");
    s->name = standard ? "standard input" : path;
    if (!file || fstat(fileno(file), &info) != 0) {
        if (file && !standard) fclose(file);
        return error_set(s->err, "%s: %s", s->name, strerror(errno));
    }
    if (S_ISREG(info.st_mode) && !standard) {
        s->file = file;
        s->size = (uint64_t)info.st_size;
        return true;
    }
    bool good = spool(s, file);
    if (!standard) fclose(file);
    return good;
}

/* ---- pictures ---- */

/* Room for n images of bytes without labels. */
static bool make_room(const source *s, size_t n, dataset *set) {
    *set = (dataset){.n = n, .rows = s->options->rows, .cols = s->options->cols, .classes = 2};
    set->images = malloc(n * set->rows * set->cols);
    set->labels = calloc(n, 1);
    if (set->images && set->labels) return true;
    error_memory(s->err, s->name, n * (set->rows * set->cols + 1));
    dataset_free(set);
    return false;
}

static bool is_picture(const source *s) {
    return s->rows > 1 && s->cols > 1;
}

static bool fail_size(const source *s, const char *found) {
    char image[64] = "";
    if (is_picture(s)) snprintf(image, sizeof image, " images of %zu x %zu,", s->rows, s->cols);
    return error_set(s->err, "%s: %s; the model takes%s %zu numbers each", s->name, found, image,
                     s->rows * s->cols);
}

static bool fit(const source *s, const grey_image *image, uint8_t *out) {
    if (s->options->center) return grey_center(image, s->rows, s->cols, out);
    if (is_picture(s)) return grey_fit(image, s->rows, s->cols, out);
    memcpy(out, image->grey, s->rows * s->cols);
    return true;
}

/* Take an image as number i of the set; it may be inverted in its place. */
static bool take(const source *s, grey_image *image, dataset *set, size_t i) {
    uint8_t *out = set->images + i * set->rows * set->cols;
    char found[64];
    snprintf(found, sizeof found, "%zu x %zu pixels", image->rows, image->cols);
    if (!is_picture(s) && image->rows * image->cols != s->rows * s->cols)
        return fail_size(s, found);
    if (!is_picture(s) && s->options->center)
        return error_set(s->err, "%s: --center is for models of images, not of rows of %zu numbers",
                         s->name, s->rows * s->cols);
    if (s->options->invert && !image->on_nothing) grey_invert(image);
    if (!fit(s, image, out))
        return error_set(s->err, "%s: %s cannot be scaled to %zu x %zu", s->name, found, s->rows,
                         s->cols);
    if (i) return true;
    s->notes->light_rim = grey_of_rim(image) > 127;
    s->notes->off_center = is_picture(s) && grey_is_off_center(out, s->rows, s->cols);
    return true;
}

static bool read_png(const source *s, dataset *set) {
    grey_image image;
    if (!grey_read_png(s->name, s->file, &image, s->err)) return false;
    bool good = make_room(s, 1, set);
    if (good && !take(s, &image, set, 0)) {
        dataset_free(set);
        good = false;
    }
    grey_free(&image);
    return good;
}

/* ---- arrays ---- */

/* Without axes of length 1. */
static void squeeze(npy_array *array) {
    size_t used = 0;
    for (size_t i = 0; i < array->rank; i++)
        if (array->shape[i] != 1) array->shape[used++] = array->shape[i];
    array->rank = used;
}

/* How many images of exactly the model's size an array has; 0: it has others. */
static size_t count_exact(const source *s, const npy_array *array) {
    size_t D = s->rows * s->cols;
    if (array->count == D) return 1;
    return array->rank && array->count / array->shape[0] == D ? array->shape[0] : 0;
}

static bool invert_floats(const source *s, dataset *set) {
    size_t size = set->n * set->rows * set->cols;
    for (size_t i = 0; i < size; i++) {
        double value = (double)set->values[i] + set->offset;
        if (value < 0 || value > 1)
            return error_set(s->err,
                             "%s: --invert takes bytes, or floats from 0 to 1; image %zu has %g",
                             s->name, i / set->rows / set->cols, value);
        set->values[i] = (float)(1 - value - set->offset);
    }
    return true;
}

/* n images of floats, which are taken as they are. */
static bool take_floats(const source *s, dataset *set) {
    if (s->options->center)
        return error_set(s->err, "%s: --center takes pictures and bytes, not floats", s->name);
    set->labels = calloc(set->n, 1);
    if (!set->labels) return error_memory(s->err, s->name, set->n);
    return !s->options->invert || invert_floats(s, set);
}

/* n images of bytes of that size. */
static bool take_bytes(const source *s, uint8_t *bytes, size_t n, size_t rows, size_t cols,
                       dataset *set) {
    if (!make_room(s, n, set)) return false;
    for (size_t i = 0; i < n; i++) {
        grey_image image = {.rows = rows, .cols = cols, .grey = bytes + i * rows * cols};
        if (take(s, &image, set, i)) continue;
        dataset_free(set);
        return false;
    }
    return true;
}

/* As (n, rows, cols), by dataset_take_images, which also says which are bytes. */
static bool take_all(const source *s, npy_array *array, size_t n, size_t rows, size_t cols,
                     dataset *set) {
    dataset all = {0};
    array->rank = 3;
    array->shape[0] = n, array->shape[1] = rows, array->shape[2] = cols;
    bool good = dataset_take_images(s->name, array, &all, s->err);
    if (good && all.images) {
        good = take_bytes(s, all.images, n, rows, cols, set);
        dataset_free(&all);
        return good;
    }
    bool exact = rows * cols == s->rows * s->cols;
    if (good && !exact) good = fail_size(s, "floats of another size");
    all.rows = s->options->rows, all.cols = s->options->cols, all.classes = 2;
    good = good && take_floats(s, &all);
    if (good)
        *set = all;
    else
        dataset_free(&all);
    return good;
}

static bool take_array(const source *s, npy_array *array, dataset *set) {
    char shape[NPY_SHAPE_TEXT];
    npy_shape_text(array, shape);
    if (!array->count) return error_set(s->err, "%s: it holds no elements", s->name);
    squeeze(array);
    size_t exact = count_exact(s, array), rank = array->rank, n = rank == 3 ? array->shape[0] : 1;
    if ((exact ? exact : n) > IMAGE_FILE_MOST)
        return error_set(s->err, "%s: %zu images are more than the %d that are taken", s->name,
                         exact ? exact : n, IMAGE_FILE_MOST);
    if (exact) return take_all(s, array, exact, s->rows, s->cols, set);
    if ((rank != 2 && rank != 3) || !is_picture(s)) return fail_size(s, shape);
    return take_all(s, array, n, array->shape[rank - 2], array->shape[rank - 1], set);
}

static bool read_array(const source *s, bool npy, dataset *set) {
    npy_array array;
    error reason;
    if (npy) {
        if (!npy_read_from(s->name, s->file, s->size, &array, s->err)) return false;
    } else if (!idx_read_from(s->name, s->file, s->size, &array, &reason)) {
        return error_set(s->err, "%s (nor is it a PNG or a .npy file)", reason.message);
    }
    bool good = take_array(s, &array, set);
    npy_free(&array);
    return good;
}

/* ---- all ---- */

static bool read_images(const source *s, dataset *set) {
    static const char png[] = "\x89PNG", npy[] = "\x93NUMPY";
    char start[6] = "";
    size_t got = fread(start, 1, sizeof start, s->file);
    if (ferror(s->file)) return error_set(s->err, "%s: %s", s->name, strerror(errno));
    rewind(s->file);
    if (got >= 4 && memcmp(start, png, 4) == 0) return read_png(s, set);
    return read_array(s, got == 6 && memcmp(start, npy, 6) == 0, set);
}

bool image_file_read(const char *path, const image_file_options *options, dataset *set,
                     image_file_notes *notes, error *err) {
    source s = {.options = options,
                .rows = options->rows,
                .cols = options->cols,
                .notes = notes,
                .err = err};
    size_t D = s.rows * s.cols, side = (size_t)lround(sqrt((double)D));
    if ((s.rows == 1 || s.cols == 1) && side * side == D) s.rows = s.cols = side;
    *notes = (image_file_notes){0};
    bool good = open_source(&s, path) && read_images(&s, set);
    if (s.file) fclose(s.file);
    return good;
}
