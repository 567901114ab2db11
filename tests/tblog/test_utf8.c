/* SPDX-License-Identifier: Apache-2.0 */
#include "suite.h"
#include "tblog/utf8.h"

START_TEST(well_formed_text_is_accepted) {
    ck_assert(tblog__utf8_valid(""));
    ck_assert(tblog__utf8_valid("loss/train"));
    ck_assert(tblog__utf8_valid("\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xef\xbf\xbf"));
    ck_assert(tblog__utf8_valid("\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf"));
    ck_assert(tblog__utf8_valid("\xed\x9f\xbf \xee\x80\x80")); /* around the surrogates */
}
END_TEST

/* From "UTF-8 decoder capability and stress test" by Markus Kuhn, sections 3 and 4. */
START_TEST(ill_formed_text_is_refused) {
    static const char *const texts[] = {
        "\x80",
        "\xbf",
        "\xc3",
        "\xe0\xa0",
        "\xf0\x90\x80",
        "\xc3(",
        "\xc0\xaf",
        "\xc1\xbf",
        "\xe0\x9f\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xfe",
        "\xff",
        "a\xe2\x82",
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_msg(!tblog__utf8_valid(texts[i]), "text %zu was accepted", i);
}
END_TEST

SUITE("utf8", well_formed_text_is_accepted, ill_formed_text_is_refused)
