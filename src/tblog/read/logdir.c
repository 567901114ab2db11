/* SPDX-License-Identifier: Apache-2.0 */
/* A log folder as TensorBoard sees it. Called in any thread; one folder by one thread at a time. */
#include <tblog/logdir.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/os/os.h"

typedef struct entry {
    char *path; /* of the file */
    char *run;
} entry;

/* The files, sorted by run, then by path. runs[i] is the index of run i's first file,
 * runs[run_count] the end. */
struct tblog_logdir {
    entry *entries;
    size_t count, capacity;
    size_t *runs;
    size_t run_count;
    char **problems; /* (problem_count) what could not be read in the log folder, and why */
    size_t problem_count;
};

static tblog_status add(tblog_logdir *logdir, const char *path, const char *run, size_t run_size,
                        tblog_error *err) {
    if (logdir->count == logdir->capacity) {
        size_t capacity = logdir->capacity ? 2 * logdir->capacity : 64;
        entry *grown = realloc(logdir->entries, capacity * sizeof *grown);
        if (!grown) return tblog__fail_no_memory(err);
        logdir->entries = grown;
        logdir->capacity = capacity;
    }
    entry *e = &logdir->entries[logdir->count++];
    e->path = strdup(path);
    if (asprintf(&e->run, "%.*s", (int)run_size, run) < 0) e->run = NULL;
    return e->path && e->run ? TBLOG_OK : tblog__fail_no_memory(err);
}

/* ---- the walk ---- */

/* A folder on the way from the root to where the walk is. */
typedef struct folder {
    const struct folder *parent;
    uint64_t device, number;
} folder;

typedef struct name_list {
    char **list;
    size_t count, capacity;
} name_list;

/* The folder part of a path below the root, "." for the root itself. */
static tblog_status add_below(tblog_logdir *logdir, const char *root, const char *path,
                              const char *name, tblog_error *err) {
    const char *run = path + strlen(root);
    while (*run == '/') run++;
    size_t size = (size_t)(name - run);
    while (size > 0 && run[size - 1] == '/') size--;
    return size ? add(logdir, path, run, size, err) : add(logdir, path, ".", 1, err);
}

/* TensorBoard skips what it cannot read; here it is recorded, unless it is the root. */
static tblog_status cannot_read(tblog_logdir *logdir, const char *path, bool root, int error,
                                tblog_error *err) {
    tblog_error reason;
    if (root) return tblog__fail_io(err, path, "cannot read", error);
    char **grown = realloc(logdir->problems, (logdir->problem_count + 1) * sizeof *grown);
    if (!grown) return tblog__fail_no_memory(err);
    logdir->problems = grown;
    tblog__fail_io(&reason, path, "cannot read", error);
    char *problem = grown[logdir->problem_count] = strdup(reason.message);
    if (!problem) return tblog__fail_no_memory(err);
    logdir->problem_count++;
    return TBLOG_OK;
}

static bool add_name(name_list *names, const char *name) {
    if (names->count == names->capacity) {
        size_t capacity = names->capacity ? 2 * names->capacity : 16;
        char **grown = realloc(names->list, capacity * sizeof *grown);
        if (!grown) return false;
        names->list = grown;
        names->capacity = capacity;
    }
    char *copy = strdup(name);
    if (copy) names->list[names->count++] = copy;
    return copy != NULL;
}

/* All names before the first is looked at: no folder stays open below which the walk goes on.
 * *error: why not all could be read, or 0. False without memory. */
static bool read_names(const char *path, name_list *names, int *error) {
    tblog__os_names *entries = tblog__os_names_open(path);
    bool memory = true;
    for (const char *name; memory && entries && (name = tblog__os_names_next(entries));)
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) memory = add_name(names, name);
    *error = memory ? errno : 0;
    tblog__os_names_close(entries);
    return memory;
}

static tblog_status visit(tblog_logdir *logdir, const char *root, const char *path,
                          const folder *parent, tblog_error *err);

static tblog_status visit_entries(tblog_logdir *logdir, const char *root, const char *path,
                                  const folder *self, const name_list *names, tblog_error *err) {
    const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
    tblog_status status = TBLOG_OK;
    for (size_t i = 0; i < names->count && !status; i++) {
        char *below;
        if (asprintf(&below, "%s%s%s", path, slash, names->list[i]) < 0)
            return tblog__fail_no_memory(err);
        status = visit(logdir, root, below, self, err);
        free(below);
    }
    return status;
}

