/* SPDX-License-Identifier: Apache-2.0 */
/* A run is resumed with the options that it was started with, or refused and left unchanged. */
#include <stdlib.h>
#include <string.h>

#include "own_data.h"
#include "runs/options.h"
#include "suite.h"

static run r;

static void teardown(void) {
    run_free(&r);
    own_data_teardown();
}

/* "name=value", or a flag's name, for the run; NULL: nothing. */
static void set(run_options *o, const char *option, char kept[64]) {
    error err;
    if (!option) return;
    strcpy(kept, option);
    char *value = strchr(kept, '=');
    if (value) *value++ = '\0';
    ck_assert_msg(run_option_set(run_option_find(kept), o, value, &err), "%s", err.message);
}

/* Train a small run for so many epochs with an option; from the second epoch on it is resumed. */
static fit_result train_run(size_t epochs, const char *option) {
    char kept[64];
    run_options o = run_options_default();
    o.logdir = folder;
    o.epochs = epochs;
    o.resume = epochs > 1;
    o.model.units[0] = o.model.units[1] = 4;
    o.tensorboard.update_freq = 2;
    set(&o, option, kept);
    run_free(&r);
    ck_assert(run_init(&r, &o, &o.model.kernel_initializers, NULL));
    run_train(&r, &train, &test, (train_callback){.self = NULL});
    return r.result;
}

static file_bytes checkpoint(void) {
    char *path = path_of("%s/glorot_uniform/checkpoint.safetensors", folder);
    file_bytes bytes = file_read(path);
    free(path);
    return bytes;
}

static void begin_anew(const char *option) {
    char *command = path_of("rm -rf '%s/glorot_uniform'", folder);
    ck_assert_int_eq(system(command), 0);
    free(command);
    ck_assert_msg(train_run(1, option) == FIT_DONE, "%s", r.err.message);
}

/* A run started with one option is not resumed with another, which the message says, and nothing is
 * changed; with the first it is. */
static void assert_refused(const char *begun, const char *resumed, const char *words) {
    begin_anew(begun);
    file_bytes before = checkpoint();
    ck_assert_int_eq(train_run(2, resumed), FIT_FAILED);
    ck_assert_msg(strstr(r.err.message, words) != NULL, "no '%s' in: %s", words, r.err.message);
    file_bytes after = checkpoint();
    ck_assert_uint_eq(after.size, before.size);
    ck_assert_mem_eq(after.bytes, before.bytes, before.size);
    free(after.bytes);
    free(before.bytes);
    ck_assert_msg(train_run(2, begun) == FIT_DONE, "%s", r.err.message);
}

START_TEST(what_results_depend_on_is_compared_set_or_not) {
    static const char *const options[][3] = {
        {"lr-schedule=cosine(decay_steps=100)", "--lr-schedule cosine(", ", not none"},
        {"early-stopping=patience=9", "--early-stopping patience=9", ", not none"},
        {"early-stopping=monitor=val_loss", "--early-stopping ", ", not none"},
        {"standardize=sample", "--standardize sample", ", not scale"},
        {"batch-norm", "--batch-norm yes", ", not no"},
        {"dropout=.4", "--dropout 0.4", ", not 0.2"},
        {"l2=.1", "--l2 0.1", ", not 0"},
        {"seed=9", "--seed 9", ", not 0"},
        {"batch-size=20", "--batch-size 20", ", not 128"},
        {"activation=tanh", "--activation tanh", ", not relu"},
        {"optimizer=sgd", "--optimizer sgd", ", not adam"},
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++) {
        assert_refused(options[i][0], NULL, options[i][1]);
        assert_refused(options[i][0], NULL, options[i][2]);
        assert_refused(NULL, options[i][0], "the run was started with --");
    }
}
END_TEST

START_TEST(what_is_logged_does_not_change_in_the_middle) {
    static const char *const options[][2] = {
        {"tags=keras2", "started with --tags keras3, not keras2"},
        {"histogram-freq=1", "started with --histogram-freq 4, not 1"},
        {"update-freq=epoch", "started with --update-freq 2, not epoch"},
        {"predictions=9", "started with --predictions 0, not 9"},
        {"no-write-images", "started with --no-write-images off, not on"},
        {"diagnostics", "started with --diagnostics off, not on"},
        {"write-steps-per-second", "started with --write-steps-per-second off, not on"},
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        assert_refused(NULL, options[i][0], options[i][1]);
}
END_TEST

/* They make no difference to what is trained and logged, or add to it. */
START_TEST(others_may_change) {
    begin_anew(NULL);
    ck_assert_msg(train_run(2, "save-models") == FIT_DONE, "%s", r.err.message);
    ck_assert_msg(train_run(3, "dashboards") == FIT_DONE, "%s", r.err.message);
    ck_assert_msg(train_run(4, "strict") == FIT_DONE, "%s", r.err.message);
}
END_TEST

SUITE_WITH("resume_options", own_data_setup, teardown,
           what_results_depend_on_is_compared_set_or_not,
           what_is_logged_does_not_change_in_the_middle, others_may_change)
