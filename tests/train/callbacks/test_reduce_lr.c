/* SPDX-License-Identifier: Apache-2.0 */
/* Learning rates on a plateau, against the real Keras: golden/training/reduce_lr.json. */
#include "train/callbacks/reduce_lr.h"

#include <math.h>
#include <string.h>

#include "json_file.h"
#include "suite.h"

static nn_model *model_with_rate(double rate) {
    nn_model_config config = nn_model_config_default();
    config.layers = 1, config.units[0] = 2, config.inputs = 1;
    ck_assert(nn_optimizer_parse("sgd", &config.optimizer, NULL));
    nn_spec_set(&config.optimizer, "learning_rate", rate);
    nn_model *model = nn_model_new(&config);
    ck_assert_ptr_nonnull(model);
    return model;
}

static reduction_rule parse(const char *text) {
    reduction_rule rule;
    char message[NN_MESSAGE];
    ck_assert_msg(reduction_rule_parse(text, &rule, message), "%s", message);
    return rule;
}

/* NaN is null in the file. */
static double value_at(const cJSON *curve, int i) {
    const cJSON *item = cJSON_GetArrayItem(curve, i);
    return cJSON_IsNull(item) ? NAN : item->valuedouble;
}

static void observe(reduce_lr *self, double value) {
    const train_callback callback = reduce_lr_callback(self);
    const train_state state = {.train = {value, value}, .validation = {value, value}};
    ck_assert(callback.hooks[ON_EPOCH_END](self, &state, NULL));
}

/* Train along the curve; from epoch 'resumed' on in a run that is resumed, with its own model. */
static void follow(const cJSON *item, const cJSON *curve, int resumed) {
    const char *options = json_member(item, "options")->valuestring;
    const cJSON *rates = json_member(item, "rates");
    const reduction_rule rule = parse(options);
    history_epoch epochs[16] = {{.seconds = 0}};
    history past = {epochs, 0, 16};
    nn_model *model = model_with_rate(.1);
    reduce_lr self = reduce_lr_new(&rule, model, &past);
    for (int i = 0; i < cJSON_GetArraySize(curve); i++) {
        double value = value_at(curve, i), want = cJSON_GetArrayItem(rates, i)->valuedouble;
        if (i == resumed) {
            nn_model_free(model);
            model = model_with_rate(.1);
            self = reduce_lr_new(&rule, model, &past);
        }
        observe(&self, value);
        epochs[past.count++] = (history_epoch){{value, value}, {value, value}, 0};
        ck_assert_msg(nn_model_learning_rate(model) == (float)want,
                      "%s, %s, epoch %d: %.9g, not %g", options,
                      json_member(item, "curve")->valuestring, i,
                      (double)nn_model_learning_rate(model), want);
    }
    nn_model_free(model);
}

START_TEST(every_rate_is_that_of_keras_also_when_resumed) {
    cJSON *file = json_file_read(TEST_DATA "/golden/training/reduce_lr.json");
    const cJSON *curves = json_member(file, "curves"), *item;
    int count = 0;
    cJSON_ArrayForEach(item, json_member(file, "cases")) {
        const cJSON *curve = json_member(curves, json_member(item, "curve")->valuestring);
        follow(item, curve, -1);
        follow(item, curve, 4);
        count++;
    }
    ck_assert_int_eq(count, 70);
    cJSON_Delete(file);
}
END_TEST

START_TEST(arguments_are_those_of_keras) {
    char text[NN_SPEC_TEXT], message[NN_MESSAGE];
    reduction_rule rule = parse("val_loss, .1, 10");
    ck_assert_str_eq(monitor_rule_text(&rule, text), "");
    rule = parse("factor=.5,patience=3,monitor='val_accuracy'");
    ck_assert_str_eq(monitor_rule_text(&rule, text), "monitor=val_accuracy,factor=0.5,patience=3");
    ck_assert(!reduction_rule_parse("factor=1", &rule, message));
    ck_assert_str_eq(message, "reduce_lr: factor: not a number from 0 to below 1: '1'");
    ck_assert(!reduction_rule_parse("patiense=1", &rule, message));
    ck_assert_ptr_nonnull(strstr(message, "did you mean patience?"));
}
END_TEST

SUITE("reduce_lr", every_rate_is_that_of_keras_also_when_resumed, arguments_are_those_of_keras)
