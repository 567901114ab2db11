/* SPDX-License-Identifier: Apache-2.0 */
/* The options of charts. The commands plot and watch have them. */
#include "cli/tblog/plot/chart_arguments.h"

#include <string.h>

#include "base/number.h"
#include "cli/parse_arguments.h"

static const cli_option options[] = {
    {"tag", 't', "REGEX", "Only tags that match this regular expression"},
    {"run", 'r', "REGEX", "Only runs that match"},
    {"x", 'x', "step|wall|relative", "What the x axis shows (step)"},
    {"log-y", 'l', NULL, "A logarithmic y axis"},
    {"smooth", 's', "WEIGHT", "Smooth as TensorBoard does, from 0 (not at all) to .999 (0)"},
    {0}};

static const char *const x_names[] = {"step", "wall", "relative", NULL};

static const char *word(int key, size_t i) {
    return key == 'x' ? x_names[i] : NULL;
}

static curve_x x_of(const char *value, cli_call *call) {
    for (int i = 0; x_names[i]; i++)
        if (strcmp(value, x_names[i]) == 0) return (curve_x)i;
    usage_error(call, "--x: '%s' is not step, wall or relative", value);
}

static double smoothing_of(const char *value, cli_call *call) {
    double weight;
    if (!number_parse(value, &weight) || !(weight >= 0 && weight <= .999))
        usage_error(call, "--smooth: '%s' is not a number from 0 to .999", value);
    return weight;
}

static void set_option(int key, char *value, cli_call *call) {
    chart_arguments *self = call->input;
    switch (key) {
    case 't': regex_set(&self->tag, value, "tag", call); return;
    case 'r': regex_set(&self->run, value, "run", call); return;
    case 'x': self->options.x = x_of(value, call); return;
    case 'l': self->options.logarithmic = true; return;
    case 's': self->options.smoothing = smoothing_of(value, call); return;
    }
}

const cli_parser chart_parser = {.options = options, .set = set_option, .word = word};

bool chart_arguments_want(const chart_arguments *self, const char *run) {
    return !self->run || regex_matches(self->run, run, strlen(run));
}

void chart_arguments_free(chart_arguments *self) {
    regex_free(self->tag);
    regex_free(self->run);
}
