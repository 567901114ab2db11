/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A data set of two files: a byte that chooses a known set (0: none), the length of the images'
 * file in two bytes, that file, the labels' file. Whatever the files hold, what is read fits
 * together, and inputs are finite; those of a part split off are numbers.
 */
#include <math.h>
#include <stdlib.h>

#include "data/dataset_files.h"
#include "data/standardize.h"
#include "fuzz_file.h"

enum { MOST = 1 << 16 };

static void check_labels(const dataset *set) {
    FUZZ_ASSERT(set->n && set->rows && set->cols && set->classes <= DATASET_MAX_CLASSES);
    FUZZ_ASSERT(!set->images != !set->values);
    for (size_t i = 0; i < set->n; i++) {
        FUZZ_ASSERT(set->labels[i] < set->classes);
        FUZZ_ASSERT(*dataset_class_name(set, set->labels[i]));
    }
}

static void check_inputs(const dataset *set, bool own) {
    size_t D = set->rows * set->cols;
    float *x = malloc(D * sizeof *x);
    uint8_t *picture = malloc(D), label;
    FUZZ_ASSERT(x && picture);
    for (uint32_t i = 0; i < set->n; i++) {
        dataset_gather(set, &i, 1, x, &label);
        FUZZ_ASSERT(label == set->labels[i]);
        for (size_t k = 0; k < D; k++) FUZZ_ASSERT(own ? isfinite(x[k]) : !isnan(x[k]));
        dataset_picture(set, i, picture);
    }
    free(x);
    free(picture);
}

static void use(dataset *set, uint8_t choice) {
    dataset rest = {0};
    size_t n = set->n;
    check_labels(set);
    if (n * set->rows * set->cols > MOST) return; /* large ones are only slow */
    if (dataset_split(set, .3, &rest)) FUZZ_ASSERT(set->n + rest.n == n);
    FUZZ_ASSERT(dataset_standardize(set, &rest, (dataset_scaling)(choice % 5)));
    check_inputs(set, true);
    if (rest.n) check_inputs(&rest, false);
    dataset_free(&rest);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    error err;
    dataset set;
    size_t count;
    const known_set *sets = known_sets(&count);
    if (size < 3) return 0;
    size_t choice = bytes[0] % (count + 1), length = (size_t)bytes[1] << 8 | bytes[2];
    bytes += 3, size -= 3;
    if (length > size) length = size;
    const char *images = fuzz_file_of(0, bytes, length);
    const char *labels = fuzz_file_of(1, bytes + length, size - length);
    if (!dataset_read(images, labels, choice ? &sets[choice - 1] : NULL, &set, &err)) return 0;
    use(&set, bytes[-3]);
    dataset_free(&set);
    return 0;
}
