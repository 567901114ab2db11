/* SPDX-License-Identifier: Apache-2.0 */
/* Fixtures of suites that train: a folder and a small data set for each test. */
#ifndef TESTS_OWN_DATA_H
#define TESTS_OWN_DATA_H

#include "own_folder.h"
#include "small_data.h"

extern dataset train, test; /* 60 and 30 images */

/* Event files are of one second, so that runs can be compared byte by byte. */
void own_data_setup(void);
void own_data_teardown(void);

#endif
