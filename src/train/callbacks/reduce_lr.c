/* SPDX-License-Identifier: Apache-2.0 */
/* A lower learning rate on a plateau: keras/src/callbacks/reduce_lr_on_plateau.py. */
#include "train/callbacks/reduce_lr.h"

#include <float.h>
#include <math.h>

/* ---- the rule ---- */

static const nn_argument arguments[] = {
    {"monitor", NN_CHOICE, 0, 0, monitor_metrics, false},
    {"factor", NN_NUMBER, 0, NN_BELOW_1, NULL, false},
    {"patience", NN_WHOLE, 0, DBL_MAX, NULL, false},
    {"verbose", NN_WHOLE, 0, 1, NULL, false}, /* nothing here is printed */
    {"mode", NN_CHOICE, 0, 0, monitor_modes, false},
    {"min_delta", NN_NUMBER, -DBL_MAX, DBL_MAX, NULL, false},
    {"cooldown", NN_WHOLE, 0, DBL_MAX, NULL, false},
    {"min_lr", NN_NUMBER, 0, DBL_MAX, NULL, false},
};

static const nn_class classes[] = {
    {.name = "reduce_lr",
     .keras = "ReduceLROnPlateau",
     .arguments = arguments,
     .argument_count = sizeof arguments / sizeof arguments[0],
     .values = {MONITOR_VAL_LOSS, .1, 10, 0, MONITOR_AUTO, 1e-4, 0, 0}}};

static const nn_table rules = {NN_TABLE("rule", classes), NULL, NULL};

bool reduction_rule_parse(const char *text, reduction_rule *rule, char message[NN_MESSAGE]) {
    return monitor_rule_parse(text, &rules, rule, message);
}

static double value(const reduce_lr *self, const char *argument) {
    return nn_spec_value(&self->rule, argument);
}

/* ---- what it decides ---- */

/* False when the rate is the least already. The optimizer keeps it in float32. */
static bool reduce(reduce_lr *self) {
    float old = nn_model_learning_rate(self->model);
    double least = value(self, "min_lr");
    if (!(old > (float)least)) return false;
    nn_model_set_learning_rate(self->model,
                               (float)fmax((double)old * value(self, "factor"), least));
    return true;
}

static void observe(reduce_lr *self, const train_logs *train, const train_logs *validation) {
    double now = monitor_value(&self->rule, train, validation);
    if (self->cooldown) {
        self->cooldown--;
        self->wait = 0;
    }
    if (!self->has_best || monitor_is_better(&self->rule, now, self->best)) {
        self->has_best = true;
        self->best = now;
        self->wait = 0;
    } else if (!self->cooldown && (double)++self->wait >= value(self, "patience") && reduce(self)) {
        self->cooldown = (size_t)value(self, "cooldown");
        self->wait = 0;
    }
}

reduce_lr reduce_lr_new(const reduction_rule *rule, nn_model *model, const history *past) {
    reduce_lr self = {.rule = *rule, .model = model};
    for (size_t i = 0; i < past->count; i++)
        observe(&self, &past->epochs[i].train, &past->epochs[i].validation);
    return self;
}

static bool on_epoch_end(void *context, const train_state *state, error *err) {
    (void)err;
    observe(context, &state->train, &state->validation);
    return true;
}

train_callback reduce_lr_callback(reduce_lr *self) {
    return (train_callback){.self = self, .hooks = {[ON_EPOCH_END] = on_epoch_end}};
}
