/* SPDX-License-Identifier: Apache-2.0 */
/* An output file that appears whole or not at all. */
#include "base/new_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What open(2) with 0666 would have given; there is no other way to ask for the umask. */
static mode_t default_mode(void) {
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

bool new_file_open(new_file *file, const char *path) {
    struct stat info;
    *file = (new_file){.path = path, .out = stdout};
    if (strcmp(path, "-") == 0) return true;
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        file->out = fopen(path, "wb");
        return file->out != NULL;
    }
    const char *slash = strrchr(path, '/');
    if (asprintf(&file->temporary, "%.*s.new-XXXXXX", slash ? (int)(slash + 1 - path) : 0, path) <
        0) {
        file->temporary = NULL;
        return false;
    }
    int fd = mkstemp(file->temporary);
    file->out = fd >= 0 ? fdopen(fd, "wb") : NULL;
    if (file->out) {
        fchmod(fd, stat(path, &info) == 0 ? info.st_mode & 0777 : default_mode());
        return true;
    }
    int saved = errno;
    if (fd >= 0) {
        close(fd);
        unlink(file->temporary);
    }
    free(file->temporary);
    errno = saved;
    return false;
}

bool new_file_close(new_file *file, bool good) {
    good = good && fflush(file->out) == 0;
    if (!file->temporary) return (file->out == stdout || fclose(file->out) == 0) && good;
    good = good && fsync(fileno(file->out)) == 0;
    good = fclose(file->out) == 0 && good;
    good = good && rename(file->temporary, file->path) == 0;
    int saved = errno;
    if (!good) unlink(file->temporary);
    free(file->temporary);
    errno = saved;
    return good;
}
