/* SPDX-License-Identifier: Apache-2.0 */
/* A folder and data for each test. */
#include "own_data.h"

#include <stdlib.h>

dataset train, test;

void own_data_setup(void) {
    own_folder_setup();
    train = small_data(60, 1);
    test = small_data(30, 2);
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
}

void own_data_teardown(void) {
    dataset_free(&train);
    dataset_free(&test);
    own_folder_teardown();
}
