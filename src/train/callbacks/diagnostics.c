/* SPDX-License-Identifier: Apache-2.0 */
/* Why an initializer fails. */
#include "train/callbacks/diagnostics.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/keras_model.h"
#include "nn/kernels/gemm.h"
#include "train/batch.h"

enum { TAG_SIZE = 2 * WEIGHT_NAME };

struct diagnostics {
    run_log *log;
    nn_model *model;
    nn_model_config config;
    size_t frequency;
    nn_profile *profile;
    batch probe;       /* the fixed batch */
    float *before;     /* the model's parameters before the last step of an epoch */
    size_t parameters; /* how many floats these are, with gaps */
    float *gram;       /* for diagnostics_distinct */
    tblog_status made; /* of filling the log's summary; the first failure stays */
};

/* The parameters lie in one array: where it begins, and its end. */
static const float *parameters_of(const nn_model *model, size_t *length) {
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    const float *first = params[0].value, *end = first;
    for (size_t i = 0; i < count; i++)
        if (params[i].value + params[i].count > end) end = params[i].value + params[i].count;
    *length = (size_t)(end - first);
    return first;
}

static size_t widest_hidden(const nn_model_config *config) {
    size_t widest = 0;
    for (size_t i = 0; i + 1 < config->layers; i++)
        if (config->units[i] > widest) widest = config->units[i];
    return widest;
}

/* The first samples of the set, gathered once. */
static bool fill_probe(diagnostics *self, const dataset *set) {
    size_t B = nn_model_batch_size(self->model);
    if (B > DIAGNOSTICS_SAMPLES) B = DIAGNOSTICS_SAMPLES;
    if (B > set->n) B = set->n;
    uint32_t *order = malloc(B * sizeof *order);
    if (!order || !batch_init(&self->probe, set, B)) {
        free(order);
        return false;
    }
    for (size_t i = 0; i < B; i++) order[i] = (uint32_t)i;
    batch_gather(&self->probe, set, order, B, NULL);
    free(order);
    return true;
}

diagnostics *diagnostics_new(run_log *log, nn_model *model, const nn_model_config *config,
                             const dataset *set, size_t frequency, nn_profile *profile) {
    diagnostics *self = calloc(1, sizeof *self);
    if (!self) return NULL;
    size_t H = widest_hidden(config);
    self->log = log;
    self->model = model;
    self->config = *config;
    self->frequency = frequency;
    self->profile = profile;
    parameters_of(model, &self->parameters);
    self->before = malloc(self->parameters * sizeof *self->before);
    self->gram = malloc((H * H + 1) * sizeof *self->gram);
    if (self->before && self->gram && fill_probe(self, set)) return self;
    diagnostics_free(self);
    return NULL;
}

void diagnostics_free(diagnostics *self) {
    if (!self) return;
    batch_free(&self->probe);
    free(self->before);
    free(self->gram);
    free(self);
}

/* ---- numbers ---- */

double diagnostics_dead(const float *a, size_t B, size_t H) {
    size_t dead = 0;
    for (size_t h = 0; h < H; h++) {
        size_t b = 0;
        while (b < B && a[b * H + h] == 0) b++;
        dead += b == B;
    }
    return (double)dead / (double)H;
}

/* Whether units i and j give the same but for a factor. */
static bool same_unit(const float *gram, size_t H, size_t i, size_t j) {
    double ii = gram[i * H + i], jj = gram[j * H + j], ij = gram[i * H + j];
    if (ii == 0 || jj == 0) return ii == jj;
    return ij >= DIAGNOSTICS_SAME_COSINE * sqrt(ii) * sqrt(jj);
}

double diagnostics_distinct(const float *a, size_t B, size_t H, float *gram) {
    size_t distinct = 0;
    nn_gemm(true, false, H, H, B, a, a, gram);
    for (size_t i = 0; i < H; i++) {
        size_t j = 0;
        while (j < i && !same_unit(gram, H, i, j)) j++;
        if (j == i)
            distinct++;
        else
            gram[i * H + i] = NAN; /* no unit is the same as that: comparisons with it are false */
    }
    return (double)distinct / (double)H;
}

static double norm_of(const float *x, const float *y, size_t n) {
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        double difference = y ? (double)x[i] - (double)y[i] : (double)x[i];
        sum += difference * difference;
    }
    return sqrt(sum);
}

/* ---- what is logged ---- */

/* "why/<kind>/<name>": sorts after the tags that Keras logs. */
static void name_tag(const char *kind, const char *name, char tag[TAG_SIZE]) {
    snprintf(tag, TAG_SIZE, "why/%s/%s", kind, name);
}

