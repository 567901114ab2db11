/* SPDX-License-Identifier: Apache-2.0 */
/* The results of a sweep as CSV. cli/initlab/sweep.c calls this. */
#include "runs/sweep/csv.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/file_text.h"
#include "base/new_file.h"

/* ---- the rows of this sweep ---- */

static double best_accuracy(const history *h) {
    double best = 0;
    for (size_t i = 0; i < h->count; i++) best = fmax(best, h->epochs[i].validation.accuracy);
    return best;
}

static void put_row(FILE *out, const sweep *self, size_t place) {
    const sweep_trial *trial = &self->plan->trials[place];
    const run *r = &self->runs.runs[place];
    const history_epoch *e = history_last(&r->history);
    put_csv(out, r->name, strlen(r->name));
    for (size_t i = 0; i < self->plan->file->count; i++) {
        fputc(',', out);
        put_csv(out, trial->values[i], strlen(trial->values[i]));
    }
    if (!e) {
        fputs(",0,,,,,,\n", out);
        return;
    }
    const double numbers[] = {e->validation.accuracy, e->validation.loss, e->train.accuracy,
                              e->train.loss, best_accuracy(&r->history)};
    fprintf(out, ",%zu", r->history.count);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        fputc(',', out);
        put_number(out, numbers[i], true);
    }
    fprintf(out, ",%.3f\n", history_seconds(&r->history));
}

static void put_header(FILE *out, const sweep_file *file) {
    fputs("run", out);
    for (size_t i = 0; i < file->count; i++) {
        fputc(',', out);
        put_csv(out, file->lines[i].name, strlen(file->lines[i].name));
    }
    fputs(",trained_epochs,val_accuracy,val_loss,accuracy,loss,best_val_accuracy,seconds\n", out);
}

/* ---- the rows of other sweeps in the same folder ---- */

static char *header_of(const sweep_file *file) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    put_header(out, file);
    if (fclose(out) == 0) return text;
    free(text);
    return NULL;
}

/* What the file holds; *text is NULL if there is none, or nothing in it. False, with the reason in
 * 'err', if it cannot be read, or its columns are those of another sweep. */
static bool read_old(const sweep *self, const char *path, char **text, error *err) {
    size_t size;
    *text = NULL;
    if (access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)) return true;
    char *header = header_of(self->plan->file);
    bool good = header ? file_text_read(path, text, &size, err) : error_set(err, "out of memory");
    if (good && **text && strncmp(*text, header, strlen(header)) != 0)
        good = error_set(err,
                         "%s: has the rows of a sweep over other options; move the file away, or "
                         "choose another --logdir",
                         path);
    free(header);
    if (good && **text) return true;
    free(*text);
    *text = NULL;
    return good;
}

/* Whether a line is the row of one of these runs: it begins with the name. */
static bool is_own(const sweep *self, const char *line) {
    bool quoted = *line == '"';
    for (size_t i = 0; i < self->runs.count; i++) {
        const char *name = self->runs.runs[i].name;
        size_t length = strlen(name);
        if (strncmp(line + quoted, name, length) == 0 &&
            line[quoted + length] == (quoted ? '"' : ','))
            return true;
    }
    return false;
}

static void put_others(FILE *out, const sweep *self, const char *text) {
    const char *line = strchr(text, '\n'); /* after the header */
    while (line && *++line) {
        const char *end = strchrnul(line, '\n');
        if (!is_own(self, line)) fprintf(out, "%.*s\n", (int)(end - line), line);
        line = *end ? end : NULL;
    }
}

/* ---- the file ---- */

bool sweep_csv_check(const sweep *self, const char *path, error *err) {
    char *old;
    bool good = read_old(self, path, &old, err);
    free(old);
    return good;
}

bool sweep_csv_write(const sweep *self, const size_t *ranking, const char *path, error *err) {
    new_file file;
    char *old;
    if (!read_old(self, path, &old, err)) return false;
    bool good = new_file_open(&file, path);
    if (good) {
        put_header(file.out, self->plan->file);
        for (size_t i = 0; i < self->runs.count; i++) put_row(file.out, self, ranking[i]);
        if (old) put_others(file.out, self, old);
        good = new_file_close(&file, !ferror(file.out));
    }
    free(old);
    return good || error_set(err, "%s: cannot write: %s", path, strerror(errno));
}
