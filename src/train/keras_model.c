/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON that Keras makes of the model. It is written as text, not by a JSON library, because the
 * bytes count: the order of the fields, the spaces and the numbers are Python's.
 */
#include "train/keras_model.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

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
    if (index) fprintf(out, "\"%s_%zu\"", name, index);
    else fprintf(out, "\"%s\"", name);
}

/* ---- pieces that both versions have, in their own spelling ---- */

static void put_layer_start(const writer *w, const char *class_name, const char *name,
                            size_t index) {
    fprintf(w->out, "{\"module\": \"keras.layers\", \"class_name\": \"%s\", \"config\": {\"name\": ",
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
    fprintf(w->out, "}, \"registered_name\": null, \"build_config\": {\"input_shape\": [null, %zu]}}",
            inputs);
}

static void put_argument(const writer *w, const char **comma, const char *name, double value) {
    fprintf(w->out, "%s\"%s\": ", *comma, name);
    put_number(w->out, value);
    *comma = ", ";
}

static void put_text(const writer *w, const char **comma, const char *text) {
    fprintf(w->out, "%s%s", *comma, text);
    *comma = ", ";
}

/* The arguments of an initializer, in the order of its get_config. */
static void put_initializer_config(const writer *w, const nn_initializer *init) {
    bool keras3 = w->style == TAGS_KERAS3;
    const char *comma = "";
    if (init->is_random && keras3) put_text(w, &comma, "\"seed\": null");
    for (size_t i = 0; i < init->argument_count; i++) {
        /* Keras 3.15's Identity keeps no gain in its config. */
        if (keras3 && init->kind == NN_IDENTITY) continue;
        put_argument(w, &comma, init->arguments[i].name, init->arguments[i].value);
    }
    if (init->is_fan_scaled && keras3)
        put_text(w, &comma, "\"input_axes\": null, \"output_axes\": null");
    if (init->is_random && !keras3) put_text(w, &comma, "\"seed\": null");
}

static void put_initializer(const writer *w, const char *role, const nn_initializer *init) {
    fprintf(w->out, "\"%s_initializer\": {\"module\": \"keras.initializers\", \"class_name\": \"%s\", "
                    "\"config\": {", role, init->class_name);
    put_initializer_config(w, init);
    fputs("}, \"registered_name\": null}, ", w->out);
}
