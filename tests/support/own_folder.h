/* SPDX-License-Identifier: Apache-2.0 */
/* Fixtures of suites whose tests each get a new, empty folder. */
#ifndef TESTS_OWN_FOLDER_H
#define TESTS_OWN_FOLDER_H

#include "temp_folder.h"

extern char *folder; /* its path, during a test */

void own_folder_setup(void); /* make it */
void own_folder_enter(void); /* make it, and make it the current folder */
void own_folder_teardown(void);

#endif
