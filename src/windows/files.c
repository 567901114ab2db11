/* SPDX-License-Identifier: Apache-2.0 */
/* Files and folders. */
#include <stdarg.h>
#include <stdlib.h>
#include <windows.h>

#include "tblog/os/os.h"
#include "tblog/os/windows_path.h"
#include <posix_for_windows.h>

/* ---- opening ---- */

static DWORD how_to_open(int flags) {
    if (flags & O_CREAT)
        return flags & O_EXCL ? CREATE_NEW : flags & O_TRUNC ? CREATE_ALWAYS : OPEN_ALWAYS;
    return flags & O_TRUNC ? TRUNCATE_EXISTING : OPEN_EXISTING;
}

int posix_open(const char *path, int flags, ...) {
    DWORD access = flags & O_RDWR     ? GENERIC_READ | GENERIC_WRITE
                   : flags & O_WRONLY ? GENERIC_WRITE
                                      : GENERIC_READ;
    HANDLE file =
        tblog__os_open_handle(path, access, how_to_open(flags), FILE_FLAG_BACKUP_SEMANTICS);
    if (file == INVALID_HANDLE_VALUE) return -1;
    int fd = _open_osfhandle((intptr_t)file,
                             (flags & (O_RDWR | O_WRONLY | O_APPEND)) | O_BINARY | O_NOINHERIT);
    if (fd < 0) CloseHandle(file);
    return fd;
}

ssize_t posix_read(int fd, void *bytes, size_t size) {
    return tblog__os_read(fd, bytes, size);
}

ssize_t posix_write(int fd, const void *bytes, size_t size) {
    return tblog__os_write(fd, bytes, size);
}

/* ---- what a file is ---- */

/* Windows counts in 100 ns since 1601. */
static struct timespec time_of(FILETIME time) {
    int64_t count =
        ((int64_t)time.dwHighDateTime << 32 | time.dwLowDateTime) - INT64_C(116444736000000000);
    return (struct timespec){.tv_sec = count / 10000000, .tv_nsec = (long)(count % 10000000 * 100)};
}

static int info_of(HANDLE file, struct posix_stat *info) {
    BY_HANDLE_FILE_INFORMATION by;
    FILE_ATTRIBUTE_TAG_INFO tag = {0};
    DWORD type = GetFileType(file);
    *info =
        (struct posix_stat){.st_mode = type == FILE_TYPE_PIPE ? S_IFIFO : S_IFCHR, .st_nlink = 1};
    if (type == FILE_TYPE_PIPE || type == FILE_TYPE_CHAR) return 0;
    if (!GetFileInformationByHandle(file, &by)) {
        tblog__os_set_errno(GetLastError());
        return -1;
    }
    GetFileInformationByHandleEx(file, FileAttributeTagInfo, &tag, sizeof tag);
    bool link = tag.FileAttributes & FILE_ATTRIBUTE_REPARSE_POINT &&
                tag.ReparseTag == IO_REPARSE_TAG_SYMLINK;
    bool folder = by.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY;
    info->st_mode = (mode_t)((link ? S_IFLNK : folder ? S_IFDIR : S_IFREG) | 0700);
    info->st_dev = by.dwVolumeSerialNumber;
    info->st_ino = (uint64_t)by.nFileIndexHigh << 32 | by.nFileIndexLow;
    info->st_nlink = by.nNumberOfLinks;
    info->st_size = (int64_t)by.nFileSizeHigh << 32 | by.nFileSizeLow;
    info->st_mtim = time_of(by.ftLastWriteTime);
    return 0;
}

static int path_info(const char *path, struct posix_stat *info, DWORD flags) {
    HANDLE file = tblog__os_open_handle(path, 0, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags);
    if (file == INVALID_HANDLE_VALUE) return -1;
    int result = info_of(file, info);
    CloseHandle(file);
    return result;
}

int posix_stat(const char *path, struct posix_stat *info) {
    return path_info(path, info, 0);
}

int posix_lstat(const char *path, struct posix_stat *info) {
    return path_info(path, info, FILE_FLAG_OPEN_REPARSE_POINT);
}

int posix_fstat(int fd, struct posix_stat *info) {
    return info_of((HANDLE)_get_osfhandle(fd), info);
}

/* ---- open files ---- */

int posix_fsync(int fd) {
    struct posix_stat info;
    if (posix_fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) return 0; /* there is no such call */
    return _commit(fd);
}

/* The locked byte is after the end of any file: Windows forbids others to read and write it. It is
 * unlocked when the file is closed. */
int posix_flock(int fd, int how) {
    OVERLAPPED place = {.Offset = 0, .OffsetHigh = 0x40000000};
    DWORD flags = (how & LOCK_EX ? LOCKFILE_EXCLUSIVE_LOCK : 0U) |
                  (how & LOCK_NB ? LOCKFILE_FAIL_IMMEDIATELY : 0U);
    if (LockFileEx((HANDLE)_get_osfhandle(fd), flags, 0, 1, 0, &place)) return 0;
    errno = EWOULDBLOCK;
    return -1;
}

int posix_fcntl(int fd, int command, int argument) {
    (void)command, (void)argument;
    HANDLE again = ReOpenFile((HANDLE)_get_osfhandle(fd), GENERIC_READ,
                              FILE_SHARE_READ | FILE_SHARE_DELETE, 0);
    errno = GetLastError() == ERROR_SHARING_VIOLATION ? EAGAIN : EINVAL;
    if (again == INVALID_HANDLE_VALUE) return -1;
    CloseHandle(again);
    return 0;
}

/* ---- names ---- */

int posix_link(const char *path, const char *other) {
    wchar_t *from = tblog__os_wide_path(path), *to = from ? tblog__os_wide_path(other) : NULL;
    bool good = to && CreateHardLinkW(to, from, NULL);
    if (to && !good) tblog__os_set_errno(GetLastError());
    free(from);
    free(to);
    return good ? 0 : -1;
}

int posix_mkdir(const char *path, mode_t mode) {
    (void)mode;
    return tblog__os_make_folder(path) ? 0 : -1;
}

int posix_unlink(const char *path) {
    return tblog__os_remove(path) ? 0 : -1;
}

int posix_remove(const char *path) {
    return tblog__os_remove(path) ? 0 : -1;
}

int posix_rename(const char *path, const char *other) {
    return tblog__os_replace(other, path) ? 0 : -1;
}

char *posix_realpath(const char *path, char *to) {
    (void)to;
    HANDLE file = tblog__os_open_handle(path, 0, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS);
    if (file == INVALID_HANDLE_VALUE) return NULL;
    DWORD size = GetFinalPathNameByHandleW(file, NULL, 0, 0);
    wchar_t *name = size ? calloc(size + 1, sizeof *name) : NULL;
    if (name) GetFinalPathNameByHandleW(file, name, size + 1, 0);
    CloseHandle(file);
    bool plain = name && wcsncmp(name, L"\\\\?\\", 4) == 0 && wcsncmp(name, L"\\\\?\\UNC", 7) != 0;
    char *text = name ? tblog__os_utf8(plain ? name + 4 : name) : NULL;
    free(name);
    for (char *at = text; plain && at && (at = strchr(at, '\\'));) *at = '/';
    return text;
}
