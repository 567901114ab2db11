/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers as texts. */
#include "base/number.h"

#include <math.h>

#include "suite.h"

START_TEST(the_whole_text_is_a_number) {
    static const char *const numbers[] = {"0", "-1.5", "1e3", ".5", "+2", "inf", "nan"};
    static const char *const others[] = {"", " ", " 1", "1 ", "1x", "x", "1,5", "--1", "1e"};
    double number;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        ck_assert_msg(number_parse(numbers[i], &number), "%s", numbers[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ck_assert_msg(!number_parse(others[i], &number), "%s", others[i]);
    ck_assert(number_parse("-1.5e1", &number) && number == -15);
    ck_assert(number_parse("nan", &number) && isnan(number));
}
END_TEST

START_TEST(whole_numbers_have_limits) {
    static const char *const others[] = {
        "", "-1", "+1", " 1", "1 ", "1.0", "18446744073709551616", "0x1"};
    uint64_t number;
    ck_assert(whole_parse("18446744073709551615", 0, UINT64_MAX, &number));
    ck_assert(number == UINT64_MAX);
    ck_assert(whole_parse("007", 7, 7, &number) && number == 7);
    ck_assert(!whole_parse("6", 7, 9, &number) && !whole_parse("10", 7, 9, &number));
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ck_assert_msg(!whole_parse(others[i], 0, UINT64_MAX, &number), "%s", others[i]);
}
END_TEST

static void expect(double number, bool wide, const char *want) {
    char text[NUMBER_TEXT];
    ck_assert_str_eq(number_text(number, wide, text), want);
}

/* What repr() of Python shows, and of NumPy's float32. */
START_TEST(a_number_has_the_fewest_digits) {
    expect(.95879999999999999, true, "0.9588");
    expect(1. / 3, true, "0.3333333333333333");
    expect(.1 + .2, true, "0.30000000000000004");
    expect(5e-324, true, "5e-324");
    expect(0, true, "0");
    expect((double).9588f, false, "0.9588");
    expect((double).1f, true, "0.10000000149011612");
    expect((double)(1.f / 3), false, "0.33333334");
    expect((double)16777216.f, false, "16777216");
    expect((double)3.4028235e38f, false, "3.4028235e+38");
    expect((double)1e-45f, false, "1e-45");
    expect(-INFINITY, false, "-inf");
    expect(-NAN, true, "nan");
}
END_TEST

SUITE("number", the_whole_text_is_a_number, whole_numbers_have_limits,
      a_number_has_the_fewest_digits)
