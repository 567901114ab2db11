/* SPDX-License-Identifier: Apache-2.0 */
/* The events of runs written anew. edit, merge and prune call this. */
#include "cli/tblog/rewrite/rewrite.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "cli/say.h"
#include "cli/tblog/input.h"
#include "cli/tblog/rewrite/in_place.h"

/* A file that is replaced in place. */
typedef struct replaced_file {
    in_place place;
    size_t changed, dropped; /* records */
} replaced_file;

typedef struct rewriter {
    const char *command, *path, *out_path; /* the arguments of rewrite_to */
    const rewrite_rules *rules;
    tblog_logdir *logdir;
    size_t run; /* of the log folder */
    tblog_run *loaded;
    tblog_run_reader *reader;

    FILE *out;
    const char *out_name;
    bool versioned; /* the version record was written */
    size_t records; /* written */

    replaced_file *files; /* (the run's files) in place; else NULL */
    replaced_file *file;  /* at hand */

    bool *keep; /* (capacity) which values of the event stay; 'count' of them are set */
    size_t count, capacity, kept;
} rewriter;

/* ---- the output ---- */

static bool same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The folder in a path; free it. */
static char *folder_of(const char *path) {
    const char *slash = last_slash(path);
    if (!slash) return strdup(".");
    return slash == path ? strdup("/") : strndup(path, (size_t)(slash - path));
}

static bool same_folder(const char *a, const char *b) {
    char *x = folder_of(a), *y = folder_of(b);
    bool same = x && y && same_file(x, y);
    free(x);
    free(y);
    return same;
}

/* Whether standard output goes to one of the run's files: the shell creates it for `> DIR/NAME`
 * before the command lists the run's files. */
static bool stdout_is_in_run(const rewriter *self) {
    for (size_t i = 0; i < tblog_logdir_file_count(self->logdir, self->run); i++)
        if (new_file_is_stdout(tblog_logdir_file(self->logdir, self->run, i))) return true;
    return false;
}

/* Whether the new file would be an event file in the run's own folder, so that TensorBoard would
 * show the run twice. Replacing the only input file is allowed. */
static bool would_double(const rewriter *self) {
    const char *out = self->out_path, *first = tblog_logdir_file(self->logdir, self->run, 0);
    const char *slash = last_slash(out), *name = slash ? slash + 1 : out;
    if (new_file_is_stdout(out)) return stdout_is_in_run(self);
    bool replaces = tblog_logdir_file_count(self->logdir, self->run) == 1 && same_file(out, first);
    return strstr(name, "tfevents") && !replaces && same_folder(out, first);
}

static bool check_place(const rewriter *self) {
    if (!would_double(self)) return true;
    return say(self->command,
               "%s: is in the run's own folder, where TensorBoard would show its events a second "
               "time; choose another folder, or a name without \"tfevents\"",
               new_file_is_stdout(self->out_path) ? "standard output" : self->out_path);
}

/* ---- the run ---- */

/* Load the run. A damaged file is an error, so that nothing is lost silently: the user repairs it
 * first and sees what is lost. An unfinished last record is skipped, as TensorBoard does. */
static bool load(rewriter *self) {
    tblog_error err;
    const rewrite_rules *rules = self->rules;
    if (tblog_run_load(self->logdir, self->run, TBLOG_RESTARTS_REPLACE, &self->loaded, &err))
        return say(self->command, "%s", err.message);
    for (size_t i = 0; i < tblog_logdir_file_count(self->logdir, self->run); i++)
        if (tblog_run_torn(self->loaded, i))
            say(self->command, "%s; it is left out", tblog_run_torn(self->loaded, i));
    self->reader = tblog_run_reader_open(self->logdir, self->run, self->loaded, &err);
    if (!self->reader) return say(self->command, "%s", err.message);
    return !rules->begin || rules->begin(rules->context, self->loaded);
}

static void unload(rewriter *self) {
    tblog_run_reader_close(self->reader);
    tblog_run_free(self->loaded);
    self->reader = NULL;
    self->loaded = NULL;
}

