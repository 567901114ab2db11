/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tblog edit. tests/tensorboard compares it with what the real TensorBoard shows. The linker leads
 * tblog_run_load through this file, so that something can happen between the two passes.
 */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "cli/tblog/commands.h"
#include "command_line.h"
#include "event_file.h"
#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"

static void put(const char *path, int64_t step, const char *tag, float number) {
    FILE *file = fopen(path, "ab");
    raw_put(file, step, 1000 + (double)step, &(raw_value){tag, NULL, NULL, number}, 1);
    fclose(file);
}

/* ---- tags ---- */

/* The shell's function that compares the tags after an edit with what sed makes of them. */
#define LIKE_SED                                                                                   \
    "like_sed() { rm -f out; $tblog edit -o out -e \"$1\" r && "                                   \
    "$tblog ls -j out | sed 's/.*\"tag\": \"\\(.*\\)\", \"kind.*/\\1/' >got && "                   \
    "LC_ALL=C.UTF-8 sed -E \"$1\" tags >want && cmp got want; }; "

START_TEST(tags_are_renamed_as_by_sed) {
    static const char *const scripts[] = {
        "s/loss/cost/",
        "s/s/S/g",
        "s/^/new\\//",
        "s!/!.!",
        "s,/,\\,,g",
        "s/(.*)\\/(.*)/\\2 of \\1/",
        "s/(a)|(b)/<\\1\\2&>/",
        "s/LOSS/x/I",
        "s/x*/-/g",
        "s/./&&/g",
        "s/$/!/",
        "s/a\\/b/\\&/",
        "s/\\bt/T/g",
        "s/[^a-z]//g",
        "s/(l)(o)(s)(s)/\\4\\3\\2\\1/g",
    };
    expect(
        "printf '%s\\n' loss val/loss baaac 'two words' a/b xxbxx abcabc >tags; i=0; "
        "while read -r tag; do i=$((i + 1)); "
        "echo '{\"kind\":\"scalar\",\"tag\":\"'$tag'\",\"step\":'$i',\"value\":1}'; done <tags | "
        "$tblog log r",
        0, NULL);
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        char *line;
        ck_assert_int_gt(asprintf(&line, LIKE_SED "like_sed '%s'", scripts[i]), 0);
        expect(line, 0, NULL);
        free(line);
    }
}
END_TEST

/* What Perl's and Python's have and sed's do not. */
START_TEST(expressions_are_those_of_perl) {
    put("tfevents.1", 0, "train_loss_12", 1);
    expect("$tblog edit tfevents.1 -e 's/^(?:train|val)_(\\w+?)_(\\d+)$/\\1 \\2/' -o out; "
           "$tblog ls -j out | grep -q '\"loss 12\"'",
           0, NULL);
    expect("$tblog export -t '_\\d{2}$' tfevents.1 | grep -q train_loss_12", 0, NULL);
    expect("$tblog edit tfevents.1 -k '(?<!val)_loss(?=_)' -d 'x' -e 's/L/x/i' -o out; "
           "$tblog ls -j out | grep -q '\"train_xoss_12\"'",
           0, NULL);
}
END_TEST

START_TEST(an_expression_that_takes_too_long_is_reported) {
    char tag[101];
    memset(tag, '0', 100);
    tag[99] = '!';
    tag[100] = '\0';
    put("tfevents.1", 0, tag, 1);
    expect("$tblog edit tfevents.1 -e 's/^(0|00)+$/a/' -o out", 1, "': match limit exceeded");
    expect("$tblog export -t '^(0|00)+$' tfevents.1", 0,
           "match limit exceeded; taken as not found");
}
END_TEST

/* GNU sed may split a character. */
START_TEST(a_character_is_never_split) {
    put("tfevents.1", 0, "étéx", 1);
    expect("$tblog edit tfevents.1 -e 's/x*/-/g' -o out; $tblog ls -j out | grep -q '\"-é-t-é-\"'",
           0, NULL);
    expect("LC_ALL=C $tblog edit tfevents.1 -e 's/./<&>/g' -o out; "
           "$tblog ls -j out | grep -q '\"<é><t><é><x>\"'",
           0, NULL);
}
END_TEST

