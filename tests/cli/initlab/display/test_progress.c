/* SPDX-License-Identifier: Apache-2.0 */
/* What is shown of runs while they train: estimates, and lines of any width. */
#include "cli/initlab/display/progress_lines.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cli/initlab/display/short_names.h"
#include "cli/screen/display_text.h"
#include "runs/list.h"
#include "suite.h"

static run_list list;
static progress_state state;
static char *text; /* what was put */

static void setup(void) {
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
    list = (run_list){0};
    state = (progress_state){0};
    text = NULL;
}

static void teardown(void) {
    progress_state_free(&state);
    run_list_free(&list);
    free(text);
}

/* Begin with 'count' of the notebook's initializers and this many seeds, at second 0. */
static void begin(size_t count, size_t seeds) {
    nn_layer_initializers chosen[NN_NOTEBOOK_INITIALIZERS];
    run_options options = run_options_default();
    for (size_t i = 0; i < count; i++) {
        const nn_initializer one = nn_spec_default(nn_table_class(&nn_initializers, i));
        chosen[i] = nn_layer_initializers_of(&one);
    }
    ck_assert(run_list_add_comparison(&list, &options, chosen, count, seeds));
    ck_assert(progress_state_init(&state, list.runs, list.count, 0));
}

static train_state at(size_t epoch, size_t batch, double val_accuracy) {
    return (train_state){.epochs = 20,
                         .epoch = epoch,
                         .batches = 469,
                         .batch = batch,
                         .train = {.1012, .9690},
                         .validation = {.0950, val_accuracy},
                         .seconds = 2.5};
}

static void start(size_t i, size_t first_epoch, double now_s) {
    const train_state now = at(first_epoch, 0, 0);
    progress_state_begin(&state, i, &list.runs[i], &now, now_s);
}

static void batch(size_t i, size_t number, size_t done) {
    const train_state now = at(number, done - 1, 0);
    progress_state_batch(&state, i, &now);
}

static void epoch(size_t i, size_t number, double val_accuracy) {
    const train_state now = at(number, 468, val_accuracy);
    history *past = &list.runs[i].history;
    ck_assert(history_reserve(past, past->count + 1));
    past->epochs[past->count++] = (history_epoch){now.train, now.validation, now.seconds};
    progress_state_epoch(&state, i, &now);
}

static void end(size_t i, fit_result result) {
    list.runs[i].result = result;
    progress_state_end(&state, i, &list.runs[i]);
}

static void finish(size_t i, double val_accuracy) {
    start(i, 0, 0);
    for (size_t e = 0; e < 20; e++) epoch(i, e, val_accuracy);
    end(i, FIT_DONE);
}

static terminal in_memory(bool utf8) {
    static size_t size;
    free(text);
    text = NULL;
    terminal memory = {.out = open_memstream(&text, &size), .utf8 = utf8};
    ck_assert_ptr_nonnull(memory.out);
    return memory;
}

static void frame(double now_s, size_t columns, size_t rows) {
    terminal out = in_memory(true);
    progress_put_frame(&state, now_s, &out, (terminal_size){columns, rows});
    fclose(out.out);
}

static size_t lines(void) {
    size_t count = 0;
    for (const char *c = text; *c; c++) count += *c == '\n';
    return count;
}

/* No line has more columns. */
static void assert_fits(size_t columns) {
    char *copy = strdup(text), *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest))
        ck_assert_msg(display_columns(line) <= columns, "more than %zu columns: %s", columns, line);
    free(copy);
}

static void assert_has(const char *words) {
    ck_assert_msg(strstr(text, words) != NULL, "no '%s' in\n%s", words, text);
}

/* ---- estimates ---- */

START_TEST(time_left_is_unknown_then_extrapolated) {
    begin(2, 0);
    ck_assert_double_nan(progress_left_s(&state, 5));
    start(0, 0, 10);
    ck_assert_double_nan(progress_run_left_s(&state.runs[0], 11));
    for (size_t e = 0; e < 5; e++) epoch(0, e, .9);
    ck_assert_double_eq(progress_run_left_s(&state.runs[0], 20), 30); /* 5 epochs in 10 s */
    ck_assert_double_eq(progress_left_s(&state, 20), 140);            /* 35 of 40 are left */
    ck_assert_double_eq(progress_fraction(&state), .125);
}
END_TEST

START_TEST(resumed_epochs_cost_no_time) {
    begin(1, 0);
    start(0, 16, 0);
    epoch(0, 16, .9);
    epoch(0, 17, .9);
    ck_assert_double_eq(progress_run_left_s(&state.runs[0], 8), 8);
    ck_assert_double_eq(progress_left_s(&state, 8), 8);
}
END_TEST

START_TEST(runs_that_end_early_owe_nothing) {
    begin(3, 0);
    start(0, 0, 0);
    epoch(0, 0, .9);
    end(0, FIT_DONE); /* stopped early */
    end(1, FIT_FAILED);
    start(2, 0, 3);
    for (size_t e = 0; e < 19; e++) epoch(2, e, .9);
    ck_assert_double_eq(progress_left_s(&state, 40), 2); /* one epoch, 20 in 40 s */
    ck_assert_uint_eq(progress_count(&state, STAGE_DONE), 1);
    ck_assert_uint_eq(progress_count(&state, STAGE_FAILED), 1);
}
END_TEST

