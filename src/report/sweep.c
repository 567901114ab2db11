/* SPDX-License-Identifier: Apache-2.0 */
/* What varies in a sweep. */
#include "report/sweep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names/hashed_name.h"
#include "base/number.h"
#include "report/hparams.h"

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

/* ---- options while runs are gone through ---- */

typedef struct column {
    const char *name;
    const char **values; /* of each run */
} column;

/* Those that do not vary are dropped in the end. */
enum { COLUMNS = 64 };

typedef struct columns {
    report_logs *logs;
    column of[COLUMNS];
    size_t count;
    size_t described; /* runs that have an option */
} columns;

/* Set a run's value; what there is no column for is left out. False if memory is out. */
static bool set_value(columns *self, size_t run, const char *name, size_t size, const char *value) {
    pool *memory = &self->logs->memory;
    size_t i = 0;
    while (i < self->count &&
           (strlen(self->of[i].name) != size || memcmp(self->of[i].name, name, size) != 0))
        i++;
    if (i == COLUMNS) return true;
    column *to = &self->of[i];
    if (i == self->count) {
        *to = (column){pool_print(memory, "%.*s", (int)size, name),
                       pool_take(memory, self->logs->count, sizeof *to->values)};
        if (!to->name || !to->values) return false;
        self->count++;
    }
    to->values[run] = value;
    return value != NULL;
}

/* The options in the runs' names. */
static bool read_names(columns *self) {
    assignment pieces[SWEEP_OPTIONS];
    for (size_t i = 0; i < self->logs->count; i++) {
        size_t n = take_apart(self->logs->runs[i].name, pieces);
        self->described += n > 0;
        for (size_t k = 0; k < n; k++) {
            const assignment *p = &pieces[k];
            const char *value =
                pool_print(&self->logs->memory, "%.*s", (int)p->value_size, p->value);
            if (!set_value(self, i, p->name, p->name_size, value)) return false;
        }
    }
    return true;
}

/* The start of a run's session: of its first seed's, which is in the run's own folder. */
static bool session_of(const log_run *run, tblog_text_view *start) {
    const log_repeat *first = &run->repeats[0];
    for (size_t p = 0; p < first->count; p++)
        if (hparams_session_start(first->parts[p].loaded, start)) return true;
    return false;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const column *)a)->name, ((const column *)b)->name);
}

/* The hyperparameters of the runs' sessions: a message has them in no order. */
static bool read_sessions(columns *self) {
    pool *memory = &self->logs->memory;
    for (size_t i = 0; i < self->logs->count; i++) {
        tblog_text_view start;
        if (!session_of(&self->logs->runs[i], &start)) continue;
        self->described++;
        for (hparam_view found; hparams_next(&start, &found);) {
            const char *name = hparam_name(memory, found.name);
            if (!name || !set_value(self, i, name, strlen(name), hparam_text(memory, found.value)))
                return false;
        }
    }
    qsort(self->of, self->count, sizeof *self->of, by_name);
    return true;
}

/* ---- which of them are shown ---- */

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

/* Whether it is what the runs are called. */
static bool is_name(const column *of, const report_logs *logs) {
    for (size_t i = 0; i < logs->count; i++)
        if (!of->values[i] || strcmp(of->values[i], logs->runs[i].name) != 0) return false;
    return true;
}

/* Whether runs with the same value of one column have the same value of the other. */
static bool follows(const column *of, const column *from, size_t runs) {
    for (size_t i = 0; i < runs; i++)
        for (size_t k = i + 1; k < runs; k++)
            if (from->values[i] && from->values[k] && of->values[i] && of->values[k] &&
                strcmp(from->values[i], from->values[k]) == 0 &&
                strcmp(of->values[i], of->values[k]) != 0)
                return false;
    return true;
}

/* Whether it says no more than the column that it is about: initializer_arguments of initializer,
 * unless these vary by themselves. */
static bool is_explained(const column *of, const columns *all) {
    static const char ending[] = "_arguments";
    size_t size = strlen(of->name), end = strlen(ending);
    if (size <= end || strcmp(of->name + size - end, ending) != 0) return false;
    for (size_t i = 0; i < all->count; i++)
        if (strlen(all->of[i].name) == size - end &&
            strncmp(all->of[i].name, of->name, size - end) == 0)
            return follows(of, &all->of[i], all->logs->count);
    return false;
}

static void choose_options(report_sweep *self, sweep_option *options, const columns *from) {
    size_t runs = from->logs->count;
    for (size_t i = 0; i < from->count && self->count < SWEEP_OPTIONS; i++) {
        const column *of = &from->of[i];
        if (varies(of, runs) && !is_name(of, from->logs) && !is_explained(of, from))
            options[self->count++] = (sweep_option){of->name, of->values, are_numbers(of, runs)};
    }
}

bool sweep_read(report_sweep *self, report_logs *logs, const char **names) {
    columns by_names = {.logs = logs}, by_sessions = {.logs = logs};
    sweep_option *options = pool_take(&logs->memory, SWEEP_OPTIONS, sizeof *options);
    *self = (report_sweep){.options = options};
    for (size_t i = 0; i < logs->count; i++) names[i] = logs->runs[i].name;
    if (!options || !read_names(&by_names) || !read_sessions(&by_sessions)) return false;
    if (by_names.described < logs->count && by_sessions.described > 1) {
        choose_options(self, options, &by_sessions);
        return true;
    }
    if (by_names.described > 1) choose_options(self, options, &by_names);
    return !self->count || make_names(self, logs, names);
}
