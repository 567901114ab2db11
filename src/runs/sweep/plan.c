/* SPDX-License-Identifier: Apache-2.0 */
/* The runs of a sweep. */
#include "runs/sweep/plan.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/initializers/rng.h"

/* So many draws in turn that were all there already: then there are no others to be had. */
enum { MAX_DRAWS = 10000, MAX_NAME = 120 };

bool sweep_line_varies(const sweep_line *line) {
    return line->count != 1;
}

/* ---- names ---- */

/* Fowler, Noll and Vo: FNV-1a. */
static uint64_t hash_of(const char *text) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (; *text; text++) hash = (hash ^ (uint8_t)*text) * 0x100000001b3u;
    return hash;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Append "name=value"; what a shell or a file system may take amiss becomes '_'. */
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

static char *name_of(const sweep_file *file, const sweep_run *r) {
    char *text = NULL, *name = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    bool first = true;
    for (size_t i = 0; out && i < file->count; i++) {
        if (!sweep_line_varies(&file->lines[i])) continue;
        put_assignment(out, &file->lines[i], r->values[i], first);
        first = false;
    }
    if (out && fclose(out) == 0 &&
        asprintf(&name, "%.*s-%08x", MAX_NAME, first ? "run" : text,
                 (unsigned)hash_of(r->identity)) < 0)
        name = NULL;
    free(text);
    return name;
}

/* ---- runs ---- */

static void free_run(const sweep_file *file, sweep_run *r) {
    for (size_t i = 0; r->values && i < file->count; i++) free(r->values[i]);
    free(r->values);
    free(r->identity);
    free(r->name);
    *r = (sweep_run){0};
}

static bool finish_run(const sweep_file *file, sweep_run *r) {
    for (size_t i = 0; i < file->count; i++)
        if (!r->values[i]) return false;
    r->identity = identity_of(file, r->values);
    r->name = r->identity ? name_of(file, r) : NULL;
    return r->name != NULL;
}

static bool out_of_memory(error *err) {
    return error_set(err, "out of memory");
}

/* Run 'index' of the grid: its number in a mixed radix, whose last digit is the last line's. */
static bool make_grid_run(const sweep_file *file, sweep_run *r, size_t index) {
    char number[SWEEP_NUMBER];
    r->values = calloc(file->count + 1, sizeof *r->values);
    for (size_t i = file->count; r->values && i-- > 0;) {
        size_t count = file->lines[i].count;
        r->values[i] = strdup(sweep_line_value(&file->lines[i], index % count, number));
        index /= count;
    }
    return r->values && finish_run(file, r);
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

static bool draw_run(const sweep_file *file, sweep_run *r, nn_rng *rng) {
    char number[SWEEP_NUMBER];
    r->values = calloc(file->count + 1, sizeof *r->values);
    for (size_t i = 0; r->values && i < file->count; i++) {
        const sweep_line *line = &file->lines[i];
        double fraction = sweep_line_varies(line) ? nn_rng_uniform(rng) : 0;
        r->values[i] = strdup(sweep_line_draw(line, fraction, number));
    }
    return r->values && finish_run(file, r);
}

static bool is_there(const sweep_plan *self, const sweep_run *r) {
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->runs[i].identity, r->identity) == 0) return true;
    return false;
}

/* A run that is not there yet. */
static bool draw_another(sweep_plan *self, error *err) {
    sweep_run *r = &self->runs[self->count];
    nn_rng rng = nn_rng_stream(self->file->search_seed, NN_STREAM_SEARCH, self->count);
    for (int i = 0; i < MAX_DRAWS; i++) {
        bool good = draw_run(self->file, r, &rng);
        if (good && !is_there(self, r)) {
            self->count++;
            return true;
        }
        free_run(self->file, r);
        if (!good) return out_of_memory(err);
    }
    return error_set(err, "%s: runs: there are only %zu different ones", self->file->path,
                     self->count);
}

bool sweep_plan_make(sweep_plan *self, const sweep_file *file, error *err) {
    size_t count = file->runs;
    *self = (sweep_plan){.file = file};
    if (file->search == SWEEP_GRID && !count_grid(file, &count, err)) return false;
    if (count > SWEEP_MAX_RUNS)
        return error_set(err, "%s: more than %d runs", file->path, SWEEP_MAX_RUNS);
    self->runs = calloc(count, sizeof *self->runs);
    if (!self->runs) return out_of_memory(err);
    while (self->count < count) {
        if (file->search == SWEEP_RANDOM) {
            if (!draw_another(self, err)) return false;
        } else if (make_grid_run(file, &self->runs[self->count], self->count)) {
            self->count++;
        } else {
            free_run(file, &self->runs[self->count]);
            return out_of_memory(err);
        }
    }
    return true;
}

void sweep_plan_free(sweep_plan *self) {
    for (size_t i = 0; i < self->count; i++) free_run(self->file, &self->runs[i]);
    free(self->runs);
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
