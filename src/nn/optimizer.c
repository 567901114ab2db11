/* SPDX-License-Identifier: Apache-2.0 */
/* Optimizers. The loops over the parameters are in optimizer_kernels.c and kernels.c. */
#include "nn/optimizer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

/* ---- the classes ---- */

#define BELOW_1           (1 - DBL_EPSILON / 2)
#define FROM(least, most) least, most, NULL, false
#define RATE                                                                                       \
    { "learning_rate", NN_NUMBER, FROM(0, DBL_MAX) }
#define EPSILON                                                                                    \
    { "epsilon", NN_NUMBER, FROM(0, DBL_MAX) }
#define YES_NO(name)                                                                               \
    { name, NN_FLAG, FROM(0, 1) }
#define MAYBE(name)                                                                                \
    { name, NN_NUMBER, DBL_MIN, DBL_MAX, NULL, true }
#define CLIPPING MAYBE("clipnorm"), MAYBE("clipvalue"), MAYBE("global_clipnorm")
static const char *const clippings[] = {"clipnorm", "clipvalue", "global_clipnorm"};

static const nn_argument of_sgd[] = {
    RATE, {"momentum", NN_NUMBER, FROM(0, 1)}, YES_NO("nesterov"), MAYBE("weight_decay"), CLIPPING};
static const nn_argument of_rmsprop[] = {RATE,
                                         {"rho", NN_NUMBER, FROM(0, 1)},
                                         {"momentum", NN_NUMBER, FROM(0, 1)},
                                         EPSILON,
                                         YES_NO("centered"),
                                         MAYBE("weight_decay"),
                                         CLIPPING};
static const nn_argument of_adagrad[] = {RATE,
                                         {"initial_accumulator_value", NN_NUMBER, FROM(0, DBL_MAX)},
                                         EPSILON,
                                         MAYBE("weight_decay"),
                                         CLIPPING};
static const nn_argument of_adam[] = {RATE,
                                      {"beta_1", NN_NUMBER, FROM(0, BELOW_1)},
                                      {"beta_2", NN_NUMBER, FROM(0, BELOW_1)},
                                      EPSILON,
                                      YES_NO("amsgrad"),
                                      MAYBE("weight_decay"),
                                      CLIPPING};

static const nn_argument of_adamw[] = {RATE,
                                       {"weight_decay", NN_NUMBER, FROM(DBL_MIN, DBL_MAX)},
                                       {"beta_1", NN_NUMBER, FROM(0, BELOW_1)},
                                       {"beta_2", NN_NUMBER, FROM(0, BELOW_1)},
                                       EPSILON,
                                       YES_NO("amsgrad"),
                                       CLIPPING};

#define NO_CLIPPING  NAN, NAN, NAN
#define NO_DECAY     NAN, NO_CLIPPING
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CLASS(name, keras, kind, arguments, same_as, ...)                                          \
    { name, keras, NULL, kind, arguments, COUNT(arguments), false, {__VA_ARGS__}, same_as }

static const nn_class classes[] = {
    CLASS("sgd", "SGD", NN_SGD, of_sgd, NULL, .01, 0, 0, NO_DECAY),
    CLASS("momentum", "SGD", NN_SGD, of_sgd, &classes[0], .01, .9, 0, NO_DECAY),
    CLASS("nesterov", "SGD", NN_SGD, of_sgd, &classes[0], .01, .9, 1, NO_DECAY),
    CLASS("rmsprop", "RMSprop", NN_RMSPROP, of_rmsprop, NULL, .001, .9, 0, 1e-7, 0, NO_DECAY),
    CLASS("adagrad", "Adagrad", NN_ADAGRAD, of_adagrad, NULL, .001, .1, 1e-7, NO_DECAY),
    CLASS("adam", "Adam", NN_ADAM, of_adam, NULL, .001, .9, .999, 1e-7, 0, NO_DECAY),
    CLASS("adamw", "AdamW", NN_ADAMW, of_adamw, NULL, .001, .004, .9, .999, 1e-7, 0, NO_CLIPPING),
};