START_TEST(a_run_that_is_trained_on_counts_once) {
    begin(2, 0);
    finish(0, .5);
    train_state again = at(20, 0, 0); /* the next rung of a sweep */
    again.epochs = 40;
    progress_state_begin(&state, 0, &list.runs[0], &again, 60);
    ck_assert_uint_eq(state.groups[0].done, 0);
    ck_assert_double_eq(progress_fraction(&state), 20 / 60.);
    epoch(0, 20, .75);
    end(0, FIT_DONE);
    ck_assert_uint_eq(state.groups[0].done, 1);
    ck_assert_double_eq(state.groups[0].accuracy_sum, .75);
}
END_TEST

/* ---- lines ---- */

START_TEST(an_active_run_has_bar_time_metrics_and_curve) {
    begin(2, 0);
    start(1, 0, 0);
    epoch(1, 0, .95);
    epoch(1, 1, .97);
    batch(1, 2, 200);
    frame(60, 200, 0);
    char *want;
    ck_assert_int_gt(asprintf(&want,
                              "%-5s  epoch  3/20  [========>...........]  200/469  ETA 7:15  loss "
                              "0.1012  accuracy 0.9690  ▁█            val 0.9700\n"
                              "[=>..................]  0 of 2 runs done  ETA 15:29\n",
                              list.runs[1].name),
                     0);
    ck_assert_str_eq(text, want);
    free(want);
}
END_TEST

START_TEST(lines_fit_into_any_terminal) {
    begin(12, 10);
    for (size_t i = 0; i < 8; i++) {
        start(i, 0, 0);
        for (size_t e = 0; e < 19; e++) epoch(i, e, .9 + .004 * (double)e);
        batch(i, 19, 469);
    }
    for (size_t i = 8; i < 60; i++) finish(i, .97);
    for (size_t columns = 48; columns <= 240; columns++) {
        frame(1e5, columns, 24);
        assert_fits(columns);
        ck_assert_uint_le(lines(), 24);
    }
    frame(10, 59, 24);
    assert_has("  20/20  [========]  ");
    assert_has("val 0.9720");
    frame(10, 119, 24);
    assert_has("[====================]");
    assert_has("ETA 0:00");
}
END_TEST

START_TEST(many_runs_show_the_active_ones_and_how_the_groups_did) {
    begin(12, 10);
    for (size_t i = 0; i < 24; i++) finish(i, .97 + .001 * (double)(i % 12));
    for (size_t i = 24; i < 26; i++) start(i, 0, 50);
    ck_assert(progress_is_many(&state, (terminal_size){80, 100}));
    frame(100, 80, 24);
    ck_assert_uint_eq(lines(), 2 + 1 + 1 + 12);
    assert_has("24 of 120 runs done");
    assert_has("\nbest so far\n");
    assert_has("2/10  val_accuracy 0.9810\n"); /* the best of the groups comes first */
    ck_assert(strstr(text, "0.9810") < strstr(text, "0.9800"));
    frame(100, 80, 6);
    ck_assert_uint_eq(lines(), 6);
    assert_has("0.9810");
    for (size_t i = 26; i < 60; i++) start(i, 0, 50);
    frame(100, 80, 10);
    ck_assert_uint_eq(lines(), 10);
    assert_has("\nand 28 more\n");
    frame(100, 80, 1);
    ck_assert_uint_le(lines(), 1);
}
END_TEST

START_TEST(few_runs_on_a_tall_screen_are_not_many) {
    begin(12, 0);
    ck_assert(!progress_is_many(&state, (terminal_size){80, 24}));
    ck_assert(!progress_is_many(&state, (terminal_size){0, 0}));
    ck_assert(progress_is_many(&state, (terminal_size){80, 12}));
    finish(0, .98);
    frame(60, 80, 24);
    ck_assert_uint_eq(lines(), 1);
}
END_TEST

START_TEST(a_run_alone_has_no_total) {
    begin(1, 0);
    start(0, 0, 0);
    frame(1, 80, 24);
    ck_assert_uint_eq(lines(), 1);
    assert_has("ETA -:--");
}
END_TEST

START_TEST(lines_that_stay_are_whole_or_have_what_matters) {
    begin(2, 0);
    start(0, 0, 0);
    epoch(0, 0, .9655);
    terminal out = in_memory(true);
    progress_put_epoch(&state, 0, &out, 0);
    progress_put_epoch(&state, 0, &out, 50);
    end(0, FIT_DONE);
    progress_put_run(&state, 0, &out, 0);
    fclose(out.out);
    char *want;
    ck_assert_int_gt(asprintf(&want,
                              "%s  epoch   1/20   2.50 s  loss 0.1012  accuracy 0.9690  val_loss "
                              "0.0950  val_accuracy 0.9655\n"
                              "%s   1/20   2.50 s  val_accuracy 0.9655\n"
                              "%s  epochs   1   2.50 s  loss 0.1012  accuracy 0.9690  val_loss "
                              "0.0950  val_accuracy 0.9655\n",
                              list.runs[0].name, list.runs[0].name, list.runs[0].name),
                     0);
    ck_assert_str_eq(text, want);
    free(want);
}
END_TEST

