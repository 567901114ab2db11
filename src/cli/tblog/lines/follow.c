/* SPDX-License-Identifier: Apache-2.0 */
/* A file that others append to. lines.c reads it. */
#include "cli/tblog/lines/follow.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cli/say.h"
#include "cli/screen/ending.h"

static void wait_a_moment(void) {
    nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
}

bool follow_open(follow *self, const char *path) {
    *self = (follow){.path = path, .fd = open(path, O_RDONLY | O_CLOEXEC)};
    ending_begin();
    if (self->fd < 0 && errno == ENOENT) say("tblog log", "%s: waiting until there is one", path);
    while (self->fd < 0 && errno == ENOENT && !ending_asked()) {
        wait_a_moment();
        self->fd = open(path, O_RDONLY | O_CLOEXEC);
    }
    return self->fd >= 0 || ending_asked();
}

void follow_close(follow *self) {
    if (self->fd >= 0) close(self->fd);
}

/* Whether the name has another file by now, or the file was cut: then that is what is read. */
static bool starts_anew(follow *self) {
    struct stat named, read;
    if (stat(self->path, &named) != 0 || fstat(self->fd, &read) != 0) return false;
    if (named.st_dev == read.st_dev && named.st_ino == read.st_ino)
        return lseek(self->fd, 0, SEEK_CUR) > read.st_size && lseek(self->fd, 0, SEEK_SET) == 0;
    int fd = open(self->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    close(self->fd);
    self->fd = fd;
    return true;
}

ssize_t follow_read(follow *self, char *to, size_t size) {
    while (self->fd >= 0) {
        ssize_t n = read(self->fd, to, size);
        if (n > 0) self->in_line = to[n - 1] != '\n';
        if (n > 0 || (n < 0 && errno != EINTR)) return n;
        if (ending_asked()) break;
        if (!starts_anew(self)) {
            wait_a_moment();
        } else if (self->in_line) {
            self->in_line = false;
            *to = '\n';
            return 1;
        }
    }
    return 0;
}
