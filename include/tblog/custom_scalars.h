/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The layout of the Custom Scalars dashboard: categories of charts. Logged once, to any run, at
 * step 0. Source: tensorboard/plugins/custom_scalar/layout.proto.
 */
#ifndef TBLOG_CUSTOM_SCALARS_H
#define TBLOG_CUSTOM_SCALARS_H

#include <stddef.h>

#include <tblog/status.h>
#include <tblog/summary.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A line with a band around it; each is a tag. */
typedef struct tblog_margin {
    const char *value, *lower, *upper;
} tblog_margin;

/* Either lines, of all scalars whose tags match one of the regular expressions, or margins. */
typedef struct tblog_chart {
    const char *title;
    const char *const *tags;
    size_t tag_count;
    const tblog_margin *margins;
    size_t margin_count;
} tblog_chart;

typedef struct tblog_category {
    const char *title;
    const tblog_chart *charts;
    size_t chart_count;
    int closed; /* not 0: folded at first */
} tblog_category;

TBLOG_API tblog_status tblog_summary_custom_scalars(tblog_summary *summary,
                                                    const tblog_category *categories, size_t count,
                                                    tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
