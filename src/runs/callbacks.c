/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The callbacks of a run: run.c opens them when the run is about to train, and frees them after it.
 * Everything here runs in the thread that trains the run.
 */
#include "runs/callbacks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/keras_model.h"
#include "model/model_graph.h"
#include "train/callbacks/csv_log.h"
#include "train/callbacks/diagnostics.h"
#include "train/callbacks/kept_models.h"
#include "train/callbacks/predictions.h"
#include "train/callbacks/run_text.h"
#include "train/callbacks/samples.h"
#include "train/callbacks/tensorboard.h"

/* A copy of a callback's state, which its row frees; NULL when there is no memory. */
static void *keep(const void *state, size_t size) {
    void *copy = malloc(size);
    if (copy) memcpy(copy, state, size);
    return copy;
}

/* The event file for what Keras does not log, shared by several callbacks; NULL when there is no
 * memory. */
static run_log *own_log(run_training *t) {
    if (!t->log) t->log = run_log_new(t->folder, &t->run->options.tensorboard.writer);
    return t->log;
}

/* ---- each callback: wanted? open it (false: no memory, or the reason is in the run's 'err') ----
 */

/* The logs of a resumed run already hold its graphs. */
static bool make_graphs(run_training *t, tensorboard_options *logging) {
    const run_options *o = &t->run->options;
    if (t->first_epoch) return true;
    if (o->write_graph) {
        t->model_json = keras_model_json(&o->model, t->train->rows, t->train->cols, logging->tags,
                                         &logging->model_json_length);
        logging->model_json = t->model_json;
    }
    if (o->graph_def) t->graph = model_graph_new(&o->model);
    logging->graph = t->graph;
    return (t->model_json || !o->write_graph) && (t->graph || !o->graph_def);
}

static bool open_tensorboard(run_training *t, train_callback *made) {
    tensorboard_options logging = t->run->options.tensorboard;
    logging.scheduled = t->run->options.model.schedule.type != NULL;
    if (make_graphs(t, &logging)) t->tensorboard = tensorboard_new(t->folder, &logging);
    if (t->tensorboard) *made = tensorboard_callback(t->tensorboard);
    return t->tensorboard;
}

static void free_tensorboard(void *self) {
    tensorboard_free(self);
}

static bool wants_samples(const run_training *t) {
    return t->run->options.samples && !t->first_epoch;
}

static bool open_samples(run_training *t, train_callback *made) {
    const samples state = {own_log(t), t->train};
    *made = samples_callback(keep(&state, sizeof state));
    return state.log && made->self;
}

static bool open_history(run_training *t, train_callback *made) {
    *made = history_callback(&t->run->history);
    return true;
}

static bool wants_dashboards(const run_training *t) {
    return t->run->options.dashboards;
}

/* The dashboard shows one row for a group. Runs over seeds have another group than a plain run of
 * the same initializer, which may have other options. False when there is no memory. */
static bool name_session_group(run_training *t) {
    const run *r = t->run;
    const char *over = strcmp(r->name, r->group) == 0 ? "" : "/seed-*";
    if (asprintf(&t->session_group, "%s%s", r->group, over) < 0) t->session_group = NULL;
    return t->session_group;
}

static bool open_hparams_log(run_training *t, train_callback *made) {
    if (!name_session_group(t)) return false;
    const hparams_log state = {.log = own_log(t),
                               .values = t->records.hparams,
                               .value_count = t->records.hparam_count,
                               .group = t->session_group,
                               .seconds = history_seconds(&t->run->history),
                               .ended_s = t->ended_s};
    t->hparams = keep(&state, sizeof state);
    *made = hparams_log_callback(t->hparams);
    return state.log && made->self;
}

static bool open_run_text(run_training *t, train_callback *made) {
    const run_options *o = &t->run->options;
    const run_text state = {.log = own_log(t),
                            .name = t->run->name,
                            .command = o->command,
                            .host = o->tensorboard.writer.host,
                            .model = &o->model,
                            .options = &t->records.shown,
                            .train = t->train,
                            .test = t->test};
    *made = run_text_callback(keep(&state, sizeof state));
    return state.log && made->self;
}

static bool wants_diagnostics(const run_training *t) {
    return t->run->options.diagnostics && t->run->options.tensorboard.histogram_freq;
}

static bool open_diagnostics(run_training *t, train_callback *made) {
    const run_options *o = &t->run->options;
    run_log *log = own_log(t);
    diagnostics *self = log ? diagnostics_new(log, t->model, &o->model, t->train,
                                              o->tensorboard.histogram_freq, &t->run->profile)
                            : NULL;
    if (self) *made = diagnostics_callback(self);
    return self;
}

static void free_diagnostics(void *self) {
    diagnostics_free(self);
}

static bool wants_predictions(const run_training *t) {
    return t->run->options.predictions && t->run->options.tensorboard.histogram_freq;
}

static bool open_predictions(run_training *t, train_callback *made) {
    const run_options *o = &t->run->options;
    const predictions state = {
        own_log(t),      t->model, t->test, o->predictions, o->tensorboard.histogram_freq,
        &t->run->profile};
    *made = predictions_callback(keep(&state, sizeof state));
    return state.log && made->self;
}

