/* SPDX-License-Identifier: Apache-2.0 */
/* The calls of POSIX systems. TBLOG_HAVE_...: CMake found that one; see CMakeLists.txt. */
#include "tblog/os/deadline.h"
#include "tblog/os/os.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef TBLOG_HAVE_GETRANDOM
#include <sys/random.h>
#endif
#ifdef TBLOG_HAVE_XLOCALE
#include <xlocale.h>
#endif

/* ---- texts ---- */

void tblog__os_error_text(int error, char *text, size_t size) {
#ifdef TBLOG_HAVE_GNU_STRERROR_R
    snprintf(text, size, "%s", strerror_r(error, text, size));
#else
    if (strerror_r(error, text, size) != 0) snprintf(text, size, "error %d", error);
#endif
}

void tblog__os_host_name(char name[TBLOG__OS_HOST_SIZE]) {
    if (gethostname(name, TBLOG__OS_HOST_SIZE) != 0) strcpy(name, "localhost");
    name[TBLOG__OS_HOST_SIZE - 1] = '\0';
}

bool tblog__os_locale_enter(tblog__os_locale *locale) {
    locale_t before = uselocale((locale_t)0), own = duplocale(before);
    locale_t points = own ? newlocale(LC_NUMERIC_MASK, "C", own) : own;
    if (!points) {
        if (own) freelocale(own);
        return false;
    }
    uselocale(points);
    *locale = (tblog__os_locale){.before = before, .points = points};
    return true;
}

void tblog__os_locale_leave(tblog__os_locale *locale) {
    uselocale((locale_t)locale->before);
    freelocale((locale_t)locale->points);
}

/* ---- time ---- */

#ifdef TBLOG_HAVE_CLOCK_MONOTONIC_COARSE
static const clockid_t coarse_clock = CLOCK_MONOTONIC_COARSE;
#else
static const clockid_t coarse_clock = CLOCK_MONOTONIC;
#endif

#ifdef TBLOG_HAVE_PTHREAD_CONDATTR_SETCLOCK
static const clockid_t cond_clock = CLOCK_MONOTONIC;
#else
static const clockid_t cond_clock = CLOCK_REALTIME; /* what conditions have of themselves */
#endif

