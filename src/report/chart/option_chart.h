/* SPDX-License-Identifier: Apache-2.0 */
/* What runs reached against the options of a sweep. */
#ifndef REPORT_OPTION_CHART_H
#define REPORT_OPTION_CHART_H

#include "report/chart/drawing.h"
#include "report/sweep.h"
#include "report/table.h"

/* What is drawn of the runs, which have these names and looks. */
typedef struct option_runs {
    const report_table *table;
    const report_sweep *sweep;
    const char *const *names;
    const report_ink *inks;
} option_runs;

/* A dot for each run: its value of the option, and what it reached. A bar is the median of the runs
 * that share a value, if there are few values. False, and nothing is drawn, if no run has both. */
bool option_chart_draw(drawing *on, vertex corner, double width, double height,
                       const option_runs *runs, const sweep_option *option);

/* Parallel coordinates: an axis for each option, the last for what was reached, and a line for each
 * run. False as above. */
bool parallel_draw(drawing *on, vertex corner, double width, double height,
                   const option_runs *runs);

#endif
