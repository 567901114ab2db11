/* SPDX-License-Identifier: Apache-2.0 */
/* Text as a terminal shows it: its columns, and where it is cut. */
#include "cli/display_text.h"

#include <locale.h>

#include "suite.h"

static void setup(void) {
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
}

static void teardown(void) {
    setlocale(LC_CTYPE, "C");
}

static void assert_cut(const char *text, size_t columns, const char *want) {
    char out[64];
    size_t used = display_cut(text, columns, true, out, sizeof out);
    ck_assert_str_eq(out, want);
    ck_assert_uint_eq(used, display_columns(want));
    ck_assert_uint_le(used, columns);
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

START_TEST(a_small_buffer_cuts_too) {
    char out[6];
    ck_assert_uint_eq(display_cut("日本語", 10, true, out, sizeof out), 1);
    ck_assert_str_eq(out, "…");
    ck_assert_uint_eq(display_cut("abc", 10, true, out, sizeof out), 3);
    ck_assert_uint_eq(display_cut("abcdefgh", 10, false, out, sizeof out), 5);
    ck_assert_str_eq(out, "abc..");
    ck_assert_uint_eq(display_cut("abc", 10, true, out, 1), 0);
    ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(elsewhere_than_in_utf8_bytes_that_are_no_ascii_are_question_marks) {
    char out[64];
    setlocale(LC_CTYPE, "C");
    ck_assert_uint_eq(display_cut("Größe", 20, false, out, sizeof out), 7);
    ck_assert_str_eq(out, "Gr????e");
    ck_assert_uint_eq(display_cut("he_normal", 8, false, out, sizeof out), 8);
    ck_assert_str_eq(out, "he_nor..");
}
END_TEST

SUITE_WITH("display_text", setup, teardown, characters_take_no_column_one_or_two,
           a_text_that_fits_is_left_alone, a_cut_says_so_and_splits_no_character,
           nothing_in_a_name_moves_the_cursor, a_small_buffer_cuts_too,
           elsewhere_than_in_utf8_bytes_that_are_no_ascii_are_question_marks)
