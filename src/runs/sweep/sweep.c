/* SPDX-License-Identifier: Apache-2.0 */
/* A sweep: trains the runs of a plan, with successive halving. cli/initlab/sweep.c calls it. */
#include "runs/sweep/sweep.h"

#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runs/folder.h"
#include "runs/sweep/outcome.h"

/* A sweep while it is trained. */
typedef struct session {
    sweep *sweep;
    size_t *alive;      /* (alive_count) places of the runs that continue, in the plan's order */
    size_t *unfinished; /* (at most alive_count) the runs to train in this rung */
    size_t *reached;    /* (count) epochs that each run was trained for, as far as known */
    size_t alive_count;
    error *err;
} session;

/* ---- what is kept of a run ---- */

/* A run that was already trained for as many epochs, by any sweep, is done. */
static bool begin_run(void *context, size_t index, bool *done) {
    const sweep *s = context;
    run *r = &s->runs.runs[index];
    size_t reached;
    if (!run_outcome_read(r, s->plan->trials[index].identity, &reached, &r->err)) return false;
    *done = reached >= r->options.epochs;
    if (!*done) r->history.count = 0; /* the checkpoint has the history */
    return true;
}

/* A failure becomes the run's warning: the run trains again when the sweep is started again. */
static void end_run(void *context, size_t index) {
    const sweep *s = context;
    run *r = &s->runs.runs[index];
    error reason;
    if (r->result != FIT_DONE || *r->warning.message) return;
    if (!run_outcome_write(r, s->plan->trials[index].identity, &reason)) r->warning = reason;
}

run_keeper sweep_keeper(const sweep *self) {
    return (run_keeper){(void *)(uintptr_t)self, begin_run, end_run};
}

static bool read_outcomes(session *s) {
    for (size_t i = 0; i < s->sweep->runs.count; i++) {
        run *r = &s->sweep->runs.runs[i];
        if (!run_outcome_read(r, s->sweep->plan->trials[i].identity, &s->reached[i], s->err))
            return false;
        if (s->reached[i]) r->result = FIT_DONE;
    }
    return true;
}

static bool forget(const run *r, error *err) {
    char *folder = run_folder(r);
    bool good = folder ? run_outcome_remove(r, err) && run_folder_prepare(folder, true, err)
                       : error_set(err, "out of memory");
    free(folder);
    return good;
}

bool sweep_prepare(const sweep *self, bool overwrite, run_lock_waits waits, void *context,
                   error *err) {
    const comparison *c = &self->runs;
    bool good = true, keep = !c->lock;
    for (size_t i = 0; i < c->count && good && (overwrite || keep); i++) {
        run *r = &c->runs[i];
        good = run_lock_wait(r, c->stop, waits, context, err) && (!overwrite || forget(r, err));
        if (!keep) run_lock_release(r);
    }
    return good;
}

/* ---- comparing runs ---- */

/* The state after that many epochs, or after fewer if the run stopped early. NULL: no epoch. */
static const history_epoch *epoch_of(const run *r, size_t epochs) {
    size_t count = r->history.count < epochs ? r->history.count : epochs;
    return count ? &r->history.epochs[count - 1] : NULL;
}

/* NaN is worse than any number. */
static int compare_numbers(double a, double b) {
    bool no_a = isnan(a), no_b = isnan(b);
    if (no_a || no_b) return no_a - no_b;
    return (a > b) - (a < b);
}

/* Negative when 'a' is better. A run that diverged is worse than any that did not, because its
 * accuracy is that of guessing. */
static int compare_epochs(const history_epoch *a, const history_epoch *b) {
    if (!a || !b) return !a - !b;
    bool bad_a = history_epoch_diverged(a), bad_b = history_epoch_diverged(b);
    if (bad_a != bad_b) return bad_a - bad_b;
    int accuracy = compare_numbers(-a->validation.accuracy, -b->validation.accuracy);
    return accuracy ? accuracy : compare_numbers(a->validation.loss, b->validation.loss);
}

typedef struct ranked {
    size_t index, epochs;
    const history_epoch *epoch;
} ranked;

static int by_rank(const void *a, const void *b) {
    const ranked *x = a, *y = b;
    if (x->epochs != y->epochs) return x->epochs > y->epochs ? -1 : 1;
    int better = compare_epochs(x->epoch, y->epoch);
    return better ? better : (x->index > y->index) - (x->index < y->index);
}

