/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Optimizers: a row for each, with its arguments, what it remembers and its step. The loops over
 * the parameters are in optimizer_kernels.c.
 */
#include "nn/optimizer.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

static float value(const nn_optimizer *o, const char *argument) {
    return (float)nn_spec_value(o, argument);
}

/* Whether the argument is given and is not 0. */
static bool has(const nn_optimizer *o, const char *argument) {
    return nn_spec_value(o, argument) > 0;
}

/* ---- steps ---- */

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

static void adam(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                 uint64_t t, const nn_optimizer_arrays *a) {
    const nn_adam_step s = adam_step(o, learning_rate, t);
    if (has(o, "amsgrad"))
        k->amsgrad(a->values, a->gradients, a->slots[0], a->slots[1], a->slots[2], a->n, &s);
    else
        k->adam(a->values, a->gradients, a->slots[0], a->slots[1], a->n, &s);
}

static void sgd(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                uint64_t t, const nn_optimizer_arrays *a) {
    (void)t;
    if (has(o, "momentum"))
        k->momentum(a->values, a->gradients, a->slots[0], a->n, learning_rate, value(o, "momentum"),
                    has(o, "nesterov"));
    else
        k->sgd(a->values, a->gradients, a->n, learning_rate);
}

static void rmsprop(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                    uint64_t t, const nn_optimizer_arrays *a) {
    (void)t;
    const nn_rmsprop_step s = {.learning_rate = learning_rate,
                               .rho = value(o, "rho"),
                               .one_minus_rho = (float)(1 - nn_spec_value(o, "rho")),
                               .momentum = value(o, "momentum"),
                               .epsilon = value(o, "epsilon")};
    float *momentum = has(o, "momentum") ? a->slots[1] : NULL;
    float *average = has(o, "centered") ? a->slots[momentum ? 2 : 1] : NULL;
    k->rmsprop(a->values, a->gradients, a->slots[0], momentum, average, a->n, &s);
}

static void adagrad(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                    uint64_t t, const nn_optimizer_arrays *a) {
    (void)t;
    k->adagrad(a->values, a->gradients, a->slots[0], a->n, learning_rate, value(o, "epsilon"));
}

/* Nesterov's momentum of step t: u_t of Dozat 2016. */
static float nadam_momentum(float beta_1, uint64_t t) {
    return beta_1 * (1 - .5f * powf(.96f, (float)t));
}

/*
 * The product of the momenta of steps 1 to t. Keras keeps it as a variable; here it is a function
 * of t, so that nothing but the slots needs to be resumed. After some 400 factors each is beta_1.
 */
static float nadam_product(float beta_1, uint64_t t) {
    float product = 1;
    for (uint64_t k = 1; k <= t; k++) {
        float momentum = nadam_momentum(beta_1, k);
        if (momentum == beta_1) return product * powf(beta_1, (float)(t - k + 1));
        product *= momentum;
    }
    return product;
}

static void nadam(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                  uint64_t t, const nn_optimizer_arrays *a) {
    const float beta_1 = value(o, "beta_1"), beta_2 = value(o, "beta_2");
    const float now = nadam_momentum(beta_1, t), next = nadam_momentum(beta_1, t + 1);
    const float product = nadam_product(beta_1, t);
    const nn_nadam_step s = {.learning_rate = learning_rate,
                             .one_minus_beta_1 = 1 - beta_1,
                             .one_minus_beta_2 = 1 - beta_2,
                             .moment_factor = next,
                             .moment_divisor = 1 - product * next,
                             .gradient_factor = 1 - now,
                             .gradient_divisor = 1 - product,
                             .velocity_divisor = 1 - powf(beta_2, (float)t),
                             .epsilon = value(o, "epsilon")};
    k->nadam(a->values, a->gradients, a->slots[0], a->slots[1], a->n, &s);
}

static void adamax(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                   uint64_t t, const nn_optimizer_arrays *a) {
    const nn_adamax_step s = {.learning_rate = learning_rate,
                              .one_minus_beta_1 = (float)(1 - nn_spec_value(o, "beta_1")),
                              .beta_2 = value(o, "beta_2"),
                              .correction = 1 - powf(value(o, "beta_1"), (float)t),
                              .epsilon = value(o, "epsilon")};
    k->adamax(a->values, a->gradients, a->slots[0], a->slots[1], a->n, &s);
}

