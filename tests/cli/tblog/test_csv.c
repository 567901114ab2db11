/* SPDX-License-Identifier: Apache-2.0 */
/* `tblog log --csv`: what its tables may look like, and what it says of those that are wrong. */
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "own_folder.h"
#include "suite.h"

/* A table, its lines parted by \n, is logged as these rows of export. */
static void logs(const char *table, const char *rows) {
    char *line = path_of(
        "rm -rf r; printf '%s' | $tblog log --csv r && "
        "$tblog export r | tail -n +2 | sed 's/,1[0-9]\\{9\\}[.0-9]*,/,/'", /* the clock's */
        table);
    outcome o = run(line);
    ck_assert_msg(o.code == 0 && strcmp(o.out, rows) == 0, "%s: '%s', not '%s'; %s", table, o.out,
                  rows, o.err);
    free(o.out);
    free(o.err);
    free(line);
}

static void refused(const char *table, const char *words) {
    char *line = path_of("rm -rf r; printf '%s' | $tblog log --csv r", table);
    expect(line, 1, words);
    free(line);
}

START_TEST(three_columns_need_no_heading) {
    logs("1,loss,0.5\\n-2,\"a,b\",nan\\n", ".,loss,1,0.5\n.,\"a,b\",-2,nan\n");
    logs("step,tag,value\\n1,loss,0.5\\n", ".,loss,1,0.5\n");
    logs("9223372036854775807,a,-inf", ".,a,9223372036854775807,-inf\n");
}
END_TEST

START_TEST(columns_have_any_order_by_their_heading) {
    logs("value,run,Tag,STEP\\n2,x/y,loss,7\\n", "x/y,loss,7,2\n");
    logs("tag,value,step,run\\na,1,1,\\na,2,1,.\\n", ".,a,1,2\n");
}
END_TEST

START_TEST(a_wide_table_has_a_column_for_each_tag) {
    logs("step,loss,acc\\n1,0.5,\\n2,,0.75\\n3,0.25,0.875\\n",
         ".,loss,1,0.5\n.,acc,2,0.75\n.,loss,3,0.25\n.,acc,3,0.875\n");
    logs("loss,step,value\\n1,2,3\\n", ".,loss,2,1\n.,value,2,3\n");
    logs("step,run,loss\\n1,a,1\\n1,b,2\\n2,a,3\\n", "a,loss,1,1\na,loss,2,3\nb,loss,1,2\n");
}
END_TEST

/* DataFrame.to_csv() with its index and without; TensorBoard's and Keras' own files. */
START_TEST(tables_of_other_programs_are_read) {
    logs(",loss,acc\\n0,0.5,\\n1,0.25,0.5\\n", ".,loss,0,0.5\n.,loss,1,0.25\n.,acc,1,0.5\n");
    logs(",step,loss\\n0,10.0,0.5\\n1,20.0,0.25\\n", ".,loss,10,0.5\n.,loss,20,0.25\n");
    logs("Wall time,Step,Value\\n1000.5,3,0.5\\n", ".,Value,3,1000.5,0.5\n");
    logs("epoch,accuracy,loss\\n0,0.5,2\\n", ".,accuracy,0,0.5\n.,loss,0,2\n");
    logs("\\357\\273\\277\"step\",\"a \"\"b\"\"\"\\r\\n1,\"2\"\\r\\n\\r\\n2, 3 \\r\\n",
         ".,\"a \"\"b\"\"\",1,2\n.,\"a \"\"b\"\"\",2,3\n");
}
END_TEST

START_TEST(a_quoted_cell_may_have_several_lines) {
    logs("step,\"a\\n\\nb\"\\n1,2\\n", ".,\"a\n\nb\",1,2\n");
}
END_TEST

START_TEST(wall_times_are_kept) {
    expect("printf 'step,wall_time,a\\n1,1000.123456,5\\n2,,6\\n' | $tblog log --csv r; "
           "$tblog export r | grep -qx '.,a,1,1000.123456,5'",
           0, NULL);
}
END_TEST

