/* SPDX-License-Identifier: Apache-2.0 */
/* Learning rates by step: keras/src/optimizers/schedules/learning_rate_schedule.py. */
#include "nn/schedule.h"

#include <float.h>
#include <math.h>
#include <stdio.h>

static const float PI = 3.14159265358979323846f;

enum { EXPONENTIAL, INVERSE_TIME, POLYNOMIAL, PIECEWISE, COSINE, COSINE_RESTARTS };

#define RATE(name)                                                                                 \
    { name, NN_NUMBER, 0, DBL_MAX, NULL, false }
#define INITIAL                                                                                    \
    { "initial_learning_rate", NN_NUMBER, 0, DBL_MAX, NULL, true }
#define STEPS(name)                                                                                \
    { name, NN_WHOLE, 1, DBL_MAX, NULL, true }
#define NUMBER(name)                                                                               \
    { name, NN_NUMBER, -DBL_MAX, DBL_MAX, NULL, false }
#define YES_NO(name)                                                                               \
    { name, NN_FLAG, 0, 1, NULL, false }

static const nn_argument of_exponential[] = {INITIAL, STEPS("decay_steps"), RATE("decay_rate"),
                                             YES_NO("staircase")};
static const nn_argument of_polynomial[] = {
    INITIAL, STEPS("decay_steps"), RATE("end_learning_rate"), NUMBER("power"), YES_NO("cycle")};
static const nn_argument of_piecewise[] = {{"boundaries", NN_WHOLES, 0, DBL_MAX, NULL, false},
                                           {"values", NN_LIST, 0, DBL_MAX, NULL, false}};
static const nn_argument of_cosine[] = {INITIAL,
                                        STEPS("decay_steps"),
                                        NUMBER("alpha"),
                                        {"warmup_target", NN_NUMBER, 0, DBL_MAX, NULL, true},
                                        {"warmup_steps", NN_WHOLE, 0, DBL_MAX, NULL, false}};
static const nn_argument of_restarts[] = {INITIAL, STEPS("first_decay_steps"), RATE("t_mul"),
                                          RATE("m_mul"), NUMBER("alpha")};

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CLASS(name, keras, kind, arguments, same_as, ...)                                          \
    { name, keras, NULL, kind, arguments, COUNT(arguments), false, {__VA_ARGS__}, same_as }

static const nn_class classes[] = {
    CLASS("exponential", "ExponentialDecay", EXPONENTIAL, of_exponential, NULL, NAN, NAN, NAN, 0),
    CLASS("step", "ExponentialDecay", EXPONENTIAL, of_exponential, &classes[0], NAN, NAN, NAN, 1),
    CLASS("inverse_time", "InverseTimeDecay", INVERSE_TIME, of_exponential, NULL, NAN, NAN, NAN, 0),
    CLASS("polynomial", "PolynomialDecay", POLYNOMIAL, of_polynomial, NULL, NAN, NAN, 1e-4, 1, 0),
    CLASS("piecewise", "PiecewiseConstantDecay", PIECEWISE, of_piecewise, NULL, NAN,
          [1 + NN_SPEC_ITEMS] = NAN),
    CLASS("cosine", "CosineDecay", COSINE, of_cosine, NULL, NAN, NAN, 0, NAN, 0),
    CLASS("cosine_restarts", "CosineDecayRestarts", COSINE_RESTARTS, of_restarts, NULL, NAN, NAN, 2,
          1, 0),
};

const nn_class *nn_schedule_classes(size_t *count) {
    *count = COUNT(classes);
    return classes;
}

/* The values of a piecewise one's arguments, each a count and as many numbers. */
static const double *boundaries_of(const nn_schedule *s) {
    return s->values;
}
static const double *values_of(const nn_schedule *s) {
    return s->values + 1 + NN_SPEC_ITEMS;
}

bool nn_schedule_parse(const char *text, nn_schedule *schedule, char message[NN_MESSAGE]) {
    if (!nn_spec_parse(text, "schedule", classes, COUNT(classes), schedule, message)) return false;
    if (schedule->type->kind == PIECEWISE && *boundaries_of(schedule) + 1 != *values_of(schedule))
        return nn_fail(message, "piecewise: one value more than boundaries is needed");
    return true;
}

