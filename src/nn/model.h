/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The network: dense layers with an activation and dropout after each but the last, batch
 * normalisation before the activation if wanted; softmax cross-entropy after the last; trained by
 * an optimizer. Row-major float32; one model belongs to one thread at a time, and has
 * threads of its own to help it.
 */
#ifndef NN_MODEL_H
#define NN_MODEL_H

#include <stddef.h>
#include <stdint.h>

#include "nn/activation.h"
#include "nn/initializers/layer_initializers.h"
#include "nn/kernels/kernels.h"
#include "nn/kernels/sparse.h"
#include "nn/optimizer.h"
#include "nn/profile.h"
#include "nn/schedule.h"
#include "nn/softmax.h"

typedef struct nn_model_config {
    size_t inputs;               /* D */
    size_t layers;               /* dense layers, the last one's units are the classes */
    size_t units[NN_MAX_LAYERS]; /* H of each */
    nn_activation activation;    /* of the hidden layers */
    bool batch_norm;             /* between each hidden layer and its activation */
    double dropout;              /* rate after each hidden layer's activation, in [0, 1) */
    double l2;                   /* the loss has l2 * (sum of squares) of every kernel in it */
    size_t batch_size;           /* the largest batch */
    nn_layer_initializers kernel_initializers; /* biases start as zeros */
    nn_optimizer optimizer;
    nn_schedule schedule; /* of its learning rate, complete; all zeros: it stays */
    uint64_t seed;
    /* That compute, the caller's among them, but no more than one for each 64 units of the widest
     * layer, as others would find no work; 0: 1. No number depends on it. */
    size_t threads;
    const nn_kernels *kernels; /* NULL: the best for this CPU */
    nn_profile *profile;       /* laps are added to it; NULL: none */
} nn_model_config;

/* The notebook's: 784-256-128-10, relu, dropout .2, batches of 128, glorot_uniform, Keras' Adam. */
nn_model_config nn_model_config_default(void);

typedef struct nn_model nn_model;

/* The threads that such a model has: of those that are configured, the ones that find work. */
size_t nn_model_threads(const nn_model_config *config);

/* Bytes that such a model takes: parameters, gradients, slots, activations. */
double nn_model_bytes(const nn_model_config *config);

/*
 * A model with initial weights, or NULL when there is no memory. Call it, and train, in a thread
 * that called nn_thread_init (thread.h).
 */
nn_model *nn_model_new(const nn_model_config *config);
void nn_model_free(nn_model *model);

/* The threads of its steps, for what is between them; NULL where it is one. */
nn_team *nn_model_team(const nn_model *model);

/* B <= batch_size samples, (B, D): dense; or sparse, whose rows must be filled in. */
typedef struct nn_input {
    size_t B;
    const float *dense;
    nn_sparse *sparse; /* NULL when they are dense; its columns are made here */
} nn_input;

/*
 * One optimizer step on the samples, dropout on; adds their metrics, as they were before the step,
 * to *sum. Dense and sparse give the same but for rounding.
 */
void nn_model_train_batch(nn_model *model, const nn_input *x, const uint8_t *labels /* (B) */,
                          nn_metrics *sum);

/* The metrics of the samples, dropout off; no weight changes. */
void nn_model_evaluate(nn_model *model, const nn_input *x, const uint8_t *labels /* (B) */,
                       nn_metrics *sum);

/* The samples' probabilities of each class: softmax of the logits, dropout off. */
void nn_model_predict(nn_model *model, const nn_input *x,
                      float *probabilities /* (B, C), C the last layer's units */);

/* The gradients that the last nn_model_train_batch used, laid out like the parameters: param's are
 * at its value's distance from the first one's. Valid until the next batch. */
const float *nn_model_gradients(const nn_model *model);

/*
 * A dense layer's outputs (B, H) for the last batch that was trained on, evaluated or predicted: as
 * the next layer got them, that is activated and, in training, with dropout's zeros; the last
 * layer's are the logits. Valid until the next batch.
 */
const float *nn_model_layer_outputs(const nn_model *model, size_t layer, size_t *B, size_t *H);

/* An array of the model's, as Keras names it. */
typedef struct nn_param {
    const char *kind; /* the layer's: "dense" or "batch_normalization" */
    size_t layer;     /* of the layers of its kind, from 0 */
    const char *name; /* "kernel", "bias"; "gamma", "beta", "moving_mean", "moving_variance" */
    bool trainable;   /* all but the moving ones; these have no gradients and no slots */
    size_t rank;
    size_t shape[2]; /* (D, H) or (H) */
    size_t count;    /* elements */
    float *value; /* lives as long as the model; all lie in one array, first the trainable ones */
} nn_param;

enum { NN_LAYER_NAME = 40 };

/* The name of its layer, "dense" or "dense_1" and so on; returns 'name'. */
char *nn_param_layer(const nn_param *param, char name[NN_LAYER_NAME]);

/* What the optimizer remembers of a trainable parameter, laid out like its value. slot is below
 * nn_optimizer_slots. */
float *nn_model_slot(const nn_model *model, const nn_param *param, size_t slot);
const nn_optimizer *nn_model_optimizer(const nn_model *model);

/* The learning rate of the next step. */
float nn_model_learning_rate(const nn_model *model);

/* From now on, without a schedule. */
void nn_model_set_learning_rate(nn_model *model, float learning_rate);

/* Say how many optimizer steps the parameters and slots have seen. */
void nn_model_set_iterations(nn_model *model, uint64_t iterations);

/* The largest batch that it takes. */
size_t nn_model_batch_size(const nn_model *model);

/* Optimizer steps so far. */
uint64_t nn_model_iterations(const nn_model *model);

/*
 * All arrays of the model in Keras' order, layer by layer; *count of them. Their numbers are those
 * of now: after a batch, and before they are changed, call it again, as a step may have others at
 * work. The same holds for the gradients and slots above.
 */
const nn_param *nn_model_params(const nn_model *model, size_t *count);

#endif
