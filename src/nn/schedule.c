/* SPDX-License-Identifier: Apache-2.0 */
/* Learning rates by step: keras/src/optimizers/schedules/learning_rate_schedule.py. */
#include "nn/schedule.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static const float PI = 3.14159265358979323846f;

/* ---- the rates ---- */

static float value(const nn_schedule *s, const char *argument) {
    return (float)nn_spec_value(s, argument);
}

/* The first two arguments of all but piecewise: initial_learning_rate, and (first_)decay_steps. */
static float initial(const nn_schedule *s) {
    return (float)s->values[0];
}
static float decay_steps_of(const nn_schedule *s) {
    return (float)s->values[1];
}

/* How many periods of decay_steps have passed; whole ones if they are a staircase. */
static float periods(const nn_schedule *s, uint64_t step) {
    float p = (float)step / decay_steps_of(s);
    return nn_spec_value(s, "staircase") > 0 ? floorf(p) : p;
}

static float exponential(const nn_schedule *s, uint64_t step) {
    return initial(s) * powf(value(s, "decay_rate"), periods(s, step));
}

static float inverse_time(const nn_schedule *s, uint64_t step) {
    return initial(s) / (1 + value(s, "decay_rate") * periods(s, step));
}

static float polynomial(const nn_schedule *s, uint64_t at) {
    float end = value(s, "end_learning_rate"), decay_steps = decay_steps_of(s), step = (float)at;
    if (nn_spec_value(s, "cycle") > 0)
        decay_steps *= step > 0 ? ceilf(step / decay_steps) : 1;
    else
        step = fminf(step, decay_steps);
    return (initial(s) - end) * powf(1 - step / decay_steps, value(s, "power")) + end;
}

/* Its two arguments, each a count and as many numbers. */
static const double *boundaries_of(const nn_schedule *s) {
    return s->values;
}
static const double *values_of(const nn_schedule *s) {
    return s->values + 1 + NN_SPEC_ITEMS;
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

static float cosine(const nn_schedule *s, uint64_t at) {
    float alpha = value(s, "alpha"), target = value(s, "warmup_target"), step = (float)at;
    float warmup = value(s, "warmup_steps"), decay_steps = decay_steps_of(s);
    if (isnan(target))
        return cosine_decay(initial(s), fminf(step, decay_steps) / decay_steps, alpha);
    step = fminf(step, decay_steps + warmup);
    if (step < warmup) return (target - initial(s)) * (step / warmup) + initial(s);
    return cosine_decay(target, (step - warmup) / decay_steps, alpha);
}

/* Loshchilov and Hutter 2017: each period is t_mul times as long and starts m_mul times as high. */
static float cosine_restarts(const nn_schedule *s, uint64_t step) {
    float t_mul = value(s, "t_mul"), alpha = value(s, "alpha"), restarts;
    float fraction = (float)step / decay_steps_of(s);
    if (t_mul == 1) {
        restarts = floorf(fraction);
        fraction -= restarts;
    } else {
        restarts = floorf(logf(1 - fraction * (1 - t_mul)) / logf(t_mul));
        float longer = powf(t_mul, restarts);
        fraction = (fraction - (1 - longer) / (1 - t_mul)) / longer;
    }
    float decayed = .5f * powf(value(s, "m_mul"), restarts) * (1 + cosf(PI * fraction));
    return initial(s) * ((1 - alpha) * decayed + alpha);
}

/* ---- the rows ---- */

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

typedef struct row {
    nn_class class;
    float (*rate)(const nn_schedule *s, uint64_t step);
} row;

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define CLASS(name, keras, arguments, same_as, ...)                                                \
    { name, keras, NULL, arguments, COUNT(arguments), false, {__VA_ARGS__}, same_as }

static const row table[] = {
    {CLASS("exponential", "ExponentialDecay", of_exponential, NULL, NAN, NAN, NAN, 0), exponential},
    {CLASS("step", "ExponentialDecay", of_exponential, &table[0].class, NAN, NAN, NAN, 1), NULL},
    {CLASS("inverse_time", "InverseTimeDecay", of_exponential, NULL, NAN, NAN, NAN, 0),
     inverse_time},
    {CLASS("polynomial", "PolynomialDecay", of_polynomial, NULL, NAN, NAN, 1e-4, 1, 0), polynomial},
    {CLASS("piecewise", "PiecewiseConstantDecay", of_piecewise, NULL, NAN,
           [1 + NN_SPEC_ITEMS] = NAN),
     piecewise},
    {CLASS("cosine", "CosineDecay", of_cosine, NULL, NAN, NAN, 0, NAN, 0), cosine},
    {CLASS("cosine_restarts", "CosineDecayRestarts", of_restarts, NULL, NAN, NAN, 2, 1, 0),
     cosine_restarts},
};

const nn_table nn_schedules = {NN_TABLE("schedule", table), NULL, NULL};

static bool is_piecewise(const nn_schedule *s) {
    return nn_spec_has(s, "boundaries");
}

static bool check_pieces(const nn_schedule *s, char *message) {
    const double *boundaries = boundaries_of(s);
    for (size_t i = 2; i <= (size_t)*boundaries; i++)
        if (boundaries[i] < boundaries[i - 1])
            return nn_fail(message, "piecewise: boundaries must ascend, but %.0f comes after %.0f",
                           boundaries[i], boundaries[i - 1]);
    return *boundaries + 1 == *values_of(s) ||
           nn_fail(message, "piecewise: %.0f boundaries need %.0f values, not %.0f", *boundaries,
                   *boundaries + 1, *values_of(s));
}

bool nn_schedule_parse(const char *text, nn_schedule *schedule, char message[NN_MESSAGE]) {
    return nn_spec_parse(text, &nn_schedules, schedule, message) &&
           (!is_piecewise(schedule) || check_pieces(schedule, message));
}

char *nn_schedule_text(const nn_schedule *schedule, char *text) {
    return nn_spec_text(schedule, text);
}

bool nn_schedule_starts_open(const nn_schedule *s) {
    return !is_piecewise(s) && isnan(s->values[0]);
}

void nn_schedule_complete(nn_schedule *s, double learning_rate, double steps) {
    if (!s->type || is_piecewise(s)) return;
    if (nn_spec_has(s, "warmup_target") && !isnan(nn_spec_value(s, "warmup_target")))
        steps = fmax(steps - nn_spec_value(s, "warmup_steps"), 1);
    if (isnan(s->values[0])) s->values[0] = learning_rate;
    if (isnan(s->values[1])) s->values[1] = steps;
}

float nn_schedule_at(const nn_schedule *s, uint64_t steps) {
    return ((const row *)s->type)->rate(s, steps);
}

/* A rate that is no number any more stays so: the last step's is enough to see. */
bool nn_schedule_check(const nn_schedule *s, uint64_t steps, char message[NN_MESSAGE]) {
    char text[NN_SPEC_TEXT];
    if (!s->type || !steps || isfinite(nn_schedule_at(s, steps - 1))) return true;
    uint64_t first = 0;
    while (isfinite(nn_schedule_at(s, first))) first++;
    return nn_fail(message,
                   "%.300s: the rate is not a number from step %" PRIu64 " of %" PRIu64 " on%s",
                   nn_schedule_text(s, text), first, steps,
                   nn_spec_has(s, "t_mul") ? "; with t_mul below 1 the periods add up to no more "
                                             "than first_decay_steps / (1 - t_mul) steps"
                                           : "");
}
