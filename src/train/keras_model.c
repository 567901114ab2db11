/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON that Keras makes of the model. It is written as text, not by a JSON library, because the
 * bytes count: the order of the fields, the spaces and the numbers are Python's.
 */
#include "train/keras_model.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct writer {
    FILE *out;
    const nn_model_config *config;
    size_t rows, cols;
    tag_style style;
} writer;

/*
 * Python's repr of a double: the fewest digits that give the same double back, with ".0" where they
 * make a whole number; an exponent from 1e16 on and below 1e-4.
 */
static void put_number(FILE *out, double value) {
    char text[40];
    int digits = 1;
    do snprintf(text, sizeof text, "%.*e", digits - 1, value);
    while (strtod(text, NULL) != value && digits++ < 17);
    int exponent = atoi(strchr(text, 'e') + 1);
    if (exponent >= 16 || exponent < -4) {
        fputs(text, out);
        return;
    }
    int decimals = digits - 1 - exponent;
    fprintf(out, "%.*f", decimals > 1 ? decimals : 1, value);
}

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

/* Behind the layer's config: the shape it was built with. */
static void put_layer_end(const writer *w, size_t inputs) {
    fprintf(w->out,
            "}, \"registered_name\": null, \"build_config\": {\"input_shape\": [null, %zu]}}",
            inputs);
}

/* The arguments of an initializer, in the order of its get_config. */
static void put_arguments(const writer *w, const nn_initializer *init) {
    static const char *const names[][NN_MAX_ARGUMENTS] = {
        [NN_CONSTANT] = {"value"},
        [NN_IDENTITY] = {"gain"},
        [NN_ORTHOGONAL] = {"gain"},
        [NN_RANDOM_NORMAL] = {"mean", "stddev"},
        [NN_TRUNCATED_NORMAL] = {"mean", "stddev"},
        [NN_RANDOM_UNIFORM] = {"minval", "maxval"},
        [NN_VARIANCE_SCALING] = {"scale"},
    };
    const char *comma = "";
    for (size_t i = 0; i < NN_MAX_ARGUMENTS && names[init->kind][i]; i++) {
        fprintf(w->out, "%s\"%s\": ", comma, names[init->kind][i]);
        put_number(w->out, init->arguments[i]);
        comma = ", ";
    }
    static const char *const modes[] = {
        [NN_FAN_IN] = "fan_in", [NN_FAN_OUT] = "fan_out", [NN_FAN_AVG] = "fan_avg"};
    static const char *const distributions[] = {[NN_DRAW_UNIFORM] = "uniform",
                                                [NN_DRAW_TRUNCATED_NORMAL] = "truncated_normal",
                                                [NN_DRAW_UNTRUNCATED_NORMAL] =
                                                    "untruncated_normal"};
    if (init->kind == NN_VARIANCE_SCALING)
        fprintf(w->out, ", \"mode\": \"%s\", \"distribution\": \"%s\"", modes[init->mode],
                distributions[init->distribution]);
}

/* Whether the class itself fixes all arguments, as GlorotUniform and Zeros do. */
static bool has_no_arguments(const writer *w, const nn_initializer *init) {
    switch (init->kind) {
    case NN_VARIANCE_SCALING: return strcmp(init->class_name, "VarianceScaling") != 0;
    case NN_CONSTANT: return strcmp(init->class_name, "Constant") != 0;
    case NN_IDENTITY: return w->style == TAGS_KERAS3; /* Keras 3.15 leaves its gain out */
    default: return false;
    }
}

static void put_initializer_config(const writer *w, const nn_initializer *init) {
    bool keras3 = w->style == TAGS_KERAS3;
    bool seeded = init->kind != NN_CONSTANT && init->kind != NN_IDENTITY;
    bool bare = has_no_arguments(w, init);
    if (seeded && keras3) fputs(bare ? "\"seed\": null" : "\"seed\": null, ", w->out);
    if (!bare) put_arguments(w, init);
    if (seeded && !keras3) fputs(bare ? "\"seed\": null" : ", \"seed\": null", w->out);
    if (init->kind == NN_VARIANCE_SCALING && keras3)
        fputs(", \"input_axes\": null, \"output_axes\": null", w->out);
}

