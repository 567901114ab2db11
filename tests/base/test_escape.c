/* SPDX-License-Identifier: Apache-2.0 */
#include "base/escape.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "suite.h"

static char *text;
static size_t size;
static FILE *out;

static void begin(void) {
    out = open_memstream(&text, &size);
    ck_assert_ptr_nonnull(out);
}

static void expect_text(const char *want) {
    fclose(out);
    ck_assert_str_eq(text, want);
    free(text);
}

static void expect_csv(const char *cell, const char *want) {
    begin();
    put_csv(out, cell, strlen(cell));
    expect_text(want);
}

/* RFC 4180: quotes are doubled within quotes. */
START_TEST(csv_is_quoted_where_it_must_be) {
    expect_csv("plain text", "plain text");
    expect_csv("", "");
    expect_csv("a,b", "\"a,b\"");
    expect_csv("say \"hi\"", "\"say \"\"hi\"\"\"");
    expect_csv("\"", "\"\"\"\"");
    expect_csv("two\nlines", "\"two\nlines\"");
    expect_csv("carriage\rreturn", "\"carriage\rreturn\"");
}
END_TEST

static void expect_json(const char *string, const char *want) {
    begin();
    put_json(out, string, strlen(string));
    expect_text(want);
}

/* C0, DEL and the C1 controls that terminals obey, U+0080 to U+009F. */
START_TEST(json_has_no_controls) {
    expect_json("a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\"");
    expect_json("\x1b[31m\n\x7f", "\"\\u001b[31m\\u000a\\u007f\"");
    expect_json("\xc2\x80 \xc2\x9b \xc2\x9f \xc2\xa0", "\"\\u0080 \\u009b \\u009f \xc2\xa0\"");
    expect_json("\xc3\xa9 \xff", "\"\xc3\xa9 \\ufffd\"");
    begin();
    put_json(out, "a\0b", 3);
    expect_text("\"a\\u0000b\"");
}
END_TEST

START_TEST(terminals_get_no_controls) {
    static const char hostile[] = "\x1b]0;x\a \xc2\x9b \xff caf\xc3\xa9\0 \xf4\x90\x80\x80";
    begin();
    put_escaped(out, hostile, sizeof hostile - 1);
    expect_text("\\x1b]0;x\\x07 \\xc2\\x9b \\xff caf\xc3\xa9\\x00 \\xf4\\x90\\x80\\x80");
}
END_TEST

static void expect_number(double number, bool wide, const char *want) {
    begin();
    put_number(out, number, wide);
    expect_text(want);
}

START_TEST(numbers_come_back_from_their_digits) {
    expect_number((double).1f, false, "0.1");
    expect_number((double).1f, true, "0.10000000149011612");
    expect_number(.1, true, "0.1");
    expect_number(1.0 / 3, true, "0.3333333333333333");
    expect_number(9007199254740992, true, "9007199254740992");
    expect_number(1e300, true, "1e+300");
    expect_number(-NAN, true, "nan");
    expect_number(-NAN, false, "nan");
    expect_number(-INFINITY, false, "-inf");
}
END_TEST

START_TEST(json_numbers_that_are_none_are_words) {
    begin();
    put_json_number(out, -NAN, true);
    putc(' ', out);
    put_json_number(out, INFINITY, false);
    putc(' ', out);
    put_json_number(out, -INFINITY, true);
    putc(' ', out);
    put_json_number(out, .9588, true);
    expect_text("\"NaN\" \"Infinity\" \"-Infinity\" 0.9588");
}
END_TEST

SUITE("escape", csv_is_quoted_where_it_must_be, json_has_no_controls, terminals_get_no_controls,
      numbers_come_back_from_their_digits, json_numbers_that_are_none_are_words)
