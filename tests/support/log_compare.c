/* SPDX-License-Identifier: Apache-2.0 */
/* Whether two runs logged the same values. */
#include "log_compare.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "temp_folder.h"

/* All events of a run but for the first of each file, which tells the format: their content after
 * the wall time, each preceded by its length. */
typedef struct events {
    uint8_t *bytes; /* (size) */
    size_t size, count;
} events;

enum { WALL_TIME = 9 }; /* a tag and a double: the first field of an event */

static void add(events *all, const tblog_record *record) {
    ck_assert_uint_gt(record->length, WALL_TIME);
    size_t size = record->length - WALL_TIME;
    all->bytes = realloc(all->bytes, all->size + sizeof size + size);
    ck_assert_ptr_nonnull(all->bytes);
    memcpy(all->bytes + all->size, &size, sizeof size);
    memcpy(all->bytes + all->size + sizeof size, record->data + WALL_TIME, size);
    all->size += sizeof size + size;
    all->count++;
}

static void add_file(events *all, const char *path) {
    tblog_error err;
    tblog_record record;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    ck_assert_msg(reader != NULL, "%s", err.message);
    tblog_status status = tblog_reader_next(reader, &record, &err);
    while (!status && !(status = tblog_reader_next(reader, &record, &err))) add(all, &record);
    ck_assert_msg(status == TBLOG_END, "%s", err.message);
    tblog_reader_close(reader);
}

static events read_events(const char *folder, const char *part) {
    tblog_error err;
    events all = {0};
    char *path = path_of("%s/%s", folder, part);
    tblog_logdir *logdir = tblog_logdir_open(path, &err);
    ck_assert_msg(logdir != NULL, "%s", err.message);
    ck_assert_uint_eq(tblog_logdir_run_count(logdir), 1);
    for (size_t i = 0; i < tblog_logdir_file_count(logdir, 0); i++)
        add_file(&all, tblog_logdir_file(logdir, 0, i));
    tblog_logdir_close(logdir);
    free(path);
    return all;
}

void assert_same_values(const char *folder, const char *want, const char *part) {
    events a = read_events(folder, part), b = read_events(want, part);
    ck_assert_msg(a.count == b.count, "%s/%s: %zu events, not %zu", folder, part, a.count, b.count);
    ck_assert_uint_eq(a.size, b.size);
    ck_assert_msg(memcmp(a.bytes, b.bytes, a.size) == 0, "%s/%s is not %s/%s", folder, part, want,
                  part);
    free(a.bytes);
    free(b.bytes);
}

size_t assert_same_logs(const char *logdir, const char *want) {
    char line[300], *command = path_of("ls -d %s/*/", want);
    size_t runs = 0;
    FILE *list = popen(command, "r");
    for (; list && fgets(line, sizeof line, list); runs++) {
        line[strcspn(line, "\n") - 1] = '\0'; /* the slash before it too */
        char *other = path_of("%s/%s", logdir, strrchr(line, '/') + 1);
        assert_same_values(other, line, "train");
        assert_same_values(other, line, "validation");
        free(other);
    }
    if (list) pclose(list);
    free(command);
    return runs;
}
