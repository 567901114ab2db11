/* SPDX-License-Identifier: Apache-2.0 */
/* A log folder as TensorBoard sees it. Called in any thread; one folder by one thread at a time. */
#include <tblog/logdir.h>

#include <errno.h>
#include <fts.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"

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
    e->run = strndup(run, run_size);
    return e->path && e->run ? TBLOG_OK : tblog__fail_no_memory(err);
}

/* The folder part of a path below the root, "." for the root itself. */
static tblog_status add_below(tblog_logdir *logdir, const char *root, const FTSENT *file,
                              tblog_error *err) {
    const char *run = file->fts_path + strlen(root);
    while (*run == '/') run++;
    size_t size = (size_t)(file->fts_path + file->fts_pathlen - file->fts_namelen - run);
    while (size > 0 && run[size - 1] == '/') size--;
    return size ? add(logdir, file->fts_path, run, size, err)
                : add(logdir, file->fts_path, ".", 1, err);
}

/* TensorBoard skips what it cannot read; here it is recorded. */
static tblog_status add_problem(tblog_logdir *logdir, const FTSENT *file, tblog_error *err) {
    tblog_error reason;
    char **grown = realloc(logdir->problems, (logdir->problem_count + 1) * sizeof *grown);
    if (!grown) return tblog__fail_no_memory(err);
    logdir->problems = grown;
    tblog__fail_io(&reason, file->fts_path, "cannot read", file->fts_errno);
    char *problem = grown[logdir->problem_count] = strdup(reason.message);
    if (!problem) return tblog__fail_no_memory(err);
    logdir->problem_count++;
    return TBLOG_OK;
}

static bool is_event_file(const FTSENT *file) {
    return strstr(file->fts_name, "tfevents") != NULL;
}

static tblog_status visit(tblog_logdir *logdir, const char *root, const FTSENT *file,
                          tblog_error *err) {
    bool top = file->fts_level == FTS_ROOTLEVEL;
    switch (file->fts_info) {
    case FTS_NS:
    case FTS_ERR:
    case FTS_DNR:
        if (top) return tblog__fail_io(err, root, "cannot read", file->fts_errno);
        return add_problem(logdir, file, err);
    case FTS_SLNONE: /* a symbolic link to nothing */
        if (top) return tblog__fail_io(err, root, "cannot read", ENOENT);
        return TBLOG_OK;
    case FTS_DEFAULT:
        if (!top) return TBLOG_OK;
        return tblog__fail(err, TBLOG_ERR_IO, "%s: neither a folder nor a regular file", root);
    case FTS_F:
        if (top) return add(logdir, file->fts_path, ".", 1, err);
        return is_event_file(file) ? add_below(logdir, root, file, err) : TBLOG_OK;
    default: return TBLOG_OK; /* a folder, or one that would be entered again through a link */
    }
}

static tblog_status walk(tblog_logdir *logdir, const char *path, tblog_error *err) {
    char *root = strdup(path);
    if (!root) return tblog__fail_no_memory(err);
    char *roots[] = {root, NULL};
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    tblog_status status = tree ? TBLOG_OK : tblog__fail_io(err, path, "cannot read", errno);
    for (FTSENT *file; !status && (file = fts_read(tree));) status = visit(logdir, path, file, err);
    if (tree) fts_close(tree);
    free(root);
    return status;
}

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
    if (walk(logdir, path, err) == TBLOG_OK && group(logdir, err) == TBLOG_OK) return logdir;
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
