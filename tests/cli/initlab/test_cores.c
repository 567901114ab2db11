/* SPDX-License-Identifier: Apache-2.0 */
/* The cores that a control group grants: files as Linux has them in /proc and /sys/fs/cgroup. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/initlab/arguments/cores.h"
#include "own_folder.h"
#include "suite.h"

static void write_in(const char *name, const char *text) {
    char *path = path_of("%s/%s", folder, name);
    file_write(path, text, strlen(text));
    free(path);
}

static void make(const char *name) {
    char *path = path_of("%s/%s", folder, name);
    ck_assert_int_eq(mkdir(path, 0777), 0);
    free(path);
}

static size_t cores_of(const char *group) {
    write_in("groups", group);
    char *groups = path_of("%s/groups", folder);
    size_t cores = cores_of_group(groups, folder);
    free(groups);
    return cores;
}

START_TEST(a_quota_is_rounded_up_to_cores_and_the_smallest_counts) {
    make("a"), make("a/b"), make("c");
    write_in("a/cpu.max", "350000 100000\n");
    write_in("a/b/cpu.max", "max 100000\n");
    write_in("c/cpu.max", "5000 10000\n");
    ck_assert_uint_eq(cores_of("0::/a\n"), 4);
    ck_assert_uint_eq(cores_of("0::/a/b\n"), 4);
    ck_assert_uint_eq(cores_of("4:memory:/x\n0::/c\n"), 1);
    write_in("a/b/cpu.max", "200000 100000\n");
    ck_assert_uint_eq(cores_of("0::/a/b\n"), 2);
    ck_assert_uint_eq(cores_of("0::/\n"), SIZE_MAX);
    write_in("cpu.max", "100000 100000\n"); /* as in a container, whose group is the root */
    ck_assert_uint_eq(cores_of("0::/\n"), 1);
    ck_assert_uint_eq(cores_of("0::/a/b\n"), 1);
}
END_TEST

START_TEST(what_is_not_there_or_no_quota_is_no_limit) {
    ck_assert_uint_eq(cores_of_group("/nonexistent", folder), SIZE_MAX);
    ck_assert_uint_eq(cores_of(""), SIZE_MAX);
    ck_assert_uint_eq(cores_of("1:name=systemd:/a\n"), SIZE_MAX);
    ck_assert_uint_eq(cores_of("0::/gone/away\n"), SIZE_MAX);
    make("d");
    write_in("d/cpu.max", "0 0\n");
    ck_assert_uint_eq(cores_of("0::/d\n"), SIZE_MAX);
    write_in("d/cpu.max", "many");
    ck_assert_uint_eq(cores_of("0::/d\n"), SIZE_MAX);
}
END_TEST

START_TEST(there_is_at_least_one_core) {
    bool bound;
    ck_assert_uint_ge(cores_usable(&bound), 1);
}
END_TEST

SUITE_WITH("cores", own_folder_setup, own_folder_teardown,
           a_quota_is_rounded_up_to_cores_and_the_smallest_counts,
           what_is_not_there_or_no_quota_is_no_limit, there_is_at_least_one_core)
