/* SPDX-License-Identifier: Apache-2.0 */
/* The model as a GraphDef: one node for each layer, each fed by the one before. */
#include "model/model_graph.h"

#include <stdio.h>

#include "model/keras_config.h"

typedef struct chain {
    tblog_graph *graph;
    char last[64]; /* the node added last */
    bool failed;
} chain;

/* "sequential/dense_1" */
static void add(chain *c, const char *op, const char *name, size_t index) {
    char full[64];
    const char *inputs[] = {c->last};
    if (index)
        snprintf(full, sizeof full, "sequential/%s_%zu", name, index);
    else
        snprintf(full, sizeof full, "sequential/%s", name);
    if (tblog_graph_add(c->graph, full, op, inputs, c->last[0] != '\0', NULL)) c->failed = true;
    snprintf(c->last, sizeof c->last, "%s", full);
}

static void set(chain *c, const char *key, const char *value) {
    if (tblog_graph_attribute(c->graph, key, value, NULL)) c->failed = true;
}

static void add_dense(chain *c, const nn_model_config *config, size_t i) {
    char units[24], initializer[NN_SPEC_TEXT], activation[NN_SPEC_TEXT];
    const char *fixed = keras_fixed_activation(config, i);
    snprintf(units, sizeof units, "%zu", config->units[i]);
    add(c, "Dense", "dense", i);
    set(c, "units", units);
    set(c, "activation", fixed ? fixed : nn_activation_text(&config->activation, activation));
    set(c, "kernel_initializer",
        nn_spec_keras_text(nn_layer_initializer(&config->kernel_initializers, i), initializer));
}

static void add_dropout(chain *c, const nn_model_config *config, size_t i) {
    char rate[24];
    snprintf(rate, sizeof rate, "%g", config->dropout);
    add(c, "Dropout", "dropout", i);
    set(c, "rate", rate);
}

/* What follows a hidden layer. */
static void add_behind(chain *c, const nn_model_config *config, size_t i) {
    char activation[NN_SPEC_TEXT];
    if (config->batch_norm) {
        add(c, "BatchNormalization", "batch_normalization", i);
        add(c, "Activation", "activation", i);
        set(c, "activation", nn_activation_text(&config->activation, activation));
    }
    if (config->dropout > 0) add_dropout(c, config, i);
}

tblog_graph *model_graph_new(const nn_model_config *config) {
    chain c = {.graph = tblog_graph_new()};
    if (!c.graph) return NULL;
    add(&c, "InputLayer", "input_layer", 0);
    add(&c, "Flatten", "flatten", 0);
    for (size_t i = 0; i < config->layers; i++) {
        add_dense(&c, config, i);
        if (i + 1 < config->layers) add_behind(&c, config, i);
    }
    if (!c.failed) return c.graph;
    tblog_graph_free(c.graph);
    return NULL;
}
