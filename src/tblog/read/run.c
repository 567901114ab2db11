/* SPDX-License-Identifier: Apache-2.0 */
/* A run read as a whole. Called in any thread; one run by one thread at a time. */
#include <tblog/run.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/read/decode.h"
#include "tblog/read/logged.h"
#include "tblog/read/number.h"
#include "tblog/read/series.h"

/* ---- series ---- */

static char *copy_text(tblog_text_view text) {
    char *copy = malloc(text.size + 1);
    if (!copy) return NULL;
    if (text.size) memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    return copy;
}

/* A kind is compared as a C string, so what follows a NUL must not be lost. */
static char *copy_kind(tblog_text_view kind) {
    char *copy = copy_text(kind);
    for (size_t i = 0; copy && i < kind.size; i++)
        if (!copy[i]) copy[i] = '?';
    return copy;
}

static void free_texts(const tblog_series *s) {
    free((char *)(uintptr_t)s->kind);
    free((char *)(uintptr_t)s->metadata.data);
}

static bool grow(tblog_run *run) {
    if (run->count < run->capacity) return true;
    size_t capacity = run->capacity ? 2 * run->capacity : 32;
    tblog__series *grown = realloc(run->entries, capacity * sizeof *grown);
    if (!grown) return false;
    run->entries = grown;
    run->capacity = capacity;
    return true;
}

static tblog__series *add_series(tblog_run *run, const tblog__logged *first) {
    tblog__dashboard dashboard =
        tblog__dashboard_of(&first->value, first->has_metadata ? &first->metadata : NULL);
    tblog_text_view tag = first->value.tag;
    tblog_series s = {.tag_size = tag.size,
                      .kind = copy_kind(dashboard.kind),
                      .metadata = {copy_text(first->metadata), first->metadata.size}};
    size_t number;
    if (!s.kind || !s.metadata.data || !grow(run) ||
        !tblog__text_table_add(&run->tags, tag.data, tag.size, &number)) {
        free_texts(&s);
        return NULL;
    }
    s.tag = tblog__text_table_get(&run->tags, number);
    tblog__series *entry = &run->entries[run->count++];
    *entry = (tblog__series){.series = s, .dashboard = dashboard};
    entry->dashboard.kind.data = s.kind;
    return entry;
}

/* ---- points ---- */

static bool push(tblog__series *entry, const tblog_point *point) {
    if (entry->series.count == entry->capacity) {
        size_t capacity = entry->capacity ? 2 * entry->capacity : 16;
        tblog_point *grown = realloc(entry->points, capacity * sizeof *grown);
        if (!grown) return false;
        entry->series.points = entry->points = grown;
        entry->capacity = capacity;
    }
    entry->points[entry->series.count++] = *point;
    entry->series.shown += point->shown;
    return true;
}

static void replace(tblog_series *s, int64_t step) {
    while (s->count && s->points[s->count - 1].step >= step)
        s->shown -= s->points[--s->count].shown;
}

static tblog_status add_value(tblog_run *run, tblog_restarts restarts, const tblog_event *event,
                              const tblog__logged *logged, tblog_error *err) {
    size_t i;
    const tblog_value *value = &logged->value;
    tblog__series *entry = tblog_run_find(run, value->tag.data, value->tag.size, &i)
                               ? &run->entries[i]
                               : add_series(run, logged);
    if (!entry) return tblog__fail_no_memory(err);
    if (entry->series.logged == UINT32_MAX)
        return tblog__event_fail(event, "more values of one tag than can be counted", err);
    tblog__number number;
    bool has_number = tblog__value_number(value, &number);
    tblog_point point = {.step = event->step,
                         .wall_time_s = event->wall_time_s,
                         .number = has_number ? number.number : NAN,
                         .value = entry->series.logged++,
                         .wide = has_number && number.wide,
                         .fits = tblog__dashboard_fits(&entry->dashboard, value),
                         .shown = tblog__dashboard_shows(&entry->dashboard, value)};
    entry->series.unfit += !point.fits;
    if (restarts == TBLOG_RESTARTS_REPLACE) replace(&entry->series, point.step);
    return push(entry, &point) ? TBLOG_OK : tblog__fail_no_memory(err);
}

/* ---- sessions, as in _MaybePurgeOrphanedData of TensorBoard's plugin_event_accumulator.py ---- */

