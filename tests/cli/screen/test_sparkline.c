/* SPDX-License-Identifier: Apache-2.0 */
/* Curves in one line of text. */
#include "cli/screen/sparkline.h"

#include <math.h>
#include <string.h>

#include "suite.h"

enum { ALL = SPARKLINE_COLUMNS };

static void assert_curve(const float *values, size_t count, float range, size_t columns,
                         const char *blocks, const char *ascii) {
    char out[SPARKLINE_SIZE];
    size_t used = sparkline(values, count, range, columns, true, out);
    ck_assert_str_eq(out, blocks);
    ck_assert_uint_eq(sparkline(values, count, range, columns, false, out), used);
    ck_assert_str_eq(out, ascii);
    ck_assert_uint_eq(used, strlen(ascii));
}

START_TEST(the_least_is_lowest_and_the_largest_highest) {
    const float rising[] = {0, 1, 2, 3, 4, 5, 6, 7};
    assert_curve(rising, 8, 0, ALL, "▁▂▃▄▅▆▇█", "_.:-=+*#");
    const float accuracies[] = {.95f, .97f, .975f, .96f};
    assert_curve(accuracies, 4, .01f, ALL, "▁▇█▄", "_*#-");
}
END_TEST

START_TEST(noise_is_no_curve) {
    const float flat[] = {.1135f, .1135f, .1135f}, noisy[] = {.98f, .981f, .9795f};
    assert_curve(flat, 3, .01f, ALL, "▁▁▁", "___");
    assert_curve(noisy, 3, .01f, ALL, "▁▂▁", "_._");
}
END_TEST

START_TEST(more_values_than_columns_are_averaged) {
    const float values[] = {0, 0, 0, 2, 2, 2, 4, 6};
    assert_curve(values, 8, 0, 4, "▁▂▄█", "_.-#"); /* means 0, 1, 2, 5 */
    float many[1000];
    for (int i = 0; i < 1000; i++) many[i] = (float)i;
    char out[SPARKLINE_SIZE];
    ck_assert_uint_eq(sparkline(many, 1000, 0, 1000, true, out), SPARKLINE_COLUMNS);
    ck_assert_uint_eq(strlen(out), SPARKLINE_SIZE - 1);
}
END_TEST

START_TEST(what_is_not_finite_is_a_question_mark) {
    const float values[] = {NAN, 1, NAN, 2}, none[] = {NAN, NAN};
    assert_curve(values, 4, 0, ALL, "?▁?█", "?_?#");
    assert_curve(none, 2, 0, ALL, "??", "??");
    const float huge[] = {0, INFINITY, 1, -INFINITY};
    assert_curve(huge, 4, .01F, ALL, "▁?█?", "_?#?");
    assert_curve(NULL, 0, 0, ALL, "", "");
}
END_TEST

SUITE("sparkline", the_least_is_lowest_and_the_largest_highest, noise_is_no_curve,
      more_values_than_columns_are_averaged, what_is_not_finite_is_a_question_mark)
