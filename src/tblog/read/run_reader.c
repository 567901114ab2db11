/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a loaded run, read from its files again. One reader by one thread at a time. */
#include <stdlib.h>
#include <string.h>

#include "tblog/error.h"
#include "tblog/read/reduce.h"
#include "tblog/record.h"

/* How far a series has been read. */
typedef struct progress {
    uint32_t values; /* read so far */
    size_t points;   /* read so far: the next point has at least this index */
    bool introduced; /* tblog_run_reader_reduce has written its metadata */
} progress;

struct tblog_run_reader {
    const tblog_logdir *logdir;
    size_t run;
    const tblog_run *loaded;
    progress *progress; /* (series) */

    size_t file;          /* the next file to open */
    tblog_reader *reader; /* of the file before it; NULL: none */
    uint64_t seen;        /* records read from it */

    tblog_record record;     /* the current record */
    tblog_event event, rest; /* its event, and the rest of it */
    tblog__message summary;  /* the values that stay, and the record with them */
    tblog__message reduced;
};

tblog_run_reader *tblog_run_reader_open(const tblog_logdir *logdir, size_t run,
                                        const tblog_run *loaded, tblog_error *err) {
    tblog_run_reader *self = calloc(1, sizeof *self);
    if (self) self->progress = calloc(loaded->count + 1, sizeof *self->progress);
    if (!self || !self->progress) {
        tblog__fail_no_memory(err);
        free(self);
        return NULL;
    }
    self->logdir = logdir;
    self->run = run;
    self->loaded = loaded;
    return self;
}

void tblog_run_reader_close(tblog_run_reader *self) {
    if (!self) return;
    tblog_reader_close(self->reader);
    free(self->progress);
    tblog__message_free(&self->summary);
    tblog__message_free(&self->reduced);
    free(self);
}

const char *tblog_run_reader_path(const tblog_run_reader *self) {
    return tblog_logdir_file(self->logdir, self->run, self->file ? self->file - 1 : 0);
}

/* ---- records ---- */

static tblog_status fail_changed(const tblog_run_reader *self, tblog_error *err) {
    return tblog__fail(err, TBLOG_ERR_IO, "%s: has changed while it was read; try again",
                       tblog_run_reader_path(self));
}

/* Open the next file from which records were loaded. */
static tblog_status open_next(tblog_run_reader *self, tblog_error *err) {
    tblog_reader_close(self->reader);
    self->reader = NULL;
    self->seen = 0;
    while (self->file < self->loaded->file_count && !self->loaded->files[self->file].records)
        self->file++;
    if (self->file == self->loaded->file_count) return TBLOG_END;
    self->reader =
        tblog_reader_open(tblog_logdir_file(self->logdir, self->run, self->file++), NULL, err);
    return self->reader ? TBLOG_OK : TBLOG_ERR_IO;
}

/* The next record of the current file, decoded as when it was loaded. */
static tblog_status next_of_file(tblog_run_reader *self, tblog_error *err) {
    uint64_t loaded = self->file ? self->loaded->files[self->file - 1].records : 0;
    if (!self->reader || self->seen == loaded) return TBLOG_END;
    tblog_status status = tblog_reader_next(self->reader, &self->record, err);
    if (!status) status = tblog__logged_decode(&self->record, &self->event, err);
    if (status == TBLOG_ERR_IO || status == TBLOG_ERR_NO_MEMORY) return status;
    if (status) return fail_changed(self, err); /* it could be read to here before */
    self->rest = self->event;
    self->seen++;
    return TBLOG_OK;
}

/* After the last record, check that every loaded value was read again. */
static tblog_status check_complete(const tblog_run_reader *self, tblog_error *err) {
    for (size_t i = 0; i < self->loaded->count; i++)
        if (self->progress[i].values != self->loaded->entries[i].series.logged)
            return fail_changed(self, err);
    return TBLOG_END;
}

tblog_status tblog_run_reader_next(tblog_run_reader *self, tblog_record *record, tblog_event *event,
                                   tblog_error *err) {
    tblog_run_value passed; /* also count values that the caller did not ask for */
    tblog_status status = TBLOG_OK;
    while (!status) status = tblog_run_reader_next_value(self, &passed, err);
    if (status != TBLOG_END) return status;
    while ((status = next_of_file(self, err)) == TBLOG_END) {
        status = open_next(self, err);
        if (status == TBLOG_END) return check_complete(self, err);
        if (status) return status;
    }
    if (status) return status;
    if (record) *record = self->record;
    if (event) *event = self->event;
    return TBLOG_OK;
}

/* ---- values ---- */

/* Find what the run made of a value, which is the next of its series. */
static tblog_status place(tblog_run_reader *self, tblog_run_value *found, tblog_error *err) {
    const tblog__series *entry = &self->loaded->entries[found->series];
    progress *p = &self->progress[found->series];
    if (p->values == entry->series.logged) return fail_changed(self, err);
    found->point = NULL;
    if (p->points < entry->series.count && entry->points[p->points].value == p->values)
        found->point = &entry->points[p->points++];
    p->values++;
    if (found->point && found->point->step != self->event.step) return fail_changed(self, err);
    found->fits = tblog__dashboard_fits(&entry->dashboard, &found->value);
    bool v1 = found->value.form >= TBLOG_VALUE_V1_SCALAR;
    if (!v1) found->value.plugin = entry->dashboard.kind;
    return TBLOG_OK;
}

tblog_status tblog_run_reader_next_value(tblog_run_reader *self, tblog_run_value *value,
                                         tblog_error *err) {
    tblog__logged logged;
    if (!tblog__logged_next(&self->rest, &logged)) return TBLOG_END;
    *value = (tblog_run_value){.value = logged.value, .stated = tblog_value_kind(&logged.value)};
    tblog_text_view tag = logged.value.tag;
    if (!tblog_run_find(self->loaded, tag.data, tag.size, &value->series))
        return fail_changed(self, err);
    return place(self, value, err);
}

/* ---- reduced records ---- */

/* Append the values of the current event that stay; *same becomes true if all stay unchanged. */
static void put_kept(tblog_run_reader *self, const bool *keep, bool *same) {
    tblog__logged logged;
    tblog_event event = self->event;
    self->summary.size = 0;
    *same = true;
    for (size_t i = 0, series; tblog__logged_next(&event, &logged); i++) {
        tblog_text_view tag = logged.value.tag;
        if (!keep[i] || !tblog_run_find(self->loaded, tag.data, tag.size, &series)) {
            *same = false;
            continue;
        }
        bool *introduced = &self->progress[series].introduced;
        if (*introduced || tblog__introduces(&self->loaded->entries[series], &logged)) {
            tblog__reduce_keep(&self->summary, &logged);
        } else if (!logged.bytes.at) { /* a graph's message, where it has nothing to say, goes */
            *same = false;
            continue;
        } else {
            tblog__reduce_introduce(&self->summary, &self->loaded->entries[series], &logged);
            *same = false;
        }
        *introduced = true;
    }
}

tblog_status tblog_run_reader_reduce(tblog_run_reader *self, const bool *keep, tblog_record *record,
                                     tblog_error *err) {
    bool same;
    put_kept(self, keep, &same);
    *record = self->record;
    if (same) return TBLOG_OK;
    tblog_status status = tblog__reduce_finish(&self->reduced, &self->record, &self->summary, err);
    if (status) return status;
    record->whole = self->reduced.bytes;
    record->whole_size = self->reduced.size;
    record->data = record->whole + TBLOG__RECORD_HEADER_SIZE;
    record->length = record->whole_size - tblog__record_size(0);
    return TBLOG_OK;
}
