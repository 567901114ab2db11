/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON that Keras makes of the model. It is written as text, not by a JSON library, because the
 * bytes count: the order of the fields, the spaces and the numbers are Python's.
 */
#include "model/keras_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/keras_config.h"

typedef struct writer {
    FILE *out;
    const nn_model_config *config;
    size_t rows, cols;
    tag_style style;
} writer;

/* "name_2", or "name" for the first. */
static void put_layer_name(FILE *out, const char *name, size_t index) {
    if (index)
        fprintf(out, "\"%s_%zu\"", name, index);
    else
        fprintf(out, "\"%s\"", name);
}

/* ---- pieces that both versions have, in their own spelling ---- */

static void put_layer_start(const writer *w, const char *class_name, const char *name,
                            size_t index) {
    fprintf(w->out,
            "{\"module\": \"keras.layers\", \"class_name\": \"%s\", \"config\": {\"name\": ",
            class_name);
    put_layer_name(w->out, name, index);
    fputs(w->style == TAGS_KERAS3
              ? ", \"trainable\": true, \"dtype\": {\"module\": \"keras\", \"class_name\": "
                "\"DTypePolicy\", \"config\": {\"name\": \"float32\"}, \"registered_name\": null}, "
              : ", \"trainable\": true, \"dtype\": \"float32\", ",
          w->out);
}

/* After the layer's config: the shape it was built with. */
static void put_layer_end(const writer *w, size_t inputs) {
    fprintf(w->out,
            "}, \"registered_name\": null, \"build_config\": {\"input_shape\": [null, %zu]}}",
            inputs);
}

static void put_initializer(const writer *w, const char *role, const nn_initializer *init) {
    fprintf(w->out, "\"%s_initializer\": ", role);
    keras_put_initializer(w->out, init, w->style == TAGS_KERAS3);
    fputs(", ", w->out);
}

static void put_fixed_initializer(const writer *w, const char *role, const char *name) {
    nn_initializer init;
    nn_initializer_parse(name, &init, NULL);
    put_initializer(w, role, &init);
}

/* ---- layers ---- */

static void put_input_layer(const writer *w) {
    bool keras3 = w->style == TAGS_KERAS3;
    fprintf(w->out,
            "{\"module\": \"keras.layers\", \"class_name\": \"InputLayer\", \"config\": {\"%s\": "
            "[null, %zu, %zu], \"dtype\": \"float32\", \"sparse\": false, \"ragged\": false, "
            "\"name\": \"%s\", \"optional\": false}, \"registered_name\": null}, ",
            keras3 ? "batch_shape" : "batch_input_shape", w->rows, w->cols,
            keras3 ? "input_layer" : "flatten_input");
}

static void put_flatten(const writer *w) {
    put_layer_start(w, "Flatten", "flatten", 0);
    if (w->style == TAGS_KERAS2)
        fprintf(w->out, "\"batch_input_shape\": [null, %zu, %zu], ", w->rows, w->cols);
    fprintf(w->out,
            "\"data_format\": \"channels_last\"}, \"registered_name\": null, \"build_config\": "
            "{\"input_shape\": [null, %zu, %zu]}}",
            w->rows, w->cols);
}

static void put_regularizer(const writer *w) {
    double l2 = w->config->l2;
    if (!(l2 > 0)) {
        fputs("null", w->out);
        return;
    }
    fputs("{\"module\": \"keras.regularizers\", \"class_name\": \"L2\", \"config\": {\"l2\": ",
          w->out);
    keras_put_number(w->out, w->style == TAGS_KERAS3 ? l2 : (double)(float)l2);
    fputs("}, \"registered_name\": null}", w->out);
}

static void put_dense(const writer *w, size_t index) {
    const nn_model_config *c = w->config;
    bool keras3 = w->style == TAGS_KERAS3;
    put_layer_start(w, "Dense", "dense", index);
    fprintf(w->out, "\"units\": %zu, \"activation\": ", c->units[index]);
    const char *fixed = keras_fixed_activation(c, index);
    if (fixed)
        fprintf(w->out, "\"%s\"", fixed);
    else
        keras_put_activation(w->out, &c->activation, index, c->units[index], keras3);
    fputs(", \"use_bias\": true, ", w->out);
    put_initializer(w, "kernel", nn_layer_initializer(&c->kernel_initializers, index));
    put_fixed_initializer(w, "bias", "zeros");
    fputs("\"kernel_regularizer\": ", w->out);
    put_regularizer(w);
    fputs(keras3 ? ", \"bias_regularizer\": null, \"kernel_constraint\": null, "
                   "\"bias_constraint\": null, \"quantization_config\": null"
                 : ", \"bias_regularizer\": null, \"activity_regularizer\": null, "
                   "\"kernel_constraint\": null, \"bias_constraint\": null",
          w->out);
    put_layer_end(w, index ? c->units[index - 1] : c->inputs);
}

