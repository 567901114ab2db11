/* SPDX-License-Identifier: Apache-2.0 */
/* The calls of Windows, with the pthreads of MinGW-w64. Files are opened so that others may rename
 * and remove them meanwhile, as on POSIX systems. */
#define _CRT_RAND_S
#include "tblog/os/deadline.h"
#include "tblog/os/os.h"

#include <errno.h>
#include <fcntl.h>
#include <io.h>
#include <limits.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <windows.h>

#include "tblog/os/windows_path.h"

/* ---- texts ---- */

void tblog__os_error_text(int error, char *text, size_t size) {
    const char *found = strerror(error);
    if (error == TBLOG__OS_FORBIDDEN_NAME)
        found =
            "Windows does not allow this name: it has one of < > : \" | ? *, ends in a dot or a "
            "space, or is a device's (CON, NUL, COM1 ...)";
    snprintf(text, size, "%s", found);
}

void tblog__os_host_name(char name[TBLOG__OS_HOST_SIZE]) {
    wchar_t found[TBLOG__OS_HOST_SIZE];
    DWORD size = TBLOG__OS_HOST_SIZE;
    if (!GetComputerNameExW(ComputerNameDnsHostname, found, &size) ||
        !WideCharToMultiByte(CP_UTF8, 0, found, -1, name, TBLOG__OS_HOST_SIZE, NULL, NULL) ||
        tblog__os_name_problem(name))
        strcpy(name, "localhost");
}

bool tblog__os_locale_enter(tblog__os_locale *locale) {
    const char *now = setlocale(LC_NUMERIC, NULL);
    char *before = strdup(now ? now : "C");
    if (!before) return false;
    bool apart = _configthreadlocale(_ENABLE_PER_THREAD_LOCALE) == _ENABLE_PER_THREAD_LOCALE;
    setlocale(LC_NUMERIC, "C");
    *locale = (tblog__os_locale){.before = before, .points = apart ? before : NULL};
    return true;
}

void tblog__os_locale_leave(tblog__os_locale *locale) {
    setlocale(LC_NUMERIC, locale->before);
    if (!locale->points) _configthreadlocale(_DISABLE_PER_THREAD_LOCALE);
    free(locale->before);
}

/* ---- time ---- */

double tblog__os_coarse_s(void) {
    return (double)GetTickCount64() / 1000;
}

bool tblog__os_local_time(int64_t seconds, struct tm *local) {
    const time_t when = (time_t)seconds;
    return localtime_s(local, &when) == 0;
}

void tblog__os_cond_init(pthread_cond_t *cond) {
    pthread_cond_init(cond, NULL);
}

bool tblog__os_cond_wait_s(pthread_cond_t *cond, pthread_mutex_t *lock, double seconds) {
    const struct timespec until = tblog__os_deadline(CLOCK_REALTIME, seconds);
    return pthread_cond_timedwait(cond, lock, &until) == 0;
}

/* ---- files ---- */

static int descriptor_of(HANDLE file, int flags) {
    if (file == INVALID_HANDLE_VALUE) return -1;
    int fd = _open_osfhandle((intptr_t)file, flags | O_BINARY | O_NOINHERIT);
    if (fd < 0) CloseHandle(file);
    return fd;
}

/* A folder can be opened, as on POSIX systems. */
int tblog__os_open(const char *path) {
    return descriptor_of(
        tblog__os_open_handle(path, GENERIC_READ, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS),
        O_RDONLY);
}

int tblog__os_create(const char *path) {
    return descriptor_of(tblog__os_open_handle(path, GENERIC_READ | GENERIC_WRITE, CREATE_NEW,
                                               FILE_ATTRIBUTE_NORMAL),
                         O_RDWR);
}

int tblog__os_stdin(void) {
    int fd = 0;
    _setmode(fd, O_BINARY);
    return fd;
}

