/* SPDX-License-Identifier: Apache-2.0 */
/* tblog plot and watch: charts in characters, and the scalars of a folder that grows. */
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/tblog/plot/curves.h"
#include "cli/tblog/watch/live.h"
#include "command_line.h"
#include "on_terminal.h"
#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"
#include "tiny_terminal.h"

static void put(const char *path, int64_t step, float value) {
    FILE *file = fopen(path, "ab");
    ck_assert_ptr_nonnull(file);
    raw_value v = {"a", NULL, NULL, value};
    raw_put(file, step, 1000 + 2 * (double)step, &v, 1);
    fclose(file);
}

/* Run a is 0, 1, 2, ..., 10; run b goes down. */
static void put_logs(void) {
    expect("mkdir -p logs/a logs/b", 0, NULL);
    for (int i = 0; i <= 10; i++) {
        put("logs/a/tfevents.1", i, (float)i);
        put("logs/b/tfevents.1", i, (float)(10 - i));
    }
}

static void prints(const char *line, const char *expected) {
    outcome o = run(line);
    ck_assert_str_eq(o.err, "");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.out, expected);
    free(o.out);
    free(o.err);
}

/* ---- plot ---- */

START_TEST(curves_lie_where_their_values_are) {
    put_logs();
    prints("LC_ALL=C $tblog plot logs",
           "a  by step\n"
           "10 +bbbbb                                                                  aaaaa\n"
           "   |    bbbbbb                                                        aaaaaa\n"
           "   |         bbbbb                                                aaaaa\n"
           " 8 +              bbbbb                                      aaaaa\n"
           "   |                   bbbbb                            aaaaa\n"
           "   |                       bbbbbb                  aaaaaa\n"
           " 6 +                            bbbbb          aaaaa\n"
           "   |                                 bbbbbaaaaa\n"
           "   |                                 aaaaabbbbb\n"
           " 4 +                            aaaaa          bbbbb\n"
           "   |                       aaaaaa                  bbbbbb\n"
           "   |                   aaaaa                            bbbbb\n"
           " 2 +              aaaaa                                      bbbbb\n"
           "   |         aaaaa                                                bbbbb\n"
           "   |    aaaaaa                                                        bbbbbb\n"
           " 0 +aaaaa                                                                  bbbbb\n"
           "   ++--------------+--------------+--------------+--------------+--------------+\n"
           "    0              2              4              6              8             10\n"
           "a a 10  b b 0\n");
}
END_TEST

START_TEST(what_has_no_place_is_not_drawn) {
    static const float values[] = {1, -1, NAN, INFINITY, 0, 100};
    expect("mkdir logs", 0, NULL);
    for (int i = 0; i < 6; i++) put("logs/tfevents.1", i, values[i]);
    outcome o = run("LC_ALL=C $tblog plot -l logs");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "a  by step, logarithmic\n"));
    size_t letters = 0; /* two points, without a line between them */
    for (const char *at = strchr(o.out, '\n'); *at && *at != '-'; at++) letters += *at == 'a';
    ck_assert_uint_eq(letters, 2);
    free(o.out);
    free(o.err);
    expect("mkdir none", 0, NULL);
    put("none/tfevents.1", 0, NAN);
    prints("LC_ALL=C $tblog plot none | head -2", "a  by step\nno finite value\n");
}
END_TEST

START_TEST(wrong_usage_is_refused) {
    put_logs();
    expect("$tblog plot logs -t nothing", 1, "tblog plot: logs: no scalars that match");
    expect("$tblog plot logs -r nothing", 1, "logs: no scalars that match");
    expect("$tblog plot logs -s 1", 2, "--smooth: '1' is not a number from 0 to .999");
    expect("$tblog plot logs -s nan", 2, "--smooth: 'nan' is not a number");
    expect("$tblog plot logs -x time", 2, "--x: 'time' is not step, wall or relative");
    expect("$tblog plot logs -t '('", 2, "--tag: '(': ");
    expect("$tblog plot nowhere", 1, "nowhere: cannot read");
    expect("$tblog plot logs >/dev/full", 1, "standard output: No space left on device");
}
END_TEST

/* By the formula of TensorBoard's line chart, computed in Python. */
START_TEST(smoothing_is_that_of_tensorboard) {
    tblog_point points[5] = {
        {.number = 1}, {.number = 3}, {.number = NAN}, {.number = 2}, {.number = -4}};
    static const double expected[] = {1, 2.25, NAN, 2.122448979591837, -0.6911764705882353};
    const curve c = {.points = points, .count = 5};
    double values[5];
    curve_smooth(&c, .6, values);
    for (int i = 0; i < 5; i++)
        if (isnan(expected[i]))
            ck_assert_double_nan(values[i]);
        else
            ck_assert_double_eq_tol(values[i], expected[i], 1e-12);
    for (int i = 0; i < 5; i++) points[i].number = .1;
    curve_smooth(&c, .9, values);
    for (int i = 0; i < 5; i++) ck_assert_double_eq(values[i], .1);
}
END_TEST

/* The line of the terminal that has these words; NULL: none. */
static const char *line_with(tiny_terminal *t, const char *words) {
    for (size_t i = 0; i < t->used; i++)
        if (strstr(tiny_terminal_line(t, i), words)) return tiny_terminal_line(t, i);
    return NULL;
}

