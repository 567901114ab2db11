/* SPDX-License-Identifier: Apache-2.0 */
/* The contents of a run's values. diff.c calls this. */
#include "cli/tblog/diff/contents.h"

#include <stdlib.h>
#include <string.h>

#include "cli/tblog/diff/digest.h"

/* The state of reading a run's values. */
typedef struct reading {
    contents *to;
    uint64_t secret;
    bool keep_numbers;
} reading;

static bool is(const tblog_series *s, const char *kind) {
    return strcmp(s->kind, kind) == 0;
}

/* ---- values ---- */

static uint64_t digest_strings(digest d, tblog_strings *strings) {
    tblog_text_view text;
    while (tblog_strings_next(strings, &text)) digest_text(&d, text.data, text.size);
    return d.value;
}

/* TensorBoard shows texts by their shape: one is a paragraph, several are a table. */
static uint64_t digest_texts(digest d, const tblog_value *value) {
    tblog_strings strings;
    tblog_value_strings(value, &strings);
    digest_number(&d, value->rank);
    for (size_t i = 0; i < value->rank && i < TBLOG_VALUE_MAX_RANK; i++)
        digest_number(&d, value->shape[i]);
    return digest_strings(d, &strings);
}

static bool take_buckets(const reading *r, content *to, const tblog_buckets *buckets) {
    digest d = digest_begin(r->secret);
    double bucket[3];
    if (r->keep_numbers && !(to->numbers = calloc(buckets->count + 1, sizeof bucket))) return false;
    for (size_t i = 0; tblog_buckets_get(buckets, i, &bucket[0], &bucket[1], &bucket[2]); i++)
        for (size_t k = 0; k < 3; k++, to->count++) {
            digest_double(&d, bucket[k]);
            if (to->numbers) to->numbers[to->count] = bucket[k];
        }
    to->digest = d.value;
    return true;
}

/* The bytes of a value's message, for a tensor of an unknown plugin. */
static uint64_t digest_body(digest d, const tblog_value *value) {
    digest_number(&d, value->form);
    digest_text(&d, value->body.data, value->body.size);
    return d.value;
}

/* False when there is no memory. */
static bool take_value(const reading *r, content *to, const tblog_series *s,
                       const tblog_value *value) {
    digest d = digest_begin(r->secret);
    tblog_buckets buckets;
    tblog_strings strings;
    *to = (content){0};
    if (value->form == TBLOG_VALUE_TENSOR && !value->body.data) { /* of a graph: no tensor */
        digest_text(&d, value->content.data, value->content.size);
        to->digest = d.value;
        return true;
    }
    if (is(s, "histograms") && tblog_value_buckets(value, &buckets))
        return take_buckets(r, to, &buckets);
    if (is(s, "images") && tblog_value_images(value, &strings))
        to->digest = digest_strings(d, &strings);
    else if (is(s, "audio") && tblog_value_clips(value, &strings))
        to->digest = digest_strings(d, &strings);
    else if (tblog_value_strings(value, &strings))
        to->digest = digest_texts(d, value);
    else
        to->digest = digest_body(d, value);
    return true;
}

/* ---- metadata ---- */

/* A field of a protobuf message: its number and bytes. */
typedef struct field {
    uint64_t number;
    tblog_text_view bytes;
} field;

static bool take_bytes(tblog_text_view *rest, uint64_t size, tblog_text_view *bytes) {
    if (size > rest->size) return false;
    *bytes = (tblog_text_view){rest->data, (size_t)size};
    *rest = (tblog_text_view){rest->data + size, rest->size - (size_t)size};
    return true;
}

static bool take_varint(tblog_text_view *rest, uint64_t *number) {
    tblog_text_view byte;
    *number = 0;
    for (unsigned shift = 0; shift < 64 && take_bytes(rest, 1, &byte); shift += 7) {
        *number |= (uint64_t)(byte.data[0] & 0x7f) << shift;
        if (!(byte.data[0] & 0x80)) return true;
    }
    return false;
}

/* False at the end of the message, or if it is malformed. */
static bool next_field(tblog_text_view *rest, field *f) {
    uint64_t key, size = 0;
    if (!take_varint(rest, &key)) return false;
    tblog_text_view start = *rest;
    f->number = key >> 3;
    switch (key & 7) {
    case 0:
        if (!take_varint(rest, &size)) return false;
        f->bytes = (tblog_text_view){start.data, start.size - rest->size};
        return true;
    case 1: return take_bytes(rest, 8, &f->bytes);
    case 2: return take_varint(rest, &size) && take_bytes(rest, size, &f->bytes);
    case 5: return take_bytes(rest, 4, &f->bytes);
    default: return false;
    }
}

