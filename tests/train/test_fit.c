/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn/thread.h"
#include "small_data.h"
#include "suite.h"
#include "train/batch.h"
#include "train/fit.h"

enum { TRAIN = 70, TEST = 30, BATCH = 16, EPOCHS = 3, BATCHES = 5 };

static dataset train, test;
static nn_model *model;
static fit_options options;
static atomic_bool stop;

static nn_model *new_model(uint64_t seed) {
    nn_model_config config = nn_model_config_default();
    config.batch_size = BATCH;
    config.seed = seed;
    return nn_model_new(&config);
}

static void setup(void) {
    nn_thread_init();
    train = small_data(TRAIN, 1);
    test = small_data(TEST, 2);
    model = new_model(1);
    stop = false;
    options = (fit_options){.epochs = EPOCHS, .batch_size = BATCH, .seed = 1, .stop = &stop};
}

static void teardown(void) {
    nn_model_free(model);
    dataset_free(&train);
    dataset_free(&test);
}

/* A callback that records what happens: B begin, b batch, v validation begins, t test, e epoch, E
 * end. */
typedef struct witness {
    char moments[64];
    size_t count;
    char fail_at; /* the moment that fails, if any */
    size_t stop_after_batches;
    train_state last;
} witness;

static bool note(witness *w, char moment, const train_state *state, error *err) {
    w->moments[w->count++] = moment;
    w->last = *state;
    if (moment == 'b' && w->stop_after_batches && state->iterations == w->stop_after_batches)
        stop = true;
    return moment != w->fail_at || error_set(err, "failed at %c", moment);
}

static bool on_begin(void *w, const train_state *s, error *err) {
    return note(w, 'B', s, err);
}
static bool on_batch(void *w, const train_state *s, error *err) {
    return note(w, 'b', s, err);
}
static bool on_validation(void *w, const train_state *s, error *err) {
    return note(w, 'v', s, err);
}
static bool on_test(void *w, const train_state *s, error *err) {
    return note(w, 't', s, err);
}
static bool on_epoch(void *w, const train_state *s, error *err) {
    return note(w, 'e', s, err);
}
static bool on_end(void *w, const train_state *s, error *err) {
    return note(w, 'E', s, err);
}

static train_callback callback_of(witness *w) {
    return (train_callback){.self = w,
                            .hooks = {[ON_TRAIN_BEGIN] = on_begin,
                                      [ON_TRAIN_BATCH_END] = on_batch,
                                      [ON_TEST_BEGIN] = on_validation,
                                      [ON_TEST_END] = on_test,
                                      [ON_EPOCH_END] = on_epoch,
                                      [ON_TRAIN_END] = on_end}};
}

static fit_result fit_with(witness *w, error *err) {
    train_callback callback = callback_of(w);
    return fit(model, &train, &test, &options, &callback, 1, err);
}

START_TEST(callbacks_are_called_when_keras_calls_its_own) {
    witness w = {0};
    error err;
    ck_assert_int_eq(fit_with(&w, &err), FIT_DONE);
    ck_assert_str_eq(w.moments, "BbbbbbvtebbbbbvtebbbbbvteE");
    ck_assert_uint_eq(w.last.iterations, EPOCHS * BATCHES);
    ck_assert_uint_eq(w.last.test_batches, EPOCHS * 2);
    ck_assert_uint_eq(w.last.batches, BATCHES);
    ck_assert_uint_eq(nn_model_iterations(model), EPOCHS * BATCHES);
}
END_TEST

START_TEST(every_sample_counts_once_the_smaller_last_batch_too) {
    witness w = {0};
    error err;
    options.epochs = 1;
    fit_with(&w, &err);
    double hits = w.last.train.accuracy * TRAIN, test_hits = w.last.validation.accuracy * TEST;
    ck_assert(fabs(hits - round(hits)) < 1e-9);
    ck_assert(fabs(test_hits - round(test_hits)) < 1e-9);
    ck_assert(w.last.epoch_steps_per_second > 0 && w.last.seconds > 0);
}
END_TEST

START_TEST(it_learns) {
    witness w = {0};
    error err;
    fit_with(&w, &err);
    ck_assert(w.last.validation.accuracy > .9);
}
END_TEST

