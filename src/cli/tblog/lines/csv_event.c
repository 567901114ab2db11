/* SPDX-License-Identifier: Apache-2.0 */
/* One CSV line, step,tag,value, as a summary. log.c calls this. */
#include "cli/tblog/lines/csv_event.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/tblog/lines/json_fields.h"

/* Read the field at *at into 'field', without quotes, and move *at after its comma. False if it is
 * malformed. */
static bool next_field(const char **at, char *field) {
    bool quoted = **at == '"';
    if (quoted) ++*at;
    for (;; ++*at) {
        if (!**at) {
            if (quoted) return false;
            break;
        }
        if (quoted && **at == '"') {
            if ((*at)[1] != '"') {
                ++*at;
                break;
            }
            ++*at;
        } else if (!quoted && **at == ',') {
            break;
        }
        *field++ = **at;
    }
    *field = '\0';
    if (**at == ',')
        ++*at;
    else if (**at && **at != '\r')
        return false;
    return true;
}

static tblog_status parse(const char *text, char *field, tblog_summary *summary, json_event *event,
                          tblog_error *err) {
    char *end;
    errno = 0;
    event->step = strtoll(text, &end, 10);
    if (end == text || *end != ',' || errno)
        return json_fail(err, "the step is not a whole number");
    text = end + 1;
    if (!next_field(&text, field)) return json_fail(err, "the tag is malformed");
    double value = strtod(text, &end);
    if (end == text || end[strspn(end, " \r")] != '\0')
        return json_fail(err, "the value is not a number, or more follows it");
    if (isinf(value) && errno == ERANGE) return json_fail(err, "the value is too large");
    return tblog_summary_scalar(summary, field, value, err);
}

tblog_status csv_event_parse(const char *text, size_t length, bool first, tblog_summary *summary,
                             json_event *event, tblog_error *err) {
    size_t nul = strlen(text);
    *event = (json_event){.wall_time_s = TBLOG_NOW};
    if (nul < length) return json_fail(err, "a NUL character in column %zu", nul + 1);
    if (first && strncmp(text, "step,", 5) == 0) return TBLOG_OK;
    char *field = malloc(strlen(text) + 1);
    if (!field) return json_fail(err, "out of memory");
    event->tag = field;
    return parse(text, field, summary, event, err);
}
