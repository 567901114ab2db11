/* SPDX-License-Identifier: Apache-2.0 */
/* What `tblog edit` changes in a run. edit.c calls this. */
#include "cli/tblog/rewrite/edit_plan.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "cli/say.h"
#include "cli/tblog/rewrite/rewrite.h"

static bool out_of_memory(const edit_plan *self) {
    return say(self->command, "out of memory");
}

/* ---- tags ---- */

static bool matches(regex *const *regexes, size_t count, const tblog_series *s) {
    for (size_t i = 0; i < count; i++) {
        if (regex_matches(regexes[i], s->tag, s->tag_size)) return true;
    }
    return false;
}

/* Graphs, hyperparameters and layouts: their dashboards find them by their names, and their step
 * means nothing. */
static bool describes_run(const tblog_series *s) {
    return strncmp(s->kind, "graph", 5) == 0 || strcmp(s->kind, "hparams") == 0 ||
           strcmp(s->kind, "custom_scalars") == 0;
}

/* Apply the renames to a tag. */
static bool rename_series(edit_plan *self, edit_series *s, tblog_text_view *tag) {
    const tblog_series *old = s->series;
    const char *name = old->tag;
    size_t size = old->tag_size;
    for (size_t i = 0; i < self->request->rename_count; i++) {
        char reason[128];
        char *next = substitution_apply(&self->request->renames[i], name, size, &size, reason,
                                        sizeof reason);
        free(s->name);
        name = s->name = next;
        if (!next) return say(self->command, "--rename: tag '%s': %s", old->tag, reason);
    }
    if (!s->name) return true;
    if (size == old->tag_size && memcmp(name, old->tag, size) == 0) {
        free(s->name);
        s->name = NULL;
        return true;
    }
    if (!size) return say(self->command, "the new name of the tag '%s' is empty", old->tag);
    if (!utf8_is_valid(name, size))
        return say(self->command, "the new name of the tag '%s' is not UTF-8", old->tag);
    *tag = (tblog_text_view){name, size};
    return true;
}

/* ---- series that get the same name ---- */

static tblog_text_view name_of(const edit_plan *self, size_t i) {
    const tblog_series *old = self->series[i].series;
    return self->tags[i].data ? self->tags[i] : (tblog_text_view){old->tag, old->tag_size};
}

