/* SPDX-License-Identifier: Apache-2.0 */
/* An event file that is replaced by a new one. repair and rewrite.c call this. */
#include "cli/tblog/rewrite/in_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/folders.h"
#include "cli/say.h"

bool in_place_begin(in_place *self, const char *command, const char *path) {
    struct stat info;
    *self = (in_place){.command = command};
    bool linked = lstat(path, &info) == 0 && S_ISLNK(info.st_mode);
    self->path = linked ? realpath(path, NULL) : strdup(path);
    if (self->path && stat(self->path, &self->before) == 0) return true;
    return say(command, "%s: cannot open: %s", path, strerror(errno));
}

bool in_place_open(in_place *self) {
    self->open = new_file_open(&self->file, self->path);
    return self->open || say(self->command, "%s: %s", self->path, strerror(errno));
}

/* ---- may it be replaced? ---- */

/* Whether somebody has the file open for writing: then the system refuses a read lease. False if
 * the file system has no leases. */
static bool has_writer(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    bool busy = fd >= 0 && fcntl(fd, F_SETLEASE, F_RDLCK) != 0 && errno == EAGAIN;
    if (fd >= 0) close(fd);
    return busy;
}

static bool is_unchanged(const char *path, const struct stat *before) {
    struct stat now;
    return stat(path, &now) == 0 && now.st_dev == before->st_dev && now.st_ino == before->st_ino &&
           now.st_size == before->st_size && now.st_mtim.tv_sec == before->st_mtim.tv_sec &&
           now.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
}

bool in_place_check(const in_place *self) {
    if (!is_unchanged(self->path, &self->before))
        return say(self->command,
                   "%s: has changed while it was read: stop its writer first, or write a copy by "
                   "-o OUT",
                   self->path);
    if (has_writer(self->path))
        say(self->command,
            "%s: warning: another process has it open for writing, and continues in the old file",
            self->path);
    return true;
}

/* ---- its other name ---- */

/* The name with a word, and a number above 1, in the place of "tfevents". Free it. */
static char *backup_name(const char *file, const char *word, int number) {
    const char *slash = last_slash(file), *base = slash ? slash + 1 : file;
    const char *old = strstr(base, "tfevents");
    char digits[16] = "", *name;
    if (number > 1) snprintf(digits, sizeof digits, "%d", number);
    int length = old ? asprintf(&name, "%.*s%s%s%s", (int)(old - file), file, word, digits, old + 8)
                     : asprintf(&name, "%s.%s%s", file, word, digits);
    return length < 0 ? NULL : name;
}

/* Link the old file to its other name, which must not exist. */
static bool back_up(const in_place *self, const char *word, bool again) {
    char *backup = NULL;
    bool good = false;
    for (int number = 1; !good; number++) {
        free(backup);
        backup = backup_name(self->path, word, number);
        good = backup && link(self->path, backup) == 0;
        if (!good && (!backup || !again || errno != EEXIST)) break;
    }
    if (good)
        say_written(self->command, "the %s file is now %s", word, backup);
    else
        say(self->command, "%s: %s", backup ? backup : self->path, strerror(errno));
    free(backup);
    return good;
}

bool in_place_replace(in_place *self, const char *word, bool again) {
    if (!back_up(self, word, again)) return false;
    self->open = false;
    return new_file_close(&self->file, true) ||
           say(self->command, "%s: %s", self->path, strerror(errno));
}

void in_place_end(in_place *self) {
    if (self->open) new_file_close(&self->file, false);
    free(self->path);
    *self = (in_place){0};
}
