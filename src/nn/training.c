/* SPDX-License-Identifier: Apache-2.0 */
/* A model at work: forward, backward, the optimizer's step. */
#include "nn/model_parts.h"

static void lap(const nn_model *model, nn_phase phase) {
    nn_profile_lap(model->config.profile, phase);
}

/* Have the first kernel in the layout that suits batches of this kind. */
static void arrange(nn_model *model, const nn_input *x, bool training) {
    if (model->panels && x->sparse)
        nn_panels_pack(model->panels, training); /* without memory it stays in rows */
    else if (model->panels)
        nn_panels_unpack(model->panels);
}

static bool is_packed(const nn_model *model) {
    return model->panels && model->panels->current;
}

/* Of the first layer, arranged: its kernel (0) or the kernel's gradient (1). */
static nn_matrix first_matrix(const nn_model *model, size_t which) {
    const nn_layer *l = model->layers;
    if (is_packed(model)) return (nn_matrix){model->panels->panels[which], NN_PANELS};
    return (nn_matrix){which ? l->dkernel : l->kernel, NN_ROWS};
}

/* product = x kernel, without the bias; the first layer's x may be sparse. */
static void multiply_inputs(nn_model *model, const nn_layer *l, const nn_input *x, float *product) {
    const nn_shape shape = {.M = x->B, .N = l->H, .K = l->D};
    if (x->sparse)
        nn_products_sparse(&model->products, model->kernels, x->sparse, first_matrix(model, 0),
                           l->H, product);
    else
        nn_products_dense(&model->products, &shape, x->dense, l->kernel, product);
}

/* dkernel = x' d */
static void multiply_gradients(nn_model *model, const nn_layer *l, const nn_input *x) {
    const nn_shape shape = {.transpose_a = true, .M = l->D, .N = l->H, .K = x->B};
    if (x->sparse)
        nn_products_transposed(&model->products, model->kernels, x->sparse, l->d, l->H,
                               first_matrix(model, 1));
    else
        nn_products_dense(&model->products, &shape, x->dense, l->d, l->dkernel);
}

/* The inputs of a layer: the batch, or the outputs of the layer before. */
static nn_input inputs_of(const nn_model *model, size_t i, const nn_input *x) {
    return i ? (nn_input){.B = x->B, .dense = model->layers[i - 1].a} : *x;
}

/* ---- a layer's loops, divided by rows of the batch, or by columns ---- */

/* So much more than a multiplication costs an element of these loops. */
enum { LOOP_COST = 64 };

typedef struct layer_task {
    nn_team *team;
    nn_model *model;
    size_t i, B;
    bool training;
} layer_task;

/* Run it on the whole batch's layer i. */
static void run_loop(nn_model *model, size_t i, size_t B, bool training,
                     void (*task)(void *context, size_t part)) {
    size_t work = B * model->layers[i].H * LOOP_COST;
    layer_task t = {nn_products_team(&model->products, work), model, i, B, training};
    nn_team_run(t.team, task, &t);
}

/* ---- forward ---- */

/* Of this step, from that row on; a layer's masks are its own. */
static nn_dropout dropout_of(const layer_task *t, size_t first_row) {
    const nn_model *model = t->model;
    uint64_t seed = model->config.seed;
    return (nn_dropout){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
                        .layer = (uint32_t)t->i,
                        .step = (uint32_t)model->iterations,
                        .first_row = first_row,
                        .threshold = t->training ? model->dropout_threshold : 0,
                        .scale = model->dropout_scale};
}

/* Whether bias, relu and dropout are one pass over the layer's a. */
static bool is_fused(const nn_layer *l) {
    return l->u == l->a;
}

/* A part's rows of the batch: how many, and where they begin in the layer's arrays (B, H). */
typedef struct layer_rows {
    size_t n, at;
    nn_dropout dropout;
} layer_rows;

static layer_rows rows_of(const layer_task *t, const nn_layer *l, size_t part) {
    nn_range rows = nn_team_share(t->team, part, t->B, 1);
    return (layer_rows){rows.limit - rows.first, rows.first * l->H, dropout_of(t, rows.first)};
}

