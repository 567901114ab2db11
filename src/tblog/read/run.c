/* SPDX-License-Identifier: Apache-2.0 */
/* A run read as a whole. Series are found by tag through an open-addressed hash table. */
#include <tblog/run.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/reader.h>

#include "tblog/crc32c.h"
#include "tblog/error.h"

/* Behind its public part each series keeps how many points it has room for. */
typedef struct entry {
    tblog_series series;
    tblog_point *points;
    size_t capacity;
} entry;

struct tblog_run {
    entry *entries;
    size_t count, capacity;
    uint32_t *slots; /* index + 1 of an entry by its tag's hash; 0 is free */
    size_t slot_count;
    uint64_t *records; /* read of each file */
    size_t file_count;
};

/* ---- the table ---- */

/* The slot of a tag, or the free one where it belongs; there is always a free one. */
static uint32_t *find_slot(const tblog_run *run, const char *tag, size_t size) {
    size_t i = tblog__crc32c(tag, size) & (run->slot_count - 1);
    for (;; i = (i + 1) & (run->slot_count - 1)) {
        uint32_t *slot = &run->slots[i];
        if (!*slot) return slot;
        const tblog_series *s = &run->entries[*slot - 1].series;
        if (s->tag_size == size && (!size || memcmp(s->tag, tag, size) == 0)) return slot;
    }
}

/* At most half of the slots are taken. */
static bool grow(tblog_run *run) {
    if (run->count < run->capacity) return true;
    size_t capacity = run->capacity ? 2 * run->capacity : 32;
    entry *grown = realloc(run->entries, capacity * sizeof *grown);
    if (!grown) return false;
    run->entries = grown;
    uint32_t *slots = calloc(2 * capacity, sizeof *slots);
    if (!slots) return false;
    free(run->slots);
    run->slots = slots;
    run->slot_count = 2 * capacity;
    run->capacity = capacity;
    for (size_t i = 0; i < run->count; i++) {
        const tblog_series *s = &run->entries[i].series;
        *find_slot(run, s->tag, s->tag_size) = (uint32_t)i + 1;
    }
    return true;
}

static char *copy_text(tblog_text_view text) {
    char *copy = malloc(text.size + 1);
    if (!copy) return NULL;
    if (text.size) memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

static entry *add_entry(tblog_run *run, tblog_text_view tag, tblog_text_view kind) {
    if (run->count == UINT32_MAX - 1 || !grow(run)) return NULL;
    char *tag_copy = copy_text(tag), *kind_copy = copy_text(kind);
    if (!tag_copy || !kind_copy) {
        free(tag_copy);
        free(kind_copy);
        return NULL;
    }
    *find_slot(run, tag_copy, tag.size) = (uint32_t)run->count + 1;
    entry *e = &run->entries[run->count++];
    *e = (entry){.series = {.tag = tag_copy, .tag_size = tag.size, .kind = kind_copy}};
    return e;
}

static bool add_point(entry *e, tblog_point point) {
    if (e->series.count == e->capacity) {
        size_t capacity = e->capacity ? 2 * e->capacity : 16;
        tblog_point *grown = realloc(e->points, capacity * sizeof *grown);
        if (!grown) return false;
        e->series.points = e->points = grown;
        e->capacity = capacity;
    }
    e->points[e->series.count++] = point;
    return true;
}

static bool add_value(tblog_run *run, tblog_restarts restarts, const tblog_event *event,
                      const tblog_value *value) {
    size_t i;
    entry *e = tblog_run_find(run, value->tag.data, value->tag.size, &i)
                   ? &run->entries[i]
                   : add_entry(run, value->tag, tblog_value_kind(value));
    if (!e) return false;
    tblog_point point = {event->step, event->wall_time_s, NAN};
    tblog_value_scalar(value, &point.number);
    if (restarts == TBLOG_RESTARTS_REPLACE)
        while (e->series.count && e->points[e->series.count - 1].step >= point.step)
            e->series.count--;
    return add_point(e, point);
}

/* ---- reading ---- */

static tblog_status add_record(tblog_run *run, tblog_restarts restarts, const tblog_record *record,
                               tblog_error *err) {
    tblog_event event;
    tblog_value value;
    tblog_status status = tblog_event_decode(record, &event, err);
    while (!status && !(status = tblog_event_next_value(&event, &value, err)))
        if (!add_value(run, restarts, &event, &value)) return tblog__fail_no_memory(err);
    return status == TBLOG_END ? TBLOG_OK : status;
}

static tblog_status add_file(tblog_run *run, tblog_restarts restarts, const char *path,
                             uint64_t *records, tblog_error *err) {
    tblog_error local;
    tblog_record record;
    tblog_reader *reader = tblog_reader_open(path, NULL, &local);
    tblog_status status = reader ? TBLOG_OK : local.status;
    while (!status && !(status = tblog_reader_next(reader, &record, &local))) {
        status = add_record(run, restarts, &record, &local);
        if (status == TBLOG_ERR_FORMAT) { /* a decoder does not know the file */
            tblog__fail(err, status, "%s: %s", path, local.message);
            tblog_reader_close(reader);
            return status;
        }
        *records += !status;
    }
    tblog_reader_close(reader);
    if (status == TBLOG_END || status == TBLOG_ERR_TRUNCATED) return TBLOG_OK;
    if (err) *err = local;
    return status;
}

static tblog_run *new_run(size_t file_count) {
    tblog_run *run = calloc(1, sizeof *run);
    if (!run) return NULL;
    run->file_count = file_count;
    run->records = calloc(file_count + 1, sizeof *run->records);
    if (run->records) return run;
    free(run);
    return NULL;
}

tblog_status tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                            tblog_run **loaded, tblog_error *err) {
    *loaded = new_run(tblog_logdir_file_count(logdir, run));
    if (!*loaded) return tblog__fail_no_memory(err);
    tblog_status first = TBLOG_OK;
    for (size_t i = 0; i < (*loaded)->file_count; i++) {
        const char *path = tblog_logdir_file(logdir, run, i);
        tblog_status status =
            add_file(*loaded, restarts, path, &(*loaded)->records[i], first ? NULL : err);
        if (!first) first = status;
        if (status != TBLOG_ERR_NO_MEMORY) continue;
        tblog_run_free(*loaded);
        *loaded = NULL;
        return first;
    }
    return first;
}

void tblog_run_free(tblog_run *run) {
    if (!run) return;
    for (size_t i = 0; i < run->count; i++) {
        free((char *)(uintptr_t)run->entries[i].series.tag);
        free((char *)(uintptr_t)run->entries[i].series.kind);
        free(run->entries[i].points);
    }
    free(run->entries);
    free(run->slots);
    free(run->records);
    free(run);
}

uint64_t tblog_run_records(const tblog_run *run, size_t file) {
    return file < run->file_count ? run->records[file] : 0;
}

size_t tblog_run_series_count(const tblog_run *run) {
    return run->count;
}

const tblog_series *tblog_run_series(const tblog_run *run, size_t i) {
    return &run->entries[i].series;
}

bool tblog_run_find(const tblog_run *run, const char *tag, size_t size, size_t *i) {
    uint32_t *slot = run->slots ? find_slot(run, tag, size) : NULL;
    if (!slot || !*slot) return false;
    *i = *slot - 1;
    return true;
}