static tblog_status visit_folder(tblog_logdir *logdir, const char *root, const char *path,
                                 const tblog__os_info *info, const folder *parent,
                                 tblog_error *err) {
    folder self = {parent, info->device, info->number};
    name_list names = {0};
    int error;
    for (; parent; parent = parent->parent) /* symbolic links may make a circle */
        if (parent->device == self.device && parent->number == self.number) return TBLOG_OK;
    tblog_status status = read_names(path, &names, &error) ? TBLOG_OK : tblog__fail_no_memory(err);
    if (!status && error) status = cannot_read(logdir, path, !self.parent, error, err);
    if (!status) status = visit_entries(logdir, root, path, &self, &names, err);
    while (names.count > 0) free(names.list[--names.count]);
    free(names.list);
    return status;
}

/* 'parent' is NULL for the root. */
static tblog_status visit(tblog_logdir *logdir, const char *root, const char *path,
                          const folder *parent, tblog_error *err) {
    tblog__os_info info;
    if (!tblog__os_path_info(path, &info)) {
        int error = errno;
        if (!tblog__os_exists(path)) return cannot_read(logdir, path, !parent, error, err);
        return parent ? TBLOG_OK /* a symbolic link to nothing */
                      : tblog__fail_io(err, root, "cannot read", ENOENT);
    }
    if (info.folder) return visit_folder(logdir, root, path, &info, parent, err);
    if (parent) {
        const char *name = strrchr(path, '/') + 1;
        bool taken = info.regular && strstr(name, "tfevents");
        return taken ? add_below(logdir, root, path, name, err) : TBLOG_OK;
    }
    if (info.regular) return add(logdir, path, ".", 1, err);
    return tblog__fail(err, TBLOG_ERR_IO, "%s: neither a folder nor a regular file", root);
}

/* ---- the runs ---- */

static int by_run_and_path(const void *a, const void *b) {
    const entry *x = a, *y = b;
    int order = strcmp(x->run, y->run);
    return order ? order : strcmp(x->path, y->path);
}

static tblog_status group(tblog_logdir *logdir, tblog_error *err) {
    if (logdir->count) qsort(logdir->entries, logdir->count, sizeof(entry), by_run_and_path);
    logdir->runs = malloc((logdir->count + 1) * sizeof *logdir->runs);
    if (!logdir->runs) return tblog__fail_no_memory(err);
    for (size_t i = 0; i < logdir->count; i++)
        if (!i || strcmp(logdir->entries[i - 1].run, logdir->entries[i].run) != 0)
            logdir->runs[logdir->run_count++] = i;
    logdir->runs[logdir->run_count] = logdir->count;
    return TBLOG_OK;
}

tblog_logdir *tblog_logdir_open(const char *path, tblog_error *err) {
    tblog_logdir *logdir = calloc(1, sizeof *logdir);
    if (!logdir) {
        tblog__fail_no_memory(err);
        return NULL;
    }
    if (visit(logdir, path, path, NULL, err) == TBLOG_OK && group(logdir, err) == TBLOG_OK)
        return logdir;
    tblog_logdir_close(logdir);
    return NULL;
}

void tblog_logdir_close(tblog_logdir *logdir) {
    if (!logdir) return;
    for (size_t i = 0; i < logdir->count; i++) {
        free(logdir->entries[i].path);
        free(logdir->entries[i].run);
    }
    free(logdir->entries);
    for (size_t i = 0; i < logdir->problem_count; i++) free(logdir->problems[i]);
    free(logdir->problems);
    free(logdir->runs);
    free(logdir);
}

size_t tblog_logdir_run_count(const tblog_logdir *logdir) {
    return logdir->run_count;
}

const char *tblog_logdir_run_name(const tblog_logdir *logdir, size_t run) {
    return logdir->entries[logdir->runs[run]].run;
}

size_t tblog_logdir_file_count(const tblog_logdir *logdir, size_t run) {
    return logdir->runs[run + 1] - logdir->runs[run];
}

const char *tblog_logdir_file(const tblog_logdir *logdir, size_t run, size_t file) {
    return logdir->entries[logdir->runs[run] + file].path;
}

size_t tblog_logdir_problem_count(const tblog_logdir *logdir) {
    return logdir->problem_count;
}

const char *tblog_logdir_problem(const tblog_logdir *logdir, size_t i) {
    return logdir->problems[i];
}
