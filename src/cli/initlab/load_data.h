/* SPDX-License-Identifier: Apache-2.0 */
/* The data that a command works on. */
#ifndef CLI_LOAD_DATA_H
#define CLI_LOAD_DATA_H

#include "data/dataset_open.h"

/* Load the data set and prepare it for the network. False, with the reason in 'err', which says how
 * to get the data. Free both by dataset_free in any case. */
bool load_data(const dataset_options *options, dataset *train, dataset *test, error *err);

/* Say on standard error what of the data looks like a mistake (dataset_hints.h). */
void load_data_hint(const char *command, const dataset *train, const dataset *test);

#endif
