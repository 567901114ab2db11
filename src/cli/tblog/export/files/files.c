/* SPDX-License-Identifier: Apache-2.0 */
/* A file for each image, sound or other value. export.c calls this. */
#include "cli/tblog/export/files/files.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- endings ---- */

static bool has(const char *content, size_t size, size_t at, const char *bytes) {
    size_t length = strlen(bytes);
    return size >= at + length && memcmp(content + at, bytes, length) == 0;
}

/* The header of an MPEG audio frame: 11 bits set, then a version and a layer that exist. */
static bool is_mp3(const char *content, size_t size) {
    const unsigned char *bytes = (const unsigned char *)content;
    return size >= 2 && bytes[0] == 0xff && (bytes[1] & 0xe6) == 0xe2 && (bytes[1] & 0x18) != 0x08;
}

/* Whether the content is XML with the root <svg, possibly after comments. */
static bool is_svg(const char *content, size_t size) {
    enum { PROLOG_MAX = 4096 };
    if (has(content, size, 0, "\xef\xbb\xbf")) content += 3, size -= 3;
    while (size && strchr(" \t\r\n", *content)) content++, size--;
    return has(content, size, 0, "<") &&
           memmem(content, size < PROLOG_MAX ? size : PROLOG_MAX, "<svg", 4);
}

/* The file name's ending for this content, by its first bytes: formats that browsers show or
 * play. */
static const char *ending_of(const char *content, size_t size) {
    static const struct {
        const char *start; /* at byte 0 */
        size_t at;         /* where 'then' is */
        const char *then, *ending;
    } formats[] = {{"\x89PNG", 0, "", "png"},
                   {"\xff\xd8\xff", 0, "", "jpg"},
                   {"GIF8", 0, "", "gif"},
                   {"BM", 0, "", "bmp"},
                   {"RIFF", 8, "WEBP", "webp"},
                   {"", 4, "ftypavif", "avif"},
                   {"", 4, "ftypheic", "heic"},
                   {"II*", 0, "", "tif"},
                   {"MM", 3, "*", "tif"},
                   {"RIFF", 8, "WAVE", "wav"},
                   {"fLaC", 0, "", "flac"},
                   {"OggS", 0, "", "ogg"},
                   {"ID3", 0, "", "mp3"},
                   {"FORM", 8, "AIF", "aiff"},
                   {"", 4, "ftypM4A", "m4a"},
                   {"", 4, "ftyp", "mp4"},
                   {"\x1a\x45\xdf\xa3", 0, "", "webm"}};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (has(content, size, 0, formats[i].start) &&
            has(content, size, formats[i].at, formats[i].then))
            return formats[i].ending;
    if (is_mp3(content, size)) return "mp3";
    return is_svg(content, size) ? "svg" : "bin";
}

/* ---- files ---- */

/* Whether the file holds exactly this content. */
static bool holds(const char *path, const char *content, size_t size) {
    struct stat info;
    char *bytes = NULL;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool same = fd >= 0 && fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
                (size_t)info.st_size == size && (bytes = malloc(size + 1)) &&
                read(fd, bytes, size) == (ssize_t)size && memcmp(bytes, content, size) == 0;
    free(bytes);
    if (fd >= 0) close(fd);
    return same;
}

/* Write a new file; fails if it exists. */
static bool create(const char *path, const char *content, size_t size) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    FILE *out = fd >= 0 ? fdopen(fd, "wb") : NULL;
    bool good = out && fwrite(content, 1, size, out) == size;
    int error = errno;
    if (out && fclose(out) != 0 && good) {
        good = false;
        error = errno;
    }
    if (fd >= 0 && !good) unlink(path);
    errno = error;
    return good;
}

/* ---- names already used ---- */

/* A path without its ending, and how often it was used: the second file is NAME~2. */
typedef struct given_name {
    char *name;
    unsigned times;
} given_name;

static int compare_names(const void *a, const void *b) {
    return strcmp(((const given_name *)a)->name, ((const given_name *)b)->name);
}

static void free_name(void *name) {
    free(((given_name *)name)->name);
    free(name);
}

/* The entry of a name; takes ownership of 'name'. NULL when there is no memory. */
static given_name *entry_of(export_files *self, char *name) {
    given_name *entry = calloc(1, sizeof *entry);
    if (entry) entry->name = name;
    given_name **found = entry ? tsearch(entry, &self->names, compare_names) : NULL;
    if (found && *found == entry) return entry;
    free(entry);
    free(name);
    return found ? *found : NULL;
}

static given_name *entry_at(export_files *self, const export_file *file) {
    char *name;
    const char *folder = places_folder(&self->places, file->run, file->tag, file->tag_size);
    if (!folder) return NULL;
    errno = ENOMEM;
    return asprintf(&name, "%s/%s", folder, file->name) < 0 ? NULL : entry_of(self, name);
}

/* The next path for a name: NAME.ENDING, then NAME~2.ENDING, ... Free it. */
static char *next_path(given_name *entry, const char *ending) {
    char *path, again[16] = "";
    if (++entry->times > 1) snprintf(again, sizeof again, "~%u", entry->times);
    return asprintf(&path, "%s%s.%s", entry->name, again, ending) < 0 ? NULL : path;
}

bool export_file_write(export_files *self, const export_file *file, char **path) {
    given_name *entry = entry_at(self, file);
    const char *ending = file->ending ? file->ending : ending_of(file->content, file->size);
    *path = NULL;
    while (entry && (*path = next_path(entry, ending))) {
        bool good = create(*path, file->content, file->size);
        if (!good && errno != EEXIST) return false;
        good = good || holds(*path, file->content, file->size);
        if (!good) errno = EEXIST;
        if (good || entry->times == UINT_MAX) return good;
        free(*path);
    }
    return false;
}

void export_files_free(export_files *self) {
    tdestroy(self->names, free_name);
    self->names = NULL;
    places_free(&self->places);
}
