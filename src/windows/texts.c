/* SPDX-License-Identifier: Apache-2.0 */
/* Texts, memory and trees. */
#include <errno.h>
#include <search.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "tblog/os/os.h"
#include <posix_for_windows.h>

char *strndup(const char *text, size_t size) {
    size_t length = strnlen(text, size);
    char *copy = malloc(length + 1);
    if (!copy) return NULL;
    memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *stpcpy(char *to, const char *from) {
    size_t length = strlen(from);
    memcpy(to, from, length + 1);
    return to + length;
}

void *memmem(const void *in, size_t in_size, const void *what, size_t size) {
    const char *at = in;
    for (; size <= in_size; at++, in_size--)
        if (memcmp(at, what, size) == 0) return (void *)(uintptr_t)at;
    return NULL;
}

void *mempcpy(void *to, const void *from, size_t size) {
    return (char *)memcpy(to, from, size) + size;
}

void *reallocarray(void *array, size_t count, size_t size) {
    if (!size || count <= SIZE_MAX / size) return realloc(array, count * size);
    errno = ENOMEM;
    return NULL;
}

char *posix_strerror(int error) {
    static _Thread_local char text[160];
    tblog__os_error_text(error, text, sizeof text);
    return text;
}

ssize_t getrandom(void *bytes, size_t size, unsigned flags) {
    (void)flags;
    return tblog__os_random(bytes, size, true) ? (ssize_t)size : -1;
}

/* The root is what is compared first, so it is what is removed. */
static int equal(const void *a, const void *b) {
    (void)a, (void)b;
    return 0;
}

void tdestroy(void *root, void (*free_key)(void *key)) {
    while (root) {
        void *key = *(void **)root;
        tdelete(key, &root, equal);
        free_key(key);
    }
}
