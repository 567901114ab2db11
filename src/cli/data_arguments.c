/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say what data a run learns from; and loading them. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/run_arguments.h"
#include "data/dataset_files.h"
#include "train/batch.h"

enum { KEY_DATA = 0x100 };

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Data:", 2},
    {"data", KEY_DATA, "NAME|DIR|FILES", 0,
     "A known data set (mnist); a folder with four files in MNIST's, EMNIST's or NumPy's names; or "
     "IMAGES,LABELS,TEST-IMAGES,TEST-LABELS, IDX or .npy",
     0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    run_arguments *a = state->input;
    if (key != KEY_DATA) return ARGP_ERR_UNKNOWN;
    a->data = value;
    return 0;
}

const struct argp data_argp = {options, parse_option, 0, 0, 0, 0, 0};

/* Where tools/fetch-data puts each known set; free it. */
static char *cache_folder(void) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char *folder;
    int length = cache && *cache ? asprintf(&folder, "%s/tblog", cache)
                                 : asprintf(&folder, "%s/.cache/tblog", home ? home : "");
    return length < 0 ? NULL : folder;
}

bool load_data(const run_arguments *arguments, dataset *train, dataset *test, train_error *err) {
    data_error reason;
    const char *source = arguments->data ? arguments->data : "mnist";
    char *cache = cache_folder();
    if (!cache) return train_fail(err, "out of memory");
    bool good = dataset_load(source, cache, train, test, &reason);
    free(cache);
    if (!good && known_set_find(source))
        return train_fail(err, "%s; get it by tools/fetch-data %s, or say where it is by --data",
                          reason.message, source);
    if (!good) return train_fail(err, "%s", reason.message);
    if (!test->n) return train_fail(err, "%s: there is no test part", source);
    return (batch_prepare(train) && batch_prepare(test)) || train_fail(err, "out of memory");
}
