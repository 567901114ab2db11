/* SPDX-License-Identifier: Apache-2.0 */
/* One JSON line of `tblog log` as a summary. */
#ifndef CLI_JSON_EVENT_H
#define CLI_JSON_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

typedef struct json_event {
    bool file_version;  /* the line only sets the wall time of the file's version event */
    tblog_graph *graph; /* or NULL */
    char *tag;          /* NULL if the line has none */
    int64_t step;
    double wall_time_s; /* TBLOG_NOW if the line has none; 0 for file_version */
} json_event;

/*
 * Parse a line (text[length] is NUL) and append its value, if it has one, to the empty 'summary'.
 * Files that it names are read here. On failure 'err' says what is wrong with the line. Free
 * 'event' by json_event_free in any case.
 */
tblog_status json_event_parse(const char *text, size_t length, tblog_summary *summary,
                              json_event *event, tblog_error *err);
void json_event_free(json_event *event);

#endif