START_TEST(a_wrong_rename_is_wrong_usage) {
    put("tfevents.1", 0, "a", 1);
    expect("$tblog edit tfevents.1 -e s/a/b", 2, "not of the form s/REGEX/NEW/");
    expect("$tblog edit tfevents.1 -e a/b/", 2, "not of the form s/REGEX/NEW/");
    expect("$tblog edit tfevents.1 -e s//b/", 2, "not of the form s/REGEX/NEW/");
    expect("$tblog edit tfevents.1 -e s/a/b/x", 2, "'x' is not a flag; there are g and i");
    expect("$tblog edit tfevents.1 -e 's/(a)/\\2/'", 2, "\\2 is used, but the expression has 1 gr");
    expect("$tblog edit tfevents.1 -e 's/a/\\U/'", 2, "'\\U' has no meaning in the new text");
    expect("$tblog edit tfevents.1 -e 's/(/b/'", 2,
           "--rename: 's/(/b/': missing closing parenthesis");
    expect("$tblog edit tfevents.1 -k '('", 2, "'(': missing closing parenthesis");
    expect("$tblog edit tfevents.1", 2, "no change is asked for");
    expect("$tblog edit tfevents.1 --cut-before 2 --cut-after 1", 2, "no step is from 2 to 1");
    expect("$tblog edit tfevents.1 --shift-steps 1.5", 2, "'1.5' is not a whole number");
    expect("$tblog edit tfevents.1 -e s/a//", 1, "the new name of the tag 'a' is empty");
    expect("$tblog edit tfevents.1 -e \"$(printf 's/a/\\377/')\"", 1, "is not UTF-8");
    expect("$tblog edit tfevents.1 --describe b=x -o out", 1, "'b=x': the run has no such tag");
    expect("[ \"$(ls | tr '\\n' ' ')\" = 'err.txt out.txt tfevents.1 ' ]", 0, NULL);
}
END_TEST

START_TEST(tags_may_follow_one_another_under_one_name_but_not_be_mixed) {
    put("tfevents.1", 0, "old", 1);
    put("tfevents.1", 1, "old", 2);
    put("tfevents.1", 1, "new", 3); /* a restart */
    put("tfevents.1", 2, "new", 4);
    expect("$tblog edit tfevents.1 -e s/old/new/ -o out; "
           "[ \"$($tblog export out | cut -d, -f 2-3,5 | tr '\\n' ' ')\" = "
           "'tag,step,value new,0,1 new,1,3 new,2,4 ' ]",
           0, NULL);
    put("tfevents.1", 2, "old", 5);
    expect("$tblog edit tfevents.1 -e s/old/new/ -o mixed", 1,
           "the tags 'old' and 'new' cannot both become 'new': they are logged side by side");
    expect("$tblog edit tfevents.1 -e s/old/new/ -d new -o out", 0, NULL);
    FILE *file = fopen("tfevents.1", "ab");
    raw_put(file, 3, 1003, &(raw_value){"text", "text", raw_texts((const char *[]){"x"}, 1), 0}, 1);
    fclose(file);
    expect("$tblog edit tfevents.1 -e s/text/old/ -o mixed", 1,
           "the tags 'old' (scalars) and 'text' (text) cannot both become 'old'");
    ck_assert_int_ne(access("mixed", F_OK), 0);
}
END_TEST

/* What is left is what a writer logs that never had the others. */
START_TEST(what_does_not_change_stays_byte_for_byte) {
    for (int64_t step = 0; step < 20; step++) {
        put("tfevents.1", step, step % 2 ? "a" : "b", 1);
        if (step % 2 == 0) put("only.1", step, "b", 1);
    }
    expect("$tblog edit -d '^a$' tfevents.1 -o out; cmp out only.1", 0, NULL);
    expect("$tblog edit -k '[b-z]' tfevents.1 -o out; cmp out only.1", 0, NULL);
    expect("$tblog edit -d z -e s/y/z/ --cut-after 19 tfevents.1 -o out; cmp out tfevents.1", 0,
           NULL);
    expect("$tblog edit -e s/a/c/ tfevents.1 -o out", 0, NULL);
    event_file before = event_file_read("tfevents.1"), after = event_file_read("out");
    ck_assert_uint_eq(after.count, before.count);
    for (size_t i = 0; i < after.count; i++) {
        ck_assert_uint_eq(after.records[i].size, before.records[i].size);
        bool same =
            memcmp(after.records[i].bytes, before.records[i].bytes, before.records[i].size) == 0;
        ck_assert(same == (i % 2 == 0));
    }
    event_file_free(&before);
    event_file_free(&after);
}
END_TEST

/* ---- steps and wall times ---- */

