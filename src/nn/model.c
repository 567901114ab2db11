/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network. Parameters, gradients and both moments are one array each with the same layout,
 * kernel and bias layer by layer, so that the optimizer is one loop.
 */
#include "nn/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn/gemm.h"
#include "nn/rng.h"

typedef struct layer {
    size_t D, H;
    float *kernel, *bias;   /* (D, H), (H) in params */
    float *dkernel, *dbias; /* the same in gradients */
    float *a;               /* (B, H) outputs, in activations; logits in the last layer */
    float *d;               /* (B, H) gradients of the outputs before bias and ReLU */
} layer;

struct nn_model {
    nn_model_config config;
    const nn_kernels *kernels;
    layer layers[NN_MAX_LAYERS];
    nn_param params[2 * NN_MAX_LAYERS];
    size_t param_count; /* floats in each of the four arrays below */
    float *values, *gradients, *m, *v;
    float *activations; /* a and d of every layer */
    size_t B;           /* samples whose outputs are in activations */
    uint64_t iterations;
    uint32_t dropout_threshold;
    float dropout_scale;
};

nn_model_config nn_model_config_default(void) {
    return (nn_model_config){.inputs = 784,
                             .layers = 3,
                             .units = {256, 128, 10},
                             .dropout = .2,
                             .batch_size = 128,
                             .kernel_initializer = nn_initializer_find("glorot_uniform"),
                             .adam = {.001, .9, .999, 1e-7}};
}

/* Zeroed, on a cache line; n floats. */
static float *new_floats(size_t n) {
    size_t bytes = (n * sizeof(float) + 63) / 64 * 64;
    float *floats = aligned_alloc(64, bytes);
    if (floats) memset(floats, 0, bytes);
    return floats;
}

/* Every array starts on a cache line. */
static size_t padded(size_t n) {
    return (n + 15) / 16 * 16;
}

static bool allocate(nn_model *model) {
    size_t params = 0, activations = 0;
    for (size_t i = 0; i < model->config.layers; i++) {
        const layer *l = &model->layers[i];
        params += padded(l->D * l->H) + padded(l->H);
        activations += 2 * padded(model->config.batch_size * l->H);
    }
    model->param_count = params;
    model->values = new_floats(params);
    model->gradients = new_floats(params);
    model->m = new_floats(params);
    model->v = new_floats(params);
    model->activations = new_floats(activations);
    return model->values && model->gradients && model->m && model->v && model->activations;
}

/* Point the layers and the list of parameters into the arrays. */
static void lay_out(nn_model *model) {
    size_t at = 0, activation = 0;
    for (size_t i = 0; i < model->config.layers; i++) {
        layer *l = &model->layers[i];
        size_t outputs = padded(model->config.batch_size * l->H);
        l->kernel = model->values + at;
        l->dkernel = model->gradients + at;
        at += padded(l->D * l->H);
        l->bias = model->values + at;
        l->dbias = model->gradients + at;
        at += padded(l->H);
        l->a = model->activations + activation;
        l->d = l->a + outputs;
        activation += 2 * outputs;
        model->params[2 * i] = (nn_param){i, "kernel", 2, {l->D, l->H}, l->D * l->H, l->kernel};
        model->params[2 * i + 1] = (nn_param){i, "bias", 1, {l->H}, l->H, l->bias};
    }
}

static bool initialize(nn_model *model) {
    const nn_model_config *config = &model->config;
    for (size_t i = 0; i < config->layers; i++) {
        layer *l = &model->layers[i];
        nn_rng rng = nn_rng_stream(config->seed, NN_STREAM_INIT, i);
        if (!nn_initialize(config->kernel_initializer, &rng, l->D, l->H, l->kernel)) return false;
    }
    return true;
}

nn_model *nn_model_new(const nn_model_config *config) {
    nn_model *model = calloc(1, sizeof *model);
    if (!model) return NULL;
    model->config = *config;
    model->kernels = config->kernels ? config->kernels : nn_kernels_best();
    model->dropout_threshold = (uint32_t)lrint(config->dropout * 65536);
    model->dropout_scale = (float)(1 / (1 - config->dropout));
    for (size_t i = 0; i < config->layers; i++) {
        model->layers[i].D = i ? config->units[i - 1] : config->inputs;
        model->layers[i].H = config->units[i];
    }
    if (allocate(model)) {
        lay_out(model);
        if (initialize(model)) return model;
    }
    nn_model_free(model);
    return NULL;
}

void nn_model_free(nn_model *model) {
    if (!model) return;
    free(model->values);
    free(model->gradients);
    free(model->m);
    free(model->v);
    free(model->activations);
    free(model);
}

const float *nn_model_gradients(const nn_model *model) {
    return model->gradients;
}

const float *nn_model_layer_outputs(const nn_model *model, size_t index, size_t *B, size_t *H) {
    *B = model->B;
    *H = model->layers[index].H;
    return model->layers[index].a;
}

