/* SPDX-License-Identifier: Apache-2.0 */
/* Tables as people and scripts get them. */
#include "cli/initlab/display/comparison_table.h"

#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/screen/display_text.h"
#include "cli/screen/text_table.h"
#include "suite.h"

static run_list list;
static char *text; /* what put() put */
static best_result best;
static bool colour;

static void setup(void) {
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
    list = (run_list){0};
    text = NULL;
    colour = false;
}

static void teardown(void) {
    run_list_free(&list);
    free(text);
}

typedef bool (*table_put)(const run_list *list, const terminal *out, size_t columns,
                          best_result *best);

static void put(table_put table, size_t columns, bool utf8) {
    size_t size;
    free(text);
    terminal out = {.out = open_memstream(&text, &size), .utf8 = utf8, .colour = colour};
    ck_assert_ptr_nonnull(out.out);
    ck_assert(table(&list, &out, columns, &best));
    fclose(out.out);
}

/* The columns of the widest line; no line ends in a blank. */
static size_t widest(void) {
    size_t most = 0;
    char *copy = strdup(text), *rest = NULL;
    for (char *line = strtok_r(copy, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        size_t columns = display_columns(line);
        ck_assert_msg(line[strlen(line) - 1] != ' ', "'%s' ends in a blank", line);
        if (columns > most) most = columns;
    }
    free(copy);
    return most;
}

static void assert_has(const char *words) {
    ck_assert_msg(strstr(text, words) != NULL, "no '%s' in\n%s", words, text);
}

/* Add a finished run of two epochs. */
static void add(const char *initializer, uint64_t seed, bool seeds, double val_accuracy) {
    run_options options = run_options_default();
    nn_layer_initializers found;
    ck_assert(nn_layer_initializers_parse(initializer, &found, NULL));
    options.epochs = 2;
    options.model.seed = seed;
    ck_assert(run_list_add_comparison(&list, &options, &found, 1, seeds ? 1 : 0));
    run *r = &list.runs[list.count - 1];
    r->result = FIT_DONE;
    r->history.count = 2;
    for (int i = 0; i < 2; i++)
        r->history.epochs[i] = (history_epoch){{.0207, .9928}, {.0612, val_accuracy}, 3.375};
}

START_TEST(runs_are_sorted_by_accuracy_and_whole_when_piped) {
    add("zeros", 0, false, .1135);
    add("ones", 0, false, NAN);
    add("he_normal", 0, false, .98521);
    add("he_uniform", 0, false, .98521);
    add("lecun_normal", 0, false, .5);
    list.runs[4].history.count = 0; /* has not finished */
    put(comparison_table_put_runs, 0, true);
    ck_assert_str_eq(
        text, "initializer       val_accuracy  val_loss  accuracy      loss  epochs   seconds\n"
              "he_normal               0.9852    0.0612    0.9928    0.0207       2      6.75\n"
              "he_uniform              0.9852    0.0612    0.9928    0.0207       2      6.75\n"
              "zeros                   0.1135    0.0612    0.9928    0.0207       2      6.75\n"
              "ones                       nan    0.0612    0.9928    0.0207       2      6.75\n");
}
END_TEST

/* The best is bold, what learned nothing is red; 'ones' learns late. */
START_TEST(the_best_is_bold_and_failures_are_red) {
    add("zeros", 0, false, .1135);
    add("ones", 0, false, .3);
    add("he_normal", 0, false, .98);
    add("Identity", 0, false, .98);
    list.runs[3].history.epochs[1].train.loss = INFINITY;
    colour = true;
    put(comparison_table_put_runs, 0, true);
    assert_has("\033[1minitializer\033[0m");
    assert_has("\033[1mhe_normal\033[0m               \033[1m0.9800\033[0m");
    assert_has("\nones                    0.3000");
    assert_has("\033[31mzeros\033[0m                   \033[31m0.1135\033[0m");
    assert_has("\033[31mIdentity\033[0m                \033[31m0.9800\033[0m    0.0612");
    assert_has("\033[31minf\033[0m");
    ck_assert_str_eq(best.name, "he_normal");
    ck_assert(best.val_accuracy == .98);
    list.runs[2].history.count = 0;
    list.runs[1].history.count = 0;
    put(comparison_table_put_runs, 0, true);
    ck_assert_ptr_null(best.name);
}
END_TEST

static void put_next(const char *name, const char *logdir, size_t columns, bool utf8) {
    size_t size;
    free(text);
    terminal out = {.out = open_memstream(&text, &size), .utf8 = utf8};
    const best_result reached = {name, .97656};
    next_steps_put(&reached, logdir, &out, columns);
    fclose(out.out);
}

START_TEST(next_steps_can_be_typed) {
    put_next("he_uniform", "logs", 0, true);
    assert_has("\nbest he_uniform 0.9766 · report: ");
    assert_has(" report logs · tensorboard --logdir logs\n");
    put_next(NULL, "it's a folder", 0, false);
    ck_assert_ptr_null(strstr(text, "best"));
    assert_has(" report 'it'\\''s a folder' | tensorboard --logdir 'it'\\''s a folder'\n");
    put_next("he_uniform", "logs", 40, true);
    assert_has("\nbest he_uniform 0.9766\nreport: ");
    assert_has(" report logs\ntensorboard --logdir logs\n");
}
END_TEST

/* Accuracies are from 0 to 1, and so is where their mean may lie. */
START_TEST(intervals_stay_within_0_and_1) {
    static const double high[] = {1, .9, 1}, low[] = {0, .1, 0};
    for (uint64_t s = 0; s < 3; s++) {
        add("he_normal", s, true, high[s]);
        add("zeros", s, true, low[s]);
    }
    put(comparison_table_put_groups, 0, true);
    assert_has("0.8232-1.0000"); /* R: t.test(c(1,.9,1)): .8232 to 1.1101 */
    assert_has("0.0000-0.1768");
}
END_TEST

START_TEST(narrow_terminals_get_what_matters_most) {
    add("zeros", 0, false, .1135);
    put(comparison_table_put_runs, 60, true);
    ck_assert_str_eq(text, "initializer       val_accuracy  val_loss  epochs   seconds\n"
                           "zeros                   0.1135    0.0612       2      6.75\n");
    put(comparison_table_put_runs, 40, true);
    ck_assert_str_eq(text, "initializer       val_accuracy  val_loss\n"
                           "zeros                   0.1135    0.0612\n");
    put(comparison_table_put_runs, 78, true); /* what all of it takes */
    assert_has("loss  epochs   seconds");
}
END_TEST

/* Ten seeds: two that cannot be told apart, one that is a little worse, and one that is hopeless.
 */
static void add_seeds(void) {
    static const double wobble[] = {0, 3, -2, 1, 4, -3, 2, -1, -4, 0};
    for (uint64_t s = 0; s < 10; s++) {
        add("zeros", s, true, .1135);
        add("he_normal", s, true, .98 + 1e-4 * wobble[s]);
        add("glorot_uniform", s, true, .98001 + 1e-4 * wobble[(s + 5) % 10]);
        add("ones", s, true, .97 + 1e-3 * wobble[(s + 3) % 10]);
    }
}

START_TEST(groups_show_spread_interval_and_what_is_significant) {
    add_seeds();
    put(comparison_table_put_groups, 0, true);
    ck_assert_str_eq(best.name, "glorot_uniform");
    /* R: wobble's sd is 2.5820e-4, its interval +- 1.8470e-4 */
    assert_has("  1  glorot_uniform     10  0.9800 ± 0.0003  0.9798-0.9802  3-4");
    assert_has(" =2  he_normal          10  0.9800 ± 0.0003  0.9798-0.9802  3-4");
    assert_has("  3  ones               10  0.9700 ± 0.0026  0.9682-0.9718  4 ");
    assert_has("  4  zeros              10  0.1135 ± 0.0000  0.1135-0.1135  - ");
    assert_has("for 6 tests.");
    ck_assert_ptr_null(strstr(text, "left out"));
    colour = true;
    put(comparison_table_put_groups, 0, true);
    assert_has("\033[1mglorot_uniform\033[0m");
    assert_has("\033[31mzeros\033[0m              10  \033[31m0.1135 ± 0.0000\033[0m");
    colour = false;
    put(comparison_table_put_groups, 0, false);
    assert_has("0.9800 +- 0.0003");
    ck_assert_uint_eq(strspn(text, "\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "[]^_`abcdefghijklmnopqrstuvwxyz"),
                      strlen(text));
}
END_TEST

START_TEST(groups_fit_into_sixty_columns) {
    add_seeds();
    put(comparison_table_put_groups, 60, true);
    ck_assert_uint_le(widest(), 60);
    assert_has("  #  initializer       val_accuracy     95% interval   beats\n"
               "  1  glorot_uniform    0.9800 ± 0.0003  0.9798-0.9802  3-4\n");
    put(comparison_table_put_groups, 120, true);
    ck_assert_uint_le(widest(), 120);
    assert_has("seconds");
}
END_TEST

START_TEST(runs_that_did_not_finish_are_left_out_and_counted) {
    add_seeds();
    list.runs[1].result = FIT_STOPPED; /* he_normal's first */
    for (size_t i = 0; i < list.count; i += 4) list.runs[i].result = FIT_FAILED; /* zeros */
    put(comparison_table_put_groups, 0, true);
    assert_has("he_normal           9  ");
    assert_has("zeros               0  -                -              -      ");
    assert_has("11 of 40 runs did not finish and are left out.");
    assert_has("for 3 tests.");
}
END_TEST

START_TEST(one_seed_says_nothing_about_significance) {
    add("zeros", 7, true, .1135);
    add("he_normal", 7, true, .98);
    put(comparison_table_put_groups, 0, true);
    assert_has("  1  he_normal           1  0.9800        -             -      ");
    assert_has("Nothing is tested: ");
    ck_assert_ptr_null(strchr(text, '='));
}
END_TEST

START_TEST(long_names_are_cut_on_terminals_only) {
    static const text_table_column columns[] = {{"name", 0, true, 6, CUT_MIDDLE, 0},
                                                {"value", 0, false, 0, CUT_END, 0}};
    static const char name[] = "variance_scaling(scale=2)\n";
    text_table *table = text_table_new(columns, 2);
    size_t size;
    text_table_cell(table, "%s", name);
    text_table_cell(table, "%d", 5);
    terminal out = {.out = open_memstream(&text, &size), .utf8 = true};
    ck_assert(text_table_put(table, &out, 0));
    ck_assert(text_table_put(table, &out, 20));
    ck_assert(text_table_put(table, &out, 3)); /* what must be there is there */
    fclose(out.out);
    text_table_free(table);
    ck_assert_str_eq(text, "name                        value\n"
                           "variance_scaling(scale=2)?      5\n"
                           "name           value\n"
                           "varian…le=2)?      5\n"
                           "name    value\n"
                           "var…)?      5\n");
}
END_TEST

SUITE_WITH("comparison_table", setup, teardown, runs_are_sorted_by_accuracy_and_whole_when_piped,
           the_best_is_bold_and_failures_are_red, next_steps_can_be_typed,
           narrow_terminals_get_what_matters_most, intervals_stay_within_0_and_1,
           groups_show_spread_interval_and_what_is_significant, groups_fit_into_sixty_columns,
           runs_that_did_not_finish_are_left_out_and_counted,
           one_seed_says_nothing_about_significance, long_names_are_cut_on_terminals_only)
