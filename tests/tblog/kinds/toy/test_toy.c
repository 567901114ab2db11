/* SPDX-License-Identifier: Apache-2.0 */
/* A kind that is added in its one place is there everywhere: in one line, with a queue, on a line
 * of `tblog log`. */
#include "toy.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "event_file.h"
#include "own_folder.h"
#include "suite.h"
#include "tblog/bytes.h"

static tblog_error err;

static void assert_toys(const char *run) {
    char *path = only_file(run);
    event_file file = event_file_read(path);
    ck_assert_uint_eq(file.count, 3);
    for (size_t i = 1; i < file.count; i++) {
        const Tblog__Summary__Value *value = file.records[i].event->summary->value[0];
        int32_t number;
        ck_assert_int_eq(file.records[i].event->step, (int64_t)i);
        ck_assert_str_eq(value->tag, "ball");
        ck_assert_str_eq(value->metadata->plugin_data->plugin_name, "toy");
        ck_assert_uint_eq(value->tensor->tensor_content.len, sizeof number);
        tblog__copy_le((uint8_t *)&number, value->tensor->tensor_content.data, 1, sizeof number);
        ck_assert_int_eq(number, (int32_t)i * 10);
    }
    event_file_free(&file);
    free(path);
}

static void log_toys(const char *run, size_t queue_bytes) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = queue_bytes;
    tblog_writer *writer = tblog_writer_open(run, &options, &err);
    ck_assert_msg(writer != NULL, "%s", err.message);
    ck_assert_int_eq(tblog_toy(writer, "ball", 1, 10), TBLOG_OK);
    ck_assert_int_eq(tblog_toy(writer, "ball", 2, 20), TBLOG_OK);
    ck_assert_int_eq(tblog_toy(writer, "", 3, 30), TBLOG_ERR_ARGUMENT);
    tblog_writer_close(writer, NULL);
    assert_toys(run);
}

START_TEST(a_toy_is_logged_in_one_line) {
    log_toys("direct", 0);
    log_toys("queued", 1 << 16);
}
END_TEST

START_TEST(a_toy_is_logged_by_the_command) {
    static const char lines[] = "{\"kind\":\"toy\",\"tag\":\"ball\",\"step\":1,\"value\":10}\n"
                                "{\"kind\":\"toy\",\"tag\":\"ball\",\"step\":2,\"value\":20}\n";
    file_write("lines", lines, sizeof lines - 1);
    ck_assert_int_eq(WEXITSTATUS(system("'" TBLOG_WITH_TOY "' log run <lines")), 0);
    assert_toys("run");
    file_write("lines", "{\"kind\":\"toy\",\"tag\":\"ball\",\"npy\":1}\n", 37);
    ck_assert_int_eq(
        WEXITSTATUS(system("'" TBLOG_WITH_TOY "' log other <lines 2>&1 | grep -q 'no field'")), 0);
}
END_TEST

SUITE_WITH("toy", own_folder_enter, own_folder_teardown, a_toy_is_logged_in_one_line,
           a_toy_is_logged_by_the_command)