static void adadelta(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                     uint64_t t, const nn_optimizer_arrays *a) {
    (void)t;
    const nn_adadelta_step s = {.learning_rate = learning_rate,
                                .rho = value(o, "rho"),
                                .one_minus_rho = (float)(1 - nn_spec_value(o, "rho")),
                                .epsilon = value(o, "epsilon")};
    k->adadelta(a->values, a->gradients, a->slots[0], a->slots[1], a->n, &s);
}

static void lion(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                 uint64_t t, const nn_optimizer_arrays *a) {
    (void)t;
    const nn_lion_step s = {
        .learning_rate = learning_rate, .beta_1 = value(o, "beta_1"), .beta_2 = value(o, "beta_2")};
    k->lion(a->values, a->gradients, a->slots[0], a->n, &s);
}

/* ---- the rows ---- */

#define FROM(least, most) least, most, NULL, false
#define RATE                                                                                       \
    { "learning_rate", NN_NUMBER, FROM(0, DBL_MAX) }
#define EPSILON                                                                                    \
    { "epsilon", NN_NUMBER, FROM(0, DBL_MAX) }
#define SHARE(name)                                                                                \
    { name, NN_NUMBER, FROM(0, 1) }
#define YES_NO(name)                                                                               \
    { name, NN_FLAG, FROM(0, 1) }
#define MAYBE(name)                                                                                \
    { name, NN_NUMBER, 0, DBL_MAX, NULL, true }
#define CLIPPING MAYBE("clipnorm"), MAYBE("clipvalue"), MAYBE("global_clipnorm")
static const char *const clippings[] = {"clipnorm", "clipvalue", "global_clipnorm"};

static const nn_argument of_sgd[] = {RATE, SHARE("momentum"), YES_NO("nesterov"),
                                     MAYBE("weight_decay"), CLIPPING};
static const nn_argument of_rmsprop[] = {RATE,    SHARE("rho"),       SHARE("momentum"),
                                         EPSILON, YES_NO("centered"), MAYBE("weight_decay"),
                                         CLIPPING};
static const nn_argument of_adagrad[] = {RATE,
                                         {"initial_accumulator_value", NN_NUMBER, FROM(0, DBL_MAX)},
                                         EPSILON,
                                         MAYBE("weight_decay"),
                                         CLIPPING};
static const nn_argument of_adam[] = {RATE,    SHARE("beta_1"),   SHARE("beta_2"),
                                      EPSILON, YES_NO("amsgrad"), MAYBE("weight_decay"),
                                      CLIPPING};
static const nn_argument of_adamw[] = {RATE,
                                       {"weight_decay", NN_NUMBER, FROM(0, DBL_MAX)},
                                       SHARE("beta_1"),
                                       SHARE("beta_2"),
                                       EPSILON,
                                       YES_NO("amsgrad"),
                                       CLIPPING};
/* Also Adamax's. */
static const nn_argument of_nadam[] = {RATE,    SHARE("beta_1"),       SHARE("beta_2"),
                                       EPSILON, MAYBE("weight_decay"), CLIPPING};
static const nn_argument of_adadelta[] = {RATE, SHARE("rho"), EPSILON, MAYBE("weight_decay"),
                                          CLIPPING};
static const nn_argument of_lion[] = {RATE,
                                      {"beta_1", NN_NUMBER, FROM(DBL_MIN, 1)},
                                      SHARE("beta_2"),
                                      MAYBE("weight_decay"),
                                      CLIPPING};

/* What is remembered of each parameter: a float, in use if 'when' is NULL or that argument is not
 * 0, and 0 at first or the value of 'start'. */
typedef struct slot {
    const char *name, *when, *start;
} slot;

typedef struct row {
    nn_class class;
    slot slots[NN_MAX_SLOTS]; /* in the order in which the step takes those in use */
    void (*step)(const nn_optimizer *o, const nn_optimizer_kernels *k, float learning_rate,
                 uint64_t t, const nn_optimizer_arrays *a);
} row;

#define NO_CLIPPING  NAN, NAN, NAN
#define NO_DECAY     NAN, NO_CLIPPING
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CLASS(name, keras, arguments, same_as, ...)                                                \
    { name, keras, NULL, arguments, COUNT(arguments), false, {__VA_ARGS__}, same_as }

