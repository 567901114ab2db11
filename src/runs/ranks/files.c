/* SPDX-License-Identifier: Apache-2.0 */
/* Sending run folders between ranks. server.c and worker.c call it from their MPI threads. */
#include "runs/ranks/files.h"

#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folders.h"
#include "runs/folder.h"

bool ranks_files_local(ranks *self, const comparison *c, error *err) {
    const char *parent = getenv("TMPDIR");
    if (!self->options.gather || self->folder) return true;
    if (asprintf(&self->folder, "%s/initlab-XXXXXX", parent && *parent ? parent : "/tmp") < 0) {
        self->folder = NULL;
        return error_set(err, "out of memory");
    }
    if (!mkdtemp(self->folder))
        return error_set(err, "%s: cannot create: %s", self->folder, strerror(errno));
    for (size_t i = 0; i < c->count; i++) c->runs[i].options.logdir = self->folder;
    return true;
}

/* ---- sending ---- */

typedef struct sender {
    wire_file *piece; /* with room for WIRE_PIECE bytes after it */
    int to;
    double patience_s;
} sender;

static bool send_file(const sender *s, const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t size = fd < 0 ? -1 : 0;
    bool good = fd >= 0;
    s->piece->offset = 0;
    do { /* an empty file has one empty piece */
        if (good) size = read(fd, s->piece + 1, WIRE_PIECE);
        good = good && size >= 0;
        s->piece->size = good ? (size_t)size : 0;
        good =
            good && (size || !s->piece->offset) &&
            wire_send(s->to, WIRE_FILE, s->piece, sizeof *s->piece + s->piece->size, s->patience_s);
        s->piece->offset += s->piece->size;
    } while (good && size == WIRE_PIECE);
    if (fd >= 0) close(fd);
    return good || (size == 0 && s->piece->offset > 0);
}

static bool send_folder(const sender *s, char *folder) {
    char *const roots[] = {folder, NULL};
    size_t above = strlen(folder) + 1;
    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    bool good = walk != NULL;
    for (FTSENT *entry; good && (entry = fts_read(walk));) {
        if (entry->fts_info != FTS_F) continue;
        int length = snprintf(s->piece->path, WIRE_PATH, "%s", entry->fts_path + above);
        good = length < WIRE_PATH && send_file(s, entry->fts_path);
    }
    if (walk) fts_close(walk);
    return good;
}

bool ranks_files_send_run(const run *r, size_t index, int to, double patience_s) {
    sender s = {calloc(1, sizeof *s.piece + WIRE_PIECE), to, patience_s};
    char *folder = run_folder(r);
    bool good = s.piece && folder;
    if (good) s.piece->index = index;
    good = good && (access(folder, F_OK) != 0 || send_folder(&s, folder));
    free(folder);
    free(s.piece);
    return good;
}

void ranks_files_remove_run(const run *r) {
    char *folder = run_folder(r);
    char *const roots[] = {folder, NULL};
    FTS *walk = folder ? fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL) : NULL;
    for (FTSENT *entry; walk && (entry = fts_read(walk));) {
        if (entry->fts_info == FTS_F) unlink(entry->fts_path);
        if (entry->fts_info == FTS_DP) rmdir(entry->fts_path);
    }
    if (walk) fts_close(walk);
    free(folder);
}

/* ---- receiving ---- */

bool ranks_files_is_piece(const wire_message *message) {
    const wire_file *piece = message->bytes;
    if (message->size < sizeof *piece || piece->size > WIRE_PIECE ||
        message->size != sizeof *piece + piece->size || !memchr(piece->path, 0, WIRE_PATH))
        return false;
    return *piece->path && *piece->path != '/' && !strstr(piece->path, "..");
}

static bool write_at(const char *path, const wire_file *piece) {
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | (piece->offset ? 0 : O_TRUNC), 0666);
    const char *bytes = (const char *)(piece + 1);
    bool good = fd >= 0;
    for (size_t done = 0; good && done < piece->size;) {
        ssize_t size = pwrite(fd, bytes + done, piece->size - done, (off_t)(piece->offset + done));
        good = size > 0;
        if (good) done += (size_t)size;
    }
    return (fd < 0 || close(fd) == 0) && good;
}

bool ranks_files_write(const run *r, const wire_file *piece, error *err) {
    char *folder = run_folder(r), *path = NULL;
    if (!folder || asprintf(&path, "%s/%s", folder, piece->path) < 0) path = NULL;
    bool good = (path != NULL) || error_set(err, "out of memory");
    good = good && ((folders_make_for(path) && write_at(path, piece)) ||
                    error_set(err, "%s: cannot write: %s", path, strerror(errno)));
    free(path);
    free(folder);
    return good;
}