START_TEST(what_is_wrong_is_named_by_line_and_column) {
    refused("step,loss\\n1,2\\n2,x\\n", "line 3: column 2 ('loss'): 'x' is not a number");
    refused("1,a,1e999", "line 1: column 3 ('value'): '1e999' is too large");
    refused("9223372036854775808,a,1", "column 1 ('step'): '9223372036854775808' is not a whole");
    refused("step,a\\n1.5,1\\n", "line 2: column 1 ('step'): '1.5' is not a whole number");
    refused("step,a\\n,1\\n", "line 2: column 1 ('step'): '' is not a whole number");
    refused("step,a,b\\n1,2\\n", "line 2: 2 cells, and there are 3 columns");
    refused("1,a,2,3\\n", "line 1: 4 cells, and there are 3 columns");
    refused("loss,acc\\n1,2\\n", "line 1: no column is called step");
    refused("step,tag,value,more\\n1,a,2,3\\n", "line 1: column 4 ('more'): a table with tag and");
    refused("1,\"a\"b,2\\n", "line 1: column 2: text follows the closing quote");
    refused("step,\"a\\n1,2\\n", "line 2: a quoted cell does not end");
    refused("step,wall_time,a\\n1,soon,2\\n", "column 2 ('wall_time'): 'soon' is not a number");
    refused("1,a\\000b,2", "a NUL character at byte 4");
}
END_TEST

START_TEST(runs_stay_in_the_log_folder) {
    static const char *const runs[] = {"../up", "/tmp/x", "a/../../b", "..", "a\\\\..\\\\b"};
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        char *table = path_of("step,run,a\\n1,%s,2\\n", runs[i]);
        refused(table, "column 2 ('run')");
        free(table);
    }
    logs("step,run,a\\n1,..x/y..,2\\n", "..x/y..,a,1,2\n");
    expect("printf 'step,run,a\\n1,x,2\\n' | $tblog log --csv --new r", 1,
           "a column 'run' cannot go with --new");
}
END_TEST

/* Steps of another run do not go back. */
START_TEST(each_run_has_steps_of_its_own) {
    expect("printf 'step,run,a\\n5,x,1\\n1,y,1\\n6,x,1\\n' | $tblog log --csv r", 0, NULL);
    outcome o = run("printf 'step,run,a\\n5,x,1\\n5,x,1\\n' | $tblog log --csv r2");
    ck_assert_ptr_nonnull(strstr(o.err, "line 3: warning: tag 'a': step 5 is not above"));
    free(o.out);
    free(o.err);
}
END_TEST

/* More runs than files are open at a time, each twice. */
START_TEST(there_may_be_more_runs_than_open_files) {
    expect("ulimit -n 230; { echo step,run,a; for s in 1 2; do for r in $(seq 300); do echo "
           "$s,r$r,$s; done; done; } | $tblog log --csv r; "
           "[ $($tblog export r | grep -c ',a,2,') = 300 ] && [ $($tblog export r | wc -l) = 601 ]",
           0, NULL);
}
END_TEST

START_TEST(what_export_writes_comes_back) {
    expect("for run in . a b/c; do printf '%s\\n' '1,x,0.1' '2,x,nan' '2,\"quo\"\"te, é\",-inf' "
           "| $tblog log --csv logs/$run; done; "
           "$tblog export logs | $tblog log --csv narrow && $tblog diff logs narrow && "
           "$tblog export logs >1 && $tblog export narrow >2 && cmp 1 2; "
           "$tblog export -w logs >3; $tblog log --csv wide <3; $tblog export -w wide | cmp - 3; "
           "$tblog export -w --wall-time logs/a | $tblog log --csv one && $tblog diff logs/a one",
           0, NULL);
}
END_TEST

SUITE_WITH("csv", own_folder_enter, own_folder_teardown, three_columns_need_no_heading,
           columns_have_any_order_by_their_heading, a_wide_table_has_a_column_for_each_tag,
           tables_of_other_programs_are_read, a_quoted_cell_may_have_several_lines,
           wall_times_are_kept, what_is_wrong_is_named_by_line_and_column,
           runs_stay_in_the_log_folder, each_run_has_steps_of_its_own,
           there_may_be_more_runs_than_open_files, what_export_writes_comes_back)
