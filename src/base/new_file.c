/* SPDX-License-Identifier: Apache-2.0 */
/* An output file that is replaced as a whole or not at all. */
#include "base/new_file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folders.h"
#include "base/text_hash.h"

enum { LETTERS = 6 }; /* of a temporary name, its last ones */

static void put_letters(char *name, uint64_t number) {
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    char *at = name + strlen(name) - LETTERS;
    for (int i = 0; i < LETTERS; i++, number /= sizeof letters - 1)
        at[i] = letters[number % (sizeof letters - 1)];
}

/* Whether the name is still that of the open file. */
static bool is_called(int fd, const char *name) {
    struct stat opened, named;
    return fstat(fd, &opened) == 0 && lstat(name, &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

/* Remove what a writer that was killed left: a living one holds its lock. */
static bool remove_stale(const char *name) {
    struct stat info;
    int fd = open(name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool stale = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
                 flock(fd, LOCK_EX | LOCK_NB) == 0 && is_called(fd, name) && unlink(name) == 0;
    if (fd >= 0) close(fd);
    return stale;
}

/* Create and lock a file that does not exist yet, also not as a symbolic link. mkstemp would use
 * mode 0600, and the umask cannot be read without changing it for all threads. The letters depend
 * on the final name, so that the next writer of that file finds what this one may leave; they are
 * random if another process is writing to that file now. */
static int create(char *name, const char *path, mode_t mode) {
    enum { ATTEMPTS = 1000 };
    const char *slash = last_slash(path);
    /* The same letters each time that a file of this name is written. */
    uint64_t number = text_hash(slash ? slash + 1 : path);
    for (int i = 0; i < ATTEMPTS; i++) {
        put_letters(name, number);
        int fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, mode);
        if (fd < 0 && errno != EEXIST) return fd;
        if (fd >= 0) {
            (void)!flock(fd, LOCK_EX | LOCK_NB); /* some file systems have no locks */
            if (is_called(fd, name)) return fd;
            close(fd); /* another took it for left over before it was locked */
        } else if (!i && remove_stale(name)) {
            continue;
        }
        if (getrandom(&number, sizeof number, 0) != (ssize_t)sizeof number) return -1;
    }
    return -1;
}

/* Keep the mode of the file that is replaced, and its owner if this process may change owners. */
static void be_like(int fd, const struct stat *old) {
    if (fchown(fd, old->st_uid, old->st_gid) != 0) errno = 0;
    fchmod(fd, old->st_mode & 0777);
}

/* Make a file's new name in its folder survive a loss of power. */
static bool sync_folder_of(const char *path) {
    const char *slash = last_slash(path);
    char *folder = slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
    int fd = folder ? open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    bool good = fd >= 0 && fsync(fd) == 0;
    int saved = errno;
    if (fd >= 0) close(fd);
    free(folder);
    errno = saved;
    return good;
}

/* Follow the symbolic links at the end of a path, also to what is not there yet, so that they stay.
 * NULL, with errno set, after a failure. Free it. */
static char *follow(const char *path) {
    enum { LINKS_MAX = 40 }; /* as Linux has it */
    char *at = strdup(path), target[PATH_MAX];
    for (int links = 0; at; links++) {
        ssize_t size = readlink(at, target, sizeof target);
        if (size < 0) return at; /* not a link */
        const char *slash = last_slash(at);
        int folder = slash && target[0] != '/' ? (int)(slash + 1 - at) : 0;
        char *next = NULL;
        if (links == LINKS_MAX || size == sizeof target)
            errno = ELOOP;
        else if (asprintf(&next, "%.*s%.*s", folder, at, (int)size, target) < 0)
            next = NULL;
        free(at);
        at = next;
    }
    return NULL;
}

/* FOLDER/.new-XXXXXX beside a path; free it. */
static char *temporary_beside(const char *path) {
    const char *slash = last_slash(path);
    char *name;
    int folder = slash ? (int)(slash + 1 - path) : 0;
    return asprintf(&name, "%.*s.new-XXXXXX", folder, path) < 0 ? NULL : name;
}

bool new_file_is_stdout(const char *path) {
    struct stat file, out;
    if (strcmp(path, "-") == 0) return true;
    return stat(path, &file) == 0 && fstat(STDOUT_FILENO, &out) == 0 && file.st_dev == out.st_dev &&
           file.st_ino == out.st_ino;
}

static bool open_temporary(new_file *file, const struct stat *replaced) {
    int fd = create(file->temporary, file->path, replaced ? 0600 : 0666);
    file->out = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (file->out) {
        if (replaced) be_like(fd, replaced);
        return true;
    }
    int saved = errno;
    if (fd >= 0) {
        close(fd);
        unlink(file->temporary);
    }
    errno = saved;
    return false;
}

static void free_names(new_file *file) {
    int saved = errno;
    free(file->path);
    free(file->temporary);
    errno = saved;
}

bool new_file_open(new_file *file, const char *path) {
    struct stat info;
    *file = (new_file){.out = stdout};
    if (new_file_is_stdout(path)) return true;
    bool replaced = stat(path, &info) == 0;
    if (replaced && !S_ISREG(info.st_mode)) {
        file->out = fopen(path, "wbe");
        return file->out != NULL;
    }
    file->path = follow(path);
    file->temporary = file->path ? temporary_beside(file->path) : NULL;
    if (file->temporary && open_temporary(file, replaced ? &info : NULL)) return true;
    free_names(file);
    return false;
}

bool new_file_close(new_file *file, bool good) {
    good = good && fflush(file->out) == 0;
    if (!file->temporary) return (file->out == stdout || fclose(file->out) == 0) && good;
    good = good && fsync(fileno(file->out)) == 0;
    good = good && rename(file->temporary, file->path) == 0; /* still locked */
    int saved = errno;
    if (!good) unlink(file->temporary);
    fclose(file->out);
    if (good && !sync_folder_of(file->path)) good = false, saved = errno;
    errno = saved;
    free_names(file);
    return good;
}
