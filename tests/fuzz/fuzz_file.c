/* SPDX-License-Identifier: Apache-2.0 */
/* The fuzzer's bytes as a file with a path. */
#include "fuzz_file.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

const char *fuzz_file_of(size_t which, const uint8_t *bytes, size_t size) {
    static int fds[FUZZ_FILES] = {-1, -1};
    static char paths[FUZZ_FILES][64];
    if (fds[which] < 0) fds[which] = memfd_create("fuzz", MFD_CLOEXEC);
    snprintf(paths[which], sizeof paths[which], "/proc/self/fd/%d", fds[which]);
    FUZZ_ASSERT(ftruncate(fds[which], 0) == 0);
    FUZZ_ASSERT(pwrite(fds[which], bytes, size, 0) == (ssize_t)size);
    return paths[which];
}

const char *fuzz_file(const uint8_t *bytes, size_t size) {
    return fuzz_file_of(0, bytes, size);
}
