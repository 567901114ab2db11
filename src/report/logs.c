/* SPDX-License-Identifier: Apache-2.0 */
/* A log folder as a report sees it. */
#include "report/logs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report/hparams.h"

/* A folder's name taken apart: views into it, sizes in bytes. */
typedef struct log_name {
    const char *run, *seed, *part;
    size_t run_size, seed_size, part_size;
} log_name;

/* ---- names ---- */

static bool is_split(const char *name, size_t size) {
    static const char *const splits[] = {"train", "validation", "val", "test", "eval"};
    for (size_t i = 0; i < sizeof splits / sizeof splits[0]; i++)
        if (strlen(splits[i]) == size && memcmp(splits[i], name, size) == 0) return true;
    return false;
}

/* Where the last component of a path begins. */
static const char *last_component(const char *path, size_t size) {
    while (size > 0 && path[size - 1] != '/') size--;
    return path + size;
}

/* Whether "<stem>train" or "<stem>validation" is a folder as well. */
static bool lies_beside_split(const tblog_logdir *folder, const char *stem, size_t size) {
    for (size_t i = 0; i < tblog_logdir_run_count(folder); i++) {
        const char *other = tblog_logdir_run_name(folder, i);
        if (strncmp(other, stem, size) == 0 && is_split(other + size, strlen(other + size)))
            return true;
    }
    return false;
}

static void cut_slash(const char *path, size_t *size) {
    if (*size > 0 && path[*size - 1] == '/') (*size)--;
}

static log_name take_apart(const tblog_logdir *folder, const char *path) {
    size_t size = strlen(path);
    log_name name = {.run = path, .run_size = size, .seed = "", .part = ""};
    if (strcmp(path, ".") == 0) {
        name.run_size = 0;
        return name;
    }
    const char *last = last_component(path, size);
    size_t stem = (size_t)(last - path);
    if (is_split(last, size - stem) || (stem > 0 && lies_beside_split(folder, path, stem))) {
        name.part = last;
        name.part_size = size - stem;
        name.run_size = stem;
        cut_slash(path, &name.run_size);
    }
    last = last_component(path, name.run_size);
    stem = (size_t)(last - path);
    size_t length = name.run_size - stem;
    if (length > 5 && memcmp(last, "seed-", 5) == 0 &&
        strspn(last + 5, "0123456789") >= length - 5) {
        name.seed = last + 5;
        name.seed_size = length - 5;
        name.run_size = stem;
        cut_slash(path, &name.run_size);
    }
    return name;
}

/* ---- the tree ---- */

/*
 * 'list', or a copy with room for one more: it doubles whenever it is full, which is at none and at
 * powers of two. NULL when there is no memory.
 */
static void *room(pool *memory, void *list, size_t count, size_t size) {
    if (count && (count & (count - 1))) return list;
    void *grown = pool_take(memory, count ? 2 * count : 1, size);
    if (grown && count) memcpy(grown, list, count * size);
    return grown;
}

static log_run *run_named(report_logs *self, const char *name, bool is_root) {
    for (size_t i = self->count; i > 0; i--)
        if (self->runs[i - 1].is_root == is_root && strcmp(self->runs[i - 1].name, name) == 0)
            return &self->runs[i - 1];
    log_run *runs = room(&self->memory, self->runs, self->count, sizeof *runs);
    if (!runs) return NULL;
    self->runs = runs;
    runs[self->count] = (log_run){.name = name, .is_root = is_root};
    return &runs[self->count++];
}

static log_repeat *repeat_of(pool *memory, log_run *run, const char *seed) {
    for (size_t i = run->count; i > 0; i--)
        if (strcmp(run->repeats[i - 1].seed, seed) == 0) return &run->repeats[i - 1];
    log_repeat *repeats = room(memory, run->repeats, run->count, sizeof *repeats);
    if (!repeats) return NULL;
    run->repeats = repeats;
    repeats[run->count] = (log_repeat){.seed = seed};
    return &repeats[run->count++];
}

static bool add_part(pool *memory, log_repeat *repeat, log_part part) {
    log_part *parts = room(memory, repeat->parts, repeat->count, sizeof *parts);
    if (!parts) return false;
    repeat->parts = parts;
    parts[repeat->count++] = part;
    return true;
}

