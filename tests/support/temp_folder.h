/* SPDX-License-Identifier: Apache-2.0 */
/* A folder of a test's own, and whole files in it. */
#ifndef TESTS_TEMP_FOLDER_H
#define TESTS_TEMP_FOLDER_H

#include <stddef.h>
#include <stdint.h>

/* A new empty folder; remove it by temp_folder_remove, which frees the path too. */
char *temp_folder_new(void);
void temp_folder_remove(char *path);

/* printf for paths; free it. */
__attribute__((format(printf, 1, 2))) char *path_of(const char *format, ...);

typedef struct file_bytes {
    uint8_t *bytes; /* free it */
    size_t size;
} file_bytes;

/* The whole file; fails the test where it cannot be read. */
file_bytes file_read(const char *path);
void file_write(const char *path, const void *bytes, size_t size);

/* The path of the one file in a folder; fails the test where there is not exactly one. Free it. */
char *only_file(const char *folder);

#endif
