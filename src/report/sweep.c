/* SPDX-License-Identifier: Apache-2.0 */
/* What varies in a sweep, from the names of its runs. */
#include "report/sweep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names/hashed_name.h"
#include "base/number.h"

/* One piece of a name, "lr=0.01"; views into it. */
typedef struct assignment {
    const char *name, *value;
    size_t name_size, value_size;
} assignment;

/* Where a piece ends: at a comma that is not in parentheses. */
static const char *piece_end(const char *at, const char *end) {
    int depth = 0;
    for (; at < end; at++) {
        if (*at == '(') depth++;
        if (*at == ')') depth--;
        if (*at == ',' && depth <= 0) break;
    }
    return at;
}

/* The pieces of a run's name, all of which must be assignments; how many. */
static size_t take_apart(const char *name, assignment pieces[SWEEP_OPTIONS]) {
    const char *slash = strrchr(name, '/'), *at = slash ? slash + 1 : name;
    const char *end = at + length_without_hash(at);
    size_t count = 0;
    while (at < end) {
        const char *stop = piece_end(at, end);
        const char *equal = memchr(at, '=', (size_t)(stop - at));
        if (!equal || equal == at || count == SWEEP_OPTIONS) return 0;
        pieces[count++] =
            (assignment){at, equal + 1, (size_t)(equal - at), (size_t)(stop - equal - 1)};
        at = stop < end ? stop + 1 : end;
    }
    return count;
}

/* An option while runs are gone through. */
typedef struct column {
    const char *name;
    const char **values; /* of each run */
} column;

static column *column_named(column *columns, size_t *count, report_logs *logs,
                            const assignment *piece) {
    for (size_t i = 0; i < *count; i++)
        if (strlen(columns[i].name) == piece->name_size &&
            memcmp(columns[i].name, piece->name, piece->name_size) == 0)
            return &columns[i];
    if (*count == SWEEP_OPTIONS) return NULL;
    column *new = &columns[(*count)++];
    *new = (column){pool_print(&logs->memory, "%.*s", (int)piece->name_size, piece->name),
                    pool_take(&logs->memory, logs->count, sizeof *new->values)};
    return new;
}

static bool fill_columns(column *columns, size_t *count, size_t *described, report_logs *logs) {
    assignment pieces[SWEEP_OPTIONS];
    for (size_t i = 0; i < logs->count; i++) {
        size_t n = take_apart(logs->runs[i].name, pieces);
        *described += n > 0;
        for (size_t k = 0; k < n; k++) {
            column *to = column_named(columns, count, logs, &pieces[k]);
            if (!to) continue; /* more options than a page has columns for */
            if (!to->name || !to->values) return false;
            to->values[i] =
                pool_print(&logs->memory, "%.*s", (int)pieces[k].value_size, pieces[k].value);
            if (!to->values[i]) return false;
        }
    }
    return true;
}

static bool varies(const column *of, size_t runs) {
    for (size_t i = 1; i < runs; i++) {
        const char *a = of->values[0], *b = of->values[i];
        if (!a != !b || (a && strcmp(a, b) != 0)) return true;
    }
    return false;
}

static bool are_numbers(const column *of, size_t runs) {
    double number;
    for (size_t i = 0; i < runs; i++)
        if (of->values[i] && !(number_parse(of->values[i], &number) && isfinite(number)))
            return false;
    return true;
}

double sweep_number(const sweep_option *option, size_t run) {
    double number;
    return option->values[run] && number_parse(option->values[run], &number) ? number : NAN;
}

/* ---- names ---- */

/* "he_normal, lr 0.01": words alone, numbers and the like with their option. NULL: no memory. */
static const char *short_name(const report_sweep *self, report_logs *logs, size_t run) {
    char *text = NULL;
    size_t size, said = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    for (size_t i = 0; i < self->count; i++) {
        const sweep_option *option = &self->options[i];
        const char *value = option->values[run];
        if (!value) continue;
        bool is_flag =
            strcmp(value, "on") == 0 || strcmp(value, "off") == 0 || strcmp(value, "none") == 0;
        fprintf(out, "%s%s%s%s", said++ ? ", " : "",
                option->is_number || is_flag ? option->name : "",
                option->is_number || is_flag ? " " : "", value);
    }
    const char *kept = fclose(out) == 0 ? pool_print(&logs->memory, "%s", text) : NULL;
    free(text);
    return kept;
}

static bool make_names(const report_sweep *self, report_logs *logs, const char **names) {
    const char **made = pool_take(&logs->memory, logs->count, sizeof *made);
    if (!made) return false;
    for (size_t i = 0; i < logs->count; i++)
        if (!(made[i] = short_name(self, logs, i))) return false;
    for (size_t i = 0; i < logs->count; i++) {
        size_t alike = 0;
        for (size_t k = 0; k < logs->count; k++) alike += strcmp(made[i], made[k]) == 0;
        if (*made[i] && alike == 1) names[i] = made[i];
    }
    return true;
}

bool sweep_read(report_sweep *self, report_logs *logs, const char **names) {
    column columns[SWEEP_OPTIONS];
    size_t count = 0, described = 0; /* runs whose name says something */
    sweep_option *options = pool_take(&logs->memory, SWEEP_OPTIONS, sizeof *options);
    *self = (report_sweep){.options = options};
    for (size_t i = 0; i < logs->count; i++) names[i] = logs->runs[i].name;
    if (!options || !fill_columns(columns, &count, &described, logs)) return false;
    for (size_t i = 0; i < count && described > 1; i++)
        if (varies(&columns[i], logs->count))
            options[self->count++] = (sweep_option){columns[i].name, columns[i].values,
                                                    are_numbers(&columns[i], logs->count)};
    return !self->count || make_names(self, logs, names);
}
