/* SPDX-License-Identifier: Apache-2.0 */
/* A sweep's file and the runs that it describes. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runs/sweep/plan.h"
#include "suite.h"
#include "temp_folder.h"

static sweep_file file;
static sweep_plan plan;
static error err;

static void teardown(void) {
    sweep_plan_free(&plan);
    sweep_file_free(&file);
}

static void parse(const char *text) {
    teardown();
    ck_assert_msg(sweep_file_parse(&file, "s.txt", text, &err), "%s", err.message);
    ck_assert_msg(sweep_plan_make(&plan, &file, &err), "%s", err.message);
}

/* The values of line 'line' of all runs, "a b c". */
static const char *column(size_t line) {
    static char text[2000];
    size_t used = 0;
    *text = '\0';
    for (size_t i = 0; i < plan.count; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%s", i ? " " : "",
                                 plan.trials[i].values[line]);
    return text;
}

/* Reading fails with exactly this message. */
static void refuse(const char *text, const char *message) {
    teardown();
    bool good = sweep_file_parse(&file, "s.txt", text, &err) && sweep_plan_make(&plan, &file, &err);
    ck_assert_msg(!good, "taken: %s", text);
    ck_assert_str_eq(err.message, message);
}

START_TEST(a_grid_has_every_combination_and_the_last_line_changes_fastest) {
    parse("init = zeros, he_normal\n\n  lr=.1,.01 # two\n");
    ck_assert_str_eq(column(0), "zeros zeros he_normal he_normal");
    ck_assert_str_eq(column(1), ".1 .01 .1 .01");
}
END_TEST

START_TEST(lists_have_quotes_and_parentheses) {
    parse("layers = '512,256', \"64\"\ninit = VarianceScaling(scale=2,mode=fan_in), zeros");
    ck_assert_uint_eq(plan.count, 4);
    ck_assert_str_eq(plan.trials[0].values[0], "512,256");
    ck_assert_str_eq(plan.trials[0].values[1], "VarianceScaling(scale=2,mode=fan_in)");
    ck_assert_str_eq(plan.trials[3].values[0], "64");
    parse("a = 'x # not a comment' # one\n");
    ck_assert_str_eq(column(0), "x # not a comment");
}
END_TEST

START_TEST(ranges_have_both_ends) {
    parse("seed = 0 .. 9");
    ck_assert_str_eq(column(0), "0 1 2 3 4 5 6 7 8 9");
    parse("seed = 2..9 step 3");
    ck_assert_str_eq(column(0), "2 5 8");
    parse("dropout = 0 .. .5 step .1");
    ck_assert_str_eq(column(0), "0 0.1 0.2 0.3 0.4 0.5");
    parse("lr = log 1e-4 .. 1e-1");
    ck_assert_str_eq(column(0), "0.0001 0.001 0.01 0.1");
    parse("batch-size = log 16 .. 128 step 2");
    ck_assert_str_eq(column(0), "16 32 64 128");
    parse("seed = 999999999999998 .. 999999999999999");
    ck_assert_str_eq(column(0), "999999999999998 999999999999999");
}
END_TEST

START_TEST(a_random_search_draws_the_same_runs_each_time_and_none_twice) {
    static const char text[] = "search = random\nruns = 30\nsearch-seed = 5\n"
                               "lr = log 1e-4 .. 1e-1\ndropout = 0 .. .5\n"
                               "seed = 0 .. 9\ninit = zeros, ones\nepochs = 3";
    parse(text);
    char *first[3] = {strdup(column(0)), strdup(column(1)), strdup(column(2))};
    size_t low = 0;
    for (size_t i = 0; i < plan.count; i++) {
        double lr = atof(plan.trials[i].values[0]), dropout = atof(plan.trials[i].values[1]);
        ck_assert(lr >= 1e-4 && lr <= 1e-1 && dropout >= 0 && dropout <= .5);
        ck_assert_uint_eq(strspn(plan.trials[i].values[2], "0123456789"), 1);
        ck_assert_str_eq(plan.trials[i].values[4], "3");
        low += lr < 3.1622777e-3; /* the middle of the logarithms */
        for (size_t k = 0; k < i; k++) ck_assert_str_ne(plan.trials[i].name, plan.trials[k].name);
    }
    ck_assert(low >= 8 && low <= 22); /* 15 of 30 expected; outside has p < .008 */
    parse(text);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_str_eq(column(i), first[i]);
        free(first[i]);
    }
    parse("search = random\nruns = 4\nsearch-seed = 5\nseed = 0 .. 3");
    char *four = strdup(column(0));
    parse("search = random\nruns = 3\nsearch-seed = 5\nseed = 0 .. 3");
    ck_assert(strncmp(four, column(0), 5) == 0); /* more runs begin with the same ones */
    free(four);
    refuse("search = random\nruns = 5\nseed = 0 .. 3",
           "s.txt: runs: only 4 different runs are possible");
}
END_TEST

START_TEST(names_show_what_varies_and_all_options_decide) {
    parse("init = zeros, 'RandomNormal(mean=0, stddev=1)'\nepochs = 3\nlr = .1");
    ck_assert_int_eq(strncmp(plan.trials[0].name, "init=zeros-", 11), 0);
    ck_assert_int_eq(strncmp(plan.trials[1].name, "init=RandomNormal_mean=0__stddev=1_-", 36), 0);
    ck_assert_str_eq(plan.trials[0].identity, "epochs=3\ninit=zeros\nlr=.1\n");
    char *name = strdup(plan.trials[0].name);
    parse("# other lines, other order\nlr = .1\nepochs = 3\ninit = zeros, ones");
    ck_assert_str_eq(plan.trials[0].name, name);
    parse("lr = .1\nepochs = 4\ninit = zeros, ones");
    ck_assert_str_ne(plan.trials[0].name, name);
    free(name);
}
END_TEST

