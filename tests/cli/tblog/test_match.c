/* SPDX-License-Identifier: Apache-2.0 */
/* tblog log --match and -f: the text logs of other programs. */
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "own_folder.h"
#include "suite.h"

/* Log what 'print' writes; compare the rows without their wall times. */
static void logs(const char *print, const char *patterns, const char *rows) {
    char *line = path_of("rm -rf r; { %s; } | $tblog log %s r && $tblog export r | "
                         "tail -n +2 | cut -d, -f 2,3,5",
                         print, patterns);
    outcome o = run(line);
    ck_assert_str_eq(o.err, "");
    ck_assert_str_eq(o.out, rows);
    free(o.out);
    free(o.err);
    free(line);
}

START_TEST(named_groups_are_tags) {
    logs("echo 'step 7: loss 0.5 lr 1e-3'",
         "-m 'step (?<step>[0-9]+): loss (?P<train/loss>[^ ]+) lr (?<lr>[^ ]+)'",
         "train/loss,7,0.5\nlr,7,0.001\n");
    logs("echo 'a=1 b=-2 c=x d=inf'", "-m '(?<tag>[a-z])=(?<value>[^ ]+)'",
         "a,0,1\nb,0,-2\nd,0,inf\n");
    /* other groups, and what is not one: \( and brackets */
    logs("echo 'f(x)]=(3|4)'", "-m '(f|g)\\(x\\)[]):[:space:]]=\\(((?<v>3)|y)'", "v,0,3\n");
    logs("echo ab", "-m 'a(?<x>[0-9]*)b'", ""); /* an empty text is not a number */
}
END_TEST

/* What Perl's and Python's expressions have. */
START_TEST(patterns_are_those_of_perl) {
    logs("echo 'step 12 train loss 0.5 val loss 0.25'",
         "-m 'step\\s(?<step>\\d+).*?loss (?<loss>[\\d.]+)'", "loss,12,0.5\n");
    logs("printf '[x] LOSS=1\\nloss=2; loss\\n'", "-m '(?i)(?:\\[x\\] )?loss=(?<loss>[^;\\]]+)'",
         "loss,0,1\nloss,1,2\n");
    logs("echo 'xloss 1 loss 2'", "-m '(?<!x)loss (?<loss>\\S+)(?=$)'", "loss,0,2\n");
    logs("echo 'a(?<b>1'", "-m '\\Qa(?<b>\\E(?#)(?<c>1)'", "c,0,1\n");
    logs("echo 'x](1 '", "-m '[]x](?#(?<no>)[\\](?<]*\\((?'\\''v'\\''\\d)\\b'", "v,0,1\n");
    logs("echo 'é1 é2'", "-m '^.(?<first>\\d)' -m '(?<=é)(?<second>[02-9])'",
         "first,0,1\nsecond,0,2\n");
    logs("printf '\\377loss 1\\n'", "-m 'loss (?<loss>\\d)'", "loss,0,1\n"); /* not UTF-8 */
    logs("echo 3", "-m '(?|s(\\d)|(?<y>\\d))'", "y,0,3\n");
}
END_TEST

START_TEST(a_step_that_is_none_is_reported_once) {
    outcome o = run("printf 'step 2 loss 1\\nstep 2e3 loss 2\\nstep 1,000 loss 3\\n' | "
                    "$tblog log -m 'step (?<step>\\S+) loss (?<loss>\\S+)' r");
    ck_assert_ptr_nonnull(strstr(o.err, "line 2: warning: the step '2e3' is not a whole number"));
    ck_assert_ptr_null(strstr(o.err, "1,000"));
    ck_assert_int_eq(o.code, 0);
    free(o.out);
    free(o.err);
}
END_TEST

START_TEST(an_expression_that_takes_too_long_is_an_error) {
    expect("printf '%0100d!\\n' 0 | $tblog log -m '^(?<x>(0|00)+)$' r", 1,
           "line 1: match limit exceeded");
}
END_TEST

START_TEST(a_line_has_its_step_the_last_one_or_its_number) {
    logs("printf '%s\\n' 'loss 9' 'step 3' 'loss 1' 'step 4 loss 2' 'loss x' 'step 5'",
         "-m 'step (?<step>[0-9]+)' -m 'loss (?<loss>[0-9]+)'", "loss,0,9\nloss,3,1\nloss,4,2\n");
    logs("printf '%s\\n' 'loss 9' 'nothing' 'loss 1'", "-m 'loss (?<loss>[0-9]+)'",
         "loss,0,9\nloss,1,1\n");
}
END_TEST