static void put_initializer(const writer *w, const char *role, const nn_initializer *init) {
    fprintf(w->out,
            "\"%s_initializer\": {\"module\": \"keras.initializers\", \"class_name\": \"%s\", "
            "\"config\": {",
            role, init->class_name);
    put_initializer_config(w, init);
    fputs("}, \"registered_name\": null}, ", w->out);
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

static void put_dense(const writer *w, size_t index) {
    const nn_model_config *c = w->config;
    bool last = index + 1 == c->layers;
    put_layer_start(w, "Dense", "dense", index);
    fprintf(w->out, "\"units\": %zu, \"activation\": \"%s\", \"use_bias\": true, ", c->units[index],
            last ? "softmax" : "relu");
    put_initializer(w, "kernel", c->kernel_initializer);
    put_initializer(w, "bias", nn_initializer_find("zeros"));
    fputs(w->style == TAGS_KERAS3 ? "\"kernel_regularizer\": null, \"bias_regularizer\": null, "
                                    "\"kernel_constraint\": null, "
                                    "\"bias_constraint\": null, \"quantization_config\": null"
                                  : "\"kernel_regularizer\": null, \"bias_regularizer\": null, "
                                    "\"activity_regularizer\": null, "
                                    "\"kernel_constraint\": null, \"bias_constraint\": null",
          w->out);
    put_layer_end(w, index ? c->units[index - 1] : c->inputs);
}

static void put_dropout(const writer *w, size_t index) {
    bool keras3 = w->style == TAGS_KERAS3;
    put_layer_start(w, "Dropout", "dropout", index);
    fputs("\"rate\": ", w->out);
    put_number(w->out, w->config->dropout);
    if (keras3) { /* no build_config: Keras 3's Dropout is built without a shape */
        fputs(", \"seed\": null, \"noise_shape\": null}, \"registered_name\": null}", w->out);
        return;
    }
    fputs(", \"noise_shape\": null, \"seed\": null", w->out);
    put_layer_end(w, w->config->units[index]);
}

static void put_layers(const writer *w) {
    put_input_layer(w);
    put_flatten(w);
    for (size_t i = 0; i < w->config->layers; i++) {
        fputs(", ", w->out);
        put_dense(w, i);
        if (i + 1 == w->config->layers) break;
        fputs(", ", w->out);
        put_dropout(w, i);
    }
}

/* ---- the model ---- */

static void put_compile_config(const writer *w) {
    const nn_adam_config *adam = &w->config->adam;
    fputs("\"compile_config\": {\"optimizer\": {\"module\": \"keras.optimizers\", \"class_name\": "
          "\"Adam\", "
          "\"config\": {\"name\": \"adam\", \"learning_rate\": ",
          w->out);
    put_number(w->out, (double)(float)adam->learning_rate); /* Keras keeps it in float32 */
    fputs(", \"weight_decay\": null, \"clipnorm\": null, \"global_clipnorm\": null, \"clipvalue\": "
          "null, "
          "\"use_ema\": false, \"ema_momentum\": 0.99, \"ema_overwrite_frequency\": null, "
          "\"loss_scale_factor\": null, \"gradient_accumulation_steps\": null, \"beta_1\": ",
          w->out);
    put_number(w->out, adam->beta_1);
    fputs(", \"beta_2\": ", w->out);
    put_number(w->out, adam->beta_2);
    fputs(", \"epsilon\": ", w->out);
    put_number(w->out, adam->epsilon);
    fputs(", \"amsgrad\": false}, \"registered_name\": null}, \"loss\": "
          "\"sparse_categorical_crossentropy\", "
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
