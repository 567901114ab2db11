/* SPDX-License-Identifier: Apache-2.0 */
/* Early stopping: keras/src/callbacks/early_stopping.py and monitor_callback.py. */
#include "train/callbacks/early_stopping.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- the rule ---- */

static const nn_argument arguments[] = {
    {"monitor", NN_CHOICE, 0, 0, monitor_metrics, false},
    {"min_delta", NN_NUMBER, -DBL_MAX, DBL_MAX, NULL, false},
    {"patience", NN_WHOLE, 0, DBL_MAX, NULL, false},
    {"verbose", NN_WHOLE, 0, 1, NULL, false}, /* nothing here is printed */
    {"mode", NN_CHOICE, 0, 0, monitor_modes, false},
    {"baseline", NN_NUMBER, -DBL_MAX, DBL_MAX, NULL, true},
    {"restore_best_weights", NN_FLAG, 0, 1, NULL, false},
    {"start_from_epoch", NN_WHOLE, 0, DBL_MAX, NULL, false},
};

static const nn_class classes[] = {
    {.name = "early_stopping",
     .keras = "EarlyStopping",
     .arguments = arguments,
     .argument_count = sizeof arguments / sizeof arguments[0],
     .values = {MONITOR_VAL_LOSS, 0, 0, 0, MONITOR_AUTO, NAN, 0, 0}}};

static const nn_table rules = {NN_TABLE("rule", classes), NULL, NULL};

bool stopping_rule_parse(const char *text, stopping_rule *rule, char message[NN_MESSAGE]) {
    return monitor_rule_parse(text, &rules, rule, message);
}

static double value(const early_stopping *self, const char *argument) {
    return nn_spec_value(&self->rule, argument);
}

/* ---- what it knows ---- */

static float *weights_of(const nn_model *model, size_t *size) {
    size_t count;
    const nn_param *params = nn_model_params(model, &count);
    float *first = params[0].value, *end = first;
    for (size_t i = 0; i < count; i++)
        if (params[i].value + params[i].count > end) end = params[i].value + params[i].count;
    *size = (size_t)(end - first);
    return first;
}

bool early_stopping_init(early_stopping *self, const stopping_rule *rule, nn_model *model) {
    *self = (early_stopping){.rule = *rule, .model = model};
    if (!(value(self, "restore_best_weights") > 0)) return true;
    weights_of(model, &self->size);
    self->weights = calloc(self->size, sizeof *self->weights);
    return self->weights != NULL;
}

void early_stopping_free(early_stopping *self) {
    free(self->weights);
    *self = (early_stopping){.size = 0};
}

/* Look at an epoch's metrics; they come in order, from epoch 0 on. Sets 'stopped'. */
static void observe(early_stopping *self, size_t epoch, const train_logs *train,
                    const train_logs *validation) {
    double now = monitor_value(&self->rule, train, validation), baseline = value(self, "baseline");
    self->stopped = false;
    if ((double)epoch < value(self, "start_from_epoch")) return;
    if (!self->begun) self->best_epoch = epoch; /* the first weights are the best so far */
    self->begun = true;
    self->wait++;
    if (!self->has_best || monitor_is_better(&self->rule, now, self->best)) {
        self->has_best = true;
        self->best = now;
        self->best_epoch = epoch;
        if (isnan(baseline) || monitor_is_better(&self->rule, now, baseline)) self->wait = 0;
        return;
    }
    self->stopped = (double)self->wait >= value(self, "patience") && epoch > 0;
}

void early_stopping_replay(early_stopping *self, const history *past) {
    for (size_t i = 0; i < past->count; i++)
        observe(self, i, &past->epochs[i].train, &past->epochs[i].validation);
}

void early_stopping_reason(const stopping_rule *rule, const history *past, char *text,
                           size_t size) {
    early_stopping self = {.rule = *rule};
    *text = '\0';
    if (!rule->type) return;
    early_stopping_replay(&self, past);
    if (self.stopped)
        snprintf(text, size, "%s has not improved since epoch %zu",
                 monitor_metrics[(int)value(&self, "monitor")], self.best_epoch + 1);
}

/* ---- the callbacks ---- */

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    early_stopping *self = context;
    (void)err;
    observe(self, state->epoch, &state->train, &state->validation);
    if (self->weights && self->begun && self->best_epoch == state->epoch)
        memcpy(self->weights, weights_of(self->model, &self->size),
               self->size * sizeof *self->weights);
    if (self->stopped) *state->stop_training = true;
    return true;
}

train_callback early_stopping_callback(early_stopping *self) {
    return (train_callback){.self = self, .hooks = {[ON_EPOCH_END] = on_epoch_end}};
}

static void restore(early_stopping *self) {
    if (!self->weights || !self->begun) return;
    memcpy(weights_of(self->model, &self->size), self->weights, self->size * sizeof *self->weights);
    self->restored = true;
}

/* A finished run that is resumed has no epochs left. */
static bool restore_on_train_begin(void *context, const train_state *state, error *err) {
    (void)err;
    if (state->epoch == state->epochs) restore(context);
    return true;
}

static bool restore_on_epoch_end(void *context, const train_state *state, error *err) {
    (void)err;
    if (*state->stop_training || state->epoch + 1 == state->epochs) restore(context);
    return true;
}

train_callback early_stopping_restore_callback(early_stopping *self) {
    return (train_callback){
        .self = self,
        .hooks = {
            [ON_TRAIN_BEGIN] = restore_on_train_begin, [ON_EPOCH_END] = restore_on_epoch_end}};
}

/* ---- TerminateOnNaN: keras/src/callbacks/terminate_on_nan.py ---- */

static bool end_on_nan(void *self, const train_state *state, error *err) {
    (void)self;
    (void)err;
    if (!isfinite(state->train.loss)) *state->stop_training = true;
    return true;
}

train_callback terminate_on_nan_callback(void) {
    return (train_callback){.hooks = {[ON_TRAIN_BATCH_END] = end_on_nan}};
}
