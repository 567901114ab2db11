/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The calls of POSIX that Windows lacks or has otherwise, for the programs and the tests. It is
 * included before everything else, so that the system's headers declare their own functions under
 * their own names. Paths and arguments are UTF-8, and files have the bytes that are written: no
 * line ends are changed.
 */
#ifndef POSIX_FOR_WINDOWS_H
#define POSIX_FOR_WINDOWS_H

#include <direct.h>
#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <process.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>
#include <wchar.h>

/* ---- files ---- */

typedef unsigned uid_t, gid_t;

struct posix_stat {
    uint64_t st_dev, st_ino;
    mode_t st_mode;
    unsigned st_nlink;
    uid_t st_uid;
    gid_t st_gid;
    int64_t st_size;
    struct timespec st_mtim;
};
#define st_mtime st_mtim.tv_sec

#define S_IFLNK       0xa000
#define S_ISLNK(mode) (((mode)&S_IFMT) == S_IFLNK)

enum {
    O_CLOEXEC = 0,
    O_NONBLOCK = 0,
    O_NOFOLLOW = 0,
    O_DIRECTORY = 0,
    F_SETLEASE = 1024,
    LOCK_EX = 2,
    LOCK_NB = 4
};

int posix_open(const char *path, int flags, ...);
ssize_t posix_read(int fd, void *bytes, size_t size);
ssize_t posix_write(int fd, const void *bytes, size_t size);
int posix_stat(const char *path, struct posix_stat *info);
int posix_lstat(const char *path, struct posix_stat *info);
int posix_fstat(int fd, struct posix_stat *info);
int posix_fsync(int fd);
int posix_flock(int fd, int how);
int posix_fcntl(int fd, int command,
                int argument); /* F_SETLEASE: whether another has it open to write */
int posix_link(const char *path, const char *other);
int posix_mkdir(const char *path, mode_t mode);
int posix_remove(const char *path);
int posix_rename(const char *path, const char *other);
int posix_unlink(const char *path);
int posix_isatty(int fd);
char *posix_realpath(const char *path, char *to); /* 'to' is NULL */

/* Windows has no owners and modes of this kind, and no symbolic links that programs make. */
static inline int fchown(int fd, uid_t user, gid_t group) {
    (void)fd, (void)user, (void)group;
    return 0;
}

static inline int fchmod(int fd, mode_t mode) {
    (void)fd, (void)mode;
    return 0;
}

static inline ssize_t readlink(const char *path, char *to, size_t size) {
    (void)path, (void)to, (void)size;
    errno = EINVAL;
    return -1;
}

#undef stat
#undef fstat
#undef lstat
#define open     posix_open
#define read     posix_read
#define write    posix_write
#define stat     posix_stat
#define lstat    posix_lstat
#define fstat    posix_fstat
#define fsync    posix_fsync
#define flock    posix_flock
#define fcntl    posix_fcntl
#define link     posix_link
#define mkdir    posix_mkdir
#define remove   posix_remove
#define rename   posix_rename
#define unlink   posix_unlink
#define isatty   posix_isatty
#define realpath posix_realpath
#define F_RDLCK  0

/* ---- streams ---- */

FILE *posix_fopen(const char *path, const char *mode);
int posix_fclose(FILE *file);
FILE *open_memstream(char **text, size_t *size); /* what they receive is there after fclose only */
FILE *fmemopen(void *bytes, size_t size, const char *mode); /* to read */

#undef fopen
#define fopen       posix_fopen
#define fclose      posix_fclose
#define flockfile   _lock_file
#define funlockfile _unlock_file

/* ---- texts and memory ---- */

char *strndup(const char *text, size_t size);
char *stpcpy(char *to, const char *from);
void *memmem(const void *in, size_t in_size, const void *what, size_t size);
void *mempcpy(void *to, const void *from, size_t size);
void *reallocarray(void *array, size_t count, size_t size);
char *posix_strerror(int error);
#define strerror posix_strerror

/* The character that UTF-8 begins with; those that take two wchar_t are U+FFFD. */
size_t posix_mbrtowc(wchar_t *to, const char *text, size_t size, mbstate_t *state);
int wcwidth(wchar_t character);
#define mbrtowc posix_mbrtowc

/* ---- the program ---- */

/* The program's main, which main.c calls with arguments in UTF-8. */
#define main posix_main

/* Signals that there are not: nothing raises them. */
#define SIGXFSZ 25
#define SIGPIPE 13

static inline struct tm *localtime_r(const time_t *seconds, struct tm *parts) {
    return localtime_s(parts, seconds) ? NULL : parts;
}

static inline struct tm *gmtime_r(const time_t *seconds, struct tm *parts) {
    return gmtime_s(parts, seconds) ? NULL : parts;
}

#endif
