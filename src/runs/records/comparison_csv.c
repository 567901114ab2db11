/* SPDX-License-Identifier: Apache-2.0 */
/* LOGDIR/comparison.csv: the old file is copied row by row, without the rows to be replaced. The
 * commands compare and sweep call this in their first thread. */
#include "runs/records/comparison_csv.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/new_file.h"
#include "train/callbacks/csv_log.h"

/* Columns of a row; version 0.1 did not write the last one. */
enum { INITIALIZER = 0, SEED = 1, RUN = 8, COLUMNS = 9, OLD_COLUMNS = 8 };
static const char old_header[] =
    "initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds";

/* ---- names of the runs whose rows are replaced ---- */

typedef struct names {
    const char **texts; /* (count) sorted; the texts are the runs' */
    size_t count;
} names;

static int by_text(const void *a, const void *b) {
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool name_runs(names *self, const run *runs, size_t count) {
    *self = (names){calloc(count + 1, sizeof *self->texts), 0};
    if (!self->texts) return false;
    for (size_t i = 0; i < count; i++)
        if (runs[i].history.count || !runs[i].options.resume)
            self->texts[self->count++] = runs[i].name;
    qsort(self->texts, self->count, sizeof *self->texts, by_text);
    return true;
}

static bool has_name(const names *self, const char *name) {
    return self->count && bsearch(&name, self->texts, self->count, sizeof *self->texts, by_text);
}

/* ---- the existing rows ---- */

typedef struct table {
    const char *logdir;
    char *path;
    FILE *in;       /* NULL: there is no file yet */
    size_t columns; /* in each row */
    char *line;     /* read last, without its line end */
    size_t size, number;
} table;

static bool fail_at_line(const table *self, const char *reason, error *err) {
    return error_set(err, "%s: line %zu %s; move the file away, or choose another --logdir",
                     self->path, self->number, reason);
}

/* Read the next line. False at the end of the file, and on an error, which ferror reports. */
static bool read_line(table *self) {
    ssize_t length = getline(&self->line, &self->size, self->in);
    self->number++;
    if (length < 0) return false;
    while (length > 0 && strchr("\r\n", self->line[length - 1])) self->line[--length] = '\0';
    return true;
}

static bool read_header(table *self, error *err) {
    if (!read_line(self)) return true; /* an empty file */
    if (strcmp(self->line, CSV_LOG_HEADER) == 0)
        self->columns = COLUMNS;
    else if (strcmp(self->line, old_header) == 0)
        self->columns = OLD_COLUMNS;
    else
        return fail_at_line(self, "is not the header of a comparison", err);
    return true;
}

/* Open the file, if there is one, and check its header. A device or a pipe has no rows. */
static bool open_table(table *self, const char *logdir, error *err) {
    struct stat info;
    *self = (table){.logdir = logdir};
    if (asprintf(&self->path, "%s/comparison.csv", logdir) < 0) self->path = NULL;
    if (!self->path) return error_set(err, "out of memory");
    if (stat(self->path, &info) != 0)
        return errno == ENOENT || errno == ENOTDIR ||
               error_set(err, "%s: %s", self->path, strerror(errno));
    if (S_ISREG(info.st_mode) && !(self->in = fopen(self->path, "re")))
        return error_set(err, "%s: cannot read: %s", self->path, strerror(errno));
    return !self->in || read_header(self, err);
}

static void close_table(table *self) {
    if (self->in) fclose(self->in);
    free(self->line);
    free(self->path);
}

/* Cut the first field off the rest of a row, in place, and remove its quotes. NULL if a quote is
 * missing. */
static char *cut_field(char **rest) {
    char *field = *rest, *put = field, *at = field;
    bool quoted = *at == '"';
    if (quoted) at++;
    while (*at && (quoted || *at != ',')) {
        if (quoted && *at == '"' && *++at != '"')
            quoted = false; /* the closing quote; two quotes inside a field mean one */
        else
            *put++ = *at++;
    }
    *rest = *at ? at + 1 : NULL;
    *put = '\0';
    return quoted ? NULL : field;
}

static bool cut_row(char *text, char *fields[], size_t columns) {
    char *rest = text;
    size_t count = 0;
    while (count < columns && rest && (fields[count] = cut_field(&rest))) count++;
    return count == columns && !rest;
}

/* The run's name for a row of version 0.1, derived from the folder that exists; free it. */
static char *name_of_old_row(const table *self, char *const *fields) {
    char *folder, *name;
    if (asprintf(&folder, "%s/%s/seed-%s", self->logdir, fields[INITIALIZER], fields[SEED]) < 0)
        return NULL;
    name = access(folder, F_OK) == 0 ? strdup(folder + strlen(self->logdir) + 1)
                                     : strdup(fields[INITIALIZER]);
    free(folder);
    return name;
}

/* Copy the current row unless it is to be replaced. 'out' NULL: only check it. */
static bool copy_row(const table *self, const names *replaced, FILE *out, error *err) {
    bool is_old = self->columns == OLD_COLUMNS;
    char *fields[COLUMNS], *text = strdup(self->line), *name = NULL;
    bool good = text || error_set(err, "out of memory");
    if (good && !cut_row(text, fields, self->columns))
        good = fail_at_line(self, "is not a row of a comparison", err);
    if (good) {
        name = is_old ? name_of_old_row(self, fields) : strdup(fields[RUN]);
        good = name || error_set(err, "out of memory");
    }
    if (good && out && !has_name(replaced, name)) {
        fputs(self->line, out);
        if (is_old) fputc(',', out);
        if (is_old) put_csv(out, name, strlen(name));
        fputc('\n', out);
    }
    free(name);
    free(text);
    return good;
}

static bool copy_rows(table *self, const names *replaced, FILE *out, error *err) {
    while (self->in && read_line(self))
        if (!copy_row(self, replaced, out, err)) return false;
    return !self->in || !ferror(self->in) ||
           error_set(err, "%s: cannot read: %s", self->path, strerror(errno));
}

bool comparison_csv_check(const char *logdir, error *err) {
    static const names none = {0};
    table old;
    bool good = open_table(&old, logdir, err) && copy_rows(&old, &none, NULL, err);
    close_table(&old);
    return good;
}

/* ---- writing ---- */

/* Lock the folder, so that two comparisons that end at the same time write one after the other.
 * Continue if the file system has no locks. */
static int lock_folder(const char *logdir) {
    int fd = open(logdir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) flock(fd, LOCK_EX);
    return fd;
}

static void put_runs(FILE *out, const run *runs, size_t count) {
    for (size_t i = 0; i < count; i++)
        csv_log_put_rows(out, runs[i].name, runs[i].initializer, runs[i].options.model.seed,
                         &runs[i].history);
}

static bool write_table(table *old, const names *replaced, const run *runs, size_t count,
                        error *err) {
    new_file file;
    if (!new_file_open(&file, old->path))
        return error_set(err, "%s: cannot write: %s", old->path, strerror(errno));
    csv_log_put_header(file.out);
    bool copied = copy_rows(old, replaced, file.out, err);
    if (copied) put_runs(file.out, runs, count);
    bool closed = new_file_close(&file, copied && !ferror(file.out));
    return copied && (closed || error_set(err, "%s: cannot write: %s", old->path, strerror(errno)));
}

bool comparison_csv_write(const char *logdir, const run *runs, size_t count, error *err) {
    names replaced;
    table old = {0};
    int lock = lock_folder(logdir);
    bool good = name_runs(&replaced, runs, count) || error_set(err, "out of memory");
    good = good && open_table(&old, logdir, err) && write_table(&old, &replaced, runs, count, err);
    close_table(&old);
    free(replaced.texts);
    if (lock >= 0) close(lock);
    return good;
}
