/* SPDX-License-Identifier: Apache-2.0 */
/* A writer's next event file. Called with the writer's lock held. */
#include "tblog/write/begin/next_file.h"

#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/os/os.h"
#include "tblog/write/event.h"

/* Bytes in the file, and those that will be; of a compressed one about as many. */
static uint64_t size_of(const tblog__event_file *file) {
    return file->written + file->used;
}

static void note_beginning(tblog__next_file *next, const tblog__event_file *file) {
    next->begun = size_of(file);
    next->begun_s = tblog__os_coarse_s();
    next->finish = next->max_bytes ? next->max_bytes : UINT64_MAX;
}

tblog_status tblog__next_file_init(tblog__next_file *next, const tblog_writer_options *options,
                                   const tblog__event_file *first, tblog_error *err) {
    if (first->sink) return TBLOG_OK;
    next->max_bytes = options->max_file_bytes;
    next->max_seconds = options->max_file_seconds;
    next->wanted = next->max_bytes || next->max_seconds > 0;
    if (!next->wanted) return TBLOG_OK;
    next->options = *options;
    if (options->host) next->options.host = next->host = strdup(options->host);
    if (options->suffix) next->options.suffix = next->suffix = strdup(options->suffix);
    if ((options->host && !next->host) || (options->suffix && !next->suffix))
        return tblog__fail_no_memory(err);
    note_beginning(next, first);
    return TBLOG_OK;
}

void tblog__next_file_free(tblog__next_file *next) {
    free(next->host);
    free(next->suffix);
}

bool tblog__next_file_due(const tblog__next_file *next, const tblog__event_file *file,
                          size_t size) {
    uint64_t now = size_of(file);
    if (now <= next->begun) return false; /* nothing was logged to it yet */
    if (now + size > next->finish) return true;
    return next->max_seconds > 0 && tblog__os_coarse_s() - next->begun_s >= next->max_seconds;
}

void tblog__next_file_begin(tblog__next_file *next, tblog__event_file *file, const char *folder,
                            int64_t seconds) {
    tblog_error err;
    tblog__arena arena;
    tblog__record record;
    tblog__arena_init(&arena);
    tblog_status status = tblog__event_encode_version((double)seconds, &arena, &record, &err);
    if (!status)
        status = tblog__event_file_next(file, folder, &next->options, seconds, record.bytes,
                                        record.size, &err);
    tblog__arena_reset(&arena);
    note_beginning(next, file);
    if (status && next->max_bytes) next->finish = size_of(file) + next->max_bytes;
}