START_TEST(an_interrupted_run_shows_its_last_whole_epoch) {
    begin(2, 0);
    start(0, 0, 0);
    epoch(0, 0, .9655);
    train_state next = at(1, 100, .9655);
    next.train = (train_logs){7, .5};
    progress_state_batch(&state, 0, &next);
    end(0, FIT_STOPPED);
    terminal out = in_memory(true);
    out.colour = true;
    progress_put_run(&state, 0, &out, 0);
    fclose(out.out);
    assert_has("\033[33mzeros\033[0m  epochs   1   2.50 s  loss 0.1012  accuracy 0.9690");
}
END_TEST

START_TEST(a_warning_is_cut_and_can_do_nothing_to_the_terminal) {
    begin(1, 0);
    const error warning = {"/a/path\033[2J/to/a/file: No space left on device"};
    train_state now = at(0, 468, .9);
    start(0, 0, 0);
    now.warning = &warning;
    progress_state_epoch(&state, 0, &now);
    terminal out = in_memory(true);
    out.colour = true;
    progress_put_warning(&state, 0, &out, 50);
    fclose(out.out);
    assert_has("  \033[33mwarning:\033[0m  /a/path?[2J/to/");
    assert_has("…\n");
}
END_TEST

START_TEST(colour_is_only_where_it_is_wanted) {
    begin(2, 0);
    finish(0, .98);
    start(1, 0, 0);
    for (int colour = 0; colour < 2; colour++) {
        terminal out = in_memory(false);
        out.colour = colour;
        progress_put_run(&state, 0, &out, 0);
        progress_put_frame(&state, 60, &out, (terminal_size){80, 24});
        fclose(out.out);
        ck_assert_int_eq(strstr(text, "\033[32m") != NULL, colour);
        ck_assert_int_eq(strchr(text, '\033') != NULL, colour);
    }
}
END_TEST

START_TEST(what_learned_nothing_and_what_is_not_finite_is_red) {
    begin(2, 0);
    finish(0, .1135);
    start(1, 0, 0);
    epoch(1, 0, .5);
    train_state diverged = at(1, 100, .5);
    diverged.train.loss = NAN;
    progress_state_batch(&state, 1, &diverged);
    terminal out = in_memory(true);
    out.colour = true;
    progress_put_run(&state, 0, &out, 0);
    progress_put_frame(&state, 60, &out, (terminal_size){0, 0});
    fclose(out.out);
    assert_has("\033[31mzeros\033[0m");
    assert_has("\033[31mloss nan\033[0m");
}
END_TEST

static void check_names(const char *const *names, const char *const *want, size_t count) {
    run runs[3];
    for (size_t i = 0; i < count; i++) runs[i] = (run){.name = (char *)(uintptr_t)names[i]};
    char **shown = short_names_of(runs, count);
    for (size_t i = 0; i < count; i++) ck_assert_str_eq(shown[i], want[i]);
    short_names_free(shown, count);
}

START_TEST(names_lose_what_all_of_them_have) {
    static const char *const brief[] = {"lr=0.01-1c0b365f", "lr=0.1-00000000"},
                             *const brief_shown[] = {"lr=0.01", "lr=0.1"},
                             *const lengthy[] = {"init=he_normal,lr=0.01,l2=0-1c0b365f",
                                                 "init=zeros,lr=0.01,l2=1e-05-00000000"},
                             *const lengthy_shown[] = {"he_normal,0.01,0", "zeros,0.01,1e-05"},
                             *const alike[] = {"run-1c0b365f", "run-00000000"},
                             *const plain[] = {"he_normal/seed-1", "Orthogonal(gain=1.5,seed=2)",
                                               "RandomNormal(stddev=0.05)"};
    check_names(brief, brief_shown, 2);
    check_names(lengthy, lengthy_shown, 2);
    check_names(alike, alike, 2);
    check_names(plain, plain, 3);
    check_names(brief, brief, 1);
}
END_TEST

SUITE_WITH("progress", setup, teardown, time_left_is_unknown_then_extrapolated,
           resumed_epochs_cost_no_time, runs_that_end_early_owe_nothing,
           a_run_that_is_trained_on_counts_once, an_active_run_has_bar_time_metrics_and_curve,
           lines_fit_into_any_terminal, many_runs_show_the_active_ones_and_how_the_groups_did,
           few_runs_on_a_tall_screen_are_not_many, a_run_alone_has_no_total,
           lines_that_stay_are_whole_or_have_what_matters,
           an_interrupted_run_shows_its_last_whole_epoch,
           a_warning_is_cut_and_can_do_nothing_to_the_terminal, colour_is_only_where_it_is_wanted,
           what_learned_nothing_and_what_is_not_finite_is_red, names_lose_what_all_of_them_have)