static const row table[] = {
    {CLASS("sgd", "SGD", of_sgd, NULL, .01, 0, 0, NO_DECAY),
     {{"sgd/momentum", "momentum", NULL}},
     sgd},
    {.class = CLASS("momentum", "SGD", of_sgd, &table[0].class, .01, .9, 0, NO_DECAY)},
    {.class = CLASS("nesterov", "SGD", of_sgd, &table[0].class, .01, .9, 1, NO_DECAY)},
    {CLASS("rmsprop", "RMSprop", of_rmsprop, NULL, .001, .9, 0, 1e-7, 0, NO_DECAY),
     {{"rmsprop/velocity", NULL, NULL},
      {"rmsprop/momentum", "momentum", NULL},
      {"rmsprop/average_gradient", "centered", NULL}},
     rmsprop},
    {CLASS("adagrad", "Adagrad", of_adagrad, NULL, .001, .1, 1e-7, NO_DECAY),
     {{"adagrad/accumulator", NULL, "initial_accumulator_value"}},
     adagrad},
    {CLASS("adam", "Adam", of_adam, NULL, .001, .9, .999, 1e-7, 0, NO_DECAY),
     {{"adam/m", NULL, NULL}, {"adam/v", NULL, NULL}, {"adam/v_hat", "amsgrad", NULL}},
     adam},
    {CLASS("adamw", "AdamW", of_adamw, NULL, .001, .004, .9, .999, 1e-7, 0, NO_CLIPPING),
     {{"adamw/m", NULL, NULL}, {"adamw/v", NULL, NULL}, {"adamw/v_hat", "amsgrad", NULL}},
     adam},
    {CLASS("nadam", "Nadam", of_nadam, NULL, .001, .9, .999, 1e-7, NO_DECAY),
     {{"nadam/m", NULL, NULL}, {"nadam/v", NULL, NULL}},
     nadam},
    {CLASS("adamax", "Adamax", of_nadam, NULL, .001, .9, .999, 1e-7, NO_DECAY),
     {{"adamax/m", NULL, NULL}, {"adamax/u", NULL, NULL}},
     adamax},
    {CLASS("adadelta", "Adadelta", of_adadelta, NULL, .001, .95, 1e-7, NO_DECAY),
     {{"adadelta/accumulated_grad", NULL, NULL}, {"adadelta/accumulated_delta_var", NULL, NULL}},
     adadelta},
    {CLASS("lion", "Lion", of_lion, NULL, .001, .9, .99, NO_DECAY),
     {{"lion/momentum", NULL, NULL}},
     lion},
};

const nn_table nn_optimizers = {NN_TABLE("optimizer", table), NULL, NULL};

static const row *row_of(const nn_optimizer *o) {
    return (const row *)o->type;
}

bool nn_optimizer_parse(const char *text, nn_optimizer *optimizer, char message[NN_MESSAGE]) {
    if (!nn_spec_parse(text, &nn_optimizers, optimizer, message)) return false;
    int clips = 0;
    for (size_t i = 0; i < COUNT(clippings); i++)
        clips += !isnan(nn_spec_value(optimizer, clippings[i]));
    return clips <= 1 ||
           nn_fail(message, "%s: give only one of clipnorm, clipvalue and global_clipnorm",
                   optimizer->type->name);
}

char *nn_optimizer_text(const nn_optimizer *optimizer, char *text) {
    return nn_spec_text(optimizer, text);
}

/* ---- slots ---- */

static bool is_used(const nn_optimizer *o, const slot *s) {
    return s->name && (!s->when || has(o, s->when));
}

size_t nn_optimizer_slots(const nn_optimizer *o) {
    size_t count = 0;
    for (size_t i = 0; i < NN_MAX_SLOTS; i++) count += is_used(o, &row_of(o)->slots[i]);
    return count;
}

/* The one that is the 'index'-th in use. */
static const slot *used_slot(const nn_optimizer *o, size_t index) {
    const slot *s = row_of(o)->slots;
    for (;; s++)
        if (is_used(o, s) && index-- == 0) return s;
}

const char *nn_optimizer_slot_name(const nn_optimizer *o, size_t index) {
    return used_slot(o, index)->name;
}

float nn_optimizer_slot_start(const nn_optimizer *o, size_t index) {
    const char *start = used_slot(o, index)->start;
    return start ? value(o, start) : 0;
}

/*
 * ---- the gradients, before the step ----
 *
 * A norm's squares are summed in double: Keras sums in float32 by halves, and either is nearer to
 * the true sum than one float32 that all are added to. NaN spreads as it does in Keras.
 */