const nn_class *nn_optimizer_classes(size_t *count) {
    *count = COUNT(classes);
    return classes;
}

bool nn_optimizer_parse(const char *text, nn_optimizer *optimizer, char message[NN_MESSAGE]) {
    if (!nn_spec_parse(text, "optimizer", classes, COUNT(classes), optimizer, message))
        return false;
    int clips = 0;
    for (size_t i = 0; i < COUNT(clippings); i++)
        clips += !isnan(nn_spec_value(optimizer, clippings[i]));
    return clips <= 1 || nn_fail(message, "%s: only one of clipnorm, clipvalue and global_clipnorm",
                                 optimizer->type->name);
}

char *nn_optimizer_text(const nn_optimizer *optimizer, char *text) {
    return nn_spec_text(optimizer, text);
}

static float value(const nn_optimizer *o, const char *argument) {
    return (float)nn_spec_value(o, argument);
}

static bool has(const nn_optimizer *o, const char *argument) {
    return nn_spec_value(o, argument) > 0;
}

/* ---- slots ---- */

/* The names of the slots in use, in the order in which the step below takes them. */
static size_t list_slots(const nn_optimizer *o, const char *names[NN_MAX_SLOTS]) {
    size_t count = 0;
    switch ((nn_optimizer_kind)o->type->kind) {
    case NN_SGD:
        if (has(o, "momentum")) names[count++] = "sgd/momentum";
        break;
    case NN_RMSPROP:
        names[count++] = "rmsprop/velocity";
        if (has(o, "momentum")) names[count++] = "rmsprop/momentum";
        if (has(o, "centered")) names[count++] = "rmsprop/average_gradient";
        break;
    case NN_ADAGRAD: names[count++] = "adagrad/accumulator"; break;
    case NN_ADAM:
        names[count++] = "adam/m";
        names[count++] = "adam/v";
        if (has(o, "amsgrad")) names[count++] = "adam/v_hat";
        break;
    case NN_ADAMW:
        names[count++] = "adamw/m";
        names[count++] = "adamw/v";
        if (has(o, "amsgrad")) names[count++] = "adamw/v_hat";
        break;
    }
    return count;
}

size_t nn_optimizer_slots(const nn_optimizer *optimizer) {
    const char *names[NN_MAX_SLOTS];
    return list_slots(optimizer, names);
}

const char *nn_optimizer_slot_name(const nn_optimizer *optimizer, size_t slot) {
    const char *names[NN_MAX_SLOTS];
    list_slots(optimizer, names);
    return names[slot];
}

float nn_optimizer_slot_start(const nn_optimizer *o) {
    return o->type->kind == NN_ADAGRAD ? value(o, "initial_accumulator_value") : 0;
}

/* ---- the gradients, before the step ---- */

static float squares(const float *x, size_t n) {
    float sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * x[i];
    return sum;
}

/* To a norm of at most 'limit', variable by variable. */
static void clip_norms(float *g, const size_t *ends, size_t variables, float limit) {
    size_t first = 0;
    for (size_t k = 0; k < variables; first = ends[k++]) {
        float norm = sqrtf(squares(g + first, ends[k] - first));
        for (size_t i = first; i < ends[k]; i++) g[i] = g[i] * limit / fmaxf(norm, limit);
    }
}

/* All together. */
static void clip_global_norm(float *g, size_t n, float limit) {
    float norm = sqrtf(squares(g, n)), scale = limit * fminf(1 / norm, 1 / limit);
    for (size_t i = 0; i < n; i++) g[i] *= scale;
}

static void clip_values(float *g, size_t n, float limit) {
    for (size_t i = 0; i < n; i++) g[i] = fminf(fmaxf(g[i], -limit), limit);
}