float *nn_model_moment(const nn_model *model, const nn_param *param, bool second) {
    return (second ? model->v : model->m) + (param->value - model->values);
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
    *count = 2 * model->config.layers;
    return model->params;
}

static void lap(const nn_model *model, nn_phase phase) {
    nn_profile_lap(model->config.profile, phase);
}

/* a = x kernel, without the bias; the first layer's x may be sparse. */
static void multiply_inputs(const nn_model *model, const layer *l, const nn_input *x) {
    if (x->sparse) {
        nn_sparse_view rows = nn_sparse_by_rows(x->sparse);
        model->kernels->sparse_product(&rows, l->D, l->H, l->kernel, l->a);
    } else {
        nn_gemm(false, false, x->B, l->H, l->D, x->dense, l->kernel, l->a);
    }
}

/* dkernel = x' d */
static void multiply_gradients(const nn_model *model, const layer *l, const nn_input *x) {
    if (x->sparse) {
        nn_sparse_transpose(x->sparse);
        nn_sparse_view columns = nn_sparse_by_columns(x->sparse);
        model->kernels->sparse_product(&columns, x->B, l->H, l->d, l->dkernel);
    } else {
        nn_gemm(true, false, l->D, l->H, x->B, x->dense, l->d, l->dkernel);
    }
}

/* The inputs of a layer: the batch, or the outputs of the layer before. */
static nn_input inputs_of(const nn_model *model, size_t i, const nn_input *x) {
    return i ? (nn_input){.B = x->B, .dense = model->layers[i - 1].a} : *x;
}

/* Fill the layers' outputs; the last one's are the logits. */
static void forward(nn_model *model, const nn_input *x, bool training) {
    size_t last = model->config.layers - 1;
    model->B = x->B;
    nn_dropout dropout = {
        .key = {(uint32_t)model->config.seed, (uint32_t)(model->config.seed >> 32)},
        .step = (uint32_t)model->iterations,
        .threshold = training ? model->dropout_threshold : 0,
        .scale = model->dropout_scale};
    for (size_t i = 0; i <= last; i++) {
        layer *l = &model->layers[i];
        nn_input inputs = inputs_of(model, i, x);
        multiply_inputs(model, l, &inputs);
        lap(model, i ? NN_PHASE_OTHER_FORWARD : NN_PHASE_FIRST_FORWARD);
        dropout.layer = (uint32_t)i;
        if (i < last)
            model->kernels->relu_dropout(l->a, l->bias, x->B, l->H, &dropout);
        else
            model->kernels->add_bias(l->a, l->bias, x->B, l->H);
        lap(model, NN_PHASE_ACTIVATIONS);
    }
}

/* Fill the gradients from the last layer's d. */
static void backward(nn_model *model, const nn_input *x) {
    size_t B = x->B;
    float scale = model->dropout_threshold ? model->dropout_scale : 1;
    for (size_t i = model->config.layers; i-- > 0;) {
        layer *l = &model->layers[i];
        nn_input inputs = inputs_of(model, i, x);
        multiply_gradients(model, l, &inputs);
        model->kernels->column_sums(l->d, B, l->H, l->dbias);
        lap(model, i ? NN_PHASE_OTHER_BACKWARD : NN_PHASE_FIRST_BACKWARD);
        if (!i) break;
        nn_gemm(false, true, B, l->D, l->H, l->d, l->kernel, l[-1].d);
        lap(model, NN_PHASE_OTHER_BACKWARD);
        model->kernels->relu_dropout_backward(l[-1].d, l[-1].a, B * l->D, scale);
        lap(model, NN_PHASE_ACTIVATIONS);
    }
}

static void step(nn_model *model) {
    nn_adam_step s = nn_adam_step_at(&model->config.adam, ++model->iterations);
    model->kernels->adam(model->values, model->gradients, model->m, model->v, model->param_count,
                         &s);
}

void nn_model_train_batch(nn_model *model, const nn_input *x, const uint8_t *labels,
                          nn_metrics *sum) {
    const layer *last = &model->layers[model->config.layers - 1];
    forward(model, x, true);
    nn_softmax_cross_entropy(last->a, labels, x->B, last->H, last->d, sum);
    lap(model, NN_PHASE_LOSS);
    backward(model, x);
    step(model);
    lap(model, NN_PHASE_OPTIMIZER);
}

void nn_model_evaluate(nn_model *model, const nn_input *x, const uint8_t *labels, nn_metrics *sum) {
    const layer *last = &model->layers[model->config.layers - 1];
    forward(model, x, false);
    nn_softmax_cross_entropy(last->a, labels, x->B, last->H, NULL, sum);
    lap(model, NN_PHASE_LOSS);
}

void nn_model_predict(nn_model *model, const nn_input *x, float *probabilities) {
    const layer *last = &model->layers[model->config.layers - 1];
    forward(model, x, false);
    nn_softmax(last->a, x->B, last->H, probabilities);
}
