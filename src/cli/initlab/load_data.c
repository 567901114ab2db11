/* SPDX-License-Identifier: Apache-2.0 */
/* The data that a command works on. */
#include "cli/initlab/load_data.h"

#include "train/batch.h"

bool load_data(const dataset_options *options, dataset *train, dataset *test, error *err) {
    return dataset_open(options, train, test, err) &&
           ((batch_prepare(train) && batch_prepare(test)) || error_set(err, "out of memory"));
}
