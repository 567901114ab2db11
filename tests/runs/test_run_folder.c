/* SPDX-License-Identifier: Apache-2.0 */
/* A run's folder: the names of further files, and files left by a killed process. */
#include "runs/folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include "own_folder.h"
#include "suite.h"

static double next_after(const char *name, const char *now) {
    ck_assert_int_eq(setenv("SOURCE_DATE_EPOCH", now, 1), 0);
    file_write(name, "", 0);
    double next = run_folder_next_second(".");
    unlink(name);
    return next;
}

START_TEST(a_further_file_is_of_a_later_second) {
    ck_assert_int_eq(mkdir("train", 0777), 0);
    ck_assert(next_after("events.out.tfevents.999.a", "1000") == 0);
    ck_assert(next_after("events.out.tfevents.1000.a", "1000") == 1001);
    ck_assert(next_after("train/events.out.tfevents.1005.a", "1000") == 1006);
    ck_assert(next_after("events.out.tfevents.1000.a", "") == 0); /* empty: the real clock */
}
END_TEST

START_TEST(what_a_kill_left_is_removed_and_nothing_else) {
    static const char *const others[] = {".new-abc", ".new-abcdefg", "new-abcdef",
                                         "last.safetensors"};
    file_write(".new-aB3dE6", "", 0);
    for (size_t i = 0; i < 4; i++) file_write(others[i], "", 0);
    run_folder_clean(".");
    ck_assert_int_ne(access(".new-aB3dE6", F_OK), 0);
    for (size_t i = 0; i < 4; i++) ck_assert_int_eq(access(others[i], F_OK), 0);
    run_folder_clean("none"); /* does no harm */
}
END_TEST

SUITE_WITH("run_folder", own_folder_enter, own_folder_teardown, a_further_file_is_of_a_later_second,
           what_a_kill_left_is_removed_and_nothing_else)
