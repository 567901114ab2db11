/* SPDX-License-Identifier: Apache-2.0 */
/* The columns of tblog ls over what the real Keras logged, on terminals of several sizes and in a
 * pipe. */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "on_terminal.h"
#include "own_folder.h"
#include "suite.h"
#include "tiny_terminal.h"

START_TEST(columns_are_aligned_in_a_pipe) {
    outcome o = run("$tblog ls $golden/keras3/default");
    ck_assert_str_eq(
        o.out, "train\n"
               "  keras                      graph_keras_model   1  steps 0..0\n"
               "  epoch_accuracy             scalars             9  steps 0..8  last 0.4375\n"
               "  epoch_loss                 scalars             9  steps 0..8  last 1.19239\n"
               "  epoch_learning_rate        scalars             9  steps 0..8  last 0.001\n"
               "  sequential/dense/kernel    histograms, images  3  steps 0..8\n"
               "  sequential/dense/bias      histograms, images  3  steps 0..8\n"
               "  sequential/dense_1/kernel  histograms, images  3  steps 0..8\n"
               "  sequential/dense_1/bias    histograms, images  3  steps 0..8\n"
               "  sequential/dense_2/kernel  histograms, images  3  steps 0..8\n"
               "  sequential/dense_2/bias    histograms, images  3  steps 0..8\n"
               "validation\n"
               "  evaluation_accuracy_vs_iterations  scalars  9  steps 6..54  last 0.59375\n"
               "  evaluation_loss_vs_iterations      scalars  9  steps 6..54  last 1.11615\n"
               "  epoch_accuracy                     scalars  9  steps 0..8   last 0.59375\n"
               "  epoch_loss                         scalars  9  steps 0..8   last 1.11615\n"
               "2 runs, 20 tags, 100 points\n");
    free(o.out);
    free(o.err);
}
END_TEST

/* Of tags that differ in their steps none stands for both. */
START_TEST(only_tags_that_are_alike_share_a_line) {
    outcome o =
        run("for s in 1 2; do"
            " echo '{\"kind\":\"scalar\",\"tag\":\"a/histogram\",\"step\":'$s',\"value\":1}';"
            " [ $s = 2 ] || "
            " echo '{\"kind\":\"scalar\",\"tag\":\"a/image\",\"step\":'$s',\"value\":1}';"
            "done | $tblog log logs; $tblog ls logs");
    ck_assert_str_eq(o.out, ".\n"
                            "  a/histogram  scalars  2  steps 1..2  last 1\n"
                            "  a/image      scalars  1  steps 1..1  last 1\n"
                            "1 run, 2 tags, 3 points\n");
    free(o.out);
    free(o.err);
}
END_TEST

/* What a person sees of it. */
static tiny_terminal seen(size_t columns) {
    char *text = on_terminal("LC_ALL=C.UTF-8 TERM=xterm \"$tblog\" ls logs", columns, 50, NULL, 0);
    tiny_terminal t = tiny_terminal_new(columns, 50);
    tiny_terminal_write(&t, text, strlen(text));
    free(text);
    ck_assert_uint_eq(t.wrapped, 0);
    ck_assert_str_eq(tiny_terminal_line(&t, 16), "2 runs, 20 tags, 100 points");
    return t;
}

START_TEST(a_terminal_gets_what_it_has_room_for) {
    static const struct {
        size_t columns;
        const char *line; /* the accuracy of validation */
    } cases[] = {
        {120,
         "  epoch_accuracy                     scalars  9  steps 0–8   last 0.59375  ▁▁▁▁▁▁▁▆█"},
        {80, "  epoch_accuracy                     scalars  9  steps 0–8   last 0.59375  ▁▁▁▁█"},
        {60, "  epoch_accuracy                 9  steps 0–8   last 0.59375"},
        {40, "  epoch_accuracy                     9"},
    };
    setlocale(LC_CTYPE, "C.UTF-8");
    expect("cp -r $golden/keras3/default logs", 0, NULL);
    for (size_t columns = 36; columns < 130; columns++) {
        tiny_terminal t = seen(columns);
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
            if (cases[i].columns == columns)
                ck_assert_str_eq(tiny_terminal_line(&t, 14), cases[i].line);
        tiny_terminal_free(&t);
    }
}
END_TEST

SUITE_WITH("ls", own_folder_enter, own_folder_teardown, columns_are_aligned_in_a_pipe,
           only_tags_that_are_alike_share_a_line, a_terminal_gets_what_it_has_room_for)
