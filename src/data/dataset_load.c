/* SPDX-License-Identifier: Apache-2.0 */
/* Both parts of a data set. */
#include <math.h>

#include "data/dataset_files.h"
#include "data/dataset_location.h"

/* Both parts are of one kind, and have as many classes as the known set, the labels of both or
 * 'classes'. */
static bool agree(const dataset_location *at, size_t classes, dataset *train, dataset *test,
                  error *err) {
    const char *path = at->files[DATASET_TEST_IMAGES];
    if (test->n && (test->rows != train->rows || test->cols != train->cols))
        return error_set(err, "%s: training images are %zu x %zu, test images %zu x %zu", path,
                         train->rows, train->cols, test->rows, test->cols);
    if (test->n && !test->values != !train->values)
        return error_set(err, "%s: training images are %s, test images %s", path,
                         train->values ? "floats" : "bytes", test->values ? "floats" : "bytes");
    size_t most = train->classes > test->classes ? train->classes : test->classes;
    most = classes > most ? classes : most;
    train->classes = test->classes = most;
    train->least = test->n ? fmin(train->least, test->least) : train->least;
    train->largest = test->n ? fmax(train->largest, test->largest) : train->largest;
    return most >= 2 ||
           error_set(err,
                     "%s: all labels are 0: there is nothing to learn; --classes says how many "
                     "classes there are if other data have more",
                     at->files[DATASET_LABELS]);
}

static bool read_parts(const dataset_location *at, size_t classes, dataset *train, dataset *test,
                       error *err) {
    char *const *files = at->files;
    if (!files[DATASET_TEST_IMAGES] != !files[DATASET_TEST_LABELS])
        return error_set(err, "%s: of the test part only one file is there", files[DATASET_IMAGES]);
    if (!dataset_read(files[DATASET_IMAGES], files[DATASET_LABELS], at->known, train, err))
        return false;
    bool has_test = files[DATASET_TEST_IMAGES] != NULL;
    if (has_test &&
        !dataset_read(files[DATASET_TEST_IMAGES], files[DATASET_TEST_LABELS], at->known, test, err))
        return false;
    return agree(at, classes, train, test, err);
}

bool dataset_load(const char *source, size_t classes, dataset *train, dataset *test, error *err) {
    dataset_location at = {0};
    *train = *test = (dataset){0};
    bool good = dataset_locate(source, &at, err) && read_parts(&at, classes, train, test, err);
    dataset_location_free(&at);
    if (good) return true;
    dataset_free(train);
    dataset_free(test);
    return false;
}