bool rewrite_is_unknown(const tblog_series *s) {
    return !s->shown && (!*s->kind || s->unfit);
}

/* ---- the events ---- */

static bool add(rewriter *self, bool keep) {
    if (self->count == self->capacity) {
        size_t capacity = self->capacity ? 2 * self->capacity : 64;
        bool *grown = realloc(self->keep, capacity * sizeof *grown);
        if (!grown) return say(self->command, "out of memory");
        self->keep = grown;
        self->capacity = capacity;
    }
    self->keep[self->count++] = keep;
    self->kept += keep;
    return true;
}

static bool choose_values(rewriter *self, const tblog_event *event) {
    tblog_error err;
    tblog_run_value value;
    tblog_status status;
    self->count = self->kept = 0;
    while (!(status = tblog_run_reader_next_value(self->reader, &value, &err)))
        if (!add(self, self->rules->stays(self->rules->context, event, &value))) return false;
    return status == TBLOG_END || say(self->command, "%s", err.message);
}

/* Write the record; version records after the first are left out. */
static bool put(rewriter *self, const tblog_record *record, const tblog_event *event) {
    if (event->kind == TBLOG_EVENT_FILE_VERSION) {
        if (self->versioned) return true;
        self->versioned = true;
    }
    self->records++;
    return fwrite(record->whole, 1, record->whole_size, self->out) == record->whole_size ||
           say(self->command, "%s: %s", self->out_name, strerror(errno));
}

/* In place: write to the file that replaces the one at hand. */
static bool follow_reader(rewriter *self) {
    const char *path = tblog_run_reader_path(self->reader);
    size_t i = self->file ? (size_t)(self->file - self->files) : 0; /* files come in their order */
    while (tblog_logdir_file(self->logdir, self->run, i) != path) i++;
    if (self->file == &self->files[i]) return true;
    self->file = &self->files[i];
    if (!in_place_open(&self->file->place)) return false;
    self->out = self->file->place.file.out;
    self->out_name = self->file->place.path;
    self->versioned = false;
    return true;
}

static bool rewrite_event(rewriter *self, const tblog_record *record, const tblog_event *event) {
    tblog_error err;
    tblog_record changed;
    const rewrite_rules *rules = self->rules;
    tblog_event_edit edit = TBLOG_EVENT_EDIT_INIT;
    if (rules->stays) {
        if (!choose_values(self, event)) return false;
        if (self->count && !self->kept) {
            if (self->file) self->file->dropped++;
            return true;
        }
        edit.keep = self->keep;
    }
    if (rules->change && !rules->change(rules->context, event, &edit)) return false;
    if (tblog_run_reader_rewrite(self->reader, &edit, &changed, &err))
        return say(self->command, "%s: %s", tblog_run_reader_path(self->reader), err.message);
    if (self->file) self->file->changed += changed.whole != record->whole;
    return put(self, &changed, event);
}

static bool rewrite_events(rewriter *self) {
    tblog_error err;
    tblog_record record;
    tblog_event event;
    tblog_status status;
    bool all = !self->rules->stays && !self->rules->change;
    while (!(status = tblog_run_reader_next(self->reader, &record, &event, &err))) {
        if (self->files && !follow_reader(self)) return false;
        if (!(all ? put(self, &record, &event) : rewrite_event(self, &record, &event)))
            return false;
    }
    return status == TBLOG_END || say(self->command, "%s", err.message);
}

/* ---- to a file ---- */

/* List the runs and say how to name one. "." cannot be named: that folder contains the others
 * too. */
static bool complain_of_runs(const rewriter *self) {
    enum { SHOWN = 6 };
    size_t count = tblog_logdir_run_count(self->logdir), length = strlen(self->path);
    const char *first = tblog_logdir_run_name(self->logdir, 0);
    if (strcmp(first, ".") == 0) first = tblog_logdir_run_name(self->logdir, 1);
    while (length > 1 && self->path[length - 1] == '/') length--;
    char *names = NULL;
    size_t size;
    FILE *list = open_memstream(&names, &size);
    for (size_t i = 0; list && i < count && i < SHOWN; i++)
        fprintf(list, "%s%s", i ? ", " : "", tblog_logdir_run_name(self->logdir, i));
    if (list) fclose(list);
    say(self->command, "%s: there are %zu runs: %s%s; name one, for example %.*s/%s", self->path,
        count, names ? names : "", count > SHOWN ? ", ..." : "", (int)length, self->path, first);
    free(names);
    return false;
}

