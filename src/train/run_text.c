/* SPDX-License-Identifier: Apache-2.0 */
/* What was run, in Markdown. */
#include "train/run_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "train/model_text.h"

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

static void put_initializer(FILE *out, const nn_initializer *init) {
    char text[512];
    model_text_arguments(init, text, sizeof text);
    fprintf(out, "| initializer | %s(%s) |\n", init->class_name, text);
    model_text_formula(init, text, sizeof text);
    put_row(out, "formula", text);
}

static void put_network(FILE *out, const nn_model_config *m) {
    fprintf(out, "| network | %zu inputs", m->inputs);
    for (size_t i = 0; i + 1 < m->layers; i++)
        fprintf(out, " → %zu relu → dropout %g", m->units[i], m->dropout);
    fprintf(out, " → %zu softmax |\n", m->units[m->layers - 1]);
}

static void put_host(FILE *out, const char *host) {
    char name[256] = "";
    if (!host && gethostname(name, sizeof name - 1) == 0) host = name;
    put_row(out, "host", host ? host : "unknown");
}

/* What the formula comes to, where that depends on the kernel's shape. */
static void put_kernels(FILE *out, const nn_model_config *m) {
    if (m->kernel_initializer->kind != NN_VARIANCE_SCALING) return;
    fputs("\n| kernel | shape | W |\n|---|---|---|\n", out);
    for (size_t i = 0; i < m->layers; i++) {
        char numbers[64], layer[32] = "dense";
        size_t D = i ? m->units[i - 1] : m->inputs;
        model_text_numbers(m->kernel_initializer, D, m->units[i], numbers, sizeof numbers);
        if (i) snprintf(layer, sizeof layer, "dense_%zu", i);
        fprintf(out, "| %s | %zu × %zu | %s |\n", layer, D, m->units[i], numbers);
    }
}

static void put_all(FILE *out, const run_text *self) {
    const nn_model_config *m = self->model;
    fputs("### ", out);
    put_cell(out, self->name);
    fputs("\n\n", out);
    if (self->command) put_code(out, self->command);
    fputs("| | |\n|---|---|\n", out);
    put_initializer(out, m->kernel_initializer);
    put_network(out, m);
    fprintf(out, "| optimizer | Adam, learning rate %g |\n", m->adam.learning_rate);
    fprintf(out, "| training | %zu epochs in batches of %zu, seed %" PRIu64 " |\n", self->epochs,
            m->batch_size, m->seed);
    fprintf(out, "| data | %zu samples, validated on %zu others |\n", self->train->n,
            self->test->n);
    put_host(out, self->host);
    fprintf(out, "| version | initlab %s |\n", tblog_version());
    put_kernels(out, m);
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

static bool on_train_begin(void *context, const train_state *state, train_error *err) {
    run_text *self = context;
    (void)state;
    tblog_error reason;
    if (run_log_held(self->log, TAG)) return true;
    char *text = run_text_markdown(self);
    if (!text) return train_fail(err, "out of memory");
    bool good = run_log_begin(self->log, err);
    if (good) {
        tblog_status made = tblog_summary_text(run_log_summary(self->log), TAG, text, &reason);
        good = run_log_add(self->log, 0, made, &reason, err) && run_log_flush(self->log, err);
    }
    free(text);
    return good;
}

train_callback run_text_callback(run_text *self) {
    return (train_callback){.self = self, .hooks = {[ON_TRAIN_BEGIN] = on_train_begin}};
}