/* Add a scalar to the log's summary. */
static void put_scalar(diagnostics *self, const char *kind, const char *name, double value) {
    char tag[TAG_SIZE];
    name_tag(kind, name, tag);
    if (!self->made)
        self->made =
            tblog_summary_scalar(run_log_summary(self->log), tag, value, run_log_reason(self->log));
}

static void put_histogram(diagnostics *self, const char *kind, const char *name,
                          const float *values, size_t n) {
    char tag[TAG_SIZE];
    name_tag(kind, name, tag);
    if (!self->made)
        self->made = tblog_summary_histogram(run_log_summary(self->log), tag,
                                             TBLOG_ARRAY(TBLOG_FLOAT32, values, n),
                                             TBLOG_DEFAULT_BUCKETS, run_log_reason(self->log));
}

/* The outputs of all layers for the fixed batch; only a hidden layer's units can be dead or alike:
 * the last one's are the classes. */
static void put_outputs(diagnostics *self, const nn_param *kernel) {
    char layer[NN_LAYER_NAME];
    size_t B, H;
    const float *a = nn_model_layer_outputs(self->model, kernel->layer, &B, &H);
    nn_param_layer(kernel, layer);
    put_histogram(self, "activations", layer, a, B * H);
    if (kernel->layer + 1 == self->config.layers) return;
    if (nn_activation_can_die(&self->config.activation))
        put_scalar(self, "dead_units", layer, diagnostics_dead(a, B, H));
    put_scalar(self, "distinct_units", layer, diagnostics_distinct(a, B, H, self->gram));
}

/* Kernel and bias follow each other in 'params'. */
static void put_step(diagnostics *self, const nn_param *kernel, const float *first) {
    char name[WEIGHT_NAME], layer[NN_LAYER_NAME];
    const nn_param *bias = kernel + 1;
    const float *gradients = nn_model_gradients(self->model);
    const float *dkernel = gradients + (kernel->value - first);
    const float *dbias = gradients + (bias->value - first);
    const float *before = self->before + (kernel->value - first);
    double step = norm_of(kernel->value, before, kernel->count);
    double weight = norm_of(before, NULL, kernel->count);
    weight_name(kernel, name);
    put_histogram(self, "gradients", name, dkernel, kernel->count);
    weight_name(bias, name);
    put_histogram(self, "gradients", name, dbias, bias->count);
    nn_param_layer(kernel, layer);
    put_scalar(self, "gradient_norm", layer,
               hypot(norm_of(dkernel, NULL, kernel->count), norm_of(dbias, NULL, bias->count)));
    put_scalar(self, "update_ratio", layer, step > 0 ? step / weight : 0);
}

static bool log_epoch(diagnostics *self, int64_t epoch, error *err) {
    size_t count, length;
    nn_metrics unused = {0};
    const nn_param *params = nn_model_params(self->model, &count);
    const float *first = parameters_of(self->model, &length);
    nn_profile_lap(self->profile, NN_PHASE_LOGGING);
    if (self->profile) self->profile->validating = true;
    nn_model_evaluate(self->model, &self->probe.input, self->probe.labels, &unused);
    if (self->profile) self->profile->validating = false;
    self->made = TBLOG_OK;
    for (size_t i = 0; i < count; i++) {
        if (params[i].rank != 2) continue; /* a bias, or batch normalisation's */
        put_outputs(self, &params[i]);
        put_step(self, &params[i], first);
    }
    return run_log_begin(self->log, err) && run_log_add(self->log, epoch, self->made, err) &&
           run_log_flush(self->log, err);
}

/* ---- the moments ---- */

static void remember(diagnostics *self) {
    size_t length;
    memcpy(self->before, parameters_of(self->model, &length),
           self->parameters * sizeof *self->before);
}

/* The first epoch may have one step only; a finished run that is resumed has none. */
static bool on_train_begin(void *context, const train_state *state, error *err) {
    diagnostics *self = context;
    remember(self);
    return state->epoch == state->epochs || run_log_begin(self->log, err);
}

static bool on_train_batch_end(void *context, const train_state *state, error *err) {
    (void)err;
    if (state->batch + 2 == state->batches) remember(context);
    return true;
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    diagnostics *self = context;
    bool good = state->epoch % self->frequency != 0 || log_epoch(self, (int64_t)state->epoch, err);
    if (state->batches == 1) remember(self);
    return good;
}

train_callback diagnostics_callback(diagnostics *self) {
    return (train_callback){.self = self,
                            .hooks = {[ON_TRAIN_BEGIN] = on_train_begin,
                                      [ON_TRAIN_BATCH_END] = on_train_batch_end,
                                      [ON_EPOCH_END] = on_epoch_end}};
}