double tblog__os_coarse_s(void) {
    struct timespec now;
    clock_gettime(coarse_clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

bool tblog__os_local_time(int64_t seconds, struct tm *local) {
    const time_t when = (time_t)seconds;
    return localtime_r(&when, local) != NULL;
}

void tblog__os_cond_init(pthread_cond_t *cond) {
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
#ifdef TBLOG_HAVE_PTHREAD_CONDATTR_SETCLOCK
    pthread_condattr_setclock(&attributes, cond_clock);
#endif
    pthread_cond_init(cond, &attributes);
    pthread_condattr_destroy(&attributes);
}

bool tblog__os_cond_wait_s(pthread_cond_t *cond, pthread_mutex_t *lock, double seconds) {
    const struct timespec until = tblog__os_deadline(cond_clock, seconds);
    return pthread_cond_timedwait(cond, lock, &until) == 0;
}

/* ---- names ---- */

const char tblog__os_slashes[] = "/";

size_t tblog__os_root_size(const char *path) {
    (void)path;
    return 0;
}

const char *tblog__os_name_problem(const char *name) {
    return strchr(name, '/') ? "has a '/'" : NULL;
}

/* ---- files ---- */

static int open_apart(const char *path, int flags) {
#ifdef TBLOG_HAVE_O_CLOEXEC
    return open(path, flags | O_CLOEXEC, 0666);
#else
    int fd = open(path, flags, 0666);
    if (fd >= 0) fcntl(fd, F_SETFD, FD_CLOEXEC);
    return fd;
#endif
}

int tblog__os_open(const char *path) {
    return open_apart(path, O_RDONLY | O_NONBLOCK);
}

int tblog__os_create(const char *path) {
    return open_apart(path, O_RDWR | O_CREAT | O_EXCL);
}

int tblog__os_stdin(void) {
    return STDIN_FILENO;
}

static bool put_info(const struct stat *from, tblog__os_info *info) {
    *info = (tblog__os_info){.regular = S_ISREG(from->st_mode),
                             .folder = S_ISDIR(from->st_mode),
                             .removed = from->st_nlink == 0,
                             .size = (uint64_t)from->st_size,
                             .device = (uint64_t)from->st_dev,
                             .number = (uint64_t)from->st_ino};
    return true;
}

bool tblog__os_path_info(const char *path, tblog__os_info *info) {
    struct stat found;
    return stat(path, &found) == 0 && put_info(&found, info);
}

bool tblog__os_file_info(int fd, tblog__os_info *info) {
    struct stat found;
    return fstat(fd, &found) == 0 && put_info(&found, info);
}

bool tblog__os_exists(const char *path) {
    struct stat found;
    return lstat(path, &found) == 0;
}

ssize_t tblog__os_read(int fd, void *bytes, size_t size) {
    return read(fd, bytes, size);
}

ssize_t tblog__os_read_at(int fd, void *bytes, size_t size, uint64_t offset) {
    return pread(fd, bytes, size, (off_t)offset);
}

/* Take the signal, which is pending, off this thread. */
static void eat(const sigset_t *signal) {
#ifdef TBLOG_HAVE_SIGTIMEDWAIT
    const struct timespec now = {0, 0};
    sigtimedwait(signal, NULL, &now);
#else
    sigset_t pending;
    int number;
    sigpending(&pending);
    if (sigismember(&pending, SIGXFSZ)) sigwait(signal, &number);
#endif
}

ssize_t tblog__os_write(int fd, const void *bytes, size_t size) {
    sigset_t limit, before, pending;
    sigemptyset(&limit);
    sigaddset(&limit, SIGXFSZ);
    sigpending(&pending);
    pthread_sigmask(SIG_BLOCK, &limit, &before);
    ssize_t n = write(fd, bytes, size);
    int error = errno;
    if (n < 0 && error == EFBIG && !sigismember(&pending, SIGXFSZ)) eat(&limit);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return n;
}

int64_t tblog__os_position(int fd) {
    return (int64_t)lseek(fd, 0, SEEK_CUR);
}

bool tblog__os_cut(int fd, uint64_t size) {
    return ftruncate(fd, (off_t)size) == 0 && lseek(fd, (off_t)size, SEEK_SET) >= 0;
}

bool tblog__os_sync_data(int fd) {
#ifdef TBLOG_HAVE_FDATASYNC
    return fdatasync(fd) == 0;
#else
    return fsync(fd) == 0;
#endif
}

bool tblog__os_remove(const char *path) {
    return remove(path) == 0;
}

bool tblog__os_replace(const char *path, const char *by) {
    return rename(by, path) == 0;
}

/* ---- folders ---- */

bool tblog__os_make_folder(const char *path) {
    return mkdir(path, 0777) == 0;
}

bool tblog__os_sync_folder(const char *path) {
    int fd = open_apart(path, O_RDONLY | O_DIRECTORY);
    bool good = fd >= 0 && fsync(fd) == 0;
    int error = errno;
    if (fd >= 0) close(fd);
    errno = error;
    return good;
}

/* The names are a DIR. */
tblog__os_names *tblog__os_names_open(const char *path) {
    return (tblog__os_names *)opendir(path);
}

const char *tblog__os_names_next(tblog__os_names *names) {
    errno = 0;
    const struct dirent *entry = readdir((DIR *)names);
    return entry ? entry->d_name : NULL;
}

void tblog__os_names_close(tblog__os_names *names) {
    if (names) closedir((DIR *)names);
}

/* ---- randomness, threads and processes ---- */

bool tblog__os_random(void *bytes, size_t size, bool may_wait) {
#ifdef TBLOG_HAVE_GETRANDOM
    return getrandom(bytes, size, may_wait ? 0 : GRND_NONBLOCK) == (ssize_t)size;
#else
    (void)may_wait; /* this device never does */
    int fd = tblog__os_open("/dev/urandom");
    ssize_t got = fd < 0 ? -1 : read(fd, bytes, size);
    if (fd >= 0) close(fd);
    return got == (ssize_t)size;
#endif
}

bool tblog__os_start_thread(pthread_t *thread, void *(*work)(void *), void *context) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failed = pthread_create(thread, NULL, work, context);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return !failed;
}

void tblog__os_at_fork(void (*before)(void), void (*after)(void)) {
    pthread_atfork(before, after, after);
}

volatile char *tblog__os_fork_mark(void) {
#ifdef TBLOG_HAVE_MADV_WIPEONFORK
    void *page = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return NULL;
    if (madvise(page, 1, MADV_WIPEONFORK) == 0) {
        *(char *)page = 1;
        return page;
    }
    munmap(page, 1);
#endif
    return NULL;
}

void tblog__os_free_fork_mark(volatile char *mark) {
    if (mark) munmap((void *)(uintptr_t)mark, 1);
}