static int by_place(const void *a, const void *b) {
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* Sort places, best first, by what the runs had reached after 'epochs'. 0: after their last epoch;
 * with halving, the runs that trained for longer come first. */
static bool rank(const sweep *self, size_t *places, size_t count, size_t epochs) {
    bool halving = self->plan->file->halving > 0;
    ranked *list = malloc((count + 1) * sizeof *list);
    if (!list) return false;
    for (size_t i = 0; i < count; i++) {
        const run *r = &self->runs.runs[places[i]];
        size_t asked = epochs ? epochs : r->options.epochs;
        list[i] = (ranked){places[i], halving ? asked : 0, epoch_of(r, asked)};
    }
    qsort(list, count, sizeof *list, by_rank);
    for (size_t i = 0; i < count; i++) places[i] = list[i].index;
    free(list);
    return true;
}

size_t *sweep_ranking(const sweep *self) {
    size_t count = self->runs.count, *places = malloc((count + 1) * sizeof *places);
    for (size_t i = 0; places && i < count; i++) places[i] = i;
    if (places && rank(self, places, count, 0)) return places;
    free(places);
    return NULL;
}

/* ---- rungs ---- */

/* Train the runs at these places that have not reached their epochs yet. */
static fit_result train_unfinished(session *s, const size_t *places, size_t count) {
    const comparison *c = &s->sweep->runs;
    size_t left = 0;
    for (size_t i = 0; i < count; i++) {
        run *r = &c->runs[places[i]];
        if (s->reached[places[i]] >= r->options.epochs) continue;
        r->result = FIT_STOPPED;
        r->history.count = 0;
        s->unfinished[left++] = places[i];
    }
    if (!left) return FIT_DONE;
    fit_result result = s->sweep->train(s->sweep->context, c, s->unfinished, left);
    for (size_t i = 0; i < left && result == FIT_DONE; i++)
        s->reached[s->unfinished[i]] = c->runs[s->unfinished[i]].options.epochs;
    return result;
}

static fit_result train_rung(session *s, size_t epochs) {
    for (size_t i = 0; i < s->alive_count; i++)
        s->sweep->runs.runs[s->alive[i]].options.epochs = epochs;
    return train_unfinished(s, s->alive, s->alive_count);
}

/* Keep the best runs, in the plan's order, so that the order of training does not depend on the
 * results. */
static bool thin_out(session *s, size_t epochs) {
    size_t kept = sweep_rung_runs(s->sweep->plan->file, s->alive_count);
    if (!rank(s->sweep, s->alive, s->alive_count, epochs))
        return error_set(s->err, "out of memory");
    qsort(s->alive, kept, sizeof *s->alive, by_place);
    s->alive_count = kept;
    return true;
}

static fit_result train_rungs(session *s) {
    const sweep_file *file = s->sweep->plan->file;
    size_t epochs = 0, last = s->sweep->runs.runs[0].options.epochs;
    fit_result result = FIT_DONE;
    for (size_t rung = 0; result == FIT_DONE && epochs < last; rung++) {
        if (rung && !thin_out(s, epochs)) return FIT_FAILED;
        bool alone = rung && s->alive_count == 1; /* no run to compare with */
        epochs = alone ? last : sweep_rung_epochs(file, rung, last);
        result = train_rung(s, epochs);
    }
    return result;
}

static fit_result train_all(session *s) {
    if (s->sweep->plan->file->halving) return train_rungs(s);
    return train_unfinished(s, s->alive, s->alive_count);
}

fit_result sweep_train(sweep *self, error *err) {
    size_t count = self->runs.count;
    size_t *places = calloc(3 * (count + 1), sizeof *places); /* the session's three arrays */
    fit_result result = FIT_FAILED;
    *err = (error){"out of memory"};
    if (!places) return result;
    session s = {.sweep = self,
                 .alive = places,
                 .unfinished = places + count,
                 .reached = places + 2 * count,
                 .alive_count = count,
                 .err = err};
    for (size_t i = 0; i < count; i++) s.alive[i] = i;
    self->runs.keeper = sweep_keeper(self);
    if (count && read_outcomes(&s)) result = train_all(&s);
    free(places);
    return result;
}
