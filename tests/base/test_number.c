/* SPDX-License-Identifier: Apache-2.0 */
/* Parsing of numbers in untrusted text. */
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

SUITE("number", the_whole_text_is_a_number, whole_numbers_have_limits)
