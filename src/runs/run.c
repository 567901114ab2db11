/* SPDX-License-Identifier: Apache-2.0 */
/* One training run. A worker of compare.c, or of ranks/worker.c, calls run_train in its thread. */
#include "runs/run.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nn/thread.h"
#include "runs/callbacks.h"
#include "runs/folder.h"
#include "runs/lock.h"
#include "runs/records/ending.h"
#include "train/callbacks/kept_models.h"

bool run_init(run *self, const run_options *options, const nn_layer_initializers *initializers,
              const char *name) {
    *self = (run){.options = *options, .result = FIT_STOPPED};
    self->options.model.kernel_initializers = *initializers;
    self->initializer = nn_layer_initializers_text(initializers);
    if (!name) name = self->initializer;
    self->name = name ? strdup(name) : NULL;
    self->group = self->name ? strdup(self->name) : NULL;
    return history_init(&self->history, options->epochs) && self->initializer && self->group;
}

bool run_init_seed(run *self, const run_options *options, const nn_layer_initializers *initializers,
                   const char *group, uint64_t seed) {
    char *name;
    bool good = run_init(self, options, initializers, group);
    self->options.model.seed = seed;
    if (!good || asprintf(&name, "%s/seed-%" PRIu64, self->group, seed) < 0) return false;
    free(self->name);
    self->name = name;
    return true;
}

void run_free(run *self) {
    run_lock_release(self);
    history_free(&self->history);
    free(self->initializer);
    free(self->name);
    free(self->group);
    self->initializer = self->name = self->group = NULL;
}

char *run_folder(const run *self) {
    char *folder;
    if (asprintf(&folder, "%s/%s", self->options.logdir, self->name) < 0) return NULL;
    return folder;
}

/* Validate at least this many samples at once: enough for efficient matrix products, few enough for
 * their activations to stay in the second-level cache. */
enum { VALIDATION_BATCH = 500 };

/* A run that stopped early, or because it diverged, has no epochs left to train. */
static void resume_early_stopping(run_training *t) {
    const history *past = &t->run->history;
    if (t->run->options.terminate_on_nan && history_diverged(past))
        t->first_epoch = t->run->options.epochs;
    if (!t->stopping.rule.type) return;
    early_stopping_replay(&t->stopping, &t->run->history);
    if (t->stopping.stopped) t->first_epoch = t->run->options.epochs;
}

/* Restore the state of a checkpoint that was checked before. Only this function changes files. */
static bool restore(run_training *t, const safetensors *found) {
    run *self = t->run;
    const kept_models models = {.folder = t->folder, .history = &self->history};
    if (self->options.save_models && !kept_models_check(&models, &self->err)) return false;
    t->first_epoch = self->resumed = self->history.count;
    return checkpoint_restore(&t->checkpoint, found, &self->err);
}

/* Continue from the last checkpoint, or from the first epoch if there is none. */
static bool resume(run_training *t) {
    run *self = t->run;
    safetensors *found;
    t->ended_s = self->options.dashboards ? hparams_log_ended(t->folder) : 0;
    if (!checkpoint_read(&t->checkpoint, &found, &self->err)) return false;
    bool good = found ? restore(t, found) : run_folder_prepare(t->folder, true, &self->err);
    safetensors_free(found);
    if (!good) return false;
    resume_early_stopping(t);
    self->options.tensorboard.writer.start_time_s = run_folder_next_second(t->folder);
    return true;
}

/* Upper bound of what the largest file of a run holds besides the model's numbers. */
enum { HEADER_BYTES = 1 << 20 };

/* Refuse models whose files would be too large to read again. */
static bool check_sizes(run_training *t) {
    const run_options *o = &t->run->options;
    size_t most = SAFETENSORS_MOST - HEADER_BYTES;
    double gib = (double)SAFETENSORS_MOST;
    size_t whole = o->checkpoint ? checkpoint_bytes(&t->checkpoint, o->epochs) : 0;
    size_t model = o->save_models ? kept_model_bytes(t->model) : 0;
    if (model > most)
        return error_set(&t->run->err,
                         "--save-models: a file of this network would have %.2f GiB, more than "
                         "1 GiB; choose fewer units in --layers",
                         (double)model / gib);
    return whole <= most ||
           error_set(&t->run->err,
                     "a checkpoint of this network would have %.2f GiB, more than 1 GiB; choose "
                     "fewer units in --layers, or --no-checkpoint",
                     (double)whole / gib);
}

/* A schedule without decay_steps lasts as long as this training. */
static bool complete_schedule(run *self, const dataset *train) {
    run_options *o = &self->options;
    char message[NN_MESSAGE];
    size_t batches = fit_batches(train->n, o->model.batch_size);
    size_t epochs = o->schedule_epochs ? o->schedule_epochs : o->epochs;
    nn_schedule_complete(&o->model.schedule, nn_spec_value(&o->model.optimizer, "learning_rate"),
                         (double)(batches * epochs));
    return nn_schedule_check(&o->model.schedule, (uint64_t)(batches * o->epochs), message) ||
           error_set(&self->err, "--lr-schedule: %s", message);
}

