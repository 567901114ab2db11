/* SPDX-License-Identifier: Apache-2.0 */
/* What names Windows allows, and how its functions take a path and return an error. */
#include "tblog/os/windows_path.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "tblog/os/os.h"

const char tblog__os_slashes[] = "/\\";

/* ---- names ---- */

/* Whether a name is a device's, such as "nul" or "COM1.txt": what precedes the first dot counts. */
static bool is_device(const char *name, size_t size) {
    static const char *const devices[] = {
        "CON",  "PRN",  "AUX",  "NUL",  "COM0", "COM1", "COM2",   "COM3",   "COM4",
        "COM5", "COM6", "COM7", "COM8", "COM9", "LPT0", "LPT1",   "LPT2",   "LPT3",
        "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "CONIN$", "CONOUT$"};
    size_t stem = 0;
    while (stem < size && name[stem] != '.') stem++;
    while (stem > 0 && name[stem - 1] == ' ') stem--;
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        if (strlen(devices[i]) == stem && _strnicmp(devices[i], name, stem) == 0) return true;
    return false;
}

static const char *problem_of(const char *name, size_t size) {
    static const char forbidden[] = "<>:\"/\\|?*";
    for (size_t i = 0; i < size; i++)
        if ((unsigned char)name[i] < ' ' || strchr(forbidden, name[i]))
            return "has a character that Windows does not allow in names (< > : \" / \\ | ? * and "
                   "control characters)";
    if (size && (name[size - 1] == '.' || name[size - 1] == ' '))
        return "ends in a dot or a space, which Windows does not allow";
    return is_device(name, size) ? "is the name of a device of Windows" : NULL;
}

const char *tblog__os_name_problem(const char *name) {
    return problem_of(name, strlen(name));
}

/* Skip that number of names, each with the slashes before it. */
static const char *skip_names(const char *path, int count) {
    for (; count > 0; count--) {
        path += strspn(path, tblog__os_slashes);
        path += strcspn(path, tblog__os_slashes);
    }
    return path;
}

/* C: and \\?\C: are a drive, \\SERVER\SHARE and \\?\UNC\SERVER\SHARE another machine's folder. */
size_t tblog__os_root_size(const char *path) {
    const char *end = path;
    bool share = strchr(tblog__os_slashes, path[0]) && path[0] &&
                 strchr(tblog__os_slashes, path[1]) && path[1];
    if (_strnicmp(path, "\\\\?\\UNC\\", 8) == 0)
        end = skip_names(path, 4);
    else if (share)
        end = skip_names(path, 2);
    else if (isalpha((unsigned char)path[0]) && path[1] == ':')
        end = path + 2;
    return *end ? (size_t)(end - path) : 0;
}

/* Whether each name in the path can be a file's. A path that begins with \\?\ or \\.\ is taken as
 * it is. */
static bool is_allowed(const char *path) {
    if (strncmp(path, "\\\\?\\", 4) == 0 || strncmp(path, "\\\\.\\", 4) == 0) return true;
    if (isalpha((unsigned char)path[0]) && path[1] == ':') path += 2;
    while (*path) {
        size_t size = strcspn(path, tblog__os_slashes);
        bool dots =
            (size == 1 && path[0] == '.') || (size == 2 && path[0] == '.' && path[1] == '.');
        if (!dots && problem_of(path, size)) return false;
        path += size;
        path += strspn(path, tblog__os_slashes);
    }
    return true;
}

/* ---- UTF-16 ---- */

static wchar_t *wide(const char *text) {
    int size = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, NULL, 0);
    wchar_t *to = size > 0 ? malloc((size_t)size * sizeof *to) : NULL;
    if (to) MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, -1, to, size);
    if (!to) errno = size > 0 ? ENOMEM : EILSEQ;
    return to;
}

char *tblog__os_utf8(const wchar_t *text) {
    int size = WideCharToMultiByte(CP_UTF8, 0, text, -1, NULL, 0, NULL, NULL);
    char *to = size > 0 ? malloc((size_t)size) : NULL;
    if (to) WideCharToMultiByte(CP_UTF8, 0, text, -1, to, size, NULL, NULL);
    if (!to) errno = ENOMEM;
    return to;
}

