/* SPDX-License-Identifier: Apache-2.0 */
/* The model's JSON against what the real Keras logs: golden/models, by tools/golden/make_models.py.
 */
#include <stdlib.h>
#include <string.h>

#include "model/keras_model.h"
#include "nn/config/config.h"
#include "suite.h"
#include "temp_folder.h"

static void assert_same_json(const char *golden, const nn_model_config *config, size_t rows,
                             size_t cols, tag_style style) {
    size_t length;
    char *json = keras_model_json(config, rows, cols, style, &length);
    file_bytes want = file_read(golden);
    ck_assert_msg(length == want.size && memcmp(json, want.bytes, length) == 0, "%s:\n%s", golden,
                  json);
    free(want.bytes);
    free(json);
}

static nn_layer_initializers initializers_of(const char *text) {
    nn_layer_initializers parsed;
    char message[NN_MESSAGE];
    ck_assert_msg(nn_layer_initializers_parse(text, &parsed, message), "%s", message);
    return parsed;
}

/* The notebook's model with an initializer; the file is named by its text. */
static void assert_same_with(const char *version, tag_style style, const char *initializers) {
    nn_model_config config = nn_model_config_default();
    config.kernel_initializers = initializers_of(initializers);
    char *text = nn_layer_initializers_text(&config.kernel_initializers);
    char *golden = path_of("%s/golden/models/%s/%s.json", TEST_DATA, version, text);
    assert_same_json(golden, &config, 28, 28, style);
    free(golden);
    free(text);
}

static void assert_all_same(const char *version, tag_style style) {
    for (size_t i = 0; i < NN_NOTEBOOK_INITIALIZERS; i++)
        assert_same_with(version, style, nn_table_class(&nn_initializers, i)->name);
}

START_TEST(keras_3_json_of_all_twelve_is_the_real_one) {
    assert_all_same("keras3", TAGS_KERAS3);
}
END_TEST

START_TEST(keras_2_json_of_all_twelve_is_the_real_one) {
    assert_all_same("keras2", TAGS_KERAS2);
}
END_TEST

/* make_models.py's ARGUMENTS, as somebody may write them. */
static const char *const with_arguments[] = {
    "normal(0,1)",
    "RandomUniform(-1, 1)",
    "TruncatedNormal(stddev=1e-5)",
    "Orthogonal(gain=1.4)",
    "identity(2)",
    "Constant",
    "Constant(.1)",
    "VarianceScaling",
    "VarianceScaling(scale=2,mode=fan_avg,distribution=uniform)",
    "VarianceScaling(mode=fan_out,distribution=untruncated_normal)",
    "he_normal+Orthogonal(gain=2)+zeros",
};

START_TEST(arguments_are_described_as_keras_describes_them) {
    for (size_t i = 0; i < sizeof with_arguments / sizeof with_arguments[0]; i++) {
        assert_same_with("keras3", TAGS_KERAS3, with_arguments[i]);
        assert_same_with("keras2", TAGS_KERAS2, with_arguments[i]);
    }
}
END_TEST

/* The model of the golden runs: other sizes, other dropout. */
START_TEST(another_network_is_described_as_keras_describes_it) {
    nn_model_config config = nn_model_config_default();
    config.inputs = 30;
    config.units[0] = 12, config.units[1] = 7, config.units[2] = 4;
    assert_same_json(TEST_DATA "/golden/keras3/default/model.json", &config, 6, 5, TAGS_KERAS3);
    assert_same_json(TEST_DATA "/golden/keras2/default/model.json", &config, 6, 5, TAGS_KERAS2);
}
END_TEST

