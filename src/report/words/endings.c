/* SPDX-License-Identifier: Apache-2.0 */
/* Which runs diverged, and which stopped early and why. */
#include "report/words/endings.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/output/markup.h"
#include "report/table.h"

enum { SHOWN = 6 }; /* repeats that a sentence names */

/* A sentence about repeats, which grows by one of them at a time. */
typedef struct list {
    FILE *out;
    char *text;
    size_t size, count;
} list;

static void add(list *l, const char *name, const log_repeat *repeat, const char *how) {
    if (l->count++ >= SHOWN) return;
    fprintf(l->out, "%s" NAME_BEGIN "%s" NAME_END, l->count > 1 ? "; " : "", name);
    if (*repeat->seed) fprintf(l->out, " (seed %s)", repeat->seed);
    fprintf(l->out, " %s", how);
}

/* Keep the sentence, unless it is about none; "and 3 more" with what they did. */
static bool end(list *l, report_endings *self, pool *memory, const char *what) {
    if (l->count > SHOWN) fprintf(l->out, "; and %zu more %s", l->count - SHOWN, what);
    bool good = fclose(l->out) == 0;
    const char *kept = good ? pool_print(memory, "%s.", l->text) : NULL;
    free(l->text);
    if (kept && l->count) self->sentences[self->count++] = kept;
    return kept != NULL;
}

/* ---- divergence ---- */

/* "epoch_loss", "val_loss", "train/loss" and their like. */
static bool is_loss(const tblog_series *s) {
    size_t size = strlen(s->tag), suffix = strlen("loss");
    return strcmp(s->kind, "scalars") == 0 && size >= suffix &&
           strcmp(s->tag + size - suffix, "loss") == 0;
}

/* The first point that is not finite, or NULL. */
static const tblog_point *first_bad(const tblog_series *s) {
    for (size_t i = 0; i < s->count; i++)
        if (!isfinite(s->points[i].number)) return &s->points[i];
    return NULL;
}

/* Of all of a repeat's losses the one that diverged first; NULL: none did. */
static const tblog_series *diverged(const log_repeat *repeat) {
    const tblog_series *found = NULL;
    for (size_t p = 0; p < repeat->count; p++)
        for (size_t i = 0; i < tblog_run_series_count(repeat->parts[p].loaded); i++) {
            const tblog_series *s = tblog_run_series(repeat->parts[p].loaded, i);
            const tblog_point *bad = is_loss(s) ? first_bad(s) : NULL;
            if (bad && (!found || bad->step < first_bad(found)->step)) found = s;
        }
    return found;
}

static void add_diverged(list *l, const char *name, const log_repeat *repeat) {
    char how[96];
    const tblog_series *s = diverged(repeat);
    const tblog_point *bad = s ? first_bad(s) : NULL;
    if (!s) return;
    bool epochs = is_epoch_tag(s->tag);
    snprintf(how, sizeof how, "diverged: its loss is %s from %s %lld on",
             isnan(bad->number) ? "NaN" : "infinite", epochs ? "epoch" : "step",
             (long long)bad->step + epochs);
    add(l, name, repeat, how);
}

/* ---- early stopping ---- */

/* A line of a file that initlab wrote into the repeat's folder; NULL if there is none. */
static char *read_ending(const report_logs *logs, const log_repeat *repeat) {
    enum { LINE = 256 };
    const log_part *part = &repeat->parts[0];
    const char *name = tblog_logdir_run_name(logs->folder, part->folder);
    size_t size = strlen(name) - strlen(part->name);
    char *path, *line = calloc(LINE, 1);
    if (asprintf(&path, "%s/%.*s/ending.txt", logs->path, (int)size, name) < 0) path = NULL;
    FILE *file = path && line ? fopen(path, "re") : NULL;
    bool good = file && fgets(line, LINE, file);
    if (file) fclose(file);
    free(path);
    if (good) {
        line[strcspn(line, "\n")] = '\0';
        return line;
    }
    free(line);
    return NULL;
}

static bool add_stopped(list *l, report_logs *logs, const char *name, const log_repeat *repeat) {
    static const char early[] = "stopped early";
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789 :_.,+-"; /* no markup */
    char *line = read_ending(logs, repeat);
    bool is = line && strncmp(line, early, strlen(early)) == 0 && !line[strspn(line, letters)];
    const char *clean = is ? pool_clean_text(&logs->memory, line, strlen(line)) : NULL;
    free(line);
    if (clean) add(l, name, repeat, clean);
    return !is || clean;
}

/* ---- all ---- */

bool endings_find(report_endings *self, report_logs *logs, const char *const *names) {
    list bad = {.count = 0}, early = {.count = 0};
    bool good = true;
    *self = (report_endings){.count = 0};
    bad.out = open_memstream(&bad.text, &bad.size);
    early.out = open_memstream(&early.text, &early.size);
    for (size_t i = 0; bad.out && early.out && i < logs->count; i++)
        for (size_t k = 0; k < logs->runs[i].count; k++) {
            add_diverged(&bad, names[i], &logs->runs[i].repeats[k]);
            good = add_stopped(&early, logs, names[i], &logs->runs[i].repeats[k]) && good;
        }
    good = bad.out && end(&bad, self, &logs->memory, "diverged") && good;
    return early.out && end(&early, self, &logs->memory, "stopped early") && good;
}
