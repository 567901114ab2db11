/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model's memory. Parameters, gradients and the optimizer's slots are one array each with the
 * same layout, layer by layer, so that the optimizer is one loop; what is not trained comes last.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/initializers/rng.h"
#include "nn/model_parts.h"

nn_model_config nn_model_config_default(void) {
    nn_model_config config = {
        .inputs = 784, .layers = 3, .units = {256, 128, 10}, .dropout = .2, .batch_size = 128};
    nn_layer_initializers_parse("glorot_uniform", &config.kernel_initializers, NULL);
    nn_activation_parse("relu", &config.activation, NULL);
    nn_optimizer_parse("adam", &config.optimizer, NULL);
    return config;
}

/* Zeroed, on a cache line; n floats. */
static float *new_floats(size_t n) {
    size_t bytes = (n * sizeof(float) + 63) / 64 * 64;
    float *floats = aligned_alloc(64, bytes ? bytes : 64);
    if (floats) memset(floats, 0, bytes);
    return floats;
}

/* Every array starts on a cache line. */
static size_t padded(size_t n) {
    return (n + 15) / 16 * 16;
}

/* Takes the next n floats of an array; before there is one, only counts. */
static float *take(float *array, size_t *used, size_t n) {
    float *taken = array ? array + *used : NULL;
    *used += padded(n);
    return taken;
}

/* ---- parameters ---- */

/* A parameter of a layer, in values at 'used'; with 'gradient', trainable. */
static float *take_param(nn_model *model, size_t *used, nn_param param, float **gradient) {
    param.count = param.shape[0] * (param.rank > 1 ? param.shape[1] : 1);
    param.trainable = gradient != NULL;
    if (gradient) *gradient = model->gradients ? model->gradients + *used : NULL;
    param.value = take(model->values, used, param.count);
    if (gradient)
        model->variables[model->trained_count++] = (nn_variable){
            padded(param.count), param.rank > 1 ? param.shape[0] : 1, param.shape[param.rank - 1]};
    model->params[model->param_count++] = param;
    return param.value;
}

/* Point the layers and the list of parameters into the arrays, or only measure these when they are
 * not there yet: 'trained' and 'moving' are where the two kinds begin. */
static void lay_out_params(nn_model *model, size_t *trained, size_t *moving) {
    model->param_count = model->trained_count = 0;
    for (size_t i = 0; i < model->config.layers; i++) {
        nn_layer *l = &model->layers[i];
        nn_batch_norm *n = &l->batch_norm;
        nn_param dense = {.kind = "dense", .layer = i, .rank = 1, .shape = {l->H}};
        nn_param norm = {.kind = "batch_normalization", .layer = i, .rank = 1, .shape = {l->H}};
        nn_param kernel = dense;
        kernel.name = "kernel", kernel.rank = 2, kernel.shape[0] = l->D, kernel.shape[1] = l->H;
        l->kernel = take_param(model, trained, kernel, &l->dkernel);
        dense.name = "bias";
        l->bias = take_param(model, trained, dense, &l->dbias);
        if (!n->H) continue;
        norm.name = "gamma";
        n->gamma = take_param(model, trained, norm, &n->dgamma);
        norm.name = "beta";
        n->beta = take_param(model, trained, norm, &n->dbeta);
        norm.name = "moving_mean";
        n->moving_mean = take_param(model, moving, norm, NULL);
        norm.name = "moving_variance";
        n->moving_variance = take_param(model, moving, norm, NULL);
    }
}

static bool allocate_params(nn_model *model) {
    size_t trained = 0, moving = 0;
    lay_out_params(model, &trained, &moving);
    model->trainable = trained;
    model->size = trained + moving;
    model->values = new_floats(model->size);
    model->gradients = new_floats(model->size);
    if (!model->values || !model->gradients) return false;
    for (size_t k = 0; k < nn_optimizer_slots(&model->config.optimizer); k++)
        if (!(model->slots[k] = new_floats(trained))) return false;
    moving = trained;
    trained = 0;
    lay_out_params(model, &trained, &moving);
    return true;
}

static bool allocate_panels(nn_model *model) {
    const nn_model_config *c = &model->config;
    float *arrays[2 + NN_MAX_SLOTS] = {model->values, model->gradients, model->slots[0],
                                       model->slots[1], model->slots[2]};
    if (c->l2 > 0 || !nn_optimizer_is_elementwise(&c->optimizer)) return true;
    model->panels = nn_panels_new(model->layers[0].D, model->layers[0].H, arrays,
                                  2 + nn_optimizer_slots(&c->optimizer));
    return model->panels != NULL;
}

/* ---- activations ---- */

static void lay_out_activations(nn_model *model, size_t *used, size_t *moments) {
    const nn_model_config *c = &model->config;
    for (size_t i = 0; i < c->layers; i++) {
        nn_layer *l = &model->layers[i];
        size_t n = c->batch_size * l->H;
        bool hidden = i + 1 < c->layers;
        l->a = take(model->activations, used, n);
        l->d = take(model->activations, used, n);
        l->u = hidden && (c->batch_norm || !nn_activation_is_relu(&c->activation))
                   ? take(model->activations, used, n)
                   : l->a;
        l->z = l->batch_norm.H ? take(model->activations, used, n) : l->u;
        if (!l->batch_norm.H) continue;
        l->batch_norm.mean = take(model->moments, moments, l->H);
        l->batch_norm.inverse = take(model->moments, moments, l->H);
    }
}