static bool has_something(const tblog_run *run) {
    for (size_t i = 0; i < tblog_run_series_count(run); i++) {
        const char *kind = tblog_run_series(run, i)->kind;
        if (!strcmp(kind, "scalars") || !strcmp(kind, "histograms") || !strcmp(kind, "images"))
            return true;
    }
    return false;
}

static bool add_loaded(report_logs *self, size_t folder, tblog_run *loaded) {
    log_name name = take_apart(self->folder, tblog_logdir_run_name(self->folder, folder));
    const char *run_name =
        name.run_size ? pool_clean_text(&self->memory, name.run, name.run_size) : self->title;
    const char *seed = pool_clean_text(&self->memory, name.seed, name.seed_size);
    const char *part_name = pool_clean_text(&self->memory, name.part, name.part_size);
    log_run *run = run_name && seed && part_name ? run_named(self, run_name, !name.run_size) : NULL;
    log_repeat *repeat = run ? repeat_of(&self->memory, run, seed) : NULL;
    return repeat && add_part(&self->memory, repeat, (log_part){part_name, folder, loaded});
}

static bool warn(report_logs *self, const char *message) {
    const char **warnings =
        room(&self->memory, self->warnings, self->warning_count, sizeof *warnings);
    const char *text = pool_clean_text(&self->memory, message, strlen(message));
    if (!warnings || !text) return false;
    self->warnings = warnings;
    warnings[self->warning_count++] = text;
    return true;
}

static bool add_folder(report_logs *self, size_t folder) {
    tblog_error err;
    tblog_run *loaded;
    tblog_status status =
        tblog_run_load(self->folder, folder, TBLOG_RESTARTS_REPLACE, &loaded, &err);
    if (!loaded || (status && !warn(self, err.message))) {
        tblog_run_free(loaded);
        return false;
    }
    tblog_text_view start;
    bool wanted = has_something(loaded) || hparams_session_start(loaded, &start);
    if (wanted && add_loaded(self, folder, loaded)) return true;
    tblog_run_free(loaded);
    return !wanted; /* else there was no memory */
}

static bool shows_something(const log_repeat *repeat) {
    for (size_t i = 0; i < repeat->count; i++)
        if (has_something(repeat->parts[i].loaded)) return true;
    return false;
}

static void free_parts(log_repeat *repeat) {
    for (size_t i = 0; i < repeat->count; i++) tblog_run_free(repeat->parts[i].loaded);
}

/* A session that logged nothing else is not shown. */
static void drop_empty(report_logs *self) {
    size_t runs = 0;
    for (size_t i = 0; i < self->count; i++) {
        log_run *run = &self->runs[i];
        size_t repeats = 0;
        for (size_t k = 0; k < run->count; k++) {
            if (shows_something(&run->repeats[k]))
                run->repeats[repeats++] = run->repeats[k];
            else
                free_parts(&run->repeats[k]);
        }
        run->count = repeats;
        if (repeats) self->runs[runs++] = *run;
    }
    self->count = runs;
}

/* The repeat without a seed, or the number of repeats. */
static size_t repeat_without_seed(const log_run *run) {
    size_t i = 0;
    while (i < run->count && *run->repeats[i].seed) i++;
    return i;
}

/*
 * What a folder holds itself and what is in its folders of seeds are two runs: they may have other
 * options, and one may be a second copy of a seed. The seeds get a run of their own, <name>/seed-*.
 */
static bool part_seeds(report_logs *self, size_t index) {
    size_t lone = repeat_without_seed(&self->runs[index]), count = self->runs[index].count;
    if (lone == count || count == 1) return true;
    log_run *runs = room(&self->memory, self->runs, self->count, sizeof *runs);
    log_repeat *repeat = pool_take(&self->memory, 1, sizeof *repeat);
    char *name = pool_print(&self->memory, "%s/seed-*", self->runs[index].name);
    if (!runs || !repeat || !name) return false;
    log_repeat *seeds = runs[index].repeats;
    *repeat = seeds[lone];
    memmove(&seeds[lone], &seeds[lone + 1], (count - lone - 1) * sizeof *seeds);
    runs[self->count++] = (log_run){.name = name, .repeats = seeds, .count = count - 1};
    runs[index].repeats = repeat;
    runs[index].count = 1;
    self->runs = runs;
    return true;
}

