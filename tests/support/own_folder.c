/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for each test. */
#include "own_folder.h"

#include <check.h>
#include <unistd.h>

char *folder;

void own_folder_setup(void) {
    folder = temp_folder_new();
}

void own_folder_enter(void) {
    own_folder_setup();
    ck_assert_int_eq(chdir(folder), 0);
}

void own_folder_teardown(void) {
    ck_assert_int_eq(chdir("/"), 0);
    temp_folder_remove(folder);
}
