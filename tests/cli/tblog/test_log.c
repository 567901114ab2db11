/* SPDX-License-Identifier: Apache-2.0 */
/* What `tblog log` makes of its options and lines, beyond one line at a time (test_lines.c). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command_line.h"
#include "event_file.h"
#include "own_folder.h"
#include "suite.h"

static void setup(void) {
    own_folder_enter();
    setenv("TZ", "UTC", 1);
    setenv("SOURCE_DATE_EPOCH", "1795780800", 1); /* 2026-11-27 12:00:00 */
}

START_TEST(a_new_run_gets_a_folder_whose_name_is_printed) {
    for (int i = 0; i < 2; i++) {
        outcome o = run("echo 1,loss,2 | $tblog log --new --csv --host h runs");
        ck_assert_int_eq(o.code, 0);
        ck_assert_str_eq(o.out, i ? "runs/Nov27_12-00-00_h_1\n" : "runs/Nov27_12-00-00_h\n");
        o.out[strlen(o.out) - 1] = '\0';
        char *path = only_file(o.out);
        event_file file = event_file_read(path);
        ck_assert_uint_eq(file.count, 2);
        event_file_free(&file);
        free(path);
        free(o.out);
        free(o.err);
    }
}
END_TEST

/* A graph of 12,000 nodes in a line of 1.6 MB, which comes in pieces, and a line after it. */
START_TEST(a_line_may_be_as_long_as_a_large_graph) {
    outcome o =
        run("{ printf '{\"kind\":\"graph\",\"nodes\":['; awk 'BEGIN { for (i = 0; i < 12000; i++) "
            "printf \"%s{\\\"name\\\":\\\"layer/number/%05d/of/a/large/model/with/long/names\\\","
            "\\\"op\\\":\\\"Dense\\\",\\\"inputs\\\":[],\\\"attributes\\\":"
            "{\\\"units\\\":\\\"%d\\\",\\\"comment\\\":\\\"0123456789\\\"}}\", i ? \",\" : \"\", "
            "i, i }'; "
            "echo ']}'; printf '{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1}'; } >lines; "
            "wc -c <lines; $tblog log run <lines && $tblog ls run");
    ck_assert_msg(o.code == 0, "%s", o.err);
    ck_assert_int_gt(atol(o.out), 1600000);
    ck_assert_ptr_nonnull(strstr(o.out, "scalars"));
    char *path = only_file("run");
    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, 3);
    ck_assert_uint_gt(file.records[1].event->graph_def.len, 12000 * 60);
    event_file_free(&file);
    free(path);
    free(o.out);
    free(o.err);
}
END_TEST

/* Lines of every length about the places at which the buffer grows. */
START_TEST(lines_of_any_length_are_whole) {
    expect("awk 'BEGIN { for (k = 0; k < 3; k++) for (i = 65500; i < 65560; i += 6) { "
           "printf \"{\\\"kind\\\":\\\"text\\\",\\\"tag\\\":\\\"a\\\",\\\"step\\\":%d,"
           "\\\"value\\\":\\\"%0*d\\\"}\\n\", ++step, i * (k + 1) - 50, 7 } }' >lines; "
           "$tblog log run <lines",
           0, NULL);
    char *path = only_file("run");
    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, 31);
    for (size_t i = 1; i < file.count; i++) {
        size_t want = (65500 + (i - 1) % 10 * 6) * ((i - 1) / 10 + 1) - 50;
        ck_assert_int_eq(file.records[i].event->step, (int64_t)i);
        ck_assert_uint_eq(file.records[i].event->summary->value[0]->tensor->string_val[0].len,
                          want);
    }
    event_file_free(&file);
    free(path);
}
END_TEST

SUITE_WITH("log", setup, own_folder_teardown, a_new_run_gets_a_folder_whose_name_is_printed,
           a_line_may_be_as_long_as_a_large_graph, lines_of_any_length_are_whole)