static int by_name(const void *a, const void *b) {
    return strcmp(((const log_run *)a)->name, ((const log_run *)b)->name);
}

/* Seeds as numbers of any length, without leading zeros; then as texts. */
static int by_seed(const void *a, const void *b) {
    const char *p = ((const log_repeat *)a)->seed, *q = ((const log_repeat *)b)->seed;
    size_t n = strlen(p + strspn(p, "0")), m = strlen(q + strspn(q, "0"));
    if (n != m) return n < m ? -1 : 1;
    int order = strcmp(p + strspn(p, "0"), q + strspn(q, "0"));
    return order ? order : strcmp(p, q);
}

/* A run within may have the log folder's name. */
static void name_root(report_logs *self) {
    log_run *root = NULL;
    for (size_t i = 0; i < self->count; i++)
        if (self->runs[i].is_root) root = &self->runs[i];
    for (size_t i = 0; root && i < self->count; i++)
        if (&self->runs[i] != root && strcmp(self->runs[i].name, root->name) == 0) root->name = ".";
}

/* The folder's own name, also of "." and "logs/". */
static const char *title_of(pool *memory, const char *path) {
    char *real = realpath(path, NULL);
    const char *whole = real ? real : path;
    const char *last = last_component(whole, strlen(whole));
    const char *title = pool_clean_text(memory, *last ? last : whole, strlen(*last ? last : whole));
    free(real);
    return title;
}

bool logs_read(report_logs *self, const char *path, error *err) {
    tblog_error reason;
    *self = (report_logs){.path = path, .folder = tblog_logdir_open(path, &reason)};
    if (!self->folder) return error_set(err, "%s", reason.message);
    self->title = title_of(&self->memory, path);
    bool good = self->title != NULL;
    for (size_t i = 0; i < tblog_logdir_run_count(self->folder) && good; i++)
        good = add_folder(self, i);
    drop_empty(self);
    name_root(self);
    for (size_t i = self->count; good && i > 0; i--) good = part_seeds(self, i - 1);
    if (!good) return error_set(err, "%s: out of memory", path);
    if (!self->count && self->warning_count)
        return error_set(err, "%s: nothing in it can be read: %s", path, self->warnings[0]);
    if (!self->count)
        return error_set(err, "%s: %s", path,
                         tblog_logdir_run_count(self->folder)
                             ? "its event files hold no scalars, histograms or images"
                             : "no event files in this folder or below it");
    qsort(self->runs, self->count, sizeof *self->runs, by_name);
    for (size_t i = 0; i < self->count; i++)
        qsort(self->runs[i].repeats, self->runs[i].count, sizeof(log_repeat), by_seed);
    return true;
}

void logs_free(report_logs *self) {
    for (size_t i = 0; i < self->count; i++)
        for (size_t k = 0; k < self->runs[i].count; k++) free_parts(&self->runs[i].repeats[k]);
    tblog_logdir_close(self->folder);
    pool_free(&self->memory);
    *self = (report_logs){0};
}

/* ---- what is in it ---- */

const log_part *log_part_named(const log_repeat *repeat, const char *name) {
    for (size_t i = 0; i < repeat->count; i++)
        if (strcmp(repeat->parts[i].name, name) == 0) return &repeat->parts[i];
    return NULL;
}

const tblog_series *log_scalars(const log_part *part, const char *tag) {
    size_t i;
    if (!part || !tblog_run_find(part->loaded, tag, strlen(tag), &i)) return NULL;
    const tblog_series *series = tblog_run_series(part->loaded, i);
    return strcmp(series->kind, "scalars") == 0 ? series : NULL;
}

void log_repeat_times(const log_repeat *repeat, double *first, double *last) {
    for (size_t i = 0; i < repeat->count; i++) {
        const tblog_run *run = repeat->parts[i].loaded;
        for (size_t k = 0; k < tblog_run_series_count(run); k++) {
            const tblog_series *s = tblog_run_series(run, k);
            for (size_t j = 0; j < s->count; j++) {
                *first = fmin(*first, s->points[j].wall_time_s);
                *last = fmax(*last, s->points[j].wall_time_s);
            }
        }
    }
}

size_t logs_repeats(const report_logs *self) {
    size_t most = 0;
    for (size_t i = 0; i < self->count; i++)
        if (self->runs[i].count > most) most = self->runs[i].count;
    return most;
}