/* In lanes side by side, whose order is the same on every CPU. */
static double squares(const float *x, size_t n) {
    enum { LANES = 8 };
    double sums[LANES] = {0}, sum = 0;
    size_t whole = n / LANES * LANES;
    for (size_t i = 0; i < whole; i += LANES)
        for (size_t k = 0; k < LANES; k++) sums[k] += (double)x[i + k] * (double)x[i + k];
    for (size_t i = whole; i < n; i++) sum += (double)x[i] * (double)x[i];
    for (size_t k = 0; k < LANES; k++) sum += sums[k];
    return sum;
}

static float norm_of(const float *x, size_t n) {
    return (float)sqrt(squares(x, n));
}

/* To a norm of at most 'limit', variable by variable. */
static void clip_norms(float *g, const nn_variable *variables, size_t count, float limit) {
    size_t first = 0;
    for (size_t k = 0; k < count; first += variables[k++].size) {
        float norm = norm_of(g + first, variables[k].size);
        float divisor = norm <= limit ? limit : norm;
        for (size_t i = 0; i < variables[k].size; i++)
            g[first + i] = g[first + i] * limit / divisor;
    }
}

/* All together. An infinite norm makes all of them NaN, as in Keras. */
static void clip_global_norm(float *g, size_t n, float limit) {
    float norm = norm_of(g, n), scale = limit * fminf(1 / norm, 1 / limit) + (norm - norm);
    for (size_t i = 0; i < n; i++) g[i] *= scale;
}

static void clip_values(float *g, size_t n, float limit) {
    for (size_t i = 0; i < n; i++) g[i] = g[i] < -limit ? -limit : g[i] > limit ? limit : g[i];
}

static void clip(const nn_optimizer *o, const nn_optimizer_arrays *a, const nn_variable *variables,
                 size_t count) {
    if (has(o, "clipnorm")) clip_norms(a->gradients, variables, count, value(o, "clipnorm"));
    if (has(o, "global_clipnorm"))
        clip_global_norm(a->gradients, a->n, value(o, "global_clipnorm"));
    if (has(o, "clipvalue")) clip_values(a->gradients, a->n, value(o, "clipvalue"));
}

/* ---- the step ---- */

typedef struct step_task {
    const nn_optimizer *optimizer;
    const nn_optimizer_kernels *kernels;
    const nn_team *team;
    float learning_rate;
    uint64_t t;
    const nn_optimizer_arrays *arrays;
    const nn_variable *variables;
    size_t count;
} step_task;

/* n parameters from 'first' on. */
static void step_some(const step_task *s, size_t first, size_t n) {
    const nn_optimizer *o = s->optimizer;
    const nn_optimizer_arrays *all = s->arrays;
    nn_optimizer_arrays some = {
        .n = n, .values = all->values + first, .gradients = all->gradients + first};
    for (size_t k = 0; k < NN_MAX_SLOTS; k++)
        some.slots[k] = all->slots[k] ? all->slots[k] + first : NULL;
    if (has(o, "weight_decay"))
        s->kernels->decay(some.values, n, value(o, "weight_decay"), s->learning_rate);
    row_of(o)->step(o, s->kernels, s->learning_rate, s->t, &some);
}

/* A part's rows of each variable, or some elements of a vector. */
static void step_part(void *context, size_t part) {
    const step_task *s = context;
    size_t first = 0;
    for (size_t k = 0; k < s->count; first += s->variables[k++].size) {
        const nn_variable *v = &s->variables[k];
        nn_range rows = nn_team_share(s->team, part, v->rows, 1);
        size_t limit = rows.limit == v->rows ? v->size : rows.limit * v->width;
        size_t start = rows.first * v->width;
        if (rows.first < rows.limit) step_some(s, first + start, limit - start);
    }
}

void nn_optimizer_step(const nn_optimizer *o, const nn_kernels *k, nn_team *team,
                       float learning_rate, uint64_t t, const nn_optimizer_arrays *a,
                       const nn_variable *variables, size_t count) {
    step_task s = {o, k->optimizer, team, learning_rate, t, a, variables, count};
    clip(o, a, variables, count);
    if (nn_team_size(team) == 1)
        step_some(&s, 0, a->n);
    else
        nn_team_run(team, step_part, &s);
}

bool nn_optimizer_is_elementwise(const nn_optimizer *o) {
    return !has(o, "clipnorm") && !has(o, "global_clipnorm");
}
