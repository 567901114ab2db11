/* SPDX-License-Identifier: Apache-2.0 */
/* The lock on a run's folder. */
#include "runs/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/escape.h"
#include "base/folders.h"

enum {
    POLL_MS = 100,
    NAME_POLL_MS =
        10, /* a process that has just taken the lock may not have written its name yet */
    NAME_POLLS = 20,
    TRIES = 100 /* because another process may remove the file at the same time */
};

/* A process and its host, as the file holds them: "1234 host\n". */
enum { HOLDER_SIZE = HOST_NAME_MAX + 32, WHO_SIZE = 4 * HOLDER_SIZE };

struct run_lock {
    int fd;
    size_t old_length; /* of the part of 'path' that existed before */
    char path[];
};

/* ---- the file ---- */

/* The length of the longest part of the path that exists, up to a '/'. */
static size_t existing_length(const char *path) {
    struct stat info;
    size_t length = 0;
    char *copy = strdup(path), *slash;
    while (copy && !length && (slash = strrchr(copy, '/')) && slash > copy) {
        *slash = '\0';
        if (stat(copy, &info) == 0) length = strlen(copy);
    }
    free(copy);
    return length;
}

static run_lock *new_lock(const run *r) {
    char *folder = run_folder(r);
    size_t size = folder ? strlen(folder) + sizeof "/lock" : 0;
    run_lock *self = folder ? malloc(sizeof *self + size) : NULL;
    if (self) {
        self->fd = -1;
        snprintf(self->path, size, "%s/lock", folder);
        self->old_length = existing_length(self->path);
    }
    free(folder);
    return self;
}

/* Remove the folders that were created for the lock and are still empty. */
static void remove_folders(run_lock *self) {
    for (char *slash; (slash = strrchr(self->path, '/')) && slash > self->path;) {
        *slash = '\0';
        if (strlen(self->path) <= self->old_length || rmdir(self->path) != 0) return;
    }
}

/* Many runs need many files open. */
static bool raise_limit(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == files.rlim_max) return false;
    files.rlim_cur = files.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &files) == 0;
}

/* Another process may remove the file and its folder while this one creates them. */
static int open_file(const char *path) {
    for (int i = 0; i < TRIES; i++) {
        if (!folders_make_for(path) && errno != ENOENT) return -1;
        int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
        if (fd >= 0 || (errno != ENOENT && (errno != EMFILE || !raise_limit()))) return fd;
    }
    return -1;
}

/* Releasing the lock removes the file, so a process that gets the lock must check that the file it
 * locked is still the one at 'path'. */
static bool is_there(int fd, const char *path) {
    struct stat locked, there;
    return fstat(fd, &locked) == 0 && stat(path, &there) == 0 && locked.st_dev == there.st_dev &&
           locked.st_ino == there.st_ino;
}

static bool has_no_locks(int code) {
    return code == ENOLCK || code == EOPNOTSUPP || code == ENOSYS;
}

static int lock_file(int fd) {
    int result;
    do result = flock(fd, LOCK_EX | LOCK_NB);
    while (result != 0 && errno == EINTR);
    return result != 0 && has_no_locks(errno) ? 0 : result;
}

/* ---- who has it ---- */

static void pause_ms(long ms) {
    nanosleep(&(struct timespec){.tv_nsec = ms * 1000000}, NULL);
}

static void write_holder(int fd) {
    char host[HOST_NAME_MAX + 1] = "", text[HOLDER_SIZE];
    gethostname(host, sizeof host - 1);
    int length = snprintf(text, sizeof text, "%ld %s\n", (long)getpid(), host);
    /* On a full disk the lock still holds, but others do not see whose it is. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) != length) return;
}

/* "process 1234 on host", or "another process". */
static void read_holder(int fd, char who[WHO_SIZE]) {
    char text[HOLDER_SIZE] = "", *host;
    snprintf(who, WHO_SIZE, "another process");
    for (int i = 0; i < NAME_POLLS && !strchr(text, '\n'); i++) {
        if (i) pause_ms(NAME_POLL_MS);
        ssize_t size = pread(fd, text, sizeof text - 1, 0);
        text[size > 0 ? size : 0] = '\0';
    }
    long pid = strtol(text, &host, 10);
    host += strspn(host, " ");
    host[strcspn(host, "\n")] = '\0';
    if (pid <= 0 || !*host) return;
    FILE *out = fmemopen(who, WHO_SIZE, "w"); /* escape the host: anybody may have written it */
    if (!out) return;
    fprintf(out, "process %ld on ", pid);
    put_escaped(out, host, strlen(host));
    fclose(out);
    who[WHO_SIZE - 1] = '\0';
}

/* ---- taking it ---- */

typedef enum answer { TAKEN, BUSY, FAILED } answer;

/* With FAILED the reason is in errno; with BUSY 'who' is the process that has it. */
static answer try(run_lock *self, char who[WHO_SIZE]) {
    for (int i = 0; i < TRIES; i++) {
        int fd = open_file(self->path);
        if (fd < 0) return FAILED;
        bool locked = lock_file(fd) == 0;
        int code = errno;
        if (locked && is_there(fd, self->path)) {
            self->fd = fd;
            write_holder(fd);
            return TAKEN;
        }
        if (!locked && code == EWOULDBLOCK) read_holder(fd, who);
        close(fd);
        errno = code;
        if (!locked) return code == EWOULDBLOCK ? BUSY : FAILED;
    }
    errno = EAGAIN;
    return FAILED;
}

static void fail(const run_lock *self, error *err) {
    const char *hint =
        errno == EMFILE || errno == ENFILE ? "; each run has a file open: see ulimit -n" : "";
    if (errno == ENOTDIR || errno == EROFS || errno == EACCES || errno == ENOENT)
        error_set(err, "%.*s: cannot make this folder: %s",
                  (int)(strlen(self->path) - strlen("/lock")), self->path, strerror(errno));
    else
        error_set(err, "%s: cannot lock: %s%s", self->path, strerror(errno), hint);
}

static bool keep(run *r, run_lock *self, bool good) {
    if (good) {
        r->lock = self;
    } else {
        remove_folders(self);
        free(self);
    }
    return good;
}

bool run_lock_take(run *r, error *err) {
    char who[WHO_SIZE];
    if (r->lock) return true;
    run_lock *self = new_lock(r);
    if (!self) return error_set(err, "out of memory");
    answer got = try(self, who);
    if (got == FAILED) fail(self, err);
    if (got == BUSY)
        error_set(err,
                  "%.*s: %s is writing to this run; wait until it ends, or choose another --logdir",
                  (int)(strlen(self->path) - strlen("/lock")), self->path, who);
    return keep(r, self, got == TAKEN);
}

bool run_lock_wait(run *r, const atomic_bool *stop, run_lock_waits waits, void *context,
                   error *err) {
    char who[WHO_SIZE];
    *err = (error){.message = ""};
    if (r->lock) return true;
    run_lock *self = new_lock(r);
    if (!self) return error_set(err, "out of memory");
    answer got = try(self, who);
    if (got == BUSY && waits) waits(context, r, who);
    for (; got == BUSY && !atomic_load(stop); got = try(self, who)) pause_ms(POLL_MS);
    if (got == FAILED) fail(self, err);
    return keep(r, self, got == TAKEN);
}

void run_lock_release(run *r) {
    run_lock *self = r->lock;
    if (!self) return;
    r->lock = NULL;
    unlink(self->path);
    close(self->fd);
    remove_folders(self);
    free(self);
}
