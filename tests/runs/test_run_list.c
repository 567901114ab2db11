/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of a comparison: their order, folders, groups and seeds. */
#include "runs/list.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"
#include "temp_folder.h"

static run_list list;
static run_options options;
static nn_layer_initializers two[2];

static void setup(void) {
    options = run_options_default();
    ck_assert(nn_layer_initializers_parse("zeros", &two[0], NULL));
    ck_assert(nn_layer_initializers_parse("he_normal", &two[1], NULL));
}

static void teardown(void) {
    run_list_free(&list);
}

static void assert_run(size_t i, const char *name, const char *group, uint64_t seed) {
    ck_assert_uint_lt(i, list.count);
    const run *r = &list.runs[i];
    ck_assert_str_eq(r->name, name);
    ck_assert_str_eq(r->group, group);
    ck_assert_uint_eq(r->options.model.seed, seed);
    char *text = nn_layer_initializers_text(&r->options.model.kernel_initializers);
    ck_assert_str_eq(r->initializer, text);
    free(text);
}

START_TEST(without_seeds_a_run_is_named_for_its_initializer) {
    options.model.seed = 7;
    ck_assert(run_list_add_comparison(&list, &options, two, 2, 0));
    ck_assert_uint_eq(list.count, 2);
    assert_run(0, "zeros", "zeros", 7);
    assert_run(1, "he_normal", "he_normal", 7);
}
END_TEST

START_TEST(seeds_come_one_after_the_other_from_the_first_on) {
    options.model.seed = 3;
    ck_assert(run_list_add_comparison(&list, &options, two, 2, 2));
    ck_assert_uint_eq(list.count, 4);
    assert_run(0, "zeros/seed-3", "zeros", 3);
    assert_run(1, "he_normal/seed-3", "he_normal", 3);
    assert_run(2, "zeros/seed-4", "zeros", 4);
    assert_run(3, "he_normal/seed-4", "he_normal", 4);
    char *path = run_folder(&list.runs[3]);
    ck_assert_str_eq(path, "logs/he_normal/seed-4");
    free(path);
}
END_TEST

START_TEST(one_seed_has_a_folder_of_its_own_too) {
    ck_assert(run_list_add_comparison(&list, &options, two, 1, 1));
    assert_run(0, "zeros/seed-0", "zeros", 0);
}
END_TEST

START_TEST(seeds_end_at_the_largest_number) {
    options.model.seed = UINT64_MAX - 1;
    ck_assert(run_list_add_comparison(&list, &options, two, 1, 2));
    assert_run(1, "zeros/seed-18446744073709551615", "zeros", UINT64_MAX);
    ck_assert(!run_list_add_comparison(&list, &options, two, 1, 3));
    ck_assert_uint_eq(list.count, 2);
}
END_TEST

START_TEST(a_list_holds_as_many_runs_as_memory_does) {
    ck_assert(run_list_add_comparison(&list, &options, two, 2, 500));
    ck_assert_uint_eq(list.count, 1000);
    assert_run(999, "he_normal/seed-499", "he_normal", 499);
}
END_TEST

START_TEST(a_run_of_any_name_and_options_can_be_added) {
    options.epochs = 3;
    run *added = run_list_add(&list, &options, &two[1], "lr=0.1/trial 2");
    ck_assert_ptr_eq(added, &list.runs[0]);
    assert_run(0, "lr=0.1/trial 2", "lr=0.1/trial 2", 0);
    ck_assert_uint_eq(list.runs[0].options.epochs, 3);
}
END_TEST

START_TEST(one_folder_that_is_taken_stops_them_all_unless_it_is_resumed) {
    char *folder = temp_folder_new(), *log = path_of("%s/events.out.tfevents.1", folder);
    error err = {""};
    file_write(log, "", 0);
    options.logdir = "/";
    ck_assert_ptr_nonnull(run_list_add(&list, &options, &two[0], "nowhere/at/all"));
    ck_assert_ptr_nonnull(run_list_add(&list, &options, &two[0], folder + 1));
    ck_assert(!run_list_prepare(&list, false, &err));
    ck_assert_ptr_nonnull(strstr(err.message, folder));
    list.runs[1].options.resume = true;
    ck_assert(run_list_prepare(&list, false, &err));
    free(log);
    temp_folder_remove(folder);
}
END_TEST

SUITE_WITH("run_list", setup, teardown, without_seeds_a_run_is_named_for_its_initializer,
           seeds_come_one_after_the_other_from_the_first_on, one_seed_has_a_folder_of_its_own_too,
           seeds_end_at_the_largest_number, a_list_holds_as_many_runs_as_memory_does,
           a_run_of_any_name_and_options_can_be_added,
           one_folder_that_is_taken_stops_them_all_unless_it_is_resumed)
