/* SPDX-License-Identifier: Apache-2.0 */
/* The series of a run, found by tag through an open-addressed hash table. */
#include "cli/series.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* FNV-1a (Fowler, Noll, Vo). */
static uint64_t hash(const char *text, size_t size) {
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < size; i++) h = (h ^ (unsigned char)text[i]) * 1099511628211u;
    return h;
}

/* The slot of a tag, or the free one where it belongs; there is always a free one. */
static uint32_t *find_slot(const series_table *table, const char *tag, size_t size) {
    size_t i = (size_t)hash(tag, size) & (table->slot_count - 1);
    for (;; i = (i + 1) & (table->slot_count - 1)) {
        uint32_t *slot = &table->slots[i];
        if (!*slot) return slot;
        const series *s = &table->series[*slot - 1];
        if (s->tag_size == size && memcmp(s->tag, tag, size) == 0) return slot;
    }
}

/* At most half of the slots are taken. */
static bool grow(series_table *table) {
    if (table->count < table->capacity) return true;
    size_t capacity = table->capacity ? 2 * table->capacity : 32;
    series *grown = realloc(table->series, capacity * sizeof *grown);
    if (!grown) return false;
    table->series = grown;
    uint32_t *slots = calloc(2 * capacity, sizeof *slots);
    if (!slots) return false;
    free(table->slots);
    table->slots = slots;
    table->slot_count = 2 * capacity;
    table->capacity = capacity;
    for (size_t i = 0; i < table->count; i++)
        *find_slot(table, table->series[i].tag, table->series[i].tag_size) = (uint32_t)i + 1;
    return true;
}

static series *add_series(series_table *table, tblog_text_view tag, tblog_text_view kind) {
    if (table->count == UINT32_MAX - 1 || !grow(table)) return NULL;
    series s = {.tag = malloc(tag.size + 1),
                .tag_size = tag.size,
                .kind = strndup(kind.data ? kind.data : "", kind.size)};
    if (!s.tag || !s.kind) {
        free(s.tag);
        free(s.kind);
        return NULL;
    }
    if (tag.size) memcpy(s.tag, tag.data, tag.size);
    s.tag[tag.size] = '\0';
    *find_slot(table, s.tag, s.tag_size) = (uint32_t)table->count + 1;
    table->series[table->count] = s;
    return &table->series[table->count++];
}

static bool add_point(series *s, point p) {
    if (s->count == s->capacity) {
        size_t capacity = s->capacity ? 2 * s->capacity : 16;
        point *grown = realloc(s->points, capacity * sizeof *grown);
        if (!grown) return false;
        s->points = grown;
        s->capacity = capacity;
    }
    s->points[s->count++] = p;
    return true;
}

static series *find(const series_table *table, tblog_text_view tag) {
    uint32_t *slot = table->slots ? find_slot(table, tag.data, tag.size) : NULL;
    return slot && *slot ? &table->series[*slot - 1] : NULL;
}

const series *series_find(const series_table *table, tblog_text_view tag) {
    return find(table, tag);
}

static bool add_value(series_table *table, const tblog_event *event, const tblog_value *value,
                      bool replacing) {
    series *s = find(table, value->tag);
    if (!s) s = add_series(table, value->tag, tblog_value_kind(value));
    if (!s) return false;
    point p = {event->step, event->wall_time_s, NAN};
    tblog_value_scalar(value, &p.number);
    while (replacing && s->count && s->points[s->count - 1].step >= p.step) s->count--;
    return add_point(s, p);
}

bool series_add(series_table *table, const tblog_event *event, const tblog_value *value) {
    return add_value(table, event, value, true);
}

bool series_append(series_table *table, const tblog_event *event, const tblog_value *value) {
    return add_value(table, event, value, false);
}

void series_free(series_table *table) {
    for (size_t i = 0; i < table->count; i++) {
        free(table->series[i].tag);
        free(table->series[i].kind);
        free(table->series[i].points);
    }
    free(table->series);
    free(table->slots);
    *table = (series_table){0};
}