/* make_models.py's NETWORKS, as initlab's options. */
static const struct network {
    const char *name, *layers, *activation;
    double dropout, l2;
    bool batch_norm;
    const char *optimizer, *schedule;
} networks[] = {
    {"no_dropout", "5,4", "relu", 0, 0, false, NULL, NULL},
    {"no_hidden_layer", "none", "relu", .2, 0, false, NULL, NULL},
    {"l2", "5,4", "relu", .2, 1e-4, false, NULL, NULL},
    {"batch_norm", "5,4", "tanh", .2, .01, true, NULL, NULL},
    {"tanh", "5,4", "tanh", .2, 0, false, NULL, NULL},
    {"sigmoid", "5,4", "sigmoid", .2, 0, false, NULL, NULL},
    {"selu", "5,4", "selu", .2, 0, false, NULL, NULL},
    {"gelu", "5,4", "gelu", .2, 0, false, NULL, NULL},
    {"leaky_relu", "5,4", "leaky_relu", .2, 0, false, NULL, NULL},
    {"elu", "5,4", "elu", .2, 0, false, NULL, NULL},
    {"silu", "5,4", "silu", .2, 0, false, NULL, NULL},
    {"mish", "5,4", "mish", .2, 0, false, NULL, NULL},
    {"softplus", "5,4", "softplus", .2, 0, false, NULL, NULL},
    {"softsign", "5,4", "softsign", .2, 0, false, NULL, NULL},
    {"relu6", "5,4", "relu6", .2, 0, false, NULL, NULL},
    {"linear", "5,4", "linear", .2, 0, false, NULL, NULL},
    {"exponential", "5,4", "exponential", .2, 0, false, NULL, NULL},
    {"hard_sigmoid", "5,4", "hard_sigmoid", .2, 0, false, NULL, NULL},
    {"leaky_relu_arguments", "5,4", "leaky_relu(.1)", .2, 0, false, NULL, NULL},
    {"leaky_relu_batch_norm", "5,4", "leaky_relu(.1)", .2, 0, true, NULL, NULL},
    {"elu_arguments", "5,4", "elu(alpha=.3)", .2, 0, false, NULL, NULL},
    {"relu_arguments", "5,4", "relu(.1,6,.7)", .2, 0, false, NULL, NULL},
    {"relu_max_value", "5,4", "relu(max_value=2.2)", .2, 0, false, NULL, NULL},
    {"nadam", "5,4", "relu", .2, 0, false, "nadam(.1,beta_1=.8)", NULL},
    {"adamax", "5,4", "relu", .2, 0, false, "adamax(epsilon=.01)", NULL},
    {"adadelta", "5,4", "relu", .2, 0, false, "adadelta(rho=.9,weight_decay=0)", NULL},
    {"lion", "5,4", "relu", .2, 0, false, "lion(beta_2=.9,clipvalue=0)", NULL},
    {"sgd", "5,4", "relu", .2, 0, false, "sgd", NULL},
    {"nesterov", "5,4", "relu", .2, 0, false, "nesterov(.1)", NULL},
    {"rmsprop", "5,4", "relu", .2, 0, false, "rmsprop(momentum=.5,centered=true)", NULL},
    {"adagrad", "5,4", "relu", .2, 0, false, "adagrad(.01)", NULL},
    {"adam", "5,4", "relu", .2, 0, false, "adam(beta_1=.8,amsgrad=true,clipnorm=1)", NULL},
    {"adamw", "5,4", "relu", .2, 0, false, "adamw(weight_decay=.01)", NULL},
    {"exponential_decay", "5,4", "relu", .2, 0, false, "adam", "exponential(.1,100,.9)"},
    {"inverse_time", "5,4", "relu", .2, 0, false, "adam", "inverse_time(.1,100,.5,true)"},
    {"polynomial", "5,4", "relu", .2, 0, false, "adam", "polynomial(.1,100)"},
    {"piecewise", "5,4", "relu", .2, 0, false, "adam", "piecewise([10,20],[.1,.01,.001])"},
    {"cosine", "5,4", "relu", .2, 0, false, "sgd",
     "cosine(0,100,warmup_target=.1,warmup_steps=10)"},
    {"cosine_plain", "5,4", "relu", .2, 0, false, "sgd", "cosine(.1,100,.5)"},
    {"cosine_restarts", "5,4", "relu", .2, 0, false, "sgd", "cosine_restarts(.1,10)"},
};

static nn_model_config config_of(const struct network *n) {
    char message[NN_MESSAGE];
    nn_model_config c = nn_model_config_default();
    c.inputs = 30;
    c.units[c.layers - 1] = 3;
    c.dropout = n->dropout;
    c.l2 = n->l2;
    c.batch_norm = n->batch_norm;
    ck_assert(nn_layers_parse(n->layers, &c, message));
    ck_assert(nn_activation_parse(n->activation, &c.activation, message));
    ck_assert(!n->optimizer || nn_optimizer_parse(n->optimizer, &c.optimizer, message));
    ck_assert(!n->schedule || nn_schedule_parse(n->schedule, &c.schedule, message));
    return c;
}

START_TEST(networks_and_optimizers_are_described_as_by_keras) {
    for (size_t i = 0; i < sizeof networks / sizeof networks[0]; i++) {
        nn_model_config config = config_of(&networks[i]);
        char *golden = path_of("%s/golden/models/keras3/%s.json", TEST_DATA, networks[i].name);
        assert_same_json(golden, &config, 6, 5, TAGS_KERAS3);
        free(golden);
        if (networks[i].optimizer) continue; /* tf_keras tells nothing of it */
        golden = path_of("%s/golden/models/keras2/%s.json", TEST_DATA, networks[i].name);
        assert_same_json(golden, &config, 6, 5, TAGS_KERAS2);
        free(golden);
    }
}
END_TEST

SUITE("keras_model", keras_3_json_of_all_twelve_is_the_real_one,
      keras_2_json_of_all_twelve_is_the_real_one, arguments_are_described_as_keras_describes_them,
      networks_and_optimizers_are_described_as_by_keras,
      another_network_is_described_as_keras_describes_it)
