/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of a test's own, and whole files in it. */
#include "temp_folder.h"

#include <check.h>
#include <dirent.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

char *path_of(const char *format, ...) {
    char *path;
    va_list arguments;
    va_start(arguments, format);
    ck_assert_int_ge(vasprintf(&path, format, arguments), 0);
    va_end(arguments);
    return path;
}

char *temp_folder_new(void) {
    const char *parent = getenv("TMPDIR");
    char *path = path_of("%s/tblog-test-XXXXXX", parent && *parent ? parent : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(path));
    return path;
}

static int remove_entry(const char *path, const struct stat *info, int type, struct FTW *walk) {
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

void temp_folder_remove(char *path) {
    nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS);
    free(path);
}

file_bytes file_read(const char *path) {
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "cannot open %s", path);
    ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
    file_bytes content = {NULL, (size_t)ftell(file)};
    rewind(file);
    content.bytes = malloc(content.size + 1);
    ck_assert_ptr_nonnull(content.bytes);
    ck_assert_uint_eq(fread(content.bytes, 1, content.size, file), content.size);
    content.bytes[content.size] = 0;
    fclose(file);
    return content;
}

void file_write(const char *path, const void *bytes, size_t size) {
    FILE *file = fopen(path, "wb");
    ck_assert_msg(file != NULL, "cannot create %s", path);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

char *only_file(const char *folder) {
    DIR *dir = opendir(folder);
    ck_assert_msg(dir != NULL, "cannot open %s", folder);
    char *found = NULL;
    for (struct dirent *entry; (entry = readdir(dir));) {
        if (entry->d_name[0] == '.') continue;
        ck_assert_msg(!found, "%s holds more than one file", folder);
        found = path_of("%s/%s", folder, entry->d_name);
    }
    closedir(dir);
    ck_assert_msg(found != NULL, "%s is empty", folder);
    return found;
}
