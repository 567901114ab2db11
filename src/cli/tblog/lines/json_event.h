/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON line of `tblog log` as a summary. */
#ifndef CLI_JSON_EVENT_H
#define CLI_JSON_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

typedef struct json_event {
    bool file_version;  /* only sets the file's own wall time */
    tblog_graph *graph; /* or NULL */
    char *tag;          /* or NULL, of what has none */
    int64_t step;
    double wall_time_s; /* TBLOG_NOW where the line has none; for file_version 0 */
} json_event;

/*
 * Parse a line (text[length] is NUL) and append its value, if it makes one, to the empty 'summary'.
 * Files that it names are read here. Any failure says what is wrong with the line. Free 'event' by
 * json_event_free in any case.
 */
tblog_status json_event_parse(const char *text, size_t length, tblog_summary *summary,
                              json_event *event, tblog_error *err);
void json_event_free(json_event *event);

#endif
