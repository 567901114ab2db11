/* SPDX-License-Identifier: Apache-2.0 */
/* The data that a command works on. */
#include "cli/initlab/load_data.h"

#include <stdio.h>
#include <string.h>

#include "base/escape.h"
#include "data/dataset_hints.h"
#include "train/batch.h"

static bool prepare(dataset *set, error *err) {
    size_t size = set->n * set->rows * set->cols;
    if (batch_prepare(set)) return true;
    double lit = dataset_density(set) * (double)size, of_each = sizeof(uint16_t) + sizeof(uint8_t);
    return error_memory(err, "images without their zeros",
                        (uint64_t)(lit * of_each) + set->n * sizeof(size_t));
}

bool load_data(const dataset_options *options, dataset *train, dataset *test, error *err) {
    return dataset_open(options, train, test, err) && prepare(train, err) && prepare(test, err);
}

void load_data_hint(const char *command, const dataset *train, const dataset *test) {
    char lines[DATASET_HINTS][DATASET_HINT_BYTES];
    size_t count = dataset_hints(train, test, lines);
    for (size_t i = 0; i < count; i++) {
        fprintf(stderr, "%s: ", command);
        put_escaped(stderr, lines[i], strlen(lines[i]));
        putc('\n', stderr);
    }
}
