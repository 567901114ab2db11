/* SPDX-License-Identifier: Apache-2.0 */
/* The scalars of all runs as curves, one chart for each tag and part. */
#ifndef REPORT_CURVES_H
#define REPORT_CURVES_H

#include "report/logs.h"
#include "report/slugs.h"

/* A point of a curve: the mean of the repeats, and one standard deviation to both sides. */
typedef struct curve_point {
    double x;         /* epoch from 1, or step */
    double y;         /* NaN: a gap */
    double low, high; /* equal to y where there is only one repeat */
} curve_point;

typedef struct report_curve {
    size_t run; /* its number in the logs */
    const curve_point *points;
    size_t count; /* at least 1 */
    double last;  /* the last value that is a number; NaN when none is */
} report_curve;

typedef struct report_chart {
    const char *tag, *part; /* fit to be shown */
    const char *title;      /* "Validation accuracy" */
    const char *slug;       /* "validation-epoch_accuracy": a file's name; unique */
    bool by_epoch;          /* x is an epoch */
    bool is_accuracy;       /* of the tags that mean one */
    bool is_loss;
    bool is_norm; /* of gradients, over decades */
    bool is_why;  /* of what --diagnostics logs: why a run fails */
    bool has_bands;
    const report_curve *curves; /* (count), by run ascending */
    size_t count;
    size_t lost; /* points left out, as they were no finite numbers */
} report_chart;

typedef struct report_charts {
    const report_chart
        *main; /* (main_count): accuracy and loss per epoch, of validation and training */
    size_t main_count;
    const report_chart *more; /* (more_count): the others, by part and tag */
    size_t more_count;
    size_t left_out; /* charts beyond the most that are shown */
    slug_list slugs; /* names of figures that are taken */
} report_charts;

/* Make them, in the logs' memory; false if memory is out. */
bool charts_make(report_charts *self, report_logs *logs);

#endif