/* As llm.c, darknet and Keras print; the patterns are those of doc/recipes.md. */
START_TEST(known_programs_are_understood) {
    logs("printf '%s\\n' 'val loss 11.01' "
         "'step    1/2000 | loss 11.009544 (+nanz)| norm 12.3456 (+nanz)| lr 4.29e-07 | 300.1 ms' "
         "'step    2/2000 | loss 10.5 (-0.10z)| norm 9.5 (+0.01z)| lr 8.57e-07 | 301.0 ms' "
         "'val loss 10.25'",
         "-m 'step +(?<step>\\d+)/\\d+ \\| loss (?<train/loss>[\\d.]+).*?norm "
         "(?<norm>[\\d.]+).*?lr (?<lr>[\\d.e+-]+)' -m 'val loss (?<val/loss>[\\d.]+)'",
         "val/loss,0,11.01\ntrain/loss,1,11.009544\nnorm,1,12.3456\nlr,1,4.29e-07\n"
         "train/loss,2,10.5\nnorm,2,9.5\nlr,2,8.57e-07\nval/loss,2,10.25\n");
    logs("printf '%s\\n' 'Loaded: 0.00 seconds' "
         "' 1: 876.5, 870.25 avg, 0.000100 rate, 3.1 seconds, 64 images'",
         "-m '^ *(?<step>\\d+): (?<loss>[\\d.]+), (?<loss/avg>[\\d.]+) avg, (?<rate>[\\d.]+) "
         "rate'",
         "loss,1,876.5\nloss/avg,1,870.25\nrate,1,0.0001\n");
    logs("printf 'Epoch 1/2\\n\\r1/3 - 0s - accuracy: 0.1 - loss: 5\\r3/3 - 1s - accuracy: 0.5 - "
         "loss: 0.25\\nEpoch 2/2\\n3/3 - 1s - accuracy: 0.75 - loss: 0.125 - val_loss: 1\\n'",
         "-m '^Epoch (?<step>\\d+)/' -m ' (?<tag>\\w+): (?<value>[\\d.e+-]+)'",
         "accuracy,1,0.5\nloss,1,0.25\naccuracy,2,0.75\nloss,2,0.125\nval_loss,2,1\n");
}
END_TEST

START_TEST(other_lines_pass_through) {
    outcome o = run("printf 'a\\n\\nloss 1\\nb' | $tblog log --tee -m 'loss (?<loss>.*)' r");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.out, "a\n\nb\n");
    free(o.out);
    free(o.err);
    expect("yes | $tblog log --tee -m '(?<x>1)' r >/dev/full", 1, "standard output");
}
END_TEST

START_TEST(wrong_patterns_are_refused) {
    expect("$tblog log -m loss r", 2, "--match: 'loss': it has no named group");
    expect("$tblog log -m '(?:x)' r", 2, "it has no named group");
    expect("$tblog log -m '(?<x' r", 2, "a group with a name is (?<name>...)");
    expect("$tblog log -m '(?<x)' r", 2, "a group with a name is (?<name>...)");
    expect("$tblog log -m '(?<>x)' r", 2, "a group with a name is (?<name>...)");
    expect("$tblog log -m '(?<tag>x)' r", 2, "the groups tag and value go together");
    expect("$tblog log -m '(?<x>a' r", 2, "--match: '(?<x>a': missing closing parenthesis");
    expect("$tblog log -m '(?<x>a)' --csv r", 2, "--csv and --match exclude each other");
    expect("$tblog log --tee r", 2, "--tee needs --match");
    expect("$tblog log -f . r", 1, "Is a directory");
    expect("[ ! -e r ]", 0, NULL);
}
END_TEST

/* Wait for the run's last line, for ten minutes at most. */
#define AWAIT(row)                                                                                 \
    "for i in $(seq 6000); do $tblog export r 2>/dev/null | cut -d, -f 2,3,5 | grep -qx '" row     \
    "' && break; sleep .1; done; "

START_TEST(a_file_is_followed_when_it_is_replaced_and_cut) {
    expect("{ $tblog log -f log -m 's(?<step>[0-9]+) (?<x>[0-9]+)' r 2>said & } ; "
           "printf 's1 10\\ns2 2' >log; " AWAIT("x,1,10") "printf '0\\ns3 3' >>log; " AWAIT(
               "x,2,20") "mv log old; printf '0\\n' >>old; " /* after the rename, before the new */
           AWAIT("x,3,30") "printf 's4 40\\n' >new; mv new log; " AWAIT(
               "x,4,40") ": >log; sleep .3; printf 's5 5\\n' >>log; " AWAIT("x,5,5") "kill $!; "
                                                                                     "wait $!",
           0, NULL);
    expect("$tblog verify r", 0, NULL);
    outcome o = run("$tblog export r | tail -n +2 | cut -d, -f 2,3,5");
    ck_assert_str_eq(o.out, "x,1,10\nx,2,20\nx,3,30\nx,4,40\nx,5,5\n");
    free(o.out);
    free(o.err);
}
END_TEST

SUITE_WITH("match", own_folder_enter, own_folder_teardown, named_groups_are_tags,
           patterns_are_those_of_perl, a_step_that_is_none_is_reported_once,
           an_expression_that_takes_too_long_is_an_error,
           a_line_has_its_step_the_last_one_or_its_number, known_programs_are_understood,
           other_lines_pass_through, wrong_patterns_are_refused,
           a_file_is_followed_when_it_is_replaced_and_cut)
