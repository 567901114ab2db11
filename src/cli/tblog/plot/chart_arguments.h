/* SPDX-License-Identifier: Apache-2.0 */
/* The options of charts, which plot and watch have. */
#ifndef TBLOG_PLOT_CHART_ARGUMENTS_H
#define TBLOG_PLOT_CHART_ARGUMENTS_H

#include <stdbool.h>

#include "cli/parser.h"
#include "cli/tblog/plot/chart.h"
#include "cli/tblog/regex.h"

typedef struct chart_arguments {
    regex *tag, *run;      /* NULL: all */
    chart_options options; /* without columns and rows */
} chart_arguments;

/* --tag, --run, --x, --log-y, --smooth; its input is a chart_arguments. */
extern const cli_parser chart_parser;

/* Whether a run matches. */
bool chart_arguments_want(const chart_arguments *self, const char *run);

void chart_arguments_free(chart_arguments *self);

#endif
