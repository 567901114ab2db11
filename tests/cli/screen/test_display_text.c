/* SPDX-License-Identifier: Apache-2.0 */
/* Text as a terminal shows it: its columns, and where it is cut. */
#include "cli/screen/display_text.h"

#include <locale.h>
#include <stdlib.h>

#include "suite.h"

static void setup(void) {
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

static void teardown(void) {
    setlocale(LC_CTYPE, "C");
}

static void assert_cut_at(display_part part, const char *text, size_t columns, bool utf8,
                          const char *want) {
    char *got = display_cut(text, columns, part, utf8);
    ck_assert_str_eq(got, want);
    ck_assert_uint_le(display_columns(got), columns);
    free(got);
}

static void assert_cut(const char *text, size_t columns, const char *want) {
    assert_cut_at(CUT_END, text, columns, true, want);
}

START_TEST(characters_take_no_column_one_or_two) {
    ck_assert_uint_eq(display_columns(""), 0);
    ck_assert_uint_eq(display_columns("he_normal"), 9);
    ck_assert_uint_eq(display_columns("Größe"), 5);
    ck_assert_uint_eq(display_columns("日本"), 4);
    ck_assert_uint_eq(display_columns("e\xcc\x81t"), 2); /* a combining accent */
    ck_assert_uint_eq(display_columns("▁█"), 2);
}
END_TEST

START_TEST(a_text_that_fits_is_left_alone) {
    assert_cut("he_normal", 9, "he_normal");
    assert_cut("日本", 4, "日本");
    assert_cut("", 0, "");
}
END_TEST

START_TEST(a_cut_says_so_and_splits_no_character) {
    assert_cut("he_normal", 8, "he_norm…");
    assert_cut("he_normal", 1, "…");
    assert_cut("he_normal", 0, "");
    assert_cut("日本語", 5, "日本…");
    assert_cut("日本語", 4, "日…"); /* half of the second does not fit */
    assert_cut("e\xcc\x81te\xcc\x81x", 2, "e\xcc\x81…");
}
END_TEST

START_TEST(nothing_in_a_name_moves_the_cursor) {
    assert_cut("a\033[2Jb\nc\177", 20, "a?[2Jb?c?");
    assert_cut("\xc2\x9b", 20, "?"); /* a C1 control */
    assert_cut("a\xff\xfe"
               "b",
               20, "a??b");             /* not UTF-8 */
    assert_cut("a\xe6\x97", 20, "a??"); /* cut by somebody else */
}
END_TEST

START_TEST(the_middle_can_be_left_out) {
    assert_cut_at(CUT_MIDDLE, "he_normal/seed-3", 16, true, "he_normal/seed-3");
    assert_cut_at(CUT_MIDDLE, "he_normal/seed-3", 12, true, "he_nor…eed-3");
    assert_cut_at(CUT_MIDDLE, "he_normal/seed-3", 12, false, "he_no..eed-3");
    assert_cut_at(CUT_MIDDLE, "日本語日本語", 8, true, "日本…語");
    assert_cut_at(CUT_MIDDLE, "abc", 2, true, "a…");
    assert_cut_at(CUT_MIDDLE, "abc", 1, true, "…");
    assert_cut_at(CUT_MIDDLE, "abc", 1, false, "a");
}
END_TEST

START_TEST(elsewhere_than_in_utf8_bytes_that_are_no_ascii_are_question_marks) {
    setlocale(LC_CTYPE, "C");
    if (mblen("\xc3", 1) == 1) SKIP("each byte is a character in this C library's C locale");
    assert_cut_at(CUT_END, "Größe", 20, false, "Gr????e");
    assert_cut_at(CUT_END, "he_normal", 8, false, "he_nor..");
}
END_TEST

SUITE_WITH("display_text", setup, teardown, characters_take_no_column_one_or_two,
           a_text_that_fits_is_left_alone, a_cut_says_so_and_splits_no_character,
           nothing_in_a_name_moves_the_cursor, the_middle_can_be_left_out,
           elsewhere_than_in_utf8_bytes_that_are_no_ascii_are_question_marks)
