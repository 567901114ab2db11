/* SPDX-License-Identifier: Apache-2.0 */
/* An axis: ticks at 1, 2 or 5 times a power of ten (Heckbert, "Nice numbers for graph labels",
 * Graphics Gems, 1990). */
#include "stats/axis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* The round number next to x: 1, 2 or 5 times a power of ten. */
static double round_step(double x) {
    double power = pow(10, floor(log10(x))), f = x / power;
    return (f < 1.5 ? 1 : f < 3.5 ? 2 : f < 7.5 ? 5 : 10) * power;
}

/* A number with at most that many significant digits, e.g. 0.25, 1e-07, 12k. */
static void format_number(char text[AXIS_LABEL], double value, int digits) {
    if (fabs(value) >= 1e4 && fabs(value) < 1e9) {
        bool millions = fabs(value) >= 1e6;
        snprintf(text, AXIS_LABEL, "%.*g%s", digits < 3 ? 3 : digits,
                 value / (millions ? 1e6 : 1e3), millions ? "M" : "k");
    } else {
        snprintf(text, AXIS_LABEL, "%.*g", digits, value);
    }
}

static void add_tick(axis *self, double value, int decimals) {
    double slack = 1e-9 * (self->high - self->low);
    if (self->count == AXIS_TICKS || value < self->low - slack || value > self->high + slack)
        return;
    self->ticks[self->count] = value;
    char *label = self->labels[self->count++];
    if (decimals >= 0 && decimals < 8 && fabs(value) < 1e4)
        snprintf(label, AXIS_LABEL, "%.*f", decimals, value);
    else
        format_number(label, value, decimals < 0 ? 4 : 6);
}

static void linear_ticks(axis *self, double step) {
    int decimals = (int)fmax(0, -floor(log10(step) + 1e-9));
    double first = ceil(self->low / step - 1e-9);
    for (int i = 0; i < AXIS_TICKS; i++) {
        double value = (first + i) * step;
        if (fabs(value) < step * 1e-9) value = 0; /* no "-0" */
        add_tick(self, value, decimals);
    }
}

/* Each power of ten, of many each second, third, ...; of few 2 and 5 times them as well. */
static void logarithmic_ticks(axis *self, size_t wanted) {
    static const int fine[] = {1, 2, 5};
    int from = (int)ceil(log10(self->low)), to = (int)floor(log10(self->high));
    size_t decades = to >= from ? (size_t)(to - from) + 1 : 0;
    size_t each = decades <= 2 ? 3 : 1;
    int skip = (int)((decades + wanted) / (wanted + 1));
    for (int power = from - 1; power <= to;
         power += each == 3 || skip < 1 || power < from ? 1 : skip)
        for (size_t i = 0; i < each; i++)
            add_tick(self, fine[i] * pow(10, power), power < 0 ? (power < -4 ? -1 : -power) : 0);
}

axis axis_make(double low, double high, axis_options options, double start, double stop) {
    double room = fmax(fabs(low) * .1, 1e-3);
    if (!(high - low > fabs(low) * 1e-12)) low -= room, high += room;
    axis self = {.low = low, .high = high, .start = start, .stop = stop};
    self.logarithmic = options.logarithmic && low > 0;
    if (self.logarithmic) {
        double widen = options.widen ? pow(high / low, .04) : 1;
        self.low = low / widen;
        self.high = high * widen;
        logarithmic_ticks(&self, options.wanted);
        return self;
    }
    double step = fmax(round_step((high - low) / (double)options.wanted), options.least);
    if (options.widen) {
        self.low = floor(low / step + 1e-9) * step;
        self.high = ceil(high / step - 1e-9) * step;
    }
    linear_ticks(&self, step);
    return self;
}

double axis_place(const axis *self, double value) {
    double at = self->logarithmic
                    ? log(fmax(value, self->low / 1e3) / self->low) / log(self->high / self->low)
                    : (value - self->low) / (self->high - self->low);
    return self->start + fmin(fmax(at, -10), 11) * (self->stop - self->start);
}
