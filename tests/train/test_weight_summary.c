/* SPDX-License-Identifier: Apache-2.0 */
/* Weights that are encoded in a thread of their own. */
#include <stdlib.h>

#include "nn/thread.h"
#include "own_writer.h"
#include "suite.h"
#include "train/weight_summary.h"

/* Two models, so that values show whose they are. */
static nn_model *models[2];
static weight_summary *weights;

static void setup(void) {
    own_writer_setup();
    nn_thread_init();
    for (int i = 0; i < 2; i++) {
        nn_model_config config = nn_model_config_default();
        config.inputs = 30;
        config.units[0] = 12, config.units[1] = 7, config.units[2] = 4;
        config.seed = (uint64_t)i;
        models[i] = nn_model_new(&config);
    }
    weights = weight_summary_new(TAGS_KERAS3, true);
}

static void teardown(void) {
    weight_summary_free(weights);
    for (int i = 0; i < 2; i++) nn_model_free(models[i]);
    own_folder_teardown();
}

/* The bytes of an event file with the values that it returns for this model. */
static file_bytes logged(weight_summary *from, const nn_model *model) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    tblog_status status;
    options.clock = clock_at_7;
    tblog_writer *writer = open_with(&options);
    const tblog_summary *values = weight_summary_get(from, model, &status, &err);
    ck_assert_int_eq(status, TBLOG_OK);
    ck_assert_uint_eq(tblog_summary_count(values), 12); /* kernel and bias of three layers */
    ck_assert_int_eq(tblog_writer_add_each(writer, 0, TBLOG_NOW, values, &err), TBLOG_OK);
    char *path = strdup(tblog_writer_path(writer));
    ck_assert_int_eq(tblog_writer_close(writer, &err), TBLOG_OK);
    file_bytes bytes = file_read(path);
    free(path);
    return bytes;
}

/* That they were those of model 'want', encoded in the caller's thread. */
static void assert_logged(file_bytes got, int want) {
    weight_summary *other = weight_summary_new(TAGS_KERAS3, true);
    file_bytes wanted = logged(other, models[want]);
    ck_assert_uint_eq(got.size, wanted.size);
    ck_assert_mem_eq(got.bytes, wanted.bytes, got.size);
    free(got.bytes);
    free(wanted.bytes);
    weight_summary_free(other);
}

START_TEST(what_was_started_is_what_is_returned_once) {
    weight_summary_start(weights, models[0]);
    assert_logged(logged(weights, models[1]), 0);
    assert_logged(logged(weights, models[1]), 1);
}
END_TEST

START_TEST(what_was_cancelled_is_not_returned) {
    weight_summary_start(weights, models[0]);
    weight_summary_cancel(weights);
    assert_logged(logged(weights, models[1]), 1);
}
END_TEST

START_TEST(starting_again_begins_anew) {
    weight_summary_start(weights, models[0]);
    weight_summary_start(weights, models[1]);
    assert_logged(logged(weights, models[0]), 1);
}
END_TEST

SUITE_WITH("weight_summary", setup, teardown, what_was_started_is_what_is_returned_once,
           what_was_cancelled_is_not_returned, starting_again_begins_anew)