static bool allocate_activations(nn_model *model) {
    size_t used = 0, moments = 0;
    lay_out_activations(model, &used, &moments);
    model->activations = new_floats(used);
    model->moments = new_floats(moments);
    if (!model->activations || !model->moments) return false;
    used = moments = 0;
    lay_out_activations(model, &used, &moments);
    return true;
}

/* ---- the model ---- */

static void fill(float *x, size_t n, float value) {
    for (size_t i = 0; i < n; i++) x[i] = value;
}

static bool initialize(nn_model *model) {
    const nn_model_config *config = &model->config;
    for (size_t i = 0; i < config->layers; i++) {
        nn_layer *l = &model->layers[i];
        nn_rng rng = nn_rng_stream(config->seed, NN_STREAM_INIT, i);
        if (!nn_initialize(nn_layer_initializer(&config->kernel_initializers, i), &rng, l->D, l->H,
                           l->kernel))
            return false;
        if (!l->batch_norm.H) continue;
        fill(l->batch_norm.gamma, l->H, 1);
        fill(l->batch_norm.moving_variance, l->H, 1);
    }
    for (size_t k = 0; k < nn_optimizer_slots(&config->optimizer); k++) {
        float start = nn_optimizer_slot_start(&config->optimizer, k);
        if (start > 0) fill(model->slots[k], model->trainable, start);
    }
    return true;
}

/* A model without its large arrays. */
static nn_model *new_model(const nn_model_config *config) {
    nn_model *model = calloc(1, sizeof *model);
    if (!model) return NULL;
    model->config = *config;
    model->layers = calloc(config->layers, sizeof *model->layers);
    model->params = calloc(config->layers * NN_LAYER_PARAMS, sizeof *model->params);
    model->variables = calloc(config->layers * NN_LAYER_PARAMS, sizeof *model->variables);
    if (!model->layers || !model->params || !model->variables) {
        nn_model_free(model);
        return NULL;
    }
    model->kernels = config->kernels ? config->kernels : nn_kernels_best();
    model->dropout_threshold = (uint32_t)lrint(config->dropout * 65536);
    model->dropout_scale = (float)(1 / (1 - config->dropout));
    for (size_t i = 0; i < config->layers; i++) {
        nn_layer *l = &model->layers[i];
        l->D = i ? config->units[i - 1] : config->inputs;
        l->H = config->units[i];
        if (config->batch_norm && i + 1 < config->layers) l->batch_norm.H = l->H;
    }
    return model;
}

size_t nn_model_threads(const nn_model_config *config) {
    size_t widest = 0;
    for (size_t i = 0; i < config->layers; i++)
        widest = config->units[i] > widest ? config->units[i] : widest;
    size_t useful = nn_products_threads(widest);
    return config->threads < useful ? config->threads : useful;
}

nn_model *nn_model_new(const nn_model_config *config) {
    nn_model *model = new_model(config);
    if (!model) return NULL;
    model->products.team = nn_team_new(nn_model_threads(config));
    if (allocate_params(model) && allocate_panels(model) && allocate_activations(model) &&
        initialize(model))
        return model;
    nn_model_free(model);
    return NULL;
}

nn_team *nn_model_team(const nn_model *model) {
    return model->products.team;
}

double nn_model_bytes(const nn_model_config *config) {
    nn_model *model = new_model(config);
    size_t trained = 0, moving = 0, activations = 0, moments = 0;
    if (!model) return 0;
    lay_out_params(model, &trained, &moving);
    lay_out_activations(model, &activations, &moments);
    nn_model_free(model);
    double slots = (double)nn_optimizer_slots(&config->optimizer);
    double panels = (2 + slots) * (double)config->inputs * (double)config->units[0];
    return (double)sizeof(float) * (2 * (double)(trained + moving) + slots * (double)trained +
                                    panels + (double)activations + (double)moments);
}

void nn_model_free(nn_model *model) {
    if (!model) return;
    nn_team_free(model->products.team);
    nn_products_free(&model->products);
    nn_panels_free(model->panels);
    free(model->layers);
    free(model->params);
    free(model->variables);
    free(model->values);
    free(model->gradients);
    for (size_t k = 0; k < NN_MAX_SLOTS; k++) free(model->slots[k]);
    free(model->activations);
    free(model->moments);
    free(model);
}

/* What somebody reads or writes has to be in the model's arrays. */
static void lay_open(const nn_model *model) {
    if (model->panels) nn_panels_unpack(model->panels);
}

const float *nn_model_gradients(const nn_model *model) {
    lay_open(model);
    return model->gradients;
}

const float *nn_model_layer_outputs(const nn_model *model, size_t index, size_t *B, size_t *H) {
    *B = model->B;
    *H = model->layers[index].H;
    return model->layers[index].a;
}

char *nn_param_layer(const nn_param *param, char name[NN_LAYER_NAME]) {
    if (param->layer)
        snprintf(name, NN_LAYER_NAME, "%s_%zu", param->kind, param->layer);
    else
        snprintf(name, NN_LAYER_NAME, "%s", param->kind);
    return name;
}

float *nn_model_slot(const nn_model *model, const nn_param *param, size_t slot) {
    lay_open(model);
    return model->slots[slot] + (param->value - model->values);
}

const nn_optimizer *nn_model_optimizer(const nn_model *model) {
    return &model->config.optimizer;
}

void nn_model_set_iterations(nn_model *model, uint64_t iterations) {
    model->iterations = iterations;
}

size_t nn_model_batch_size(const nn_model *model) {
    return model->config.batch_size;
}

uint64_t nn_model_iterations(const nn_model *model) {
    return model->iterations;
}

const nn_param *nn_model_params(const nn_model *model, size_t *count) {
    lay_open(model);
    *count = model->param_count;
    return model->params;
}
