/* SPDX-License-Identifier: Apache-2.0 */
/* A folder for a new run: called by tblog_writer_open_new, in the program's thread. */
#include "tblog/write/begin/run_folder.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tblog/error.h"
#include "tblog/os/os.h"
#include "tblog/write/new_event_file.h"

enum { ATTEMPTS = 100000, DATE_SIZE = 40 };

/* As SummaryWriter's strftime("%b%d_%H-%M-%S"), but in English whatever the program's locale is. */
static bool put_date(char date[DATE_SIZE], int64_t seconds) {
    static const char months[][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct tm t;
    if (!tblog__os_local_time(seconds, &t)) return false;
    snprintf(date, DATE_SIZE, "%s%02d_%02d-%02d-%02d", months[t.tm_mon], t.tm_mday, t.tm_hour,
             t.tm_min, t.tm_sec);
    return true;
}

/* The folder's name; 'number' is 0 for the first one that is tried. */
static char *path_of(const char *parent, const char *name, int number) {
    char *path;
    const char *slash = strchr(tblog__os_slashes, parent[strlen(parent) - 1]) ? "" : "/";
    int length = number ? asprintf(&path, "%s%s%s_%d", parent, slash, name, number)
                        : asprintf(&path, "%s%s%s", parent, slash, name);
    return length < 0 ? NULL : path;
}

/* Create the first folder whose name is free: the name, or with _1, _2, ... added. */
static char *create(const char *parent, const char *name, tblog_error *err) {
    for (int number = 0; number < ATTEMPTS; number++) {
        char *path = path_of(parent, name, number);
        if (!path) {
            tblog__fail_no_memory(err);
            return NULL;
        }
        if (tblog__os_make_folder(path)) return path;
        int error = errno;
        if (error != EEXIST) tblog__fail_io(err, path, "cannot create the folder", error);
        free(path);
        if (error != EEXIST) return NULL;
    }
    tblog__fail_io(err, parent, "cannot create a new folder in it", EEXIST);
    return NULL;
}

char *tblog__run_folder_new(const char *parent, const char *comment,
                            const tblog_writer_options *options, int64_t seconds,
                            tblog_error *err) {
    char date[DATE_SIZE], own_host[TBLOG__OS_HOST_SIZE], *name, *path = NULL;
    tblog__os_host_name(own_host);
    const char *host = options->host ? options->host : own_host;
    if (!comment) comment = "";
    const char *problem = tblog__os_name_problem(host);
    if (!problem) problem = tblog__os_name_problem(comment);
    if (problem) {
        tblog__fail(err, TBLOG_ERR_ARGUMENT, "the host '%.100s' or the comment '%.100s' %s", host,
                    comment, problem);
        return NULL;
    }
    if (!put_date(date, seconds) || asprintf(&name, "%s_%s%s", date, host, comment) < 0) {
        tblog__fail_no_memory(err);
        return NULL;
    }
    bool sync = options->sync != 0;
    if (!tblog__make_folders(parent, sync, err)) path = create(parent, name, err);
    free(name);
    if (path && sync && !tblog__os_sync_folder(parent)) {
        tblog__fail_io(err, parent, "cannot sync", errno);
        tblog__os_remove(path);
        free(path);
        return NULL;
    }
    return path;
}
