/* SPDX-License-Identifier: Apache-2.0 */
/* When training ends early, against the real Keras: golden/training/early_stopping.json. */
#include "train/callbacks/early_stopping.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "nn/config/config.h"
#include "suite.h"

static nn_model *model;
static float *weights; /* all of the model's, the first of them is looked at */

static void setup(void) {
    nn_model_config config = nn_model_config_default();
    size_t count;
    config.inputs = 2;
    ck_assert(nn_layers_parse("none", &config, NULL));
    model = nn_model_new(&config);
    weights = nn_model_params(model, &count)->value;
}

static void teardown(void) {
    nn_model_free(model);
}

static stopping_rule parse(const char *text) {
    stopping_rule rule;
    char message[NN_MESSAGE];
    ck_assert_msg(stopping_rule_parse(text, &rule, message), "%s", message);
    return rule;
}

/* The epochs of a curve, whose weights are the epoch's number; how many there were. */
static size_t train_along(early_stopping *self, const cJSON *curve) {
    const train_callback observe = early_stopping_callback(self);
    const train_callback restore = early_stopping_restore_callback(self);
    bool stop = false;
    error err;
    train_state state = {.epochs = (size_t)cJSON_GetArraySize(curve), .stop_training = &stop};
    for (; state.epoch < state.epochs && !stop; state.epoch++) {
        const cJSON *item = cJSON_GetArrayItem(curve, (int)state.epoch);
        double value = cJSON_IsNull(item) ? NAN : item->valuedouble;
        state.train = state.validation = (train_logs){value, value};
        weights[0] = (float)state.epoch;
        ck_assert(observe.hooks[ON_EPOCH_END](self, &state, &err));
        ck_assert(restore.hooks[ON_EPOCH_END](self, &state, &err));
    }
    return state.epoch;
}

START_TEST(every_decision_is_that_of_keras) {
    cJSON *file = json_file_read(TEST_DATA "/golden/training/early_stopping.json");
    const cJSON *item;
    int count = 0, stops = 0, restores = 0;
    cJSON_ArrayForEach(item, json_member(file, "cases")) {
        const char *options = json_member(item, "options")->valuestring;
        const char *name = json_member(item, "curve")->valuestring;
        const stopping_rule rule = parse(options);
        early_stopping self;
        ck_assert(early_stopping_init(&self, &rule, model));
        size_t epochs = train_along(&self, json_member(json_member(file, "curves"), name));
        ck_assert_msg((double)epochs == json_member(item, "epochs")->valuedouble,
                      "%s, %s: %zu epochs", options, name, epochs);
        ck_assert_int_eq(self.stopped, cJSON_IsTrue(json_member(item, "stopped")));
        ck_assert_msg((double)weights[0] == json_member(item, "weights_of")->valuedouble,
                      "%s, %s: weights of %g", options, name, (double)weights[0]);
        count++, stops += self.stopped, restores += weights[0] != (float)(epochs - 1);
        early_stopping_free(&self);
    }
    ck_assert_int_eq(count, 135);
    ck_assert(stops > 40 && stops < 100 && restores > 5);
    cJSON_Delete(file);
}
END_TEST

START_TEST(history_alone_decides_what_is_left) {
    const stopping_rule rule = parse("patience=2,restore_best=true");
    const double losses[] = {1, .5, .6, .7};
    early_stopping self;
    history past;
    ck_assert(history_init(&past, 4));
    for (; past.count < 4; past.count++)
        past.epochs[past.count] = (history_epoch){{0, 0}, {losses[past.count], 0}, 1};
    ck_assert(early_stopping_init(&self, &rule, model));
    early_stopping_replay(&self, &past);
    ck_assert(self.stopped);
    ck_assert_uint_eq(self.best_epoch, 1);
    early_stopping_free(&self);
    past.count = 3;
    ck_assert(early_stopping_init(&self, &rule, model));
    early_stopping_replay(&self, &past);
    ck_assert(!self.stopped);
    ck_assert_uint_eq(self.wait, 1);
    early_stopping_free(&self);
    history_free(&past);
}
END_TEST

static void assert_text(const char *spelling, const char *want) {
    char text[NN_SPEC_TEXT];
    const stopping_rule rule = parse(spelling);
    ck_assert_str_eq(monitor_rule_text(&rule, text), want);
}

START_TEST(rules_are_the_arguments_of_keras_callback) {
    assert_text("", "");
    assert_text("monitor=val_loss,patience=0", "");
    assert_text("val_accuracy,.01,3", "monitor=val_accuracy,min_delta=0.01,patience=3");
    assert_text("restore_best=true,start=2", "restore_best_weights=true,start_from_epoch=2");
    stopping_rule rule;
    char message[NN_MESSAGE];
    ck_assert(!stopping_rule_parse("patience=-1", &rule, message));
    ck_assert_msg(strstr(message, "patience: not a whole number from 0 on") != NULL, "%s", message);
    ck_assert(!stopping_rule_parse("monitor=val_los", &rule, message));
    ck_assert_msg(strstr(message, "did you mean val_loss") != NULL, "%s", message);
    ck_assert(!stopping_rule_parse("patiense=1", &rule, message));
    ck_assert_msg(strstr(message, "did you mean patience") != NULL, "%s", message);
}
END_TEST

SUITE_WITH("early_stopping", setup, teardown, every_decision_is_that_of_keras,
           history_alone_decides_what_is_left, rules_are_the_arguments_of_keras_callback)
