/* SPDX-License-Identifier: Apache-2.0 */
/* Groups of runs and rankings of a sweep, over runs with histories that a test makes up. */
#include <math.h>
#include <stdlib.h>

#include "runs/groups.h"
#include "runs/sweep/sweep.h"
#include "suite.h"

enum { RUNS = 5, EPOCHS = 2 };

static history_epoch epochs[RUNS][EPOCHS];
static run runs[RUNS];
static run_list list = {.runs = runs, .count = RUNS};

/* A finished run that ended with this loss and accuracy, in training and validation. */
static void make_run(size_t i, const char *group, double loss, double accuracy) {
    for (size_t k = 0; k < EPOCHS; k++) {
        epochs[i][k] = (history_epoch){0};
        epochs[i][k].train = epochs[i][k].validation = (train_logs){loss, accuracy};
        epochs[i][k].seconds = 1;
    }
    runs[i] = (run){.group = (char *)(uintptr_t)group, .result = FIT_DONE};
    runs[i].options.epochs = EPOCHS;
    runs[i].history = (history){epochs[i], EPOCHS, EPOCHS};
    runs[i].options.model = (nn_model_config){.layers = 1, .units = {10}};
}

static void setup(void) {
    make_run(0, "a", .5, .8);
    make_run(1, "b", .4, .9);
    make_run(2, "a", .3, .6);
    make_run(3, "b", NAN, .99);
    make_run(4, "a", .7, .5);
    runs[4].result = FIT_STOPPED;
}

/* ---- groups ---- */

START_TEST(means_are_those_of_the_finished_runs_of_a_group) {
    run_group_means a = run_groups_means(&list, "a"), b = run_groups_means(&list, "b");
    ck_assert_uint_eq(a.n, 2);
    ck_assert_uint_eq(a.diverged, 0);
    ck_assert_double_eq_tol(a.validation.loss, .4, 1e-12);
    ck_assert_double_eq_tol(a.train.accuracy, .7, 1e-12);
    ck_assert_double_eq(a.epochs, EPOCHS);
    ck_assert_double_eq(a.seconds, EPOCHS);
    ck_assert_uint_eq(b.n, 2);
    ck_assert_uint_eq(b.diverged, 1);
    ck_assert_double_nan(b.validation.loss);
    ck_assert_uint_eq(run_groups_means(&list, "c").n, 0);
    epochs[0][0].validation.loss = INFINITY; /* only there */
    ck_assert_uint_eq(run_groups_means(&list, "a").diverged, 1);
}
END_TEST

/* ---- sweeps ---- */

static sweep_file file;
static sweep_plan plan = {.file = &file};

static void expect_ranking(const size_t *want) {
    const sweep s = {.plan = &plan, .runs = {.runs = runs, .count = RUNS}};
    size_t *places = sweep_ranking(&s);
    ck_assert_ptr_nonnull(places);
    for (size_t i = 0; i < RUNS; i++)
        ck_assert_msg(places[i] == want[i], "place %zu: run %zu, not %zu", i, places[i], want[i]);
    free(places);
}

/* Run 3 has the highest accuracy of all, and a loss that is NaN. */
START_TEST(a_diverged_run_is_last_whatever_its_accuracy) {
    file.halving = 0;
    expect_ranking((size_t[]){1, 0, 2, 4, 3});
    epochs[1][EPOCHS - 1].train.loss = INFINITY;
    expect_ranking((size_t[]){0, 2, 4, 3, 1});
}
END_TEST

START_TEST(equal_accuracies_are_ranked_by_loss_then_by_the_plan) {
    file.halving = 0;
    make_run(2, "a", .45, .8);
    make_run(3, "b", .5, .8);
    expect_ranking((size_t[]){1, 2, 0, 3, 4});
}
END_TEST

/* With halving the runs that were let on come first, though one that was not was better by then. */
START_TEST(after_halving_runs_that_trained_for_longer_come_first) {
    make_run(3, "b", .1, .95);
    runs[1].options.epochs = runs[3].options.epochs = 1;
    runs[1].history.count = runs[3].history.count = 1;
    file.halving = 3;
    expect_ranking((size_t[]){0, 2, 4, 3, 1});
    file.halving = 0;
    expect_ranking((size_t[]){3, 1, 0, 2, 4});
}
END_TEST

SUITE_WITH("groups", setup, NULL, means_are_those_of_the_finished_runs_of_a_group,
           a_diverged_run_is_last_whatever_its_accuracy,
           equal_accuracies_are_ranked_by_loss_then_by_the_plan,
           after_halving_runs_that_trained_for_longer_come_first)
