/* SPDX-License-Identifier: Apache-2.0 */
/* What commands show on a terminal only: a line about what they wrote, colours, its width. */
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "own_folder.h"
#include "suite.h"

#define ON_TERMINAL "python3 '" TEST_DATA "/support/on_terminal' "

static void setup(void) {
    own_folder_enter();
    expect("for run in seed-1 seed-2 c; do printf '%s\\n' 1,loss,0.5 2,loss,0.25 5,acc,1 | "
           "$tblog log --csv logs/$run; done",
           0, NULL);
    expect("mkdir image; echo '{\"kind\":\"encoded_image\",\"tag\":\"i\",\"file\":\"'$golden"
           "'/v1/image.png\"}' | $tblog log image",
           0, NULL);
}

/* Run it on a terminal; exactly this is shown. */
static void shows(const char *line, const char *want) {
    char *whole = path_of(ON_TERMINAL "%s", line);
    outcome o = run(whole);
    ck_assert_msg(strcmp(o.out, want) == 0, "%s: '%s', not '%s'; %s", line, o.out, want, o.err);
    free(o.out);
    free(o.err);
    free(whole);
}

START_TEST(what_was_written_is_said_on_a_terminal_only) {
    static const char *const cases[][2] = {
        {"$tblog merge -o m logs/c", "tblog merge: m: 4 records\n"},
        {"$tblog prune -n 2 -o p logs/c", "tblog prune: p: 4 records\n"},
        {"$tblog edit -e s/loss/cost/ -o e logs/c", "tblog edit: e: 4 records\n"},
        {"$tblog edit -e s/none/cost/ logs/c", "tblog edit: logs/c: nothing to change\n"},
        {"$tblog repair -o r m", "tblog repair: r: 4 records kept, 0 faults dropped\n"},
        {"$tblog verify logs/c m", "tblog verify: files: 2, intact records: 8, faults: 0\n"},
        {"$tblog verify -q m", ""},
        {"$tblog reduce -o o logs", "tblog reduce: .: 2 runs, 2 tags\n"},
        {"$tblog export -o x.csv logs/c", "tblog export: x.csv: 3 points\n"},
        {"$tblog export -k images -o pictures image", "tblog export: pictures: 1 files\n"},
        {"sh -c 'echo 1,a,2 | \"$0\" log --csv l' $tblog", "tblog log: l: 1 events\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        shows(cases[i][0], cases[i][1]);
        expect("rm -rf e r o x.csv pictures l", 0, NULL);
        expect(cases[i][0], 0, NULL); /* nothing on standard error, which is a pipe */
        expect("rm -rf e o x.csv pictures l", 0, NULL);
    }
}
END_TEST

START_TEST(what_goes_to_standard_output_needs_no_word) {
    shows("sh -c '\"$0\" merge -o - logs/c >m' $tblog", "");
    shows("sh -c '\"$0\" export logs/c >x' $tblog", "");
}
END_TEST

START_TEST(edit_in_place_names_what_it_changed) {
    expect("cp -r logs/c again", 0, NULL);
    expect("$tblog edit -e s/loss/cost/ again", 0, NULL);
    outcome o = run(ON_TERMINAL "$tblog edit -e s/loss/cost/ logs/c");
    ck_assert_ptr_nonnull(strstr(o.out, ": 2 records changed, 0 dropped\n"));
    free(o.out);
    free(o.err);
}
END_TEST

START_TEST(report_names_its_files) {
    outcome o = run(ON_TERMINAL "$tblog report -o r.html -o r.md logs/c");
    ck_assert_int_eq(strncmp(o.out, "tblog report: r.html, r.md", 26), 0);
    ck_assert_ptr_nonnull(strstr(o.out, ": 1 run, "));
    free(o.out);
    free(o.err);
    expect("[ -z \"$($tblog report -o r.html logs/c 2>&1)\" ]", 0, NULL);
}
END_TEST

START_TEST(diff_has_colours_on_a_terminal_that_wants_them) {
    expect("printf '%s\\n' 1,loss,0.75 5,acc,1 6,acc,1 | $tblog log --csv d", 0, NULL);
    shows("$tblog diff logs/c d",
          ".  loss  step 1: \033[31m0.5 in A\033[0m, \033[32m0.75 in B\033[0m (+50%)\n"
          ".  loss  step 2 \033[31monly in A\033[0m\n"
          ".  acc  step 6 \033[32monly in B\033[0m\n"
          "3 differences in 1 run, 2 tags\n");
    shows("env NO_COLOR=1 $tblog diff -n 1 logs/c d",
          ".  loss  step 1: 0.5 in A, 0.75 in B (+50%)\nand 2 more\n"
          "3 differences in 1 run, 2 tags\n");
    shows("env TERM=dumb $tblog diff -n 0 logs/c d",
          "and 3 more\n3 differences in 1 run, 2 tags\n");
}
END_TEST

/* The test help has COLUMNS; this is the size of the terminal itself. */
START_TEST(help_fits_the_terminal) {
    expect("for columns in 60 90; do "
           "width=$(" ON_TERMINAL
           "sh -c \"unset COLUMNS; stty cols $columns; '\"$tblog\"' merge -h\" "
           "| wc -L); [ $width -lt $columns ] && [ $width -gt $((columns - 10)) ] || "
           "echo $width in $columns >&2; done",
           0, NULL);
}
END_TEST

SUITE_WITH("written", setup, own_folder_teardown, what_was_written_is_said_on_a_terminal_only,
           what_goes_to_standard_output_needs_no_word, edit_in_place_names_what_it_changed,
           report_names_its_files, diff_has_colours_on_a_terminal_that_wants_them,
           help_fits_the_terminal)
