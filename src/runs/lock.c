/* SPDX-License-Identifier: Apache-2.0 */
/* A run's folder, locked. */
#include "runs/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/folders.h"
#include "runs/folder.h"

enum { POLL_MS = 100 };

static char *path_of(const run *r) {
    char *path, *folder = run_folder(r);
    int length = folder ? asprintf(&path, "%s/lock", folder) : -1;
    free(folder);
    return length < 0 ? NULL : path;
}

/* Who lets go removes the file: what was locked must be what is there. */
static bool is_there(int fd, const char *path) {
    struct stat locked, there;
    return fstat(fd, &locked) == 0 && stat(path, &there) == 0 && locked.st_dev == there.st_dev &&
           locked.st_ino == there.st_ino;
}

/* The lock, or -1 with errno: EWOULDBLOCK when another has it. */
static int try_lock(char *path) {
    if (!folders_make_for(path)) return -1;
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) return -1;
    if (flock(fd, LOCK_EX | LOCK_NB) == 0) {
        if (is_there(fd, path)) return fd;
        errno = EWOULDBLOCK;
    }
    int saved = errno;
    close(fd);
    errno = saved;
    return -1;
}

int run_lock_take(const run *r, const atomic_bool *stop, error *err) {
    char *path = path_of(r);
    int fd = -1;
    *err = (error){.message = ""};
    if (!path) error_set(err, "out of memory");
    while (path && (fd = try_lock(path)) < 0 && errno == EWOULDBLOCK && !atomic_load(stop))
        nanosleep(&(struct timespec){.tv_nsec = POLL_MS * 1000000L}, NULL);
    if (path && fd < 0 && errno != EWOULDBLOCK)
        error_set(err, "%s: cannot lock: %s", path, strerror(errno));
    free(path);
    return fd;
}

void run_lock_release(const run *r, int lock) {
    char *path = path_of(r);
    if (lock < 0) {
        free(path);
        return;
    }
    if (path) unlink(path);
    free(path);
    close(lock);
}