/* Remove the points of a series from a step on. */
static void purge(tblog_series *s, tblog_point *points, int64_t step) {
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (points[i].step < step)
            points[kept++] = points[i];
        else
            s->shown -= points[i].shown;
    }
    s->count = kept;
}

/* An event of a file without version 2 replaces the points of its tags if its step is below the
 * last one. */
static void purge_tags(tblog_run *run, tblog_event event) {
    tblog__logged logged;
    size_t i;
    int64_t step = event.step;
    while (tblog__logged_next(&event, &logged))
        if (tblog_run_find(run, logged.value.tag.data, logged.value.tag.size, &i))
            purge(&run->entries[i].series, run->entries[i].points, step);
}

static void begin_session(tblog_run *run, int64_t step) {
    for (size_t i = 0; run->session_begun && i < run->count; i++)
        purge(&run->entries[i].series, run->entries[i].points, step);
    run->session_begun = true;
}

static void follow_sessions(tblog_run *run, const tblog_event *event) {
    if (event->kind == TBLOG_EVENT_FILE_VERSION) run->says_sessions = tblog__says_sessions(event);
    if (run->says_sessions && tblog__starts_session(event)) begin_session(run, event->step);
    if (event->kind != TBLOG_EVENT_SUMMARY) return;
    if (!run->says_sessions && event->step < run->last_step) purge_tags(run, *event);
    run->last_step = event->step;
}

/* ---- reading ---- */

static tblog_status add_record(tblog_run *run, tblog_restarts restarts, const tblog_record *record,
                               tblog_error *err) {
    tblog_event event;
    tblog__logged logged;
    tblog_status status = tblog__logged_decode(record, &event, err);
    if (!status && restarts == TBLOG_RESTARTS_SESSIONS) follow_sessions(run, &event);
    while (!status && tblog__logged_next(&event, &logged))
        status = add_value(run, restarts, &event, &logged, err);
    return status;
}

static tblog_status add_file(tblog_run *run, tblog_restarts restarts, const char *path,
                             tblog__run_file *file, tblog_error *err) {
    tblog_error local;
    tblog_record record;
    tblog_reader *reader = tblog_reader_open(path, NULL, &local);
    tblog_status status = reader ? TBLOG_OK : local.status;
    while (!status && !(status = tblog_reader_next(reader, &record, &local))) {
        status = add_record(run, restarts, &record, &local);
        if (status == TBLOG_ERR_FORMAT) { /* the decoder does not know the file's name */
            tblog__fail(err, status, "%s: %s", path, local.message);
            tblog_reader_close(reader);
            return status;
        }
        file->records += !status;
    }
    tblog_reader_close(reader);
    if (status == TBLOG_ERR_TRUNCATED && !(file->torn = strdup(local.message)))
        return tblog__fail_no_memory(err);
    if (status == TBLOG_END || status == TBLOG_ERR_TRUNCATED) return TBLOG_OK;
    if (err) *err = local;
    return status;
}

static tblog_run *new_run(size_t file_count) {
    tblog_run *run = calloc(1, sizeof *run);
    if (!run) return NULL;
    run->file_count = file_count;
    run->last_step = -1; /* as TensorBoard's most_recent_step */
    run->files = calloc(file_count + 1, sizeof *run->files);
    if (run->files) return run;
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
            add_file(*loaded, restarts, path, &(*loaded)->files[i], first ? NULL : err);
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
        free_texts(&run->entries[i].series);
        free(run->entries[i].points);
    }
    free(run->entries);
    for (size_t i = 0; i < run->file_count; i++) free(run->files[i].torn);
    tblog__text_table_free(&run->tags);
    free(run->files);
    free(run);
}

/* ---- contents ---- */

uint64_t tblog_run_records(const tblog_run *run, size_t file) {
    return file < run->file_count ? run->files[file].records : 0;
}

const char *tblog_run_torn(const tblog_run *run, size_t file) {
    return file < run->file_count ? run->files[file].torn : NULL;
}

size_t tblog_run_series_count(const tblog_run *run) {
    return run->count;
}

const tblog_series *tblog_run_series(const tblog_run *run, size_t i) {
    return &run->entries[i].series;
}

bool tblog_run_find(const tblog_run *run, const char *tag, size_t size, size_t *i) {
    return tblog__text_table_find(&run->tags, tag, size, i);
}