/* A digest of all fields except one that does not depend on their order, because maps have none. */
static uint64_t digest_fields(uint64_t secret, tblog_text_view message, uint64_t but) {
    uint64_t sum = 0;
    for (field f; next_field(&message, &f);) {
        digest d = digest_begin(secret);
        digest_number(&d, f.number);
        digest_text(&d, f.bytes.data, f.bytes.size);
        if (f.number != but) sum += d.value;
    }
    return sum;
}

/* A digest of HParamsPluginData without its times, because wall times are not compared. Field
 * numbers: hparams.proto. */
static uint64_t digest_hparams(uint64_t secret, tblog_text_view message) {
    static const uint64_t times[] = {[2] = 3, [3] = 5, [4] = 2};
    uint64_t sum = 0;
    for (field f; next_field(&message, &f);) {
        digest d = digest_begin(secret);
        digest_number(&d, f.number);
        digest_number(&d, f.number >= 2 && f.number <= 4
                              ? digest_fields(secret, f.bytes, times[f.number])
                              : digest_fields(secret, f.bytes, 0));
        sum += d.value;
    }
    return sum;
}

/* A digest of the metadata of kinds whose dashboards show it, or use it to show values. */
static uint64_t digest_metadata(uint64_t secret, const tblog_series *s, tblog_text_view kept) {
    digest d = digest_begin(secret);
    if (is(s, "hparams")) return digest_hparams(secret, kept);
    if (is(s, "mesh") || is(s, "pr_curves")) digest_text(&d, kept.data, kept.size);
    return d.value;
}

/* ---- a run ---- */

static bool take(reading *r, bool *seen, const tblog_run_value *v) {
    contents *to = r->to;
    const tblog_series *s = tblog_run_series(to->run, v->series);
    if (!seen[v->series])
        to->metadata[v->series] = digest_metadata(r->secret, s, v->value.plugin_content);
    seen[v->series] = true;
    if (!v->point || (v->fits && is(s, "scalars"))) return true; /* the point has its number */
    content **points = &to->points[v->series];
    if (!*points) *points = calloc(s->count, sizeof **points);
    return *points && take_value(r, &(*points)[v->point - s->points], s, &v->value);
}

static tblog_status read_values(reading *r, tblog_run_reader *reader, bool *seen,
                                tblog_error *err) {
    tblog_run_value v;
    tblog_status status;
    while (!(status = tblog_run_reader_next(reader, NULL, NULL, err))) {
        while (!(status = tblog_run_reader_next_value(reader, &v, err)))
            if (!take(r, seen, &v)) {
                *err = (tblog_error){TBLOG_ERR_NO_MEMORY, "out of memory"};
                return TBLOG_ERR_NO_MEMORY;
            }
        if (status != TBLOG_END) return status;
    }
    return status;
}

contents *contents_read(const tblog_logdir *logdir, size_t run, const tblog_run *loaded,
                        uint64_t secret, bool keep_numbers, tblog_error *err) {
    size_t count = tblog_run_series_count(loaded);
    contents *self = calloc(1, sizeof *self);
    bool *seen = calloc(count + 1, sizeof *seen);
    *err = (tblog_error){TBLOG_ERR_NO_MEMORY, "out of memory"};
    if (self) {
        self->run = loaded;
        self->points = calloc(count + 1, sizeof *self->points);
        self->metadata = calloc(count + 1, sizeof *self->metadata);
    }
    tblog_run_reader *reader = self && seen && self->points && self->metadata
                                   ? tblog_run_reader_open(logdir, run, loaded, err)
                                   : NULL;
    reading r = {self, secret, keep_numbers};
    bool good = reader && read_values(&r, reader, seen, err) == TBLOG_END;
    tblog_run_reader_close(reader);
    free(seen);
    if (good) return self;
    contents_free(self);
    return NULL;
}

void contents_free(contents *self) {
    if (!self) return;
    for (size_t i = 0; self->points && i < tblog_run_series_count(self->run); i++) {
        for (size_t k = 0; self->points[i] && k < tblog_run_series(self->run, i)->count; k++)
            free(self->points[i][k].numbers);
        free(self->points[i]);
    }
    free(self->points);
    free(self->metadata);
    free(self);
}
