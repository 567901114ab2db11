/* SPDX-License-Identifier: Apache-2.0 */
/* Where the values of an option stand on an axis. */
#include "report/chart/option_scale.h"

#include <math.h>
#include <string.h>

#include "base/number.h"

static double number_of(const char *text) {
    double number;
    return number_parse(text, &number) ? number : NAN;
}

static bool is_before(const option_scale *self, const char *a, const char *b) {
    return self->option->is_number ? number_of(a) < number_of(b) : strcmp(a, b) < 0;
}

/* Insert a value where it belongs; false if there are too many. */
static bool insert(option_scale *self, const char *value) {
    size_t at = 0;
    for (; at < self->count && strcmp(self->values[at], value) != 0; at++) continue;
    if (at < self->count) return true;
    if (self->count == SCALE_LABELS) return false;
    for (at = self->count++; at > 0 && is_before(self, value, self->values[at - 1]); at--)
        self->values[at] = self->values[at - 1];
    self->values[at] = value;
    return true;
}

/* Numbers over decades, as learning rates are, on a logarithmic axis. */
static axis axis_of(const sweep_option *option, size_t runs, double start, double stop) {
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < runs; i++) {
        double number = sweep_number(option, i);
        low = fmin(low, isnan(number) ? low : number);
        high = fmax(high, isnan(number) ? high : number);
    }
    bool decades = low > 0 && high / low >= 30;
    return axis_make(low, high, (axis_options){.logarithmic = decades, .wanted = 5}, start, stop);
}

option_scale option_scale_make(const sweep_option *option, size_t runs, double start, double stop) {
    option_scale self = {.option = option, .start = start, .stop = stop};
    bool few = true;
    for (size_t i = 0; i < runs && few; i++)
        if (option->values[i]) few = insert(&self, option->values[i]);
    if (option->is_number) {
        self.numbers = axis_of(option, runs, start, stop);
        if (!few) self.count = 0;
    }
    return self;
}

static double place_of(const option_scale *self, const char *value) {
    if (self->option->is_number) return axis_place(&self->numbers, number_of(value));
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->values[i], value) == 0)
            return self->start + (self->stop - self->start) *
                                     (self->count > 1 ? (double)i / (double)(self->count - 1) : .5);
    return NAN;
}

double option_place(const option_scale *self, size_t run) {
    const char *value = self->option->values[run];
    return value ? place_of(self, value) : NAN;
}

bool option_label(const option_scale *self, size_t i, const char **text, double *place) {
    bool by_axis = !self->count;
    if (i >= (by_axis ? self->numbers.count : self->count)) return false;
    *text = by_axis ? self->numbers.labels[i] : self->values[i];
    *place = by_axis ? axis_place(&self->numbers, self->numbers.ticks[i]) : place_of(self, *text);
    return true;
}
