/* SPDX-License-Identifier: Apache-2.0 */
/* Keras' serialized objects. */
#include "model/keras_config.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

void keras_put_number(FILE *out, double value) {
    char text[NN_NUMBER_TEXT];
    nn_number_text(value, text);
    fprintf(out, "%s%s", text, strpbrk(text, ".e") ? "" : ".0");
}

/* ---- arguments ---- */

static void put_plain(FILE *out, bool whole, double value) {
    if (whole)
        fprintf(out, "%.0f", value);
    else
        keras_put_number(out, value);
}

/* A value as JSON. */
static void put_value(FILE *out, const nn_argument *argument, const double *values) {
    if (isnan(*values)) {
        fputs("null", out);
        return;
    }
    switch (argument->kind) {
    case NN_NUMBER:
    case NN_WHOLE: put_plain(out, argument->kind == NN_WHOLE, *values); break;
    case NN_FLAG: fputs(*values != 0 ? "true" : "false", out); break;
    case NN_CHOICE: fprintf(out, "\"%s\"", argument->choices[(size_t)*values]); break;
    case NN_LIST:
    case NN_WHOLES:
        for (size_t i = 0; i < (size_t)*values; i++) {
            fputs(i ? ", " : "[", out);
            put_plain(out, argument->kind == NN_WHOLES, values[1 + i]);
        }
        fputc(']', out);
        break;
    }
}

/* "name": value, and so on, for those that 'which' does not hold back; in the order of the
 * signature, which is that of Keras' get_config. */
static void put_arguments(FILE *out, const nn_spec *spec, bool (*which)(const char *name)) {
    const char *comma = "";
    for (size_t i = 0; i < spec->type->argument_count; i++) {
        const nn_argument *argument = &spec->type->arguments[i];
        if (which && !which(argument->name)) continue;
        fprintf(out, "%s\"%s\": ", comma, argument->name);
        put_value(out, argument, spec->values + nn_spec_slot(spec->type, i));
        comma = ", ";
    }
}

/* One of those that the class has. */
static void put_argument(FILE *out, const nn_spec *spec, const char *name) {
    size_t i = 0;
    while (strcmp(spec->type->arguments[i].name, name) != 0) i++;
    fprintf(out, "\"%s\": ", name);
    put_value(out, &spec->type->arguments[i], spec->values + nn_spec_slot(spec->type, i));
}

/* ---- initializers ---- */

static void put_initializer_config(FILE *out, const nn_initializer *init, bool keras3) {
    bool seeded = nn_initializer_is_random(init);
    /* The class itself fixes them, as GlorotUniform and Zeros do; Keras 3.15 leaves out Identity's.
     */
    bool bare = init->type->fixed || (strcmp(init->type->keras, "Identity") == 0 && keras3);
    if (seeded && keras3) fputs(bare ? "\"seed\": null" : "\"seed\": null, ", out);
    if (nn_spec_has(init, "value") && !keras3 && nn_spec_is_default(init) && !bare)
        fputs("\"value\": 0", out); /* an int in tf_keras' signature */
    else if (!bare)
        put_arguments(out, init, NULL);
    if (seeded && !keras3) fputs(bare ? "\"seed\": null" : ", \"seed\": null", out);
    if (nn_spec_has(init, "mode") && keras3)
        fputs(", \"input_axes\": null, \"output_axes\": null", out);
}

void keras_put_initializer(FILE *out, const nn_initializer *initializer, bool keras3) {
    fprintf(out, "{\"module\": \"keras.initializers\", \"class_name\": \"%s\", \"config\": {",
            initializer->type->keras);
    put_initializer_config(out, initializer, keras3);
    fputs("}, \"registered_name\": null}", out);
}

/* ---- schedules ---- */

static bool is_no_warmup(const char *name) {
    return strncmp(name, "warmup_", 7) != 0;
}

/* The default of the argument 'name', which is no argument here. */
static const char *name_of_schedule(const char *class) {
    if (strcmp(class, "PiecewiseConstantDecay") == 0) return "PiecewiseConstant";
    return strcmp(class, "CosineDecayRestarts") == 0 ? "SGDRDecay" : class;
}

static void put_schedule(FILE *out, const nn_schedule *schedule) {
    const char *class = schedule->type->keras;
    fprintf(out,
            "{\"module\": \"keras.optimizers.schedules\", \"class_name\": \"%s\", \"config\": {",
            class);
    put_arguments(out, schedule, is_no_warmup);
    fprintf(out, ", \"name\": \"%s\"", name_of_schedule(class));
    if (strcmp(class, "CosineDecay") == 0) { /* its signature has them after the name */
        fputs(", ", out);
        put_argument(out, schedule, "warmup_target");
        fputs(", ", out);
        put_argument(out, schedule, "warmup_steps");
    }
    fputs("}, \"registered_name\": null}", out);
}

/* ---- optimizers ---- */

