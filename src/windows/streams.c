/* SPDX-License-Identifier: Apache-2.0 */
/* Streams. Those in memory are temporary files, as Windows has no others. */
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <windows.h>

#include "tblog/os/windows_path.h"
#include <posix_for_windows.h>
#undef fopen
#undef fclose

FILE *posix_fopen(const char *path, const char *mode) {
    bool more = strchr(mode, '+'), append = mode[0] == 'a';
    int flags = mode[0] == 'r' ? (more ? O_RDWR : O_RDONLY) : (more ? O_RDWR : O_WRONLY) | O_CREAT;
    if (mode[0] == 'w') flags |= strchr(mode, 'x') ? O_EXCL : O_TRUNC;
    int fd = posix_open(path, append ? flags | O_APPEND : flags, 0666);
    if (fd < 0) return NULL;
    FILE *file = _fdopen(fd, append           ? (more ? "a+b" : "ab")
                             : more           ? "r+b"
                             : mode[0] == 'r' ? "rb"
                                              : "wb");
    if (!file) close(fd);
    return file;
}

size_t __fpending(FILE *file) {
    return file->_base ? (size_t)(file->_ptr - file->_base) : 0;
}

/* ---- in memory ---- */

typedef struct memory_stream {
    FILE *file;
    char **text;
    size_t *size;
    struct memory_stream *next;
} memory_stream;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards the list */
static memory_stream *first;

/* A file that is gone when it is closed. */
static FILE *temporary(void) {
    wchar_t folder[MAX_PATH + 1], name[MAX_PATH + 1];
    if (!GetTempPathW(MAX_PATH + 1, folder) || !GetTempFileNameW(folder, L"tbl", 0, name)) {
        tblog__os_set_errno(GetLastError());
        return NULL;
    }
    HANDLE file = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS,
                              FILE_ATTRIBUTE_TEMPORARY | FILE_FLAG_DELETE_ON_CLOSE, NULL);
    if (file == INVALID_HANDLE_VALUE) {
        tblog__os_set_errno(GetLastError());
        return NULL;
    }
    int fd = _open_osfhandle((intptr_t)file, O_RDWR | O_BINARY | O_NOINHERIT);
    FILE *stream = fd < 0 ? NULL : _fdopen(fd, "w+b");
    if (!stream && fd >= 0) close(fd);
    if (fd < 0) CloseHandle(file);
    return stream;
}

FILE *open_memstream(char **text, size_t *size) {
    memory_stream *self = malloc(sizeof *self);
    FILE *file = self ? temporary() : NULL;
    *text = NULL;
    *size = 0;
    if (!file) {
        free(self);
        return NULL;
    }
    pthread_mutex_lock(&lock);
    *self = (memory_stream){file, text, size, first};
    first = self;
    pthread_mutex_unlock(&lock);
    return file;
}

FILE *fmemopen(void *bytes, size_t size, const char *mode) {
    (void)mode;
    FILE *file = temporary();
    if (file && fwrite(bytes, 1, size, file) == size && fseek(file, 0, SEEK_SET) == 0) return file;
    if (file) fclose(file);
    return NULL;
}

static memory_stream *take(FILE *file) {
    pthread_mutex_lock(&lock);
    memory_stream **at = &first;
    while (*at && (*at)->file != file) at = &(*at)->next;
    memory_stream *found = *at;
    if (found) *at = found->next;
    pthread_mutex_unlock(&lock);
    return found;
}

/* Give the text, with a NUL that does not count, to who opened the stream. */
static bool give(const memory_stream *self) {
    bool good =
        fflush(self->file) == 0 && !ferror(self->file) && fseek(self->file, 0, SEEK_END) == 0;
    long long size = good ? _ftelli64(self->file) : -1;
    rewind(self->file);
    char *text = size >= 0 ? malloc((size_t)size + 1) : NULL;
    if (!text || fread(text, 1, (size_t)size, self->file) != (size_t)size) {
        free(text);
        return false;
    }
    text[size] = '\0';
    *self->text = text;
    *self->size = (size_t)size;
    return true;
}

int posix_fclose(FILE *file) {
    memory_stream *memory = take(file);
    bool good = (!memory || give(memory)) && fflush(file) == 0; /* Windows' fclose may hide that */
    int error = errno;
    free(memory);
    bool closed = fclose(file) == 0;
    if (!good) errno = error;
    return good && closed ? 0 : EOF;
}