/* ---- paths ---- */

/* A folder's path must leave room for a name of 8.3. */
enum { SHORT_PATH = MAX_PATH - 12 };

/* The absolute path that comes after the prefix; a share's path has another prefix. */
static wchar_t *prefixed(const wchar_t *path) {
    static const wchar_t any[] = L"\\\\?\\", share[] = L"\\\\?\\UNC";
    DWORD size = GetFullPathNameW(path, 0, NULL, NULL);
    wchar_t *to = size ? malloc((wcslen(share) + size) * sizeof *to) : NULL;
    if (!to) {
        errno = ENOMEM;
        return NULL;
    }
    wchar_t *full = to + wcslen(share);
    GetFullPathNameW(path, size, full, NULL);
    bool shared = wcsncmp(full, L"\\\\", 2) == 0;
    const wchar_t *prefix = shared ? share : any;
    const wchar_t *rest = shared ? full + 1 : full;
    memmove(to + wcslen(prefix), rest, (wcslen(rest) + 1) * sizeof *to);
    memcpy(to, prefix, wcslen(prefix) * sizeof *to);
    return to;
}

wchar_t *tblog__os_wide_path(const char *path) {
    if (!is_allowed(path)) {
        errno = TBLOG__OS_FORBIDDEN_NAME;
        return NULL;
    }
    wchar_t *to = wide(path);
    bool has_prefix = to && wcsncmp(to, L"\\\\?\\", 4) == 0;
    for (wchar_t *at = to; has_prefix && (at = wcschr(at, L'/'));) *at = L'\\';
    if (!to || has_prefix || GetFullPathNameW(to, 0, NULL, NULL) < SHORT_PATH) return to;
    wchar_t *longer = prefixed(to);
    free(to);
    return longer;
}

/* ---- files ---- */

void *tblog__os_open_handle(const char *path, unsigned long access, unsigned long how,
                            unsigned long flags) {
    wchar_t *name = tblog__os_wide_path(path);
    if (!name) return INVALID_HANDLE_VALUE;
    HANDLE file = CreateFileW(name, access, FILE_SHARE_READ | FILE_SHARE_WRITE | FILE_SHARE_DELETE,
                              NULL, how, flags, NULL);
    if (file == INVALID_HANDLE_VALUE) tblog__os_set_errno(GetLastError());
    free(name);
    return file;
}

/* ---- errors ---- */

void tblog__os_set_errno(unsigned long error) {
    static const struct {
        DWORD error;
        int number;
    } table[] = {{ERROR_FILE_NOT_FOUND, ENOENT},
                 {ERROR_PATH_NOT_FOUND, ENOENT},
                 {ERROR_BAD_NETPATH, ENOENT},
                 {ERROR_INVALID_NAME, TBLOG__OS_FORBIDDEN_NAME},
                 {ERROR_FILENAME_EXCED_RANGE, ENAMETOOLONG},
                 {ERROR_ACCESS_DENIED, EACCES},
                 {ERROR_SHARING_VIOLATION, EBUSY},
                 {ERROR_LOCK_VIOLATION, EBUSY},
                 {ERROR_WRITE_PROTECT, EROFS},
                 {ERROR_PRIVILEGE_NOT_HELD, EPERM},
                 {ERROR_FILE_EXISTS, EEXIST},
                 {ERROR_ALREADY_EXISTS, EEXIST},
                 {ERROR_DIRECTORY, ENOTDIR},
                 {ERROR_DIR_NOT_EMPTY, ENOTEMPTY},
                 {ERROR_NOT_SAME_DEVICE, EXDEV},
                 {ERROR_DISK_FULL, ENOSPC},
                 {ERROR_HANDLE_DISK_FULL, ENOSPC},
                 {ERROR_TOO_MANY_OPEN_FILES, EMFILE},
                 {ERROR_NOT_ENOUGH_MEMORY, ENOMEM},
                 {ERROR_OUTOFMEMORY, ENOMEM},
                 {ERROR_INVALID_HANDLE, EBADF},
                 {ERROR_BROKEN_PIPE, EPIPE},
                 {ERROR_NO_DATA, EPIPE}};
    errno = EIO;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].error == error) errno = table[i].number;
}