/* Keras evaluates the weights of the epoch's end: so must validation. */
START_TEST(validation_is_of_the_weights_at_the_epochs_end) {
    witness w = {0};
    error err;
    fit_with(&w, &err);
    nn_metrics sum = {0};
    float *x = malloc(TEST * 784 * sizeof *x);
    uint8_t labels[TEST];
    uint32_t order[TEST];
    for (uint32_t i = 0; i < TEST; i++) order[i] = i;
    dataset_gather(&test, order, TEST, x, labels);
    for (size_t i = 0; i < TEST; i++)
        nn_model_evaluate(model, &(nn_input){.B = 1, .dense = x + i * 784}, labels + i, &sum);
    ck_assert(fabs(sum.loss_sum / TEST - w.last.validation.loss) < 1e-5);
    free(x);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_numbers) {
    witness a = {0}, b = {0}, c = {0};
    error err;
    fit_with(&a, &err);
    nn_model_free(model);
    model = new_model(1);
    fit_with(&b, &err);
    ck_assert(a.last.train.loss == b.last.train.loss);
    ck_assert(a.last.validation.loss == b.last.validation.loss);
    nn_model_free(model);
    model = new_model(1);
    options.seed = 2; /* another order of the samples */
    fit_with(&c, &err);
    ck_assert(a.last.train.loss != c.last.train.loss);
}
END_TEST

START_TEST(a_failing_callback_ends_it_and_its_reason_is_kept) {
    static const struct {
        char moment;
        const char *moments;
    } cases[] = {
        {'B', "BE"}, {'b', "BbE"}, {'v', "BbbbbbvE"}, {'t', "BbbbbbvtE"}, {'e', "BbbbbbvteE"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        witness w = {.fail_at = cases[i].moment};
        error err;
        ck_assert_int_eq(fit_with(&w, &err), FIT_FAILED);
        ck_assert_str_eq(w.moments, cases[i].moments);
        ck_assert_int_eq(err.message[strlen(err.message) - 1], cases[i].moment);
    }
}
END_TEST

START_TEST(all_callbacks_get_their_end_and_the_first_failure_is_reported) {
    witness w[2] = {{.fail_at = 'E'}, {.fail_at = 'E'}};
    const train_callback callbacks[] = {callback_of(&w[0]), callback_of(&w[1])};
    error err;
    options.epochs = 1;
    ck_assert_int_eq(fit(model, &train, &test, &options, callbacks, 2, &err), FIT_FAILED);
    ck_assert_str_eq(w[1].moments, "BbbbbbvteE");
    ck_assert_str_eq(err.message, "failed at E");
}
END_TEST

START_TEST(stopping_ends_within_the_epoch_which_is_not_logged) {
    witness w = {.stop_after_batches = BATCHES + 2};
    error err;
    ck_assert_int_eq(fit_with(&w, &err), FIT_STOPPED);
    ck_assert_str_eq(w.moments, "BbbbbbvtebbE");
}
END_TEST

/* Rows of a sparse batch are counted in 16 bits. */
START_TEST(batches_too_large_to_be_sparse_are_dense) {
    batch b;
    ck_assert(dataset_compress(&train));
    ck_assert(batch_init(&b, &train, TRAIN));
    ck_assert_ptr_nonnull(b.input.sparse);
    batch_free(&b);
    ck_assert(batch_init(&b, &train, NN_SPARSE_MAX + 1));
    ck_assert_ptr_null(b.input.sparse);
    uint32_t order[] = {3, 1};
    batch_gather(&b, &train, order, 2, NULL);
    ck_assert_uint_eq(b.labels[0], train.labels[3]);
    ck_assert_float_eq(b.input.dense[0], (float)train.images[3 * 784] / 255.0f);
    batch_free(&b);
}
END_TEST

SUITE_WITH("fit", setup, teardown, callbacks_are_called_when_keras_calls_its_own,
           every_sample_counts_once_the_smaller_last_batch_too, it_learns,
           validation_is_of_the_weights_at_the_epochs_end, the_same_seed_gives_the_same_numbers,
           a_failing_callback_ends_it_and_its_reason_is_kept,
           all_callbacks_get_their_end_and_the_first_failure_is_reported,
           stopping_ends_within_the_epoch_which_is_not_logged,
           batches_too_large_to_be_sparse_are_dense)