static bool handle_info(HANDLE file, tblog__os_info *info) {
    BY_HANDLE_FILE_INFORMATION by;
    FILE_STANDARD_INFO standard;
    if (GetFileType(file) != FILE_TYPE_DISK || !GetFileInformationByHandle(file, &by) ||
        !GetFileInformationByHandleEx(file, FileStandardInfo, &standard, sizeof standard)) {
        errno = EINVAL;
        return false;
    }
    *info = (tblog__os_info){.folder = standard.Directory,
                             .regular = !standard.Directory,
                             .removed = standard.DeletePending || !standard.NumberOfLinks,
                             .size = (uint64_t)standard.EndOfFile.QuadPart,
                             .device = by.dwVolumeSerialNumber,
                             .number = (uint64_t)by.nFileIndexHigh << 32 | by.nFileIndexLow};
    return true;
}

bool tblog__os_path_info(const char *path, tblog__os_info *info) {
    HANDLE file = tblog__os_open_handle(path, 0, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    if (file == INVALID_HANDLE_VALUE) return false;
    bool good = handle_info(file, info);
    CloseHandle(file);
    return good;
}

bool tblog__os_file_info(int fd, tblog__os_info *info) {
    return handle_info((HANDLE)_get_osfhandle(fd), info);
}

bool tblog__os_exists(const char *path) {
    HANDLE file = tblog__os_open_handle(path, 0, OPEN_EXISTING,
                                        FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OPEN_REPARSE_POINT);
    if (file == INVALID_HANDLE_VALUE) return false;
    CloseHandle(file);
    return true;
}

/* The most that one call reads or writes. */
static unsigned at_once(size_t size) {
    return size < INT_MAX ? (unsigned)size : INT_MAX;
}

/* The C library's read may remember the end of a file that has grown since. */
ssize_t tblog__os_read(int fd, void *bytes, size_t size) {
    DWORD n;
    if (ReadFile((HANDLE)_get_osfhandle(fd), bytes, at_once(size), &n, NULL)) return (ssize_t)n;
    if (GetLastError() == ERROR_BROKEN_PIPE) return 0; /* its end */
    tblog__os_set_errno(GetLastError());
    return -1;
}

/* The place of the next write is as before, as pread leaves it. */
ssize_t tblog__os_read_at(int fd, void *bytes, size_t size, uint64_t offset) {
    int64_t before = _lseeki64(fd, 0, SEEK_CUR);
    if (before < 0 || _lseeki64(fd, (int64_t)offset, SEEK_SET) < 0) return -1;
    ssize_t n = tblog__os_read(fd, bytes, size);
    int error = errno;
    if (_lseeki64(fd, before, SEEK_SET) < 0) return -1;
    errno = error;
    return n;
}

/* The C library's write may hide how much a disk that is full has taken. */
ssize_t tblog__os_write(int fd, const void *bytes, size_t size) {
    DWORD n;
    if (WriteFile((HANDLE)_get_osfhandle(fd), bytes, at_once(size), &n, NULL)) return (ssize_t)n;
    tblog__os_set_errno(GetLastError());
    return -1;
}

int64_t tblog__os_position(int fd) {
    return _lseeki64(fd, 0, SEEK_CUR);
}

bool tblog__os_cut(int fd, uint64_t size) {
    int error = _chsize_s(fd, (int64_t)size);
    if (error) errno = error;
    return !error && _lseeki64(fd, (int64_t)size, SEEK_SET) >= 0;
}

bool tblog__os_sync_data(int fd) {
    return _commit(fd) == 0;
}

bool tblog__os_remove(const char *path) {
    wchar_t *name = tblog__os_wide_path(path);
    DWORD kind = name ? GetFileAttributesW(name) : INVALID_FILE_ATTRIBUTES;
    bool folder = kind != INVALID_FILE_ATTRIBUTES && kind & FILE_ATTRIBUTE_DIRECTORY;
    bool good = name && (folder ? RemoveDirectoryW(name) : DeleteFileW(name));
    if (name && !good) tblog__os_set_errno(GetLastError());
    free(name);
    return good;
}

bool tblog__os_replace(const char *path, const char *by) {
    wchar_t *to = tblog__os_wide_path(path), *from = to ? tblog__os_wide_path(by) : NULL;
    bool good = from && MoveFileExW(from, to, MOVEFILE_REPLACE_EXISTING | MOVEFILE_WRITE_THROUGH);
    if (from && !good) tblog__os_set_errno(GetLastError());
    free(from);
    free(to);
    return good;
}

/* ---- folders ---- */

/* Of a drive, and of a server's share, Windows says that access is denied, not that it exists. */
bool tblog__os_make_folder(const char *path) {
    tblog__os_info info;
    wchar_t *name = tblog__os_wide_path(path);
    bool good = name && CreateDirectoryW(name, NULL);
    if (name && !good) tblog__os_set_errno(GetLastError());
    free(name);
    int error = errno;
    if (!good && tblog__os_path_info(path, &info) && info.folder) error = EEXIST;
    if (!good) errno = error;
    return good;
}

/* Windows keeps the lists of names in its journal, and has no call for this. */
bool tblog__os_sync_folder(const char *path) {
    (void)path;
    return true;
}

struct tblog__os_names {
    HANDLE search;
    WIN32_FIND_DATAW entry;
    bool first;
    char *name;
};

static bool start_search(tblog__os_names *names, const char *path) {
    tblog__os_info info;
    if (!tblog__os_path_info(path, &info)) return false;
    if (!info.folder) {
        errno = ENOTDIR;
        return false;
    }
    wchar_t *name = tblog__os_wide_path(path);
    if (!name) return false;
    size_t size = wcslen(name);
    wchar_t *grown = realloc(name, (size + 3) * sizeof *name);
    if (!grown) {
        free(name);
        errno = ENOMEM;
        return false;
    }
    if (size && wcschr(L"/\\", grown[size - 1])) size--;
    wcscpy(grown + size, L"\\*");
    names->search =
        FindFirstFileExW(grown, FindExInfoBasic, &names->entry, FindExSearchNameMatch, NULL, 0);
    if (names->search == INVALID_HANDLE_VALUE) tblog__os_set_errno(GetLastError());
    free(grown);
    return names->search != INVALID_HANDLE_VALUE;
}

tblog__os_names *tblog__os_names_open(const char *path) {
    tblog__os_names *names = calloc(1, sizeof *names);
    if (!names) return NULL;
    names->first = true;
    if (start_search(names, path)) return names;
    free(names);
    return NULL;
}

const char *tblog__os_names_next(tblog__os_names *names) {
    if (!names->first && !FindNextFileW(names->search, &names->entry)) {
        DWORD error = GetLastError();
        tblog__os_set_errno(error);
        if (error == ERROR_NO_MORE_FILES) errno = 0;
        return NULL;
    }
    names->first = false;
    free(names->name);
    names->name = tblog__os_utf8(names->entry.cFileName);
    return names->name;
}

void tblog__os_names_close(tblog__os_names *names) {
    if (!names) return;
    FindClose(names->search);
    free(names->name);
    free(names);
}

/* ---- randomness, threads and processes ---- */

bool tblog__os_random(void *bytes, size_t size, bool may_wait) {
    unsigned char *to = bytes;
    unsigned number;
    (void)may_wait; /* it never does */
    for (size_t i = 0; i < size; i++) {
        if (rand_s(&number) != 0) return false;
        to[i] = (unsigned char)number;
    }
    return true;
}

bool tblog__os_start_thread(pthread_t *thread, void *(*work)(void *), void *context) {
    return pthread_create(thread, NULL, work, context) == 0;
}

/* There is no fork. */
void tblog__os_at_fork(void (*before)(void), void (*after)(void)) {
    (void)before;
    (void)after;
}

volatile char *tblog__os_fork_mark(void) {
    return NULL;
}

void tblog__os_free_fork_mark(volatile char *mark) {
    (void)mark;
}
