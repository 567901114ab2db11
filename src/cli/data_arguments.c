/* SPDX-License-Identifier: Apache-2.0 */
/* The options that say what data a run learns from; and loading them. */
#include <stdio.h>
#include <stdlib.h>

#include "cli/run_arguments.h"
#include "train/batch.h"

enum { KEY_DATA = 0x100 };

static const struct argp_option options[] = {
    {0, 0, 0, 0, "Data:", 2},
    {"data", KEY_DATA, "DIR", 0,
     "MNIST's four files, plain or .gz (the cache of tools/fetch-mnist)", 0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    run_arguments *a = state->input;
    if (key != KEY_DATA) return ARGP_ERR_UNKNOWN;
    a->data = value;
    return 0;
}

const struct argp data_argp = {options, parse_option, 0, 0, 0, 0, 0};

/* Where tools/fetch-mnist puts the files; free it. */
static char *cache_folder(void) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    char *folder;
    int length = cache && *cache ? asprintf(&folder, "%s/tblog/mnist", cache)
                                 : asprintf(&folder, "%s/.cache/tblog/mnist", home ? home : "");
    return length < 0 ? NULL : folder;
}

bool load_data(const run_arguments *arguments, dataset *train, dataset *test, train_error *err) {
    data_error reason;
    char *cache = arguments->data ? NULL : cache_folder();
    const char *folder = arguments->data ? arguments->data : cache;
    bool good = folder && dataset_load(folder, train, test, &reason);
    bool prepared = good && batch_prepare(train) && batch_prepare(test);
    if (!folder || (good && !prepared))
        train_fail(err, "out of memory");
    else if (!good && cache)
        train_fail(err, "%s; get MNIST by tools/fetch-mnist, or say where it is by --data",
                   reason.message);
    else if (!good)
        train_fail(err, "%s", reason.message);
    free(cache);
    return prepared;
}