static void put_dropout(const writer *w, size_t index) {
    bool keras3 = w->style == TAGS_KERAS3;
    put_layer_start(w, "Dropout", "dropout", index);
    fputs("\"rate\": ", w->out);
    keras_put_number(w->out, w->config->dropout);
    if (keras3) { /* no build_config: Keras 3's Dropout is built without a shape */
        fputs(", \"seed\": null, \"noise_shape\": null}, \"registered_name\": null}", w->out);
        return;
    }
    fputs(", \"noise_shape\": null, \"seed\": null", w->out);
    put_layer_end(w, w->config->units[index]);
}

static void put_batch_norm(const writer *w, size_t index) {
    bool keras3 = w->style == TAGS_KERAS3;
    put_layer_start(w, "BatchNormalization", "batch_normalization", index);
    fprintf(w->out,
            "\"axis\": %s, \"momentum\": 0.99, \"epsilon\": 0.001, \"center\": true, "
            "\"scale\": true, ",
            keras3 ? "-1" : "[1]");
    put_fixed_initializer(w, "beta", "zeros");
    put_fixed_initializer(w, "gamma", "ones");
    put_fixed_initializer(w, "moving_mean", "zeros");
    put_fixed_initializer(w, "moving_variance", "ones");
    fputs("\"beta_regularizer\": null, \"gamma_regularizer\": null, \"beta_constraint\": null, "
          "\"gamma_constraint\": null",
          w->out);
    if (keras3)
        fputs(", \"synchronized\": false, \"renorm\": false, \"renorm_clipping\": null, "
              "\"renorm_momentum\": 0.99",
              w->out);
    put_layer_end(w, w->config->units[index]);
}

static void put_activation(const writer *w, size_t index) {
    put_layer_start(w, "Activation", "activation", index);
    fputs("\"activation\": ", w->out);
    keras_put_activation(w->out, &w->config->activation, index, w->config->units[index],
                         w->style == TAGS_KERAS3);
    if (w->style == TAGS_KERAS3) /* no build_config, as with Dropout */
        fputs("}, \"registered_name\": null}", w->out);
    else
        put_layer_end(w, w->config->units[index]);
}

/* What follows a hidden layer. */
static void put_behind(const writer *w, size_t index) {
    if (w->config->batch_norm) {
        fputs(", ", w->out);
        put_batch_norm(w, index);
        fputs(", ", w->out);
        put_activation(w, index);
    }
    if (w->config->dropout > 0) {
        fputs(", ", w->out);
        put_dropout(w, index);
    }
}

static void put_layers(const writer *w) {
    put_input_layer(w);
    put_flatten(w);
    for (size_t i = 0; i < w->config->layers; i++) {
        fputs(", ", w->out);
        put_dense(w, i);
        if (i + 1 < w->config->layers) put_behind(w, i);
    }
}

/* ---- the model ---- */

static void put_compile_config(const writer *w) {
    fputs("\"compile_config\": {\"optimizer\": ", w->out);
    keras_put_optimizer(w->out, &w->config->optimizer, &w->config->schedule);
    fputs(", \"loss\": \"sparse_categorical_crossentropy\", "
          "\"loss_weights\": null, \"metrics\": [\"accuracy\"], \"weighted_metrics\": null, "
          "\"run_eagerly\": false, \"steps_per_execution\": 1, \"jit_compile\": false}",
          w->out);
}

static void put_keras3_model(const writer *w) {
    fputs(
        "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"name\": "
        "\"sequential\", "
        "\"trainable\": true, \"dtype\": {\"module\": \"keras\", \"class_name\": \"DTypePolicy\", "
        "\"config\": {\"name\": \"float32\"}, \"registered_name\": null}, \"layers\": [",
        w->out);
    put_layers(w);
    fprintf(w->out,
            "], \"build_input_shape\": [null, %zu, %zu]}, \"registered_name\": null, "
            "\"build_config\": {\"input_shape\": [null, %zu, %zu]}, ",
            w->rows, w->cols, w->rows, w->cols);
    put_compile_config(w);
    fputs("}", w->out);
}

static void put_keras2_model(const writer *w) {
    fputs("{\"class_name\": \"Sequential\", \"config\": {\"name\": \"sequential\", \"layers\": [",
          w->out);
    put_layers(w);
    fputs("]}, \"keras_version\": \"2.21.0\", \"backend\": \"tensorflow\"}", w->out);
}

char *keras_model_json(const nn_model_config *config, size_t rows, size_t cols, tag_style style,
                       size_t *length) {
    char *json = NULL;
    writer w = {open_memstream(&json, length), config, rows, cols, style};
    if (!w.out) return NULL;
    if (style == TAGS_KERAS3)
        put_keras3_model(&w);
    else
        put_keras2_model(&w);
    bool failed = ferror(w.out) != 0;
    if (fclose(w.out) == 0 && !failed) return json;
    free(json);
    return NULL;
}

void weight_name(const nn_param *param, char name[WEIGHT_NAME]) {
    char layer[NN_LAYER_NAME];
    snprintf(name, WEIGHT_NAME, "%s/%s", nn_param_layer(param, layer), param->name);
}