static void activate_rows(void *context, size_t part) {
    const layer_task *t = context;
    const nn_layer *l = &t->model->layers[t->i];
    const nn_kernels *k = t->model->kernels;
    const layer_rows rows = rows_of(t, l, part);
    if (is_fused(l)) {
        k->relu_dropout(l->a + rows.at, l->bias, rows.n, l->H, &rows.dropout);
        return;
    }
    if (!l->batch_norm.H) k->add_bias(l->z + rows.at, l->bias, rows.n, l->H);
    nn_activation_forward(&t->model->config.activation, l->u + rows.at, l->a + rows.at,
                          rows.n * l->H);
    k->dropout(l->a + rows.at, rows.n, l->H, &rows.dropout);
}

/* From z without bias to a. */
static void activate(nn_model *model, size_t i, size_t B, bool training) {
    nn_layer *l = &model->layers[i];
    if (l->batch_norm.H) {
        model->kernels->add_bias(l->z, l->bias, B, l->H);
        nn_batch_norm_forward(&l->batch_norm, l->z, B, training, l->u);
    }
    run_loop(model, i, B, training, activate_rows);
}

/* Fill the layers' outputs; the last one's are the logits. */
static void forward(nn_model *model, const nn_input *x, bool training) {
    size_t last = model->config.layers - 1;
    model->B = x->B;
    arrange(model, x, training);
    for (size_t i = 0; i <= last; i++) {
        nn_layer *l = &model->layers[i];
        nn_input inputs = inputs_of(model, i, x);
        multiply_inputs(model, l, &inputs, l->z);
        lap(model, i ? NN_PHASE_OTHER_FORWARD : NN_PHASE_FIRST_FORWARD);
        if (i < last)
            activate(model, i, x->B, training);
        else
            model->kernels->add_bias(l->a, l->bias, x->B, l->H);
        lap(model, NN_PHASE_ACTIVATIONS);
    }
}

/* ---- backward ---- */

static void deactivate_rows(void *context, size_t part) {
    const layer_task *t = context;
    const nn_layer *l = &t->model->layers[t->i];
    const nn_kernels *k = t->model->kernels;
    const layer_rows rows = rows_of(t, l, part);
    if (is_fused(l)) {
        float scale = rows.dropout.threshold ? rows.dropout.scale : 1;
        k->relu_dropout_backward(l->d + rows.at, l->a + rows.at, rows.n * l->H, scale);
        return;
    }
    k->dropout(l->d + rows.at, rows.n, l->H, &rows.dropout); /* the same mask again */
    nn_activation_backward(l->u + rows.at, l->d + rows.at, rows.n * l->H);
}

/* l->d: from the gradients of a to those of z. */
static void deactivate(nn_model *model, size_t i, size_t B) {
    nn_layer *l = &model->layers[i];
    run_loop(model, i, B, true, deactivate_rows);
    if (l->batch_norm.H) nn_batch_norm_backward(&l->batch_norm, l->z, B, l->d);
}

/* l->dbias, some columns of it. */
static void sum_columns(void *context, size_t part) {
    const layer_task *t = context;
    const nn_layer *l = &t->model->layers[t->i];
    enum { LINE = 16 };
    nn_range columns = nn_team_share(t->team, part, l->H, LINE);
    t->model->kernels->column_sums(l->d + columns.first, t->B, l->H, columns.limit - columns.first,
                                   l->dbias + columns.first);
}

/* Fill the gradients from the last layer's d. */
static void backward(nn_model *model, const nn_input *x) {
    size_t B = x->B;
    for (size_t i = model->config.layers; i-- > 0;) {
        nn_layer *l = &model->layers[i];
        nn_input inputs = inputs_of(model, i, x);
        multiply_gradients(model, l, &inputs);
        run_loop(model, i, B, true, sum_columns);
        lap(model, i ? NN_PHASE_OTHER_BACKWARD : NN_PHASE_FIRST_BACKWARD);
        if (!i) break;
        const nn_shape shape = {.transpose_b = true, .M = B, .N = l->D, .K = l->H};
        nn_products_dense(&model->products, &shape, l->d, l->kernel, l[-1].d);
        lap(model, NN_PHASE_OTHER_BACKWARD);
        deactivate(model, i - 1, B);
        lap(model, NN_PHASE_ACTIVATIONS);
    }
}

