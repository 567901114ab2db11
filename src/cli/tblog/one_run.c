/* SPDX-License-Identifier: Apache-2.0 */
/* One event file made of the files of one run. merge and prune call this. */
#include "cli/tblog/one_run.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "cli/tblog/input.h"
#include "cli/tblog/say.h"

/* ---- the output ---- */

static bool same_file(const char *a, const char *b) {
    struct stat x, y;
    return stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The folder in a path; free it. */
static char *folder_of(const char *path) {
    const char *slash = strrchr(path, '/');
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
static bool stdout_is_in_run(const one_run *self) {
    for (size_t i = 0; i < tblog_logdir_file_count(self->logdir, 0); i++)
        if (new_file_is_stdout(tblog_logdir_file(self->logdir, 0, i))) return true;
    return false;
}

/* Whether the new file would be an event file in the run's own folder, so that TensorBoard would
 * show the run twice. Replacing the only input file is allowed. */
static bool would_double(const one_run *self) {
    const char *out = self->out_path, *first = tblog_logdir_file(self->logdir, 0, 0);
    const char *name = strrchr(out, '/') ? strrchr(out, '/') + 1 : out;
    if (new_file_is_stdout(out)) return stdout_is_in_run(self);
    bool replaces = tblog_logdir_file_count(self->logdir, 0) == 1 && same_file(out, first);
    return strstr(name, "tfevents") && !replaces && same_folder(out, first);
}

static bool check_place(const one_run *self) {
    if (!would_double(self)) return true;
    return say(self->command,
               "%s: is in the run's own folder, where TensorBoard would show its events a second "
               "time; choose another folder, or a name without \"tfevents\"",
               new_file_is_stdout(self->out_path) ? "standard output" : self->out_path);
}

/* ---- the run ---- */

/* Load the run. A damaged file is an error, so that nothing is lost silently: the user repairs it
 * first and sees what is lost. An unfinished last record is skipped, as TensorBoard does. */
static bool load(one_run *self) {
    tblog_error err;
    if (tblog_run_load(self->logdir, 0, TBLOG_RESTARTS_REPLACE, &self->loaded, &err))
        return say(self->command, "%s", err.message);
    for (size_t i = 0; i < tblog_logdir_file_count(self->logdir, 0); i++)
        if (tblog_run_torn(self->loaded, i))
            say(self->command, "%s; it is left out", tblog_run_torn(self->loaded, i));
    self->reader = tblog_run_reader_open(self->logdir, 0, self->loaded, &err);
    return self->reader || say(self->command, "%s", err.message);
}

/* List the runs and say how to name one. "." cannot be named: that folder contains the others
 * too. */
static bool complain_of_runs(const one_run *self) {
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

static bool open_run(one_run *self) {
    bool whole;
    self->logdir = input_open(self->command, self->path, &whole);
    if (!self->logdir || !whole) return false;
    if (tblog_logdir_run_count(self->logdir) > 1) return complain_of_runs(self);
    return check_place(self) && load(self);
}

bool one_run_put(one_run *self, const tblog_record *record, const tblog_event *event) {
    if (event->kind == TBLOG_EVENT_FILE_VERSION) {
        if (self->versioned) return true;
        self->versioned = true;
    }
    return fwrite(record->whole, 1, record->whole_size, self->out) == record->whole_size ||
           say(self->command, "%s: %s", self->out_path, strerror(errno));
}

int one_run_write(const char *command, const char *path, const char *out, one_run_copy copy,
                  void *context) {
    one_run self = {.command = command, .path = path, .out_path = out};
    new_file file = {0};
    bool good = open_run(&self);
    if (good && (!folders_make_for(out) || !new_file_open(&file, out)))
        good = say(command, "%s: %s", out, strerror(errno));
    if (good) {
        self.out = file.out;
        bool done = copy(&self, context);
        good = new_file_close(&file, done);
        if (done && !good) say(command, "%s: %s", out, strerror(errno));
    }
    tblog_run_reader_close(self.reader);
    tblog_run_free(self.loaded);
    tblog_logdir_close(self.logdir);
    return good ? 0 : 1;
}