static bool wants_terminate(const run_training *t) {
    return t->run->options.terminate_on_nan;
}

static bool open_terminate(run_training *t, train_callback *made) {
    (void)t;
    *made = terminate_on_nan_callback();
    return true;
}

static bool wants_early_stopping(const run_training *t) {
    return t->run->options.stopping.type;
}

static bool open_early_stopping(run_training *t, train_callback *made) {
    *made = early_stopping_callback(&t->stopping);
    return true;
}

static bool wants_reduce_lr(const run_training *t) {
    return t->run->options.reduction.type;
}

static bool open_reduce_lr(run_training *t, train_callback *made) {
    const reduce_lr state = reduce_lr_new(&t->run->options.reduction, t->model, &t->run->history);
    *made = reduce_lr_callback(keep(&state, sizeof state));
    return made->self;
}

static bool wants_checkpoint(const run_training *t) {
    return t->run->options.checkpoint;
}

static bool open_checkpoint(run_training *t, train_callback *made) {
    *made = checkpoint_callback(&t->checkpoint);
    return true;
}

static kept_models *keep_models(run_training *t) {
    const kept_models state = {t->folder,
                               {t->model, &t->run->options.model, t->train, &t->records.kept},
                               &t->run->history,
                               &t->stopping};
    return keep(&state, sizeof state);
}

static bool wants_kept_models(const run_training *t) {
    return t->run->options.save_models;
}

static bool open_kept_models(run_training *t, train_callback *made) {
    *made = kept_models_callback(keep_models(t));
    return made->self;
}

static bool open_restore(run_training *t, train_callback *made) {
    *made = early_stopping_restore_callback(&t->stopping);
    return true;
}

static bool wants_kept_restored(const run_training *t) {
    return wants_early_stopping(t) && wants_kept_models(t);
}

static bool open_kept_restored(run_training *t, train_callback *made) {
    *made = kept_models_restored_callback(keep_models(t));
    return made->self;
}

static bool wants_csv_log(const run_training *t) {
    return t->run->csv;
}

static bool open_csv_log(run_training *t, train_callback *made) {
    run *r = t->run;
    csv_log *self = csv_log_open(r->csv, r->name, r->initializer, r->options.model.seed, &r->err);
    if (self) *made = csv_log_callback(self);
    return self && csv_log_history(self, &r->history, &r->err);
}

static void free_csv_log(void *self) {
    csv_log_close(self);
}

static bool open_shown(run_training *t, train_callback *made) {
    *made = t->shown;
    return true;
}

/* ---- the list ---- */

typedef struct callback_row {
    bool (*wanted)(const run_training *t); /* NULL: always */
    bool (*open)(run_training *t, train_callback *made);
    void (*free)(void *self); /* NULL: the callback owns nothing */
    bool optional; /* the run's numbers do not depend on it: its failure ends a run only with
                      --strict */
} callback_row;

/* The checkpoint comes after the callbacks whose logs and counters it stores. Callbacks that save a
 * model come after those that change it. */
static const callback_row rows[] = {
    {NULL, open_tensorboard, free_tensorboard, true},
    {wants_samples, open_samples, free, true},
    {NULL, open_history, NULL, false},
    {wants_terminate, open_terminate, NULL, false},
    {wants_dashboards, open_hparams_log, free, true},
    {wants_dashboards, open_run_text, free, true},
    {wants_diagnostics, open_diagnostics, free_diagnostics, true},
    {wants_predictions, open_predictions, free, true},
    {wants_early_stopping, open_early_stopping, NULL, false},
    {wants_reduce_lr, open_reduce_lr, free, false},
    {wants_checkpoint, open_checkpoint, NULL, true},
    {wants_kept_models, open_kept_models, free, true},
    {wants_early_stopping, open_restore, NULL, false},
    {wants_kept_restored, open_kept_restored, free, true},
    {wants_csv_log, open_csv_log, free_csv_log, true},
    {NULL, open_shown, NULL, false},
#ifdef RUN_CALLBACKS_TEST_ROW
    RUN_CALLBACKS_TEST_ROW,
#endif
};
enum { ROWS = sizeof rows / sizeof rows[0] };

/* Callback i of the list is row i's, or all zeros if the run does not want it. */
train_callback *run_callbacks_open(run_training *t, size_t *count) {
    bool strict = t->run->options.strict;
    train_callback *list = calloc(ROWS, sizeof *list);
    error_set(&t->run->err, "out of memory"); /* unless 'open' has another reason */
    for (size_t i = 0; list && i < ROWS; i++) {
        if (rows[i].wanted && !rows[i].wanted(t)) continue;
        if (rows[i].open(t, &list[i])) {
            if (rows[i].optional) list[i].optional = !strict;
            continue;
        }
        run_callbacks_free(list);
        return NULL;
    }
    *count = ROWS;
    return list;
}

void run_callbacks_free(train_callback *list) {
    for (size_t i = 0; list && i < ROWS; i++)
        if (rows[i].free && list[i].self) rows[i].free(list[i].self);
    free(list);
}
