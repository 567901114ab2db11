/* SPDX-License-Identifier: Apache-2.0 */
/* fit: train a model for some epochs as keras.Model.fit does. */
#include "train/fit.h"

#include <stdlib.h>

#include "base/clock.h"
#include "nn/initializers/rng.h"
#include "train/batch.h"
#include "train/evaluate.h"

/* Everything that one call of fit has in hand. */
typedef struct session {
    nn_model *model;
    const dataset *train, *test;
    const fit_options *options;
    const train_callback *callbacks;
    size_t callback_count;
    size_t test_batch_size;
    train_state state;
    bool stop_training;   /* said by a callback */
    uint32_t *order;      /* (train->n) the epoch's order of samples */
    uint32_t *test_order; /* (test->n) as they come */
    batch batch, test_batch;
    error *err;
} session;

/*
 * Call a hook; an optional one's failure is only remembered, but for the beginning's: nobody wants
 * to find out at the end that there was no place for logs.
 */
static bool call(session *s, const train_callback *callback, train_moment moment, error *err) {
    train_hook hook = callback->hooks[moment];
    error local;
    if (!hook || hook(callback->self, &s->state, &local)) return true;
    if (!callback->optional || moment == ON_TRAIN_BEGIN) {
        *err = local;
        return false;
    }
    error *warning = s->options->warning;
    if (warning && !*warning->message) *warning = local;
    s->state.warning = warning;
    return true;
}

/* Call the callbacks' hooks; false when one failed. */
static bool notify(session *s, train_moment moment) {
    for (size_t i = 0; i < s->callback_count; i++)
        if (!call(s, &s->callbacks[i], moment, s->err)) return false;
    nn_profile_lap(s->options->profile, NN_PHASE_LOGGING);
    return true;
}

static bool stopped(const session *s) {
    return s->options->stop && atomic_load_explicit(s->options->stop, memory_order_relaxed);
}

/* The samples of the batch that begins at 'first' of n. */
static size_t batch_at(size_t n, size_t first, size_t batch_size) {
    return n - first < batch_size ? n - first : batch_size;
}

size_t fit_batches(size_t n, size_t batch_size) {
    return (n + batch_size - 1) / batch_size;
}

/* The order depends on seed and epoch alone, so that a run can be resumed at any epoch. */
static void shuffle(session *s) {
    nn_rng rng = nn_rng_stream(s->options->seed, NN_STREAM_SHUFFLE, s->state.epoch);
    for (size_t i = 0; i < s->train->n; i++) s->order[i] = (uint32_t)i;
    nn_rng_shuffle(&rng, s->order, s->train->n);
}

static fit_result train_epoch(session *s) {
    nn_metrics sum = {0};
    train_state *state = &s->state;
    shuffle(s);
    state->batch = 0;
    for (size_t first = 0; first < s->train->n; first += s->options->batch_size, state->batch++) {
        if (stopped(s)) return FIT_STOPPED;
        double start = monotonic_s();
        size_t B = batch_at(s->train->n, first, s->options->batch_size);
        batch_gather(&s->batch, s->train, s->order + first, B, nn_model_team(s->model));
        nn_profile_lap(s->options->profile, NN_PHASE_GATHER);
        nn_model_train_batch(s->model, &s->batch.input, s->batch.labels, &sum);
        state->iterations++;
        state->train = evaluation_means(&sum);
        state->batch_steps_per_second = 1 / (monotonic_s() - start);
        if (!notify(s, ON_TRAIN_BATCH_END)) return FIT_FAILED;
        if (s->stop_training) break; /* as in Keras, the epoch is still validated */
    }
    return FIT_DONE;
}

/* In larger batches than training takes, as means over all samples do not show it. */
static fit_result validate(session *s) {
    nn_metrics sum = {0};
    if (!notify(s, ON_TEST_BEGIN)) return FIT_FAILED;
    for (size_t first = 0; first < s->test->n; first += s->test_batch_size) {
        if (stopped(s)) return FIT_STOPPED;
        size_t B = batch_at(s->test->n, first, s->test_batch_size);
        batch_gather(&s->test_batch, s->test, s->test_order + first, B, nn_model_team(s->model));
        nn_model_evaluate(s->model, &s->test_batch.input, s->test_batch.labels, &sum);
    }
    s->state.test_batches += fit_batches(s->test->n, s->options->batch_size); /* as Keras counts */
    s->state.validation = evaluation_means(&sum);
    return notify(s, ON_TEST_END) ? FIT_DONE : FIT_FAILED;
}

static fit_result run_epoch(session *s) {
    nn_profile *profile = s->options->profile;
    double start = monotonic_s();
    uint64_t before = s->state.iterations;
    fit_result result = train_epoch(s);
    if (profile) profile->validating = true;
    if (result == FIT_DONE) result = validate(s);
    if (profile) profile->validating = false;
    if (result != FIT_DONE) return result;
    s->state.learning_rate = (double)nn_model_learning_rate(s->model);
    s->state.seconds = monotonic_s() - start;
    s->state.epoch_steps_per_second = (double)(s->state.iterations - before) / s->state.seconds;
    return notify(s, ON_EPOCH_END) ? FIT_DONE : FIT_FAILED;
}

/* Every callback gets its ON_TRAIN_END; false when one failed. The first failure is
 * reported: 'failed' says that there was one before. */
static bool end_training(session *s, bool failed) {
    bool good = true;
    error later;
    for (size_t i = 0; i < s->callback_count; i++)
        good &= call(s, &s->callbacks[i], ON_TRAIN_END, good && !failed ? s->err : &later);
    return good;
}

static fit_result run_all(session *s) {
    nn_profile_start(s->options->profile);
    fit_result result = notify(s, ON_TRAIN_BEGIN) ? FIT_DONE : FIT_FAILED;
    for (; s->state.epoch < s->state.epochs && result == FIT_DONE && !s->stop_training;
         s->state.epoch++)
        result = run_epoch(s);
    return end_training(s, result == FIT_FAILED) ? result : FIT_FAILED;
}

fit_result fit(nn_model *model, const dataset *train, const dataset *test,
               const fit_options *options, const train_callback *callbacks, size_t callback_count,
               error *err) {
    session s = {.model = model,
                 .train = train,
                 .test = test,
                 .options = options,
                 .callbacks = callbacks,
                 .callback_count = callback_count,
                 .err = err};
    s.state.model = model;
    s.state.stop_training = &s.stop_training;
    s.state.epochs = options->epochs;
    s.state.batches = fit_batches(train->n, options->batch_size);
    s.state.epoch = options->first_epoch;
    s.state.iterations = options->first_epoch * s.state.batches;
    s.state.test_batches = options->first_epoch * fit_batches(test->n, options->batch_size);
    nn_model_set_iterations(model, s.state.iterations);
    s.test_batch_size = nn_model_batch_size(model);
    s.order = malloc(train->n * sizeof *s.order);
    s.test_order = malloc((test->n + 1) * sizeof *s.test_order);
    fit_result result = FIT_FAILED;
    if (s.order && s.test_order && batch_init(&s.batch, train, options->batch_size) &&
        batch_init(&s.test_batch, test, s.test_batch_size)) {
        for (size_t i = 0; i < test->n; i++) s.test_order[i] = (uint32_t)i;
        result = run_all(&s);
    } else {
        error_set(err, "out of memory");
    }
    free(s.order);
    free(s.test_order);
    batch_free(&s.batch);
    batch_free(&s.test_batch);
    return result;
}