/* ---- the regularizer: l2 times the kernels' squares ---- */

static float penalty(const nn_model *model) {
    float sum = 0;
    for (size_t i = 0; i < model->config.layers && model->config.l2 > 0; i++) {
        const nn_layer *l = &model->layers[i];
        double squares = 0;
        for (size_t k = 0; k < l->D * l->H; k++)
            squares += (double)l->kernel[k] * (double)l->kernel[k];
        sum += (float)model->config.l2 * (float)squares;
    }
    return sum;
}

static void add_penalty_gradients(nn_model *model) {
    float twice = 2 * (float)model->config.l2;
    for (size_t i = 0; i < model->config.layers && twice > 0; i++) {
        const nn_layer *l = &model->layers[i];
        for (size_t k = 0; k < l->D * l->H; k++) l->dkernel[k] += twice * l->kernel[k];
    }
}

/* ---- what the model does ---- */

float nn_model_learning_rate(const nn_model *model) {
    const nn_model_config *c = &model->config;
    return c->schedule.type ? nn_schedule_at(&c->schedule, model->iterations)
                            : (float)nn_spec_value(&c->optimizer, "learning_rate");
}

void nn_model_set_learning_rate(nn_model *model, float learning_rate) {
    nn_spec_set(&model->config.optimizer, "learning_rate", (double)learning_rate);
}

/* The optimizer's step on these variables. */
static void step_arrays(nn_model *model, const nn_optimizer_arrays *arrays,
                        const nn_variable *variables, size_t count) {
    nn_team *team = nn_products_team(&model->products, arrays->n * LOOP_COST);
    nn_optimizer_step(&model->config.optimizer, model->kernels, team, nn_model_learning_rate(model),
                      model->iterations + 1, arrays, variables, count);
}

/* The first kernel's, a row a panel. */
static void step_panels(nn_model *model) {
    const nn_panels *p = model->panels;
    nn_optimizer_arrays arrays = {
        .n = p->D * p->H, .values = p->panels[0], .gradients = p->panels[1]};
    for (size_t k = 0; k + 2 < p->count; k++) arrays.slots[k] = p->panels[2 + k];
    const nn_variable panels = {arrays.n, (p->H + NN_PANEL - 1) / NN_PANEL, NN_PANEL * p->D};
    step_arrays(model, &arrays, &panels, 1);
}

static void step(nn_model *model) {
    size_t packed = is_packed(model), first = packed ? model->variables[0].size : 0;
    nn_optimizer_arrays arrays = {.n = model->trainable - first,
                                  .values = model->values + first,
                                  .gradients = model->gradients + first};
    for (size_t k = 0; k < NN_MAX_SLOTS; k++)
        arrays.slots[k] = model->slots[k] ? model->slots[k] + first : NULL;
    if (packed) step_panels(model);
    step_arrays(model, &arrays, model->variables + packed, model->trained_count - packed);
    model->iterations++;
}

void nn_model_train_batch(nn_model *model, const nn_input *x, const uint8_t *labels,
                          nn_metrics *sum) {
    const nn_layer *last = &model->layers[model->config.layers - 1];
    forward(model, x, true);
    nn_softmax_cross_entropy(last->a, labels, x->B, last->H, last->d, sum);
    lap(model, NN_PHASE_LOSS);
    sum->loss_sum += (double)penalty(model) * (double)x->B;
    backward(model, x);
    add_penalty_gradients(model);
    step(model);
    lap(model, NN_PHASE_OPTIMIZER);
}

void nn_model_evaluate(nn_model *model, const nn_input *x, const uint8_t *labels, nn_metrics *sum) {
    const nn_layer *last = &model->layers[model->config.layers - 1];
    forward(model, x, false);
    nn_softmax_cross_entropy(last->a, labels, x->B, last->H, NULL, sum);
    sum->loss_sum += (double)penalty(model) * (double)x->B;
    lap(model, NN_PHASE_LOSS);
}

void nn_model_predict(nn_model *model, const nn_input *x, float *probabilities) {
    const nn_layer *last = &model->layers[model->config.layers - 1];
    forward(model, x, false);
    nn_softmax(last->a, x->B, last->H, probabilities);
}