START_TEST(a_chart_fits_every_terminal) {
    setlocale(LC_CTYPE, "C.UTF-8");
    put_logs();
    for (size_t columns = 30; columns < 200; columns += 13)
        for (size_t rows = 8; rows < 60; rows += 17) {
            char *text = on_terminal("LC_ALL=C.UTF-8 TERM=xterm \"$tblog\" plot logs -s .5",
                                     columns, rows, NULL, 0);
            tiny_terminal t = tiny_terminal_new(columns, rows);
            tiny_terminal_write(&t, text, strlen(text));
            ck_assert_uint_eq(t.wrapped, 0);
            ck_assert_ptr_nonnull(line_with(&t, "┬"));
            if (columns > 40) ck_assert_ptr_nonnull(line_with(&t, "b 0"));
            tiny_terminal_free(&t);
            free(text);
        }
}
END_TEST

/* ---- watch ---- */

START_TEST(one_frame_lists_all_scalars) {
    put_logs();
    prints("LC_ALL=C $tblog watch --once logs | sed 's/  *[0-9]* d  / AGE /'",
           "logs  2 runs, 2 scalars\n"
           "run  tag  step  last  change      age\n"
           "a    a      10    10      +1 AGE __.:-==+*##\n"
           "b    a      10     0      -1 AGE ##*+==-:.__\n");
    expect("$tblog watch logs", 2, "this is not a terminal; --once prints one frame");
    expect("$tblog watch --once nowhere", 1, "nowhere: cannot read");
    expect("$tblog watch --once logs -n 0", 2, "--interval");
}
END_TEST

START_TEST(keys_are_obeyed_and_the_screen_is_given_back) {
    put_logs();
    char *text = on_terminal("LC_ALL=C.UTF-8 TERM=xterm \"$tblog\" watch logs; stty -a", 80, 24,
                             "j\n" /* the chart */ "lxs\x1b" /* the list */ "q", 0);
    const char *list = strstr(text, "2 runs, 2 scalars");
    ck_assert_ptr_nonnull(list);
    const char *chart = strstr(list, "by step");
    ck_assert_ptr_nonnull(chart);
    ck_assert_ptr_nonnull(strstr(chart, "by wall time, logarithmic, smoothed 0.6"));
    const char *end = strstr(chart, "\x1b[?25h\x1b[?1049l");
    ck_assert_ptr_nonnull(end);
    ck_assert_ptr_nonnull(strstr(end, " icanon "));
    ck_assert_ptr_nonnull(strstr(end, " echo "));
    free(text);
}
END_TEST

static const curve *only_curve(const live *grown) {
    size_t count;
    const curve *const *list = live_curves(grown, &count);
    ck_assert_uint_eq(count, 1);
    return list[0];
}

START_TEST(a_folder_that_grows_is_followed) {
    const chart_arguments all = {0};
    size_t count;
    live *grown = live_new("logs", &all);
    ck_assert(!live_refresh(grown)); /* there is none yet */
    ck_assert_ptr_nonnull(strstr(live_problem(grown), "logs: cannot read"));
    expect("mkdir -p logs/a logs/b", 0, NULL);
    ck_assert(live_refresh(grown));
    ck_assert_uint_eq(live_run_count(grown), 0);

    put("logs/b/tfevents.1", 0, 1);
    ck_assert(live_refresh(grown));
    ck_assert_uint_eq(only_curve(grown)->count, 1);
    put("logs/b/tfevents.1", 1, 2); /* grown */
    ck_assert(live_refresh(grown));
    ck_assert_uint_eq(only_curve(grown)->count, 2);
    put("logs/b/tfevents.2", 0, 3); /* restarted */
    ck_assert(live_refresh(grown));
    ck_assert_uint_eq(only_curve(grown)->count, 1);
    ck_assert_double_eq(only_curve(grown)->points[0].number, 3);

    put("logs/a/tfevents.1", 0, 4); /* new, before the other */
    ck_assert(live_refresh(grown));
    const curve *const *list = live_curves(grown, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(list[0]->run, "a");
    ck_assert_str_eq(list[1]->run, "b");

    expect("printf 'no record, but long enough' >>logs/a/tfevents.1; rm -r logs/b", 0, NULL);
    ck_assert(!live_refresh(grown));
    ck_assert_ptr_nonnull(strstr(live_problem(grown), "logs/a/tfevents.1: record 1 at byte"));
    ck_assert_double_eq(only_curve(grown)->points[0].number, 4);
    ck_assert(!live_refresh(grown)); /* nothing changed: the problem stays */
    expect("rm -r logs", 0, NULL);
    ck_assert(!live_refresh(grown));
    live_free(grown);
}
END_TEST

SUITE_WITH("plot", own_folder_enter, own_folder_teardown, curves_lie_where_their_values_are,
           what_has_no_place_is_not_drawn, wrong_usage_is_refused, smoothing_is_that_of_tensorboard,
           a_chart_fits_every_terminal, one_frame_lists_all_scalars,
           keys_are_obeyed_and_the_screen_is_given_back, a_folder_that_grows_is_followed)