static bool same_name(const edit_plan *self, size_t i, size_t k) {
    tblog_text_view a = name_of(self, i), b = name_of(self, k);
    return a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

/* Put series k into the group of the first series with its name. */
static bool join(edit_plan *self, size_t k) {
    const edit_series *all = self->series;
    if (!self->request->rename_count) return true;
    for (size_t i = 0; i < k; i++) {
        bool renamed = all[i].name || all[k].name;
        if (!renamed || all[i].dropped || !same_name(self, i, k)) continue;
        const tblog_series *a = all[i].series, *b = all[k].series;
        self->series[k].group = all[i].group;
        return strcmp(a->kind, b->kind) == 0 ||
               say(self->command, "the tags '%s' (%s) and '%s' (%s) cannot both become '%.*s'",
                   a->tag, a->kind, b->tag, b->kind, (int)name_of(self, k).size,
                   name_of(self, k).data);
    }
    return true;
}

/* Series of one group may follow one another, but not be logged side by side: each value would
 * replace those of the other series from its step on. */
static void follow(edit_plan *self, size_t i) {
    edit_series *now = &self->series[i], *group = &self->series[now->group];
    size_t last = group->last;
    group->last = i;
    if (last == i || last == SIZE_MAX) return;
    self->series[last].ended = true;
    if (!now->ended || self->failed) return;
    self->failed = true;
    say(self->command,
        "the tags '%s' and '%s' cannot both become '%.*s': they are logged side by side, and each "
        "value would replace those of the other tag; drop one of them",
        now->series->tag, self->series[last].series->tag, (int)name_of(self, i).size,
        name_of(self, i).data);
}

/* ---- descriptions ---- */

/* The series whose new name, followed by '=', begins the text; the longest such name. SIZE_MAX:
 * none. */
static size_t described_by(const edit_plan *self, const char *text) {
    size_t found = SIZE_MAX, longest = 0;
    for (size_t i = 0; i < self->count; i++) {
        const edit_series *s = &self->series[i];
        tblog_text_view name = name_of(self, i);
        if (s->dropped || s->whole || !*s->series->kind) continue;
        if (strncmp(text, name.data, name.size) != 0 || text[name.size] != '=') continue;
        if (found != SIZE_MAX && name.size <= longest) continue;
        found = i;
        longest = name.size;
    }
    return found;
}

static bool describe(edit_plan *self, edit_description *description) {
    size_t found = described_by(self, description->text);
    if (found != SIZE_MAX) {
        const char *text = description->text + name_of(self, found).size + 1;
        self->descriptions[found] = (tblog_text_view){text, strlen(text)};
        description->used = true;
    }
    return description->used || !self->request->must_describe ||
           say(self->command, "--describe: '%s': the run has no such tag that can be described",
               description->text);
}

/* ---- the plan ---- */

static bool plan_series(edit_plan *self, const tblog_run *run, size_t i) {
    const edit_request *request = self->request;
    const tblog_series *s = tblog_run_series(run, i);
    edit_series *now = &self->series[i];
    *now = (edit_series){.series = s, .whole = describes_run(s), .group = i, .last = SIZE_MAX};
    now->dropped = (request->keep_count && !matches(request->keeps, request->keep_count, s)) ||
                   matches(request->drops, request->drop_count, s);
    if (now->dropped) return true;
    return (now->whole || rename_series(self, now, &self->tags[i])) && join(self, i);
}

bool edit_plan_begin(void *context, const tblog_run *run) {
    edit_plan *self = context;
    edit_plan_free(self);
    self->failed = false;
    self->count = tblog_run_series_count(run);
    self->series = calloc(self->count + 1, sizeof *self->series);
    self->tags = calloc(self->count + 1, sizeof *self->tags);
    self->descriptions = calloc(self->count + 1, sizeof *self->descriptions);
    if (!self->series || !self->tags || !self->descriptions) return out_of_memory(self);
    for (size_t i = 0; i < self->count; i++)
        if (!plan_series(self, run, i)) return false;
    for (size_t i = 0; i < self->request->description_count; i++)
        if (!describe(self, &self->request->descriptions[i])) return false;
    return true;
}

void edit_plan_free(edit_plan *self) {
    for (size_t i = 0; self->series && i < self->count; i++) free(self->series[i].name);
    free(self->series);
    free(self->tags);
    free(self->descriptions);
    self->series = NULL;
    self->tags = self->descriptions = NULL;
}

/* ---- values and events ---- */

/* A cut at the start also removes the values that later ones replaced: without these, TensorBoard
 * would show them again. */
static bool is_cut(const edit_request *request, const tblog_run_value *v, int64_t step) {
    return (request->cuts_before && (!v->point || step < request->before)) ||
           (request->cuts_after && step > request->after);
}

bool edit_plan_stays(void *context, const tblog_event *event, const tblog_run_value *v) {
    edit_plan *self = context;
    const edit_series *s = &self->series[v->series];
    bool cuttable = !s->whole && !rewrite_is_unknown(s->series);
    if (s->dropped || (cuttable && is_cut(self->request, v, event->step))) return false;
    follow(self, v->series);
    return true;
}

static bool fail_at(edit_plan *self, const tblog_event *event, const char *what) {
    return say(self->command, "record %" PRIu64 " at byte %" PRIu64 ": its new %s is out of range",
               event->number, event->offset, what);
}

/* a * b = high * 2^64 + low; a 128-bit type is not everywhere. */
static void multiply(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low) {
    uint64_t a1 = a >> 32, a0 = a & UINT32_MAX, b1 = b >> 32, b0 = b & UINT32_MAX;
    uint64_t last = a0 * b0, middle = a1 * b0 + (last >> 32);
    uint64_t sum = a0 * b1 + (middle & UINT32_MAX);
    *high = a1 * b1 + (middle >> 32) + (sum >> 32);
    *low = sum << 32 | (last & UINT32_MAX);
}

/* step * scale, rounded, halves away from zero. Exact on every machine: long double holds each
 * int64 only on some. false: out of range. */
static bool scale_step(int64_t step, double scale, int64_t *scaled) {
    int exponent;
    uint64_t digits = (uint64_t)(frexp(scale, &exponent) * 0x1p64); /* scale = digits / 2^shift */
    int shift = 64 - exponent;
    uint64_t magnitude = step < 0 ? (uint64_t) - (step + 1) + 1 : (uint64_t)step;
    uint64_t high, low, half = 0;
    multiply(magnitude, digits, &high, &low);
    for (; shift > 0 && (high || low || half); shift--) {
        half = low & 1;
        low = low >> 1 | high << 63;
        high >>= 1;
    }
    uint64_t most = (uint64_t)INT64_MAX + (step < 0);
    if (high || low > most - half || (shift < 0 && low)) return false;
    low += half;
    *scaled = step < 0 && low ? -(int64_t)(low - 1) - 1 : (int64_t)low;
    return true;
}

static bool move_step(edit_plan *self, const tblog_event *event) {
    const edit_request *request = self->request;
    int64_t step = event->step;
    if (request->step_scale != 1 && !scale_step(step, request->step_scale, &step))
        return fail_at(self, event, "step");
    return !__builtin_add_overflow(step, request->step_shift, &self->moment.step) ||
           fail_at(self, event, "step");
}

static bool move_time(edit_plan *self, const tblog_event *event) {
    const edit_request *request = self->request;
    double time_s = event->wall_time_s * request->time_scale + request->time_shift_s;
    if (!isfinite(time_s)) return fail_at(self, event, "wall time");
    self->moment.wall_time_s = time_s;
    return true;
}

bool edit_plan_change(void *context, const tblog_event *event, tblog_event_edit *edit) {
    edit_plan *self = context;
    const edit_request *request = self->request;
    if (self->failed) return false;
    edit->tags = self->tags;
    edit->descriptions = self->descriptions;
    edit->moment = &self->moment;
    self->moment = *event;
    if (request->moves_steps && event->kind != TBLOG_EVENT_FILE_VERSION && !move_step(self, event))
        return false;
    return !request->moves_times || !isfinite(event->wall_time_s) || move_time(self, event);
}