START_TEST(the_command_line_replaces_a_line) {
    parse("epochs = 1 .. 3\nlr = .1");
    ck_assert(sweep_file_set(&file, "epochs", "7") && sweep_file_set(&file, "seed", "2"));
    sweep_plan_free(&plan);
    ck_assert(sweep_plan_make(&plan, &file, &err));
    ck_assert_uint_eq(plan.count, 1);
    ck_assert_str_eq(plan.trials[0].identity, "epochs=7\nlr=.1\nseed=2\n");
}
END_TEST

START_TEST(errors_name_file_line_and_reason) {
    refuse("init = zeros\nlr .1", "s.txt:2: 'lr .1' is not 'name = value'");
    refuse("\n\nlr =", "s.txt:3: lr: a value is missing");
    refuse("lr = .1,,.2", "s.txt:1: lr: a value is missing");
    refuse("lr = .1, .2, .1", "s.txt:1: lr: '.1' is listed twice");
    refuse("lr = .1\nlr = .2", "s.txt:2: lr: already given in line 1");
    refuse("runs = 3\nlr = .2\nruns = 4", "s.txt:3: runs: already given in line 1");
    refuse("= 3", "s.txt:1: no name before '='");
    refuse("init = 'zeros", "s.txt:1: init: a quote or a parenthesis is not closed");
    refuse("init = a(b", "s.txt:1: init: a quote or a parenthesis is not closed");
    refuse("lr = log .1, .2", "s.txt:1: lr: log needs a range FROM .. TO");
    refuse("lr = log 0 .. 1", "s.txt:1: lr: log: 0 is not above 0");
    refuse("lr = 3 .. 1", "s.txt:1: lr: a range ascends, but 3 is not below 1");
    refuse("lr = 1 .. x", "s.txt:1: lr: 'x' is not a number; a range is [log] FROM .. TO [step S]");
    refuse("lr = 1 .. nan",
           "s.txt:1: lr: 'nan' is not a number; a range is [log] FROM .. TO [step S]");
    refuse("lr = 1 .. 2 step 0", "s.txt:1: lr: step 0 is not above 0");
    refuse("lr = log 1 .. 2 step 1", "s.txt:1: lr: step 1 is not above 1");
    refuse("lr = 0 .. 1 step 1e-9", "s.txt:1: lr: more than 1000000 values");
    refuse("lr = 0 .. 1.5", "s.txt:1: lr: a grid needs the range's step: 0 .. 1.5 step ...");
    refuse("a = 0 .. 999\nb = 0 .. 999", "s.txt: more than 100000 runs");
    refuse("search = best", "s.txt:1: search: 'best' is neither grid nor random");
    refuse("search = random\nlr = 1 .. 2",
           "s.txt: a random search needs a number of runs: runs = 40");
    refuse("runs = 7\nlr = 1 .. 2", "s.txt: runs is for search = random; a grid has all its runs");
    refuse("halving = 1", "s.txt:1: halving: '1' is not a whole number from 2 to 1000");
    teardown();
    ck_assert(!sweep_file_read(&file, "/nowhere/s.txt", &err));
    ck_assert_str_eq(err.message, "/nowhere/s.txt: No such file or directory");
}
END_TEST

static bool no_four(void *context, const char *name, const char *value, error *reason) {
    (*(size_t *)context)++;
    return strcmp(value, "4") != 0 || error_set(reason, "--%s: not 4", name);
}

START_TEST(values_are_checked_by_the_caller) {
    size_t asked = 0;
    parse("a = 1, 2\nb = 0 .. 100\nc = 5, 4");
    ck_assert(!sweep_file_check(&file, no_four, &asked, &err));
    ck_assert_str_eq(err.message, "s.txt:3: --c: not 4");
    ck_assert_uint_eq(asked, 2 + 2 + 2); /* of a range both ends */
    parse("a = 2 .. 4");
    ck_assert(!sweep_file_check(&file, no_four, &asked, &err));
}
END_TEST

START_TEST(rungs_grow_by_the_factor) {
    static const size_t epochs[] = {2, 6, 18, 20, 20};
    parse("halving = 3\nmin-epochs = 2\nlr = .1");
    for (size_t rung = 0; rung < 5; rung++)
        ck_assert_uint_eq(sweep_rung_epochs(&file, rung, 20), epochs[rung]);
    ck_assert_uint_eq(sweep_rung_runs(&file, 27), 9);
    ck_assert_uint_eq(sweep_rung_runs(&file, 10), 4);
    parse("lr = .1");
    ck_assert_uint_eq(sweep_rung_epochs(&file, 0, 20), 20);
    ck_assert_uint_eq(sweep_rung_runs(&file, 10), 10);
}
END_TEST

SUITE_WITH("sweep_file", NULL, teardown,
           a_grid_has_every_combination_and_the_last_line_changes_fastest,
           lists_have_quotes_and_parentheses, ranges_have_both_ends,
           a_random_search_draws_the_same_runs_each_time_and_none_twice,
           names_show_what_varies_and_all_options_decide, the_command_line_replaces_a_line,
           errors_name_file_line_and_reason, values_are_checked_by_the_caller,
           rungs_grow_by_the_factor)
