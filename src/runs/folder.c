/* SPDX-License-Identifier: Apache-2.0 */
/* A run's folder: a new run is never mixed into an existing one. */
#include "runs/folder.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "runs/records/ending.h"
#include "train/callbacks/checkpoint.h"
#include "train/callbacks/kept_models.h"
#include "train/callbacks/tensorboard.h"

static bool remove_file(const char *folder, const char *name, error *err) {
    char *path;
    if (asprintf(&path, "%s/%s", folder, name) < 0) return error_set(err, "out of memory");
    bool good = unlink(path) == 0 || error_set(err, "%s: cannot remove: %s", path, strerror(errno));
    free(path);
    return good;
}

static bool check_files(const char *folder, DIR *dir, bool overwrite, error *err) {
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (!tensorboard_is_event_file(entry->d_name)) continue;
        if (!overwrite)
            return error_set(err,
                             "%s already holds a run (%s); choose another --logdir, or remove "
                             "its event files by --overwrite",
                             folder, entry->d_name);
        if (!remove_file(folder, entry->d_name, err)) return false;
    }
    return true;
}

static bool prepare_one(const char *folder, const char *part, bool overwrite, error *err) {
    char *path;
    if (asprintf(&path, "%s%s", folder, part) < 0) return error_set(err, "out of memory");
    DIR *dir = opendir(path);
    bool good = dir ? check_files(path, dir, overwrite, err)
                    : errno == ENOENT || error_set(err, "%s: %s", path, strerror(errno));
    if (dir) closedir(dir);
    free(path);
    return good;
}

/* Frees the path. */
static bool remove_if_there(char *path, error *err) {
    if (!path) return error_set(err, "out of memory");
    bool good = unlink(path) == 0 || errno == ENOENT || errno == ENOTDIR ||
                error_set(err, "%s: cannot remove: %s", path, strerror(errno));
    free(path);
    return good;
}

void run_folder_clean(const char *folder) {
    static const char beginning[] = ".new-";
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        const char *name = entry->d_name;
        if (strncmp(name, beginning, strlen(beginning)) == 0 &&
            strlen(name) == strlen(".new-XXXXXX"))
            unlinkat(dirfd(dir), name, 0);
    }
    if (dir) closedir(dir);
}

bool run_folder_prepare(const char *folder, bool overwrite, error *err) {
    if (!prepare_one(folder, "", overwrite, err) ||
        !prepare_one(folder, "/train", overwrite, err) ||
        !prepare_one(folder, "/validation", overwrite, err))
        return false;
    /* A new run must not be resumed from an old run's checkpoint. */
    if (!remove_if_there(checkpoint_path(folder), err) ||
        !remove_if_there(run_ending_path(folder), err))
        return false;
    return !overwrite || (remove_if_there(kept_model_path(folder, false), err) &&
                          remove_if_there(kept_model_path(folder, true), err));
}

/* ---- the names of further files ---- */

/* The latest second in the names of a folder's event files; 0 if there are none. */
static long long last_second(const char *folder, const char *part) {
    char *path;
    long long last = 0;
    if (asprintf(&path, "%s%s", folder, part) < 0) return 0;
    DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        const char *at = strstr(entry->d_name, "tfevents.");
        long long second = at ? strtoll(at + strlen("tfevents."), NULL, 10) : 0;
        if (second > last) last = second;
    }
    if (dir) closedir(dir);
    free(path);
    return last;
}

double run_folder_next_second(const char *folder) {
    static const char *const parts[] = {"", "/train", "/validation"};
    const char *epoch = getenv("SOURCE_DATE_EPOCH"); /* the writers use it as their clock too */
    long long now = epoch && *epoch ? strtoll(epoch, NULL, 10) : (long long)time(NULL), last = 0;
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        long long second = last_second(folder, parts[i]);
        if (second > last) last = second;
    }
    return last < now ? 0 : (double)(last + 1);
}
