/* SPDX-License-Identifier: Apache-2.0 */
/* The values of a loaded run, read from its files again. One reader by one thread at a time. */
#include <stdlib.h>

#include "tblog/bytes.h"
#include "tblog/error.h"
#include "tblog/read/rewrite.h"
#include "tblog/record.h"
#include "tblog/version.h"

/* How far a series has been read. */
typedef struct progress {
    uint32_t values; /* read so far */
    size_t points;   /* read so far: the next point has at least this index */
    bool introduced; /* tblog_run_reader_rewrite has written its metadata */
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
    tblog__message summary;  /* the values that are written, and the record with them */
    tblog__message rewritten;
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
    tblog__message_free(&self->rewritten);
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

/* ---- rewritten records ---- */

/* The text for a series; data NULL if there is none. */
static tblog_text_view text_for(const tblog_text_view *texts, size_t series) {
    return texts ? texts[series] : (tblog_text_view){0};
}

/* Append a value of the current event. False if it is not as it was. A message of its own, such as
 * a graph, stays as it is, or goes if it cannot introduce its series. */
static bool put_value(tblog_run_reader *self, const tblog_event_edit *edit, size_t series,
                      const tblog__logged *logged) {
    const tblog__series *entry = &self->loaded->entries[series];
    bool *introduced = &self->progress[series].introduced;
    bool must_introduce = !*introduced && !tblog__introduces(entry, logged);
    tblog__value_edit change = {.tag = text_for(edit->tags, series)};
    if (!*introduced) change.description = text_for(edit->descriptions, series);
    if (must_introduce || change.description.data) change.metadata = entry;
    if (!logged->bytes.at) {
        *introduced = *introduced || !must_introduce;
        return !must_introduce;
    }
    tblog__rewrite_value(&self->summary, logged, &change);
    *introduced = true;
    return !change.tag.data && !change.metadata;
}

/* Append the values of the current event that stay; false if they are not all as they were. */
static bool put_values(tblog_run_reader *self, const tblog_event_edit *edit) {
    tblog__logged logged;
    tblog_event event = self->event;
    bool same = true;
    self->summary.size = 0;
    for (size_t i = 0, series; tblog__logged_next(&event, &logged); i++) {
        tblog_text_view tag = logged.value.tag;
        if ((edit->keep && !edit->keep[i]) ||
            !tblog_run_find(self->loaded, tag.data, tag.size, &series))
            same = false;
        else
            same &= put_value(self, edit, series, &logged);
    }
    return same;
}

static bool same_moment(const tblog_event *a, const tblog_event *b) {
    return a->step == b->step &&
           tblog__double_bits(a->wall_time_s) == tblog__double_bits(b->wall_time_s);
}

tblog_status tblog_run_reader_rewrite(tblog_run_reader *self, const tblog_event_edit *given,
                                      tblog_record *record, tblog_error *err) {
    tblog_event_edit edit;
    tblog_status status = tblog__options_read(&edit, sizeof edit, given, "the edit's", err);
    if (status) return status;
    bool same = put_values(self, &edit);
    bool moved = edit.moment && !same_moment(edit.moment, &self->event);
    *record = self->record;
    if (same && !moved) return TBLOG_OK;
    status = tblog__rewrite_finish(&self->rewritten, &self->record, same ? NULL : &self->summary,
                                   moved ? edit.moment : NULL, err);
    if (status) return status;
    record->whole = self->rewritten.bytes;
    record->whole_size = self->rewritten.size;
    record->data = record->whole + TBLOG__RECORD_HEADER_SIZE;
    record->length = record->whole_size - tblog__record_size(0);
    return TBLOG_OK;
}