/* The machine's memory, in bytes. */
static double physical_memory(void) {
    return (double)sysconf(_SC_PHYS_PAGES) * (double)sysconf(_SC_PAGESIZE);
}

/* NULL, with the reason in the run's 'err', if the model does not fit into memory. Without this
 * check the system would grant more memory than it has, and kill the process later. */
static nn_model *make_model(run *self) {
    nn_model_config config = self->options.model;
    config.profile = &self->profile;
    if (config.batch_size < VALIDATION_BATCH) config.batch_size = VALIDATION_BATCH;
    double bytes = nn_model_bytes(&config), most = physical_memory();
    nn_model *model = bytes <= most ? nn_model_new(&config) : NULL;
    if (!model)
        error_set(&self->err,
                  "out of memory: the network takes %.3g GB, and this machine has %.3g; choose "
                  "fewer units in --layers",
                  bytes / 1e9, most / 1e9);
    return model;
}

void run_fit_data(run *self, const dataset *train) {
    nn_model_config *model = &self->options.model;
    model->inputs = train->rows * train->cols;
    model->units[model->layers - 1] = train->classes;
}

/* Make everything but the callbacks; a resumed run then has the state of its checkpoint. False with
 * the reason in the run's 'err'. */
static bool begin(run_training *t) {
    run *self = t->run;
    run_options *o = &self->options;
    error_set(&self->err, "out of memory"); /* unless resume has another reason */
    run_fit_data(self, t->train);
    if (!complete_schedule(self, t->train)) return false;
    t->folder = run_folder(self);
    if (!t->folder || !(t->model = make_model(self)) ||
        !option_records_of(&t->records, o, t->train, t->test))
        return false;
    if (o->stopping.type && !early_stopping_init(&t->stopping, &o->stopping, t->model))
        return false;
    t->checkpoint = (checkpoint){.folder = t->folder,
                                 .history = &self->history,
                                 .model = t->model,
                                 .best_weights = t->stopping.weights,
                                 .options = t->records.compared,
                                 .option_count = t->records.compared_count};
    if (!check_sizes(t) || (o->resume && !resume(t))) return false;
    run_folder_clean(t->folder);
    return true;
}

static void end(run_training *t) {
    early_stopping_free(&t->stopping);
    run_log_close(t->log, NULL);
    nn_model_free(t->model);
    tblog_graph_free(t->graph);
    free(t->model_json);
    free(t->session_group);
    option_records_free(&t->records);
    free(t->folder);
}

/* What was not written of a run's end: a warning, or with --strict a failure. */
static void end_unwritten(run *self, const error *reason) {
    if (self->result == FIT_FAILED) return;
    if (self->options.strict) {
        self->result = FIT_FAILED;
        self->err = *reason;
    } else if (!*self->warning.message) {
        self->warning = *reason;
    }
}

static void write_ending(run_training *t) {
    error reason;
    if (!run_ending_write(t->run, t->folder, &reason)) end_unwritten(t->run, &reason);
}

/* Write how the run ended to its own event file. */
static void end_log(run_training *t) {
    run *self = t->run;
    error reason;
    if (!t->log) return;
    fit_result reported = history_diverged(&self->history) ? FIT_FAILED : self->result;
    bool ended = !t->hparams || hparams_log_end(t->hparams, reported, &reason);
    bool closed = run_log_close(t->log, ended ? &reason : NULL);
    t->log = NULL;
    if (!ended || !closed) end_unwritten(self, &reason);
}

static fit_result train_with(run_training *t, const train_callback *callbacks, size_t count) {
    run *self = t->run;
    const run_options *o = &self->options;
    const fit_options options = {.epochs = o->epochs,
                                 .batch_size = o->model.batch_size,
                                 .seed = o->model.seed,
                                 .stop = o->stop,
                                 .warning = &self->warning,
                                 .first_epoch = t->first_epoch,
                                 .profile = &self->profile};
    return fit(t->model, t->train, t->test, &options, callbacks, count, &self->err);
}

void run_train(run *self, const dataset *train, const dataset *test, train_callback shown) {
    run_training t = {.run = self, .train = train, .test = test, .shown = shown};
    size_t count;
    nn_thread_init();
    train_callback *callbacks = begin(&t) ? run_callbacks_open(&t, &count) : NULL;
    self->result = FIT_FAILED;
    if (callbacks) {
        self->result = train_with(&t, callbacks, count);
        end_log(&t);
        write_ending(&t);
    }
    run_callbacks_free(callbacks);
    end(&t);
}
