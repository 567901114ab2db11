/* SPDX-License-Identifier: Apache-2.0 */
/* Networks in training against the real Keras: golden/training/networks.json. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "nn/config/config.h"
#include "nn/thread.h"
#include "suite.h"

enum { BATCH = 6, INPUTS = 5, CLASSES = 3, STEPS = 4 };

static const char *text_of(const cJSON *item, const char *name) {
    return json_member(item, name)->valuestring;
}

static nn_model_config config_of(const cJSON *item) {
    char message[NN_MESSAGE];
    const char *schedule = text_of(item, "schedule");
    nn_model_config c = nn_model_config_default();
    c.inputs = INPUTS;
    c.units[c.layers - 1] = CLASSES;
    c.batch_size = BATCH;
    c.dropout = 0;
    c.batch_norm = cJSON_IsTrue(json_member(item, "batch_norm"));
    c.l2 = json_member(item, "l2")->valuedouble;
    ck_assert_msg(nn_layers_parse(text_of(item, "layers"), &c, message) &&
                      nn_activation_parse(text_of(item, "activation"), &c.activation, message) &&
                      nn_optimizer_parse(text_of(item, "optimizer"), &c.optimizer, message) &&
                      (!*schedule || nn_schedule_parse(schedule, &c.schedule, message)),
                  "%s", message);
    nn_schedule_complete(&c.schedule, nn_spec_value(&c.optimizer, "learning_rate"), STEPS);
    return c;
}

/* All arrays, one after the other, as Keras' get_weights lists them. */
static void set_weights(nn_model *model, const cJSON *numbers) {
    size_t count;
    const nn_param *p = nn_model_params(model, &count);
    const cJSON *number = numbers->child;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < p[i].count; k++, number = number->next)
            p[i].value[k] = (float)number->valuedouble;
    ck_assert_ptr_null(number);
}

static bool is_near(double got, double want) {
    return isnan(want) ? isnan(got) : fabs(got - want) < 2e-6 * (1 + fabs(want));
}

static void assert_weights(const nn_model *model, const cJSON *numbers, const char *name) {
    size_t count;
    const nn_param *p = nn_model_params(model, &count);
    const cJSON *number = numbers->child;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < p[i].count; k++, number = number->next)
            ck_assert_msg(is_near((double)p[i].value[k], json_number(number)),
                          "%s: %s %zu, %s, %zu: %.9g, not %.9g", name, p[i].kind, p[i].layer,
                          p[i].name, k, (double)p[i].value[k], json_number(number));
}

static void read_batch(const cJSON *file, int k, float *x, uint8_t *labels) {
    const cJSON *pixels = cJSON_GetArrayItem(json_member(file, "x"), k);
    const cJSON *y = cJSON_GetArrayItem(json_member(file, "y"), k);
    for (int i = 0; i < BATCH * INPUTS; i++)
        x[i] = (float)cJSON_GetArrayItem(pixels, i)->valuedouble;
    for (int i = 0; i < BATCH; i++) labels[i] = (uint8_t)cJSON_GetArrayItem(y, i)->valuedouble;
}

static void assert_loss(double sum, const cJSON *want, const char *name) {
    ck_assert_msg(is_near(sum / BATCH, json_number(want)), "%s: loss %.9g, not %.9g", name,
                  sum / BATCH, json_number(want));
}

static void follow(const cJSON *file, const cJSON *item) {
    float x[BATCH * INPUTS], p[BATCH * CLASSES];
    uint8_t labels[BATCH];
    const nn_input input = {.B = BATCH, .dense = x};
    nn_model_config config = config_of(item);
    nn_model *model = nn_model_new(&config);
    char *name = cJSON_PrintUnformatted(json_member(item, "activation"));
    set_weights(model, json_member(item, "start"));
    for (int k = 0; k < STEPS; k++) {
        nn_metrics sum = {0};
        read_batch(file, k, x, labels);
        nn_model_train_batch(model, &input, labels, &sum);
        assert_loss(sum.loss_sum, cJSON_GetArrayItem(json_member(item, "loss"), k), name);
        if (k == 0 || k == STEPS - 1)
            assert_weights(model, cJSON_GetArrayItem(json_member(item, "weights"), k > 0), name);
    }
    nn_metrics sum = {0};
    read_batch(file, 0, x, labels);
    nn_model_evaluate(model, &input, labels, &sum);
    assert_loss(sum.loss_sum, json_member(item, "evaluated"), name);
    nn_model_predict(model, &input, p);
    for (int i = 0; i < BATCH * CLASSES; i++)
        ck_assert(is_near((double)p[i],
                          json_number(cJSON_GetArrayItem(json_member(item, "predicted"), i))));
    cJSON_free(name);
    nn_model_free(model);
}

START_TEST(each_trains_as_the_real_one_does) {
    nn_thread_init();
    cJSON *file = json_file_read(TEST_DATA "/golden/training/networks.json");
    const cJSON *item;
    int count = 0;
    cJSON_ArrayForEach(item, json_member(file, "cases")) {
        follow(file, item);
        count++;
    }
    ck_assert_int_eq(count, 28);
    cJSON_Delete(file);
}
END_TEST

SUITE("networks", each_trains_as_the_real_one_does)
