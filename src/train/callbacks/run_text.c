/* SPDX-License-Identifier: Apache-2.0 */
/* What was run, in Markdown. */
#include "train/callbacks/run_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "data/known_set.h"
#include "data/standardize.h"
#include "model/model_text.h"

static const char TAG[] = "run";

/* An indented block is code, whatever is in it. */
static void put_code(FILE *out, const char *text) {
    fputs("    ", out);
    for (; *text; text++) {
        putc(*text, out);
        if (*text == '\n') fputs("    ", out);
    }
    fputs("\n\n", out);
}

/* What stands between the bars of a table. */
static void put_cell(FILE *out, const char *text) {
    for (; *text; text++) {
        if (*text == '|') putc('\\', out);
        putc(*text == '\n' ? ' ' : *text, out);
    }
}

static void put_row(FILE *out, const char *name, const char *value) {
    fprintf(out, "| %s | ", name);
    put_cell(out, value);
    fputs(" |\n", out);
}

static void put_initializer(FILE *out, const char *layer, const nn_initializer *init) {
    char text[NN_SPEC_TEXT];
    fprintf(out, "| initializer%s | %s(%s) |\n", layer, init->type->keras,
            nn_spec_arguments_text(init, text));
    nn_initializer_formula(init, text, sizeof text);
    put_row(out, "formula", text);
}

/* One for all layers, or one for each; further layers get the last one. */
static void put_initializers(FILE *out, const nn_layer_initializers *initializers) {
    size_t count = initializers->count;
    for (size_t i = 0; i < count; i++) {
        char layer[48] = "";
        if (count > 1)
            snprintf(layer, sizeof layer, i + 1 < count ? " of layer %zu" : " from layer %zu on",
                     i + 1);
        put_initializer(out, layer, nn_layer_initializer(initializers, i));
    }
}

static void put_network(FILE *out, const nn_model_config *m) {
    char activation[NN_SPEC_TEXT];
    nn_activation_text(&m->activation, activation);
    fprintf(out, "| network | %zu inputs", m->inputs);
    for (size_t i = 0; i + 1 < m->layers; i++) {
        fprintf(out, " → %zu %s%s", m->units[i], m->batch_norm ? "batch norm " : "", activation);
        if (m->dropout > 0) fprintf(out, " → dropout %g", m->dropout);
    }
    fprintf(out, " → %zu softmax |\n", m->units[m->layers - 1]);
}

static void put_optimizer(FILE *out, const nn_model_config *m) {
    char text[NN_SPEC_TEXT];
    const nn_optimizer without_rate = model_text_without_rate(&m->optimizer);
    fprintf(out, "| optimizer | %s, learning rate ", nn_spec_keras_text(&without_rate, text));
    if (m->schedule.type)
        fprintf(out, "%s |\n", nn_spec_keras_text(&m->schedule, text));
    else
        fprintf(out, "%g |\n", nn_spec_value(&m->optimizer, "learning_rate"));
}

/* 60,000 */
static void put_grouped(FILE *out, size_t count) {
    if (count >= 1000) put_grouped(out, count / 1000);
    fprintf(out, count >= 1000 ? ",%03zu" : "%zu", count % 1000);
}

static void put_data(FILE *out, const dataset *train, const dataset *test) {
    const known_set *known = train->name ? known_set_find(train->name) : NULL;
    fputs("| data | ", out);
    if (known) fprintf(out, "%s: ", known->title);
    put_grouped(out, train->n);
    fputs(" training, ", out);
    put_grouped(out, test->n);
    fprintf(out, " validation images, %s |\n", dataset_inputs_text(train));
}

static void put_host(FILE *out, const char *host) {
    char name[256] = "";
    if (!host && gethostname(name, sizeof name - 1) == 0) host = name;
    put_row(out, "host", host ? host : "unknown");
}

/* What the formula comes to, where that depends on the kernel's shape. */
static void put_kernels(FILE *out, const nn_model_config *m) {
    bool begun = false;
    for (size_t i = 0; i < m->layers; i++) {
        char numbers[64], layer[32] = "dense";
        size_t D = i ? m->units[i - 1] : m->inputs;
        const nn_initializer *init = nn_layer_initializer(&m->kernel_initializers, i);
        nn_initializer_numbers(init, D, m->units[i], numbers, sizeof numbers);
        if (!*numbers) continue;
        if (!begun) fputs("\n| kernel | shape | W |\n|---|---|---|\n", out);
        begun = true;
        if (i) snprintf(layer, sizeof layer, "dense_%zu", i);
        fprintf(out, "| %s | %zu × %zu | %s |\n", layer, D, m->units[i], numbers);
    }
}

static void put_options(FILE *out, const named_texts *options) {
    fputs("\n| option | value |\n|---|---|\n", out);
    for (size_t i = 0; i < options->count; i++) {
        fprintf(out, "| --%s | ", options->list[i].name);
        put_cell(out, options->list[i].text);
        fputs(" |\n", out);
    }
}

static void put_all(FILE *out, const run_text *self) {
    const nn_model_config *m = self->model;
    fputs("### ", out);
    put_cell(out, self->name);
    fputs("\n\n", out);
    if (self->command) put_code(out, self->command);
    fputs("| setting | value |\n|---|---|\n", out);
    put_initializers(out, &m->kernel_initializers);
    put_network(out, m);
    put_optimizer(out, m);
    put_data(out, self->train, self->test);
    put_host(out, self->host);
    fprintf(out, "| version | initlab %s |\n", tblog_version());
    put_kernels(out, m);
    put_options(out, self->options);
}

char *run_text_markdown(const run_text *self) {
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);
    if (!out) return NULL;
    put_all(out, self);
    bool good = !ferror(out);
    if (fclose(out) == 0 && good) return text;
    free(text);
    return NULL;
}

static bool on_train_begin(void *context, const train_state *state, error *err) {
    run_text *self = context;
    (void)state;
    if (run_log_held(self->log, TAG)) return true;
    char *text = run_text_markdown(self);
    if (!text) return error_set(err, "out of memory");
    bool good = run_log_begin(self->log, err);
    if (good) {
        tblog_status made =
            tblog_summary_text(run_log_summary(self->log), TAG, text, run_log_reason(self->log));
        good = run_log_add(self->log, 0, made, err) && run_log_flush(self->log, err);
    }
    free(text);
    return good;
}

train_callback run_text_callback(run_text *self) {
    return (train_callback){.self = self, .hooks = {[ON_TRAIN_BEGIN] = on_train_begin}};
}