START_TEST(steps_and_wall_times_are_scaled_and_shifted) {
    put("tfevents.1", -7, "a", 1);
    put("tfevents.1", INT64_C(9007199254740993), "a", 2); /* no double */
    expect("$tblog edit tfevents.1 --scale-steps 3 --shift-steps -1 --scale-times .5 "
           "--shift-times -100 -o out; "
           "[ \"$($tblog export out | cut -d, -f 3-4 | tr '\\n' ' ')\" = "
           "'step,wall_time -22,396.5 27021597764222978,4503599627370896 ' ] || "
           "$tblog export out >&2",
           0, NULL);
    expect("$tblog edit tfevents.1 --scale-steps 1e6 -o no", 1, "its new step is out of range");
    expect("$tblog edit tfevents.1 --shift-steps 9223372036854775807 -o no", 1,
           "record 1 at byte ");
    expect("$tblog edit tfevents.1 --scale-times 1e308 -o no", 1, "its new wall time is out of ra");
    ck_assert_int_ne(access("no", F_OK), 0);
}
END_TEST

/* Exactly: the products are Python's, of integers and Fraction(scale). */
START_TEST(scaled_steps_are_exact) {
    static const struct {
        int64_t step;
        const char *scale, *scaled;
    } cases[] = {
        {INT64_C(4611686018427387903), "2", "9223372036854775806"},
        {INT64_C(-4611686018427387904), "2", "-9223372036854775808"},
        {INT64_C(9007199254740993), ".5", "4503599627370497"}, /* ...496.5 */
        {INT64_C(-9007199254740993), ".5", "-4503599627370497"},
        {INT64_C(9007199254740991), ".5", "4503599627370496"},
        {INT64_MAX, "0.1", "922337203685477632"}, /* 0.1 is 0x1.999999999999ap-4 */
        {INT64_C(7000000000000000001), "0.9", "6300000000000000156"}, /* ....33 */
        {INT64_MIN, "1e-18", "-9"},
        {INT64_MAX, "1e-300", "0"},
        {3, "0.1666666666666666", "0"}, /* below a half */
        {0, "1e300", "0"},
        {-1, "9223372036854775808", "-9223372036854775808"},
        {1, "9223372036854775808", NULL},
        {INT64_C(4611686018427387904), "2", NULL},
        {2, "1e300", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char command[200];
        put("tfevents.1", cases[i].step, "a", 1);
        snprintf(command, sizeof command,
                 "$tblog edit tfevents.1 --scale-steps %s -o out && $tblog export out >&2; "
                 "s=$?; rm -rf out tfevents.1; exit $s",
                 cases[i].scale);
        char want[50];
        snprintf(want, sizeof want, ",%s,", cases[i].scaled ? cases[i].scaled : "");
        expect(command, cases[i].scaled ? 0 : 1,
               cases[i].scaled ? want : "its new step is out of range");
    }
}
END_TEST

/* Steps 7 and 10 were replaced by a restart at step 5. */
START_TEST(a_cut_shows_nothing_that_was_replaced) {
    static const int64_t steps[] = {0, 7, 10, 5, 11, 12};
    for (size_t i = 0; i < 6; i++) put("tfevents.1", steps[i], "a", (float)i);
    expect("$tblog edit tfevents.1 --cut-before 6 --cut-after 11 -o out; "
           "[ \"$($tblog export -a out | cut -d, -f 3 | tr '\\n' ' ')\" = 'step 11 ' ]",
           0, NULL);
}
END_TEST

/* ---- what a tag is ---- */

START_TEST(a_tag_stays_what_it_is_and_gets_its_description) {
    FILE *file = fopen("tfevents.1", "wb");
    raw_put(file, 0, 1000, &(raw_value){"a", "scalars", raw_float(1), 0}, 1);
    raw_put(file, 1, 1001, (raw_value[]){{"b", NULL, NULL, 2}, {"a", NULL, raw_float(4), 0}}, 2);
    fclose(file);
    expect("$tblog edit tfevents.1 --cut-before 1 -e 's/^/x/' --describe xa=A=1 --describe xb=B -o "
           "out",
           0, NULL);
    event_file out = event_file_read("out");
    ck_assert_uint_eq(out.count, 1);
    Tblog__Summary *summary = out.records[0].event->summary;
    ck_assert_uint_eq(summary->n_value, 2);
    Tblog__SummaryMetadata *b = summary->value[0]->metadata, *a = summary->value[1]->metadata;
    ck_assert_str_eq(summary->value[0]->tag, "xb");
    ck_assert_str_eq(b->summary_description, "B");
    ck_assert_str_eq(b->plugin_data->plugin_name, "scalars");
    ck_assert_str_eq(summary->value[1]->tag, "xa");
    ck_assert_str_eq(a->summary_description, "A=1");
    ck_assert_str_eq(a->plugin_data->plugin_name, "scalars");
    event_file_free(&out);
}
END_TEST

START_TEST(what_describes_the_run_is_neither_cut_nor_renamed) {
    expect("$tblog edit --cut-before 1000000 -e 's/^/x/' $golden/summaries/hparams -o out; "
           "$tblog ls -j out | grep -q '\"_hparams_/session_start_info\", \"kind\": \"hparams\"'",
           0, NULL);
}
END_TEST

/* ---- in place ---- */

static void (*meanwhile)(void);

tblog_status __real_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err);
tblog_status __wrap_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err);