char *nn_schedule_text(const nn_schedule *schedule, char *text) {
    return nn_spec_text(schedule, text);
}

bool nn_schedule_starts_open(const nn_schedule *s) {
    return s->type->kind != PIECEWISE && isnan(s->values[0]);
}

void nn_schedule_complete(nn_schedule *s, double learning_rate, double steps) {
    if (!s->type || s->type->kind == PIECEWISE) return;
    if (s->type->kind == COSINE && !isnan(nn_spec_value(s, "warmup_target")))
        steps = fmax(steps - nn_spec_value(s, "warmup_steps"), 1);
    if (isnan(s->values[0])) s->values[0] = learning_rate;
    if (isnan(s->values[1])) s->values[1] = steps;
}

static float value(const nn_schedule *s, const char *argument) {
    return (float)nn_spec_value(s, argument);
}

static float exponential(const nn_schedule *s, float initial, float p) {
    if (nn_spec_value(s, "staircase") > 0) p = floorf(p);
    return initial * powf(value(s, "decay_rate"), p);
}

static float inverse_time(const nn_schedule *s, float initial, float p) {
    if (nn_spec_value(s, "staircase") > 0) p = floorf(p);
    return initial / (1 + value(s, "decay_rate") * p);
}

static float polynomial(const nn_schedule *s, float initial, float decay_steps, float step) {
    float end = value(s, "end_learning_rate");
    if (nn_spec_value(s, "cycle") > 0)
        decay_steps *= step > 0 ? ceilf(step / decay_steps) : 1;
    else
        step = fminf(step, decay_steps);
    return (initial - end) * powf(1 - step / decay_steps, value(s, "power")) + end;
}

static float piecewise(const nn_schedule *s, uint64_t step) {
    const double *boundaries = boundaries_of(s), *values = values_of(s);
    size_t i = 0, count = (size_t)*boundaries;
    while (i < count && (double)step > boundaries[1 + i]) i++;
    return (float)values[1 + i];
}

static float cosine_decay(float from, float fraction, float alpha) {
    float decayed = .5f * (1 + cosf(PI * fraction));
    return from * ((1 - alpha) * decayed + alpha);
}

static float cosine(const nn_schedule *s, float initial, float decay_steps, float step) {
    float alpha = value(s, "alpha"), target = value(s, "warmup_target");
    float warmup = value(s, "warmup_steps");
    if (isnan(target)) return cosine_decay(initial, fminf(step, decay_steps) / decay_steps, alpha);
    step = fminf(step, decay_steps + warmup);
    if (step < warmup) return (target - initial) * (step / warmup) + initial;
    return cosine_decay(target, (step - warmup) / decay_steps, alpha);
}

/* Loshchilov and Hutter 2017: each period is t_mul times as long and starts m_mul times as high. */
static float cosine_restarts(const nn_schedule *s, float initial, float fraction) {
    float t_mul = value(s, "t_mul"), alpha = value(s, "alpha"), restarts;
    if (t_mul == 1) {
        restarts = floorf(fraction);
        fraction -= restarts;
    } else {
        restarts = floorf(logf(1 - fraction * (1 - t_mul)) / logf(t_mul));
        float longer = powf(t_mul, restarts);
        fraction = (fraction - (1 - longer) / (1 - t_mul)) / longer;
    }
    float decayed = .5f * powf(value(s, "m_mul"), restarts) * (1 + cosf(PI * fraction));
    return initial * ((1 - alpha) * decayed + alpha);
}

float nn_schedule_at(const nn_schedule *s, uint64_t steps) {
    float initial = (float)s->values[0], decay_steps = (float)s->values[1], step = (float)steps;
    switch (s->type->kind) {
    case EXPONENTIAL: return exponential(s, initial, step / decay_steps);
    case INVERSE_TIME: return inverse_time(s, initial, step / decay_steps);
    case POLYNOMIAL: return polynomial(s, initial, decay_steps, step);
    case PIECEWISE: return piecewise(s, steps);
    case COSINE: return cosine(s, initial, decay_steps, step);
    default: return cosine_restarts(s, initial, step / decay_steps);
    }
}
