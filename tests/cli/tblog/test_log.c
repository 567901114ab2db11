/* SPDX-License-Identifier: Apache-2.0 */
/* What `tblog log` makes of its options and lines, beyond one line at a time (test_lines.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_line.h"
#include "event_file.h"
#include "own_folder.h"
#include "suite.h"

static void setup(void) {
    own_folder_enter();
    setenv("TZ", "UTC", 1);
    setenv("SOURCE_DATE_EPOCH", "1795780800", 1); /* 2026-11-27 12:00:00 */
}

START_TEST(a_new_run_gets_a_folder_whose_name_is_printed) {
    for (int i = 0; i < 2; i++) {
        outcome o = run("echo 1,loss,2 | $tblog log --new --csv --host h runs");
        ck_assert_int_eq(o.code, 0);
        ck_assert_str_eq(o.out, i ? "runs/Nov27_12-00-00_h_1\n" : "runs/Nov27_12-00-00_h\n");
        o.out[strlen(o.out) - 1] = '\0';
        char *path = only_file(o.out);
        event_file file = event_file_read(path);
        ck_assert_uint_eq(file.count, 2);
        event_file_free(&file);
        free(path);
        free(o.out);
        free(o.err);
    }
}
END_TEST

SUITE_WITH("log", setup, own_folder_teardown, a_new_run_gets_a_folder_whose_name_is_printed)