static bool open_run(rewriter *self) {
    bool whole;
    self->logdir = input_open(self->command, self->path, &whole);
    if (!self->logdir || !whole) return false;
    if (tblog_logdir_run_count(self->logdir) > 1) return complain_of_runs(self);
    return check_place(self) && load(self);
}

static void free_rewriter(rewriter *self) {
    unload(self);
    tblog_logdir_close(self->logdir);
    free(self->keep);
}

int rewrite_to(const char *command, const char *path, const char *out, const rewrite_rules *rules) {
    rewriter self = {.command = command, .path = path, .out_path = out, .rules = rules};
    new_file file = {0};
    bool good = open_run(&self);
    if (good && (!folders_make_for(out) || !new_file_open(&file, out)))
        good = say(command, "%s: %s", out, strerror(errno));
    if (good) {
        self.out = file.out;
        self.out_name = out;
        bool done = rewrite_events(&self);
        good = new_file_close(&file, done);
        if (done && !good) say(command, "%s: %s", out, strerror(errno));
        if (good && !new_file_is_stdout(out))
            say_written(command, "%s: %zu records", out, self.records);
    }
    free_rewriter(&self);
    return good ? 0 : 1;
}

/* ---- in place ---- */

/* Before the run is loaded. */
static bool begin_files(rewriter *self, size_t count) {
    self->file = NULL;
    self->files = calloc(count + 1, sizeof *self->files);
    if (!self->files) return say(self->command, "out of memory");
    for (size_t i = 0; i < count; i++)
        if (!in_place_begin(&self->files[i].place, self->command,
                            tblog_logdir_file(self->logdir, self->run, i)))
            return false;
    return true;
}

static bool has_changed(const replaced_file *file) {
    return file->changed || file->dropped;
}

static bool replace_file(const rewriter *self, replaced_file *file) {
    const char *name = file->place.path;
    if (!in_place_replace(&file->place, "original", true)) return false;
    say_written(self->command, "%s: %zu records changed, %zu dropped", name, file->changed,
                file->dropped);
    return true;
}

static void report_unchanged(const rewriter *self) {
    const char *name = tblog_logdir_run_name(self->logdir, self->run);
    bool named = strcmp(name, ".") != 0;
    say_written(self->command, "%s%s%s: nothing to change", self->path, named ? "/" : "",
                named ? name : "");
}

static bool replace_files(rewriter *self, size_t count) {
    size_t changed = 0;
    for (size_t i = 0; i < count; i++) {
        if (!has_changed(&self->files[i])) continue;
        if (!in_place_check(&self->files[i].place)) return false;
        changed++;
    }
    if (!changed) report_unchanged(self);
    for (size_t i = 0; i < count; i++)
        if (has_changed(&self->files[i]) && !replace_file(self, &self->files[i])) return false;
    return true;
}

static bool rewrite_run(rewriter *self) {
    size_t count = tblog_logdir_file_count(self->logdir, self->run);
    bool good = begin_files(self, count) && load(self) && rewrite_events(self) &&
                replace_files(self, count);
    unload(self);
    for (size_t i = 0; self->files && i < count; i++) in_place_end(&self->files[i].place);
    free(self->files);
    self->files = NULL;
    return good;
}

int rewrite_in_place(const char *command, const char *path, const rewrite_rules *rules) {
    rewriter self = {.command = command, .path = path, .rules = rules};
    bool good;
    self.logdir = input_open(command, path, &good);
    size_t count = good ? tblog_logdir_run_count(self.logdir) : 0;
    for (; self.run < count; self.run++) good &= rewrite_run(&self);
    free_rewriter(&self);
    return good ? 0 : 1;
}