/* "RMSprop" becomes "rm_sprop": keras/src/utils/naming.py. */
static void put_snake_case(FILE *out, const char *class) {
    for (size_t i = 0; class[i]; i++) {
        bool upper = isupper((unsigned char)class[i]) != 0;
        bool behind_lower = i && islower((unsigned char)class[i - 1]);
        bool before_lower = i && islower((unsigned char)class[i + 1]);
        if (upper && (behind_lower || before_lower)) fputc('_', out);
        fputc(tolower((unsigned char)class[i]), out);
    }
}

static bool is_own(const char *name) {
    static const char *const common[] = {"learning_rate", "weight_decay", "clipnorm", "clipvalue",
                                         "global_clipnorm"};
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++)
        if (strcmp(name, common[i]) == 0) return false;
    return true;
}

void keras_put_optimizer(FILE *out, const nn_optimizer *optimizer, const nn_schedule *schedule) {
    static const char *const common[] = {"weight_decay", "clipnorm", "global_clipnorm",
                                         "clipvalue"};
    const char *class = optimizer->type->keras;
    fprintf(out,
            "{\"module\": \"keras.optimizers\", \"class_name\": \"%s\", \"config\": {\"name\": \"",
            class);
    put_snake_case(out, class);
    fputs("\", \"learning_rate\": ", out);
    if (schedule->type)
        put_schedule(out, schedule);
    else /* Keras keeps it in float32 */
        keras_put_number(out, (double)(float)nn_spec_value(optimizer, "learning_rate"));
    for (size_t i = 0; i < sizeof common / sizeof common[0]; i++) {
        fputs(", ", out);
        put_argument(out, optimizer, common[i]);
    }
    fputs(", \"use_ema\": false, \"ema_momentum\": 0.99, \"ema_overwrite_frequency\": null, "
          "\"loss_scale_factor\": null, \"gradient_accumulation_steps\": null, ",
          out);
    put_arguments(out, optimizer, is_own);
    fputs("}, \"registered_name\": null}", out);
}

/* ---- layers ---- */

const char *keras_fixed_activation(const nn_model_config *config, size_t i) {
    if (i + 1 == config->layers) return "softmax";
    return config->batch_norm ? "linear" : NULL;
}

/* Keras has layers for some activations with arguments. */
static bool has_layer(const nn_activation *activation) {
    return isupper((unsigned char)*activation->type->keras);
}

/* The layer's arguments in the order of its get_config. */
static void put_activation_arguments(FILE *out, const nn_activation *activation, bool keras3) {
    static const char *const of_relu[] = {"max_value", "negative_slope", "threshold"};
    nn_activation a = *activation;
    if (!keras3) /* tf_keras keeps them in float32 */
        for (size_t i = 0; i < a.type->argument_count; i++)
            a.values[i] = (double)(float)a.values[i];
    if (nn_spec_has(&a, "max_value")) {
        for (size_t i = 0; i < sizeof of_relu / sizeof of_relu[0]; i++) {
            if (i) fputs(", ", out);
            put_argument(out, &a, of_relu[i]);
        }
    } else if (nn_spec_has(&a, "negative_slope") && !keras3) {
        fputs("\"alpha\": ", out);
        keras_put_number(out, nn_spec_value(&a, "negative_slope"));
    } else {
        put_arguments(out, &a, NULL);
    }
}

static void put_activation_layer(FILE *out, const nn_activation *activation, size_t index,
                                 size_t units, bool keras3) {
    const char *class = activation->type->keras;
    bool first = keras3 && strcmp(class, "ELU") == 0; /* whose get_config puts its own first */
    fprintf(out, "{\"module\": \"keras.layers\", \"class_name\": \"%s\", \"config\": {\"name\": \"",
            class);
    put_snake_case(out, class);
    fprintf(out, index ? "_%zu\"" : "\"", index);
    if (first) {
        fputs(", ", out);
        put_activation_arguments(out, activation, keras3);
    }
    fputs(keras3
              ? ", \"trainable\": true, \"dtype\": {\"module\": \"keras\", \"class_name\": "
                "\"DTypePolicy\", \"config\": {\"name\": \"float32\"}, \"registered_name\": null}"
              : ", \"trainable\": true, \"dtype\": \"float32\"",
          out);
    if (!first) {
        fputs(", ", out);
        put_activation_arguments(out, activation, keras3);
    }
    fputs("}, \"registered_name\": null", out);
    if (!keras3) fprintf(out, ", \"build_config\": {\"input_shape\": [null, %zu]}", units);
    fputs("}", out);
}

void keras_put_activation(FILE *out, const nn_activation *activation, size_t index, size_t units,
                          bool keras3) {
    const char *name = activation->type->name;
    if (has_layer(activation) && !nn_spec_is_default(activation))
        put_activation_layer(out, activation, index, units, keras3);
    else /* tf_keras has the other name of silu */
        fprintf(out, "\"%s\"", !keras3 && strcmp(name, "silu") == 0 ? "swish" : name);
}
