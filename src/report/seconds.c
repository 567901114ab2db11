/* SPDX-License-Identifier: Apache-2.0 */
/* How long training took. */
#include "report/seconds.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file_text.h"
#include "base/number.h"

/* ---- comparison.csv ---- */

enum { MAX_FIELDS = 32 };

/* The fields of a line, unquoted in place; *at moves to the next line. How many there are. */
static size_t split_line(char **at, char *fields[MAX_FIELDS]) {
    size_t count = 0;
    char *from = *at;
    while (*from) {
        char *to = from;
        if (count < MAX_FIELDS) fields[count++] = to;
        bool quoted = *from == '"';
        if (quoted) from++;
        while (*from && (quoted || !strchr(",\r\n", *from))) {
            if (quoted && *from == '"' && *++from != '"') {
                quoted = false;
                continue;
            }
            *to++ = *from++;
        }
        char end = *from;
        if (*from) from++;
        *to = '\0';
        if (end == '\r' && *from == '\n') from++;
        if (end != ',') break;
    }
    *at = from;
    return count;
}

static size_t column_named(char *const *fields, size_t count, const char *name) {
    size_t i = 0;
    while (i < count && strcmp(fields[i], name) != 0) i++;
    return i;
}

/* The repeat that lies in that folder of the log folder; NULL: none. */
static log_repeat *repeat_in(report_logs *logs, const char *folder) {
    size_t size = strlen(folder);
    for (size_t i = 0; i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++) {
            log_repeat *repeat = &logs->runs[i].repeats[k];
            const log_part *part = &repeat->parts[0];
            const char *name = tblog_logdir_run_name(logs->folder, part->folder);
            size_t length = strlen(name) - (*part->name ? strlen(part->name) + 1 : 0);
            if (length == size && strncmp(name, folder, size) == 0) return repeat;
        }
    return NULL;
}

/* Add each epoch's seconds to its run's. */
static void add_rows(report_logs *logs, char *text) {
    char *fields[MAX_FIELDS];
    size_t columns = split_line(&text, fields);
    size_t run = column_named(fields, columns, "run");
    size_t seconds = column_named(fields, columns, "seconds");
    log_repeat *repeat = NULL;
    char *last = NULL; /* rows of a run follow each other */
    if (run == columns || seconds == columns) return;
    while (*text) {
        double more;
        size_t count = split_line(&text, fields);
        if (count <= run || count <= seconds || !number_parse(fields[seconds], &more)) continue;
        if (!last || strcmp(last, fields[run]) != 0) repeat = repeat_in(logs, fields[run]);
        last = fields[run];
        if (repeat) repeat->seconds = isnan(repeat->seconds) ? more : repeat->seconds + more;
    }
}

bool seconds_read(report_logs *logs) {
    char *path, *text;
    size_t length;
    error err;
    for (size_t i = 0; i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++) logs->runs[i].repeats[k].seconds = NAN;
    if (asprintf(&path, "%s/comparison.csv", logs->path) < 0) return false;
    bool there = file_text_read(path, &text, &length, &err);
    free(path);
    if (!there) return true;
    add_rows(logs, text);
    free(text);
    return true;
}

/* ---- events ---- */

static double between_events(const log_repeat *repeat) {
    double first = INFINITY, last = -INFINITY;
    log_repeat_times(repeat, &first, &last);
    return last > first && isfinite(last - first) ? last - first : NAN;
}

double seconds_of(const log_repeat *repeat) {
    if (!isnan(repeat->seconds)) return repeat->seconds;
    const tblog_series *s = log_scalars(log_part_named(repeat, ""), "seconds");
    double logged = s ? s->points[s->count - 1].number : NAN;
    return logged > 0 && isfinite(logged) ? logged : between_events(repeat);
}
