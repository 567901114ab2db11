/* SPDX-License-Identifier: Apache-2.0 */
/* The trials of a sweep. cli/initlab/sweep.c makes the plan before anything is trained. */
#include "runs/sweep/plan.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text_hash.h"
#include "nn/initializers/rng.h"

/* After MAX_DRAWS draws in a row that exist already, the plan assumes that there are no others. */
enum { MAX_DRAWS = 10000, MAX_NAME = 120 };

bool sweep_line_varies(const sweep_line *line) {
    return line->count != 1;
}

/* ---- names ---- */

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Append "name=value"; characters that a shell or a file system may not accept become '_'. */
static void put_assignment(FILE *out, const sweep_line *line, const char *value, bool first) {
    fprintf(out, "%s%s=", first ? "" : ",", line->name);
    for (; *value; value++)
        fputc(isalnum((unsigned char)*value) || strchr(".+-=_", *value) ? *value : '_', out);
}

static char *identity_of(const sweep_file *file, char *const *values) {
    char **texts = calloc(file->count + 1, sizeof *texts), *identity = NULL;
    size_t size;
    FILE *out = texts ? open_memstream(&identity, &size) : NULL;
    bool good = out != NULL;
    for (size_t i = 0; i < file->count && good; i++) {
        good = asprintf(&texts[i], "%s=%s", file->lines[i].name, values[i]) >= 0;
        if (!good) texts[i] = NULL;
    }
    if (good) qsort(texts, file->count, sizeof *texts, by_text);
    for (size_t i = 0; i < file->count && good; i++) fprintf(out, "%s\n", texts[i]);
    for (size_t i = 0; texts && i < file->count; i++) free(texts[i]);
    free(texts);
    good = out && fclose(out) == 0 && good;
    if (good) return identity;
    free(identity);
    return NULL;
}

static char *name_of(const sweep_file *file, const sweep_trial *t) {
    char *text = NULL, *name = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    bool first = true;
    for (size_t i = 0; out && i < file->count; i++) {
        if (!sweep_line_varies(&file->lines[i])) continue;
        put_assignment(out, &file->lines[i], t->values[i], first);
        first = false;
    }
    if (out && fclose(out) == 0 &&
        asprintf(&name, "%.*s-%08x", MAX_NAME, first ? "run" : text,
                 (unsigned)text_hash(t->identity)) < 0)
        name = NULL;
    free(text);
    return name;
}

/* ---- trials ---- */

static void free_trial(const sweep_file *file, sweep_trial *t) {
    for (size_t i = 0; t->values && i < file->count; i++) free(t->values[i]);
    free(t->values);
    free(t->identity);
    free(t->name);
    *t = (sweep_trial){0};
}

static bool finish_trial(const sweep_file *file, sweep_trial *t) {
    for (size_t i = 0; i < file->count; i++)
        if (!t->values[i]) return false;
    t->identity = identity_of(file, t->values);
    t->name = t->identity ? name_of(file, t) : NULL;
    return t->name != NULL;
}

static bool out_of_memory(error *err) {
    return error_set(err, "out of memory");
}

/* Trial 'index' of the grid: 'index' as a mixed-radix number, with a digit for each line, the last
 * line's being the lowest. */
static bool make_grid_trial(const sweep_file *file, sweep_trial *t, size_t index) {
    char number[SWEEP_NUMBER];
    t->values = calloc(file->count + 1, sizeof *t->values);
    for (size_t i = file->count; t->values && i-- > 0;) {
        size_t count = file->lines[i].count;
        t->values[i] = strdup(sweep_line_value(&file->lines[i], index % count, number));
        index /= count;
    }
    return t->values && finish_trial(file, t);
}

static bool count_grid(const sweep_file *file, size_t *count, error *err) {
    *count = 1;
    for (size_t i = 0; i < file->count; i++) {
        if (file->lines[i].count > SWEEP_MAX_RUNS / *count)
            return error_set(err, "%s: more than %d runs", file->path, SWEEP_MAX_RUNS);
        *count *= file->lines[i].count;
    }
    return true;
}

static bool draw_trial(const sweep_file *file, sweep_trial *t, nn_rng *rng) {
    char number[SWEEP_NUMBER];
    t->values = calloc(file->count + 1, sizeof *t->values);
    for (size_t i = 0; t->values && i < file->count; i++) {
        const sweep_line *line = &file->lines[i];
        double fraction = sweep_line_varies(line) ? nn_rng_uniform(rng) : 0;
        t->values[i] = strdup(sweep_line_draw(line, fraction, number));
    }
    return t->values && finish_trial(file, t);
}

static bool is_there(const sweep_plan *self, const sweep_trial *t) {
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->trials[i].identity, t->identity) == 0) return true;
    return false;
}

/* Draw a trial that the plan does not have yet. */
static bool draw_another(sweep_plan *self, error *err) {
    sweep_trial *t = &self->trials[self->count];
    nn_rng rng = nn_rng_stream(self->file->search_seed, NN_STREAM_SEARCH, self->count);
    for (int i = 0; i < MAX_DRAWS; i++) {
        bool good = draw_trial(self->file, t, &rng);
        if (good && !is_there(self, t)) {
            self->count++;
            return true;
        }
        free_trial(self->file, t);
        if (!good) return out_of_memory(err);
    }
    return error_set(err, "%s: runs: only %zu different runs are possible", self->file->path,
                     self->count);
}

bool sweep_plan_make(sweep_plan *self, const sweep_file *file, error *err) {
    size_t count = file->runs;
    *self = (sweep_plan){.file = file};
    if (file->search == SWEEP_GRID && !count_grid(file, &count, err)) return false;
    if (count > SWEEP_MAX_RUNS)
        return error_set(err, "%s: more than %d runs", file->path, SWEEP_MAX_RUNS);
    self->trials = calloc(count, sizeof *self->trials);
    if (!self->trials) return out_of_memory(err);
    while (self->count < count) {
        if (file->search == SWEEP_RANDOM) {
            if (!draw_another(self, err)) return false;
        } else if (make_grid_trial(file, &self->trials[self->count], self->count)) {
            self->count++;
        } else {
            free_trial(file, &self->trials[self->count]);
            return out_of_memory(err);
        }
    }
    return true;
}

void sweep_plan_free(sweep_plan *self) {
    for (size_t i = 0; i < self->count; i++) free_trial(self->file, &self->trials[i]);
    free(self->trials);
    *self = (sweep_plan){0};
}

/* ---- successive halving ---- */

size_t sweep_rung_epochs(const sweep_file *file, size_t rung, size_t epochs) {
    if (!file->halving) return epochs;
    size_t reached = file->min_epochs;
    for (; rung > 0 && reached < epochs; rung--)
        reached = reached > epochs / file->halving ? epochs : reached * file->halving;
    return reached < epochs ? reached : epochs;
}

size_t sweep_rung_runs(const sweep_file *file, size_t runs_before) {
    return file->halving ? (runs_before + file->halving - 1) / file->halving : runs_before;
}