static void clip(const nn_optimizer *o, const nn_optimizer_arrays *a, const size_t *ends,
                 size_t variables) {
    if (has(o, "clipnorm")) clip_norms(a->gradients, ends, variables, value(o, "clipnorm"));
    if (has(o, "global_clipnorm"))
        clip_global_norm(a->gradients, a->n, value(o, "global_clipnorm"));
    if (has(o, "clipvalue")) clip_values(a->gradients, a->n, value(o, "clipvalue"));
}

/* ---- the step ---- */

/*
 * Adam's bias correction. Keras folds it into the step size alpha, so epsilon stands outside of the
 * corrected root ("epsilon hat" in Kingma and Ba 2015, section 2).
 */
static nn_adam_step adam_step(const nn_optimizer *o, float learning_rate, uint64_t t) {
    double beta_1 = nn_spec_value(o, "beta_1"), beta_2 = nn_spec_value(o, "beta_2");
    float beta_1_power = powf((float)beta_1, (float)t);
    float beta_2_power = powf((float)beta_2, (float)t);
    return (nn_adam_step){.alpha = learning_rate * sqrtf(1 - beta_2_power) / (1 - beta_1_power),
                          .one_minus_beta_1 = (float)(1 - beta_1),
                          .one_minus_beta_2 = (float)(1 - beta_2),
                          .epsilon = value(o, "epsilon")};
}

static void adam(const nn_optimizer *o, const nn_kernels *k, float learning_rate, uint64_t t,
                 const nn_optimizer_arrays *a) {
    const nn_adam_step s = adam_step(o, learning_rate, t);
    if (has(o, "amsgrad"))
        k->optimizer->amsgrad(a->values, a->gradients, a->slots[0], a->slots[1], a->slots[2], a->n,
                              &s);
    else
        k->optimizer->adam(a->values, a->gradients, a->slots[0], a->slots[1], a->n, &s);
}

static void sgd(const nn_optimizer *o, const nn_kernels *k, float learning_rate,
                const nn_optimizer_arrays *a) {
    if (has(o, "momentum"))
        k->optimizer->momentum(a->values, a->gradients, a->slots[0], a->n, learning_rate,
                               value(o, "momentum"), has(o, "nesterov"));
    else
        k->optimizer->sgd(a->values, a->gradients, a->n, learning_rate);
}

static void rmsprop(const nn_optimizer *o, const nn_kernels *k, float learning_rate,
                    const nn_optimizer_arrays *a) {
    const nn_rmsprop_step s = {.learning_rate = learning_rate,
                               .rho = value(o, "rho"),
                               .one_minus_rho = (float)(1 - nn_spec_value(o, "rho")),
                               .momentum = value(o, "momentum"),
                               .epsilon = value(o, "epsilon")};
    float *momentum = has(o, "momentum") ? a->slots[1] : NULL;
    float *average = has(o, "centered") ? a->slots[momentum ? 2 : 1] : NULL;
    k->optimizer->rmsprop(a->values, a->gradients, a->slots[0], momentum, average, a->n, &s);
}

void nn_optimizer_step(const nn_optimizer *o, const nn_kernels *k, float learning_rate, uint64_t t,
                       const nn_optimizer_arrays *a, const size_t *ends, size_t variables) {
    clip(o, a, ends, variables);
    if (has(o, "weight_decay"))
        k->optimizer->decay(a->values, a->n, value(o, "weight_decay"), learning_rate);
    switch ((nn_optimizer_kind)o->type->kind) {
    case NN_SGD: sgd(o, k, learning_rate, a); break;
    case NN_RMSPROP: rmsprop(o, k, learning_rate, a); break;
    case NN_ADAGRAD:
        k->optimizer->adagrad(a->values, a->gradients, a->slots[0], a->n, learning_rate,
                              value(o, "epsilon"));
        break;
    case NN_ADAM:
    case NN_ADAMW: adam(o, k, learning_rate, t, a); break;
    }
}
