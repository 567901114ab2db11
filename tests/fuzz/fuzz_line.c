/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of `tblog log`, JSON and CSV. Properties: a failure has a message; and what a line makes
 * can be written, and is read back as the same number of values.
 */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "cli/tblog/lines/csv_rows.h"
#include "cli/tblog/lines/json_event.h"
#include "fuzz_file.h"

static void check(tblog_status status, const tblog_error *err, json_event *event,
                  tblog_summary *summary) {
    FUZZ_ASSERT(status == TBLOG_OK || *err->message);
    json_event_free(event);
    tblog_summary_clear(summary);
}

static bool add(void *summary, const char *tag, double value) {
    tblog_error err;
    return tblog_summary_scalar(summary, tag, value, &err) == TBLOG_OK ||
           (FUZZ_ASSERT(*err.message), true);
}

/* All lines of a text, until one is wrong. */
static void read_csv(char *text, tblog_summary *summary) {
    tblog_error err = {TBLOG_OK, ""};
    csv_rows *csv = csv_rows_new();
    csv_row row;
    bool good = true;
    for (char *line = text, *end; good && *line; line = end) {
        end = line + strcspn(line, "\n");
        size_t length = (size_t)(end - line);
        if (*end) *end++ = '\0';
        good = csv_rows_take(csv, line, length, &row, add, summary, &err);
        FUZZ_ASSERT(good || *err.message);
        tblog_summary_clear(summary);
    }
    if (good) csv_rows_end(csv, &err);
    csv_rows_free(csv);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size) {
    static tblog_summary *summary;
    tblog_error err = {TBLOG_OK, ""};
    json_event event = {0};
    if (!summary) summary = tblog_summary_new();
    char *line = malloc(size + 1);
    memcpy(line, bytes, size);
    line[size] = '\0';
    check(json_event_parse(line, size, summary, &event, &err), &err, &event, summary);
    read_csv(line, summary);
    free(line);
    return 0;
}
