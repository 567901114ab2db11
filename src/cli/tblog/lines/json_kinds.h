/* SPDX-License-Identifier: Apache-2.0 */
/* The kinds of `tblog log`. */
#ifndef CLI_JSON_KINDS_H
#define CLI_JSON_KINDS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <tblog/tblog.h>

#include "base/names/near_name.h"

enum { JSON_KIND_FIELDS = 5 };

typedef struct json_kind {
    const char *name;
    const char *fields[JSON_KIND_FIELDS]; /* besides those that every line may have */
    bool tagged;                          /* whether a line needs a tag */
    /* Append the line's value to the summary. 'tag' may be NULL if not 'tagged'. */
    tblog_status (*add)(const cJSON *line, const char *tag, tblog_summary *summary,
                        tblog_error *err);
    /* Or make a graph of the line. file_version has neither. */
    tblog_status (*make_graph)(const cJSON *line, tblog_graph **graph, tblog_error *err);
} json_kind;

/* The kind of that name; NULL if there is none. */
const json_kind *json_kind_find(const char *name);

/* Look for a kind that a misspelt name may mean. */
void json_kinds_try(near_name *near);

#endif