tblog_status __wrap_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err) {
    tblog_status status = __real_tblog_run_load(logdir, run, restarts, loaded, err);
    if (meanwhile) meanwhile();
    return status;
}

/* Two runs; only the first file of r and that of s have the tag a. */
static void put_runs(void) {
    expect("mkdir -p logs/r logs/s", 0, NULL);
    put("logs/r/tfevents.1", 0, "a", 1);
    put("logs/r/tfevents.2", 0, "b", 1);
    put("logs/s/tfevents.1", 0, "a", 1);
}

START_TEST(only_files_that_change_are_replaced_and_the_old_ones_stay) {
    put_runs();
    expect("cp -r logs old; ls -i logs/r/tfevents.2 >before; $tblog edit -e s/a/c/ logs", 0, NULL);
    expect("ls -i logs/r/tfevents.2 | cmp - before && cmp logs/r/original.1 old/r/tfevents.1 && "
           "cmp logs/s/original.1 old/s/tfevents.1 && "
           "! cmp -s logs/r/tfevents.1 old/r/tfevents.1 && "
           "[ \"$($tblog ls -j logs | grep -c '\"tag\": \"c\"')\" = 2 ]",
           0, NULL);
    expect("$tblog edit -e s/c/d/ logs/r; ls logs/r/original2.1 >/dev/null", 0, NULL);
}
END_TEST

static void append(void) {
    put("logs/r/tfevents.2", 1, "b", 1);
    meanwhile = NULL;
}

static int edit_in_place(void) {
    char name[] = "edit", option[] = "-es/[ab]/c&/", logs[] = "logs/r";
    char *argv[] = {name, option, logs, NULL};
    return tblog_edit_command(3, argv);
}

START_TEST(a_run_that_changes_meanwhile_stays_as_it_is) {
    put_runs();
    meanwhile = append;
    ck_assert_int_eq(edit_in_place(), 1);
    expect("[ \"$(ls logs/r | tr '\\n' ' ')\" = 'tfevents.1 tfevents.2 ' ] && "
           "! $tblog ls -j logs/r | grep '\"tag\": \"c'",
           0, NULL);
    ck_assert_int_eq(edit_in_place(), 0);
    expect("$tblog ls -j logs/r | grep -q '\"tag\": \"cb\", \"kind\": \"scalars\", \"count\": 2'",
           0, NULL);
}
END_TEST

START_TEST(a_damaged_file_is_refused_and_the_other_runs_are_edited) {
    put_runs();
    expect("printf xxxxxxxxxxxxxxxxxxxxxxxx >>logs/r/tfevents.1; $tblog edit -e s/a/c/ logs", 1,
           "logs/r/tfevents.1: record 1 at byte ");
    expect("[ ! -e logs/r/original.1 ] && [ -e logs/s/original.1 ]", 0, NULL);
}
END_TEST

SUITE_WITH("edit", own_folder_enter, own_folder_teardown, tags_are_renamed_as_by_sed,
           expressions_are_those_of_perl, an_expression_that_takes_too_long_is_reported,
           a_character_is_never_split, a_wrong_rename_is_wrong_usage,
           tags_may_follow_one_another_under_one_name_but_not_be_mixed,
           what_does_not_change_stays_byte_for_byte, steps_and_wall_times_are_scaled_and_shifted,
           scaled_steps_are_exact, a_cut_shows_nothing_that_was_replaced,
           a_tag_stays_what_it_is_and_gets_its_description,
           what_describes_the_run_is_neither_cut_nor_renamed,
           only_files_that_change_are_replaced_and_the_old_ones_stay,
           a_run_that_changes_meanwhile_stays_as_it_is,
           a_damaged_file_is_refused_and_the_other_runs_are_edited)
