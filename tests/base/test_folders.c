/* SPDX-License-Identifier: Apache-2.0 */
/* Folders that an output file needs. */
#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folders.h"
#include "own_folder.h"
#include "suite.h"

START_TEST(missing_folders_are_made_but_not_the_file) {
    struct stat info;
    char *path = path_of("%s/a/b//c/file", folder);
    ck_assert(folders_make_for(path));
    ck_assert(folders_make_for(path)); /* they are there now */
    ck_assert(stat("a/b/c", &info) == 0 && S_ISDIR(info.st_mode));
    ck_assert_int_ne(access("a/b/c/file", F_OK), 0);
    ck_assert(folders_make_for("d/file"));
    ck_assert_int_eq(access("d", F_OK), 0);
    ck_assert(folders_make_for("file") && folders_make_for("/file") && folders_make_for(""));
    free(path);
}
END_TEST

START_TEST(what_cannot_be_made_is_an_error) {
    errno = 0;
    ck_assert(!folders_make_for("/proc/none/file"));
    ck_assert_int_eq(errno, ENOENT);
}
END_TEST

START_TEST(the_last_name_of_a_path_follows_its_last_slash) {
    ck_assert_str_eq(last_slash("a/b/c"), "/c");
    ck_assert_str_eq(last_slash("a/"), "/");
    ck_assert_str_eq(last_slash("/a"), "/a");
    ck_assert_ptr_null(last_slash("a"));
    ck_assert_ptr_null(last_slash(""));
}
END_TEST

SUITE_WITH("folders", own_folder_enter, own_folder_teardown,
           missing_folders_are_made_but_not_the_file, what_cannot_be_made_is_an_error,
           the_last_name_of_a_path_follows_its_last_slash)
