/* SPDX-License-Identifier: Apache-2.0 */
/* What is known about runs while they train. progress.c calls this with its lock held. */
#include "cli/initlab/display/progress_state.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/initlab/display/short_names.h"
#include "runs/records/ending.h"

static size_t group_of(progress_state *self, const char *name) {
    for (size_t i = self->group_count; i-- > 0;)
        if (strcmp(self->groups[i].name, name) == 0) return i;
    self->groups[self->group_count] = (progress_group){.name = name};
    return self->group_count++;
}

bool progress_state_init(progress_state *self, const run *runs, size_t count, double now_s) {
    *self = (progress_state){.count = count, .began_s = now_s};
    self->runs = calloc(count + 1, sizeof *self->runs);
    self->groups = calloc(count + 1, sizeof *self->groups);
    self->names = short_names_of(runs, count);
    if (!self->runs || !self->groups || !self->names) return false;
    for (size_t i = 0; i < count; i++) {
        bool alone = strcmp(runs[i].name, runs[i].group) == 0;
        size_t group = group_of(self, alone ? self->names[i] : runs[i].group);
        self->groups[group].runs++;
        self->runs[i] = (progress_run){
            .name = self->names[i], .group = group, .epochs = runs[i].options.epochs};
    }
    return true;
}

void progress_state_free(progress_state *self) {
    for (size_t i = 0; i < self->count && self->runs; i++) free(self->runs[i].accuracies);
    short_names_free(self->names, self->count);
    free(self->runs);
    free(self->groups);
}

/* ---- moments ---- */

/* Show the last finished epoch again, and drop the values of the unfinished one after it. */
static void take_last(progress_run *self, const history *past) {
    const history_epoch *last = history_last(past);
    if (!last) return;
    self->train = last->train;
    self->validation = last->validation;
}

/* The epochs that a resumed run already has. */
static void take_history(progress_run *self, const history *past) {
    take_last(self, past);
    for (size_t i = 0; i < past->count && i < self->epoch && self->accuracies; i++)
        self->accuracies[i] = (float)past->epochs[i].validation.accuracy;
}

/* Count the run as done in its group, or no longer: a sweep may continue a run. */
static void count_done(progress_state *self, const progress_run *p, bool done) {
    progress_group *g = &self->groups[p->group];
    if (done) {
        g->done++;
        g->failed += p->failed;
        g->accuracy_sum += p->validation.accuracy;
    } else {
        g->done--;
        g->failed -= p->failed;
        g->accuracy_sum -= p->validation.accuracy;
    }
}

void progress_state_begin(progress_state *self, size_t index, const run *r, const train_state *at,
                          double now_s) {
    progress_run *p = &self->runs[index];
    if (p->stage == STAGE_DONE) count_done(self, p, false);
    p->stage = STAGE_ACTIVE;
    p->epochs = at->epochs;
    p->began_s = now_s;
    p->epoch = p->first_epoch = at->epoch;
    p->batches = at->batches;
    /* A run that is resumed with a smaller --epochs may already have more. */
    size_t most = p->epochs > p->epoch ? p->epochs : p->epoch;
    free(p->accuracies);
    p->accuracies = calloc(most + 1, sizeof *p->accuracies);
    take_history(p, &r->history);
}

void progress_state_batch(progress_state *self, size_t index, const train_state *at) {
    progress_run *p = &self->runs[index];
    p->batch = at->batch + 1;
    p->train = at->train;
}

void progress_state_epoch(progress_state *self, size_t index, const train_state *at) {
    progress_run *p = &self->runs[index];
    if (p->accuracies && at->epoch < p->epochs)
        p->accuracies[at->epoch] = (float)at->validation.accuracy;
    p->epoch = at->epoch + 1;
    p->batch = 0;
    p->train = at->train;
    p->validation = at->validation;
    p->epoch_seconds = at->seconds;
    if (at->warning && !p->warning) p->warning = at->warning->message;
}

void progress_state_end(progress_state *self, size_t index, const run *r) {
    progress_run *p = &self->runs[index];
    p->seconds = history_seconds(&r->history);
    p->failed = run_failed(r);
    p->stage = r->result == FIT_DONE      ? STAGE_DONE
               : r->result == FIT_STOPPED ? STAGE_STOPPED
                                          : STAGE_FAILED;
    take_last(p, &r->history);
    if (p->stage == STAGE_DONE) count_done(self, p, true);
    free(p->accuracies);
    p->accuracies = NULL;
}

/* ---- estimates ---- */

/* Epochs that a run has finished, plus the finished share of the current one. */
static double epochs_trained(const progress_run *r) {
    return (double)r->epoch + (r->batches ? (double)r->batch / (double)r->batches : 0);
}

static bool is_over(const progress_run *r) {
    return r->stage > STAGE_ACTIVE;
}

/* Epochs still to train. */
static double epochs_left(const progress_run *r) {
    return is_over(r) ? 0 : fmax(0, (double)r->epochs - epochs_trained(r));
}

double progress_run_left_s(const progress_run *r, double now_s) {
    double trained = epochs_trained(r) - (double)r->first_epoch;
    return trained > 0 ? (now_s - r->began_s) * epochs_left(r) / trained : NAN;
}

double progress_left_s(const progress_state *self, double now_s) {
    double trained = 0, left = 0;
    for (size_t i = 0; i < self->count; i++) {
        trained += epochs_trained(&self->runs[i]) - (double)self->runs[i].first_epoch;
        left += epochs_left(&self->runs[i]);
    }
    return trained > 0 ? (now_s - self->began_s) * left / trained : NAN;
}

double progress_fraction(const progress_state *self) {
    double over = 0, all = 0;
    for (size_t i = 0; i < self->count; i++) {
        double epochs = (double)self->runs[i].epochs;
        over += epochs - epochs_left(&self->runs[i]);
        all += epochs;
    }
    return all > 0 ? over / all : 0;
}

size_t progress_count(const progress_state *self, progress_stage stage) {
    size_t count = 0;
    for (size_t i = 0; i < self->count; i++) count += self->runs[i].stage == stage;
    return count;
}
