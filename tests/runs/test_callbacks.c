/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A callback is its file and a row of callbacks.c. Here the list has one more row, whose callback
 * counts its calls.
 */
#include "runs/callbacks.h"

#include <stdlib.h>
#include <string.h>

#include "own_data.h"
#include "suite.h"

enum { EPOCHS = 3 };

static struct toy {
    size_t opened, freed, begun, epochs, ended;
    size_t history; /* epochs that history had counted at the last epoch's end */
    bool wanted, open_fails, epoch_fails;
} toy;

static bool toy_wanted(const run_training *t) {
    return toy.wanted && t->run->options.epochs == EPOCHS;
}

static bool toy_begin(void *self, const train_state *state, error *err) {
    (void)self, (void)state, (void)err;
    toy.begun++;
    return true;
}

static bool toy_epoch(void *self, const train_state *state, error *err) {
    const run *r = self;
    (void)state;
    toy.epochs++;
    toy.history = r->history.count;
    return !toy.epoch_fails || error_set(err, "the toy fails");
}

static bool toy_end(void *self, const train_state *state, error *err) {
    (void)self, (void)state, (void)err;
    toy.ended++;
    return true;
}

static bool toy_open(run_training *t, train_callback *made) {
    toy.opened++;
    *made = (train_callback){
        .self = t->run,
        .hooks = {
            [ON_TRAIN_BEGIN] = toy_begin, [ON_EPOCH_END] = toy_epoch, [ON_TRAIN_END] = toy_end}};
    return !toy.open_fails || error_set(&t->run->err, "the toy does not open");
}

static void toy_free(void *self) {
    (void)self;
    toy.freed++;
}

#define RUN_CALLBACKS_TEST_ROW                                                                     \
    { toy_wanted, toy_open, toy_free, true }
#include "runs/callbacks.c"

static run r;

static void setup(void) {
    own_data_setup();
    toy = (struct toy){.wanted = true};
}

static void teardown(void) {
    run_free(&r);
    own_data_teardown();
}

static void train_run(bool strict) {
    run_options options = run_options_default();
    options.logdir = folder;
    options.epochs = EPOCHS;
    options.strict = strict;
    nn_layer_initializers init = options.model.kernel_initializers;
    ck_assert(run_init(&r, &options, &init, NULL));
    run_train(&r, &train, &test, (train_callback){.self = NULL});
}

START_TEST(a_row_is_opened_called_in_its_place_and_freed) {
    train_run(false);
    ck_assert_int_eq(r.result, FIT_DONE);
    ck_assert_str_eq(r.warning.message, "");
    ck_assert_uint_eq(toy.opened, 1);
    ck_assert_uint_eq(toy.begun, 1);
    ck_assert_uint_eq(toy.epochs, EPOCHS);
    ck_assert_uint_eq(toy.history, EPOCHS); /* its row is after history's */
    ck_assert_uint_eq(toy.ended, 1);
    ck_assert_uint_eq(toy.freed, 1);
}
END_TEST

START_TEST(one_that_is_not_wanted_is_not_opened) {
    toy.wanted = false;
    train_run(false);
    ck_assert_int_eq(r.result, FIT_DONE);
    ck_assert_uint_eq(toy.opened + toy.begun + toy.freed, 0);
}
END_TEST

START_TEST(an_optional_one_that_fails_is_a_warning) {
    toy.epoch_fails = true;
    train_run(false);
    ck_assert_int_eq(r.result, FIT_DONE);
    ck_assert_str_eq(r.warning.message, "the toy fails");
    ck_assert_uint_eq(toy.freed, 1);
}
END_TEST

START_TEST(and_ends_a_strict_run) {
    toy.epoch_fails = true;
    train_run(true);
    ck_assert_int_eq(r.result, FIT_FAILED);
    ck_assert_str_eq(r.err.message, "the toy fails");
    ck_assert_uint_eq(toy.freed, 1);
}
END_TEST

/* All others were opened before it: sanitizers see to it that they are freed too. */
START_TEST(one_that_does_not_open_ends_the_run_with_its_reason) {
    toy.open_fails = true;
    train_run(false);
    ck_assert_int_eq(r.result, FIT_FAILED);
    ck_assert_str_eq(r.err.message, "the toy does not open");
    ck_assert_uint_eq(toy.begun, 0);
    ck_assert_uint_eq(toy.freed, 1);
}
END_TEST

SUITE_WITH("callbacks", setup, teardown, a_row_is_opened_called_in_its_place_and_freed,
           one_that_is_not_wanted_is_not_opened, an_optional_one_that_fails_is_a_warning,
           and_ends_a_strict_run, one_that_does_not_open_ends_the_run_with_its_reason)
