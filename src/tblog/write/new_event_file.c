/* SPDX-License-Identifier: Apache-2.0 */
/* A new event file: called once for each writer, by tblog_writer_open, in the program's thread. */
#include "tblog/write/new_event_file.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tblog/error.h"
#include "tblog/os/os.h"

/* ---- folders ---- */

/* Make a folder's list of names survive a loss of power. */
static tblog_status sync_folder(const char *path, tblog_error *err) {
    return tblog__os_sync_folder(path) ? TBLOG_OK : tblog__fail_io(err, path, "cannot sync", errno);
}

/* Sync the parent of a new folder, which has a new name in it. */
static tblog_status sync_parent(const char *path, tblog_error *err) {
    const char *slash = strrchr(path, '/');
    if (!slash || slash == path) return sync_folder(slash ? "/" : ".", err);
    char *parent;
    if (asprintf(&parent, "%.*s", (int)(slash - path), path) < 0) return tblog__fail_no_memory(err);
    tblog_status status = sync_folder(parent, err);
    free(parent);
    return status;
}

tblog_status tblog__make_folders(const char *folder, bool sync, tblog_error *err) {
    char *path = strdup(folder);
    if (!path) return tblog__fail_no_memory(err);
    tblog_status status = TBLOG_OK;
    for (char *slash = path + tblog__os_root_size(path); slash && !status;) {
        slash = strpbrk(slash + 1, tblog__os_slashes);
        char separator = slash ? *slash : '\0';
        if (slash) *slash = '\0';
        if (tblog__os_make_folder(path))
            status = sync ? sync_parent(path, err) : TBLOG_OK;
        else if (errno != EEXIST)
            status = tblog__fail_io(err, path, "cannot create the folder", errno);
        if (slash) *slash = separator;
    }
    free(path);
    return status;
}

/* ---- names ---- */

static const char PREFIX[] = "events.out.tfevents.";

enum { DIGITS = 10, INDEXES = 10, ATTEMPTS = 1000, NAME_SIZE = 1024 };
static const int64_t LAST_SECOND = 9999999999; /* the last one with ten digits */

/* What all names of a writer have in common. */
typedef struct name_parts {
    const char *folder, *host, *suffix;
    int64_t pid;
    uint64_t index; /* the first one tried */
    char own_host[TBLOG__OS_HOST_SIZE];
} name_parts;

static tblog_status check_part(const char *what, const char *part, tblog_error *err) {
    const char *problem = tblog__os_name_problem(part);
    if (!problem) return TBLOG_OK;
    return tblog__fail(err, TBLOG_ERR_ARGUMENT, "the %s '%.100s' %s", what, part, problem);
}

static tblog_status choose_parts(name_parts *parts, const char *folder,
                                 const tblog_writer_options *options, tblog_error *err) {
    *parts = (name_parts){.folder = folder};
    if (!options->host) tblog__os_host_name(parts->own_host);
    parts->host = options->host ? options->host : parts->own_host;
    parts->suffix = options->suffix ? options->suffix : ".v2";
    parts->pid = options->pid ? options->pid : (int64_t)getpid();
    parts->index = options->index;
    tblog_status status = check_part("host", parts->host, err);
    return status ? status : check_part("suffix", parts->suffix, err);
}

static char *path_of(const name_parts *parts, int64_t seconds, uint64_t index) {
    char *path;
    if (asprintf(&path, "%s/%s%0*" PRId64 ".%s.%" PRId64 ".%" PRIu64 "%s", parts->folder, PREFIX,
                 DIGITS, seconds, parts->host, parts->pid, index, parts->suffix) < 0)
        return NULL;
    return path;
}

/* Whether a name begins like an event file's, up to the second. */
static bool is_event_file(const char *name) {
    size_t prefix = sizeof PREFIX - 1;
    return strncmp(name, PREFIX, prefix) == 0 && strspn(name + prefix, "0123456789") >= DIGITS;
}

/* Find the event file in the folder whose name sorts last; "" if there is none, or if the folder
 * can be written but not read. */
static void find_latest(const char *folder, char latest[NAME_SIZE]) {
    tblog__os_names *names = tblog__os_names_open(folder);
    *latest = '\0';
    for (const char *name; names && (name = tblog__os_names_next(names));)
        if (is_event_file(name) && strcmp(name, latest) > 0)
            snprintf(latest, NAME_SIZE, "%s", name);
    tblog__os_names_close(names);
}

/* A second whose names all sort after 'latest', at least 'seconds'; 'seconds' if there is none. */
static int64_t second_after(const char *latest, int64_t seconds) {
    int64_t second = 0;
    for (size_t i = 0; i < DIGITS; i++)
        second = 10 * second + (latest[sizeof PREFIX - 1 + i] - '0');
    return second < LAST_SECOND ? second + 1 : seconds;
}

/*
 * Create the file in that second, with the first of some indexes whose name is free and sorts after
 * 'latest'. TBLOG_OK, with *fd -1, if there is no such name. Free *path in any case.
 */
static tblog_status create_in(const name_parts *parts, int64_t seconds, const char *latest,
                              char **path, int *fd, tblog_error *err) {
    *fd = -1;
    for (uint64_t i = 0; i < INDEXES; i++) {
        free(*path);
        *path = path_of(parts, seconds, parts->index + i);
        if (!*path) return tblog__fail_no_memory(err);
        if (strcmp(*path + strlen(parts->folder) + 1, latest) <= 0) continue;
        *fd = tblog__os_create(*path);
        if (*fd >= 0) return TBLOG_OK;
        if (errno != EEXIST) return tblog__fail_io(err, *path, "cannot create the file", errno);
    }
    return TBLOG_OK;
}

/* Create the file; if other processes create files in the folder at the same time, try again. */
static tblog_status create_file(const name_parts *parts, int64_t seconds, char **path, int *fd,
                                tblog_error *err) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
        char latest[NAME_SIZE];
        find_latest(parts->folder, latest);
        tblog_status status = create_in(parts, seconds, latest, path, fd, err);
        if (!status && *fd < 0 && *latest)
            status = create_in(parts, second_after(latest, seconds), latest, path, fd, err);
        if (status || *fd >= 0) return status;
    }
    return tblog__fail_io(err, *path, "cannot create the file", EEXIST);
}

tblog_status tblog__new_event_file(const char *folder, const tblog_writer_options *options,
                                   int64_t seconds, char **path, int *fd, tblog_error *err) {
    name_parts parts;
    *path = NULL;
    tblog_status status = tblog__make_folders(folder, options->sync != 0, err);
    if (!status) status = choose_parts(&parts, folder, options, err);
    if (!status) status = create_file(&parts, seconds, path, fd, err);
    if (!status && options->sync && (status = sync_folder(folder, err))) {
        close(*fd);
        tblog__os_remove(*path);
    }
    if (!status) return TBLOG_OK;
    free(*path);
    *path = NULL;
    return status;
}
