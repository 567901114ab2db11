/* SPDX-License-Identifier: Apache-2.0 */
/* Commands that follow what grows. */
#include "cli/tblog/following.h"

#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#ifndef _WIN32
#include <poll.h>
#endif

#include "base/text_hash.h"

bool following_wait(int fd, double seconds) {
#ifdef _WIN32
    (void)fd;
    nanosleep(
        &(struct timespec){(time_t)seconds, (long)(1e9 * (seconds - (double)(time_t)seconds))},
        NULL);
    return true;
#else
    struct pollfd output = {fd, 0, 0};
    return poll(&output, 1, (int)(1000 * seconds)) <= 0 || !(output.revents & (POLLERR | POLLHUP));
#endif
}

uint64_t following_mark(const tblog_logdir *logdir, size_t run) {
    uint64_t mark = 0;
    for (size_t i = 0; i < tblog_logdir_file_count(logdir, run); i++) {
        struct stat info = {0};
        char text[128];
        if (stat(tblog_logdir_file(logdir, run, i), &info) != 0) continue;
        snprintf(text, sizeof text, "%llu %llu %llu %lld", (unsigned long long)mark,
                 (unsigned long long)info.st_ino, (unsigned long long)info.st_size,
                 (long long)info.st_mtime);
        mark = text_hash(text);
    }
    return mark;
}
