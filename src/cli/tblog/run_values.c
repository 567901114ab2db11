/* SPDX-License-Identifier: Apache-2.0 */
/* Every value of a run. */
#include "cli/tblog/run_values.h"

#include <stdio.h>

static tblog_status visit_record(const tblog_record *record, value_visitor visit, void *context,
                                 bool *more, tblog_error *err) {
    tblog_event event;
    tblog_value value;
    tblog_status status = tblog_event_decode(record, &event, err);
    while (!status && (status = tblog_event_next_value(&event, &value, err)) == TBLOG_OK) {
        *more = visit(context, &event, &value);
        if (!*more) return TBLOG_END;
    }
    return status;
}

static bool file_values(const char *command, const char *path, value_visitor visit, void *context,
                        bool *more) {
    tblog_error err;
    tblog_record record;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    tblog_status status = reader ? TBLOG_OK : err.status;
    while (!status && *more) {
        status = tblog_reader_next(reader, &record, &err);
        if (status) break;
        status = visit_record(&record, visit, context, more, &err);
        if (status == TBLOG_END) status = TBLOG_OK;
    }
    tblog_reader_close(reader);
    if (status == TBLOG_OK || status == TBLOG_END || status == TBLOG_ERR_TRUNCATED) return *more;
    fprintf(stderr, "%s: %s\n", command, err.message);
    return false;
}

bool run_values(const char *command, const tblog_logdir *logdir, size_t run, value_visitor visit,
                void *context) {
    bool good = true, more = true;
    for (size_t i = 0; i < tblog_logdir_file_count(logdir, run) && more; i++)
        good &= file_values(command, tblog_logdir_file(logdir, run, i), visit, context, &more);
    return good;
}
