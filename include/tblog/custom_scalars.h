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
    const char *value; /* the line's tag */
    const char *lower; /* the band's lower edge */
    const char *upper; /* the band's upper edge */
} tblog_margin;

/* Either lines, of all scalars whose tags match one of the regular expressions, or margins. */
typedef struct tblog_chart {
    const char *title;           /* above the chart */
    const char *const *tags;     /* regular expressions for Python's re.match */
    size_t tag_count;            /* how many */
    const tblog_margin *margins; /* or these */
    size_t margin_count;         /* how many */
} tblog_chart;

/* Charts below one heading. */
typedef struct tblog_category {
    const char *title;         /* the heading */
    const tblog_chart *charts; /* from left to right */
    size_t chart_count;        /* how many */
    int closed;                /* not 0: folded at first */
} tblog_category;

/* Add the layout: its categories from the top down. Returns as summary.h says. */
TBLOG_API tblog_status tblog_summary_custom_scalars(tblog_summary *summary,
                                                    const tblog_category *categories, size_t count,
                                                    tblog_error *err);

#ifdef __cplusplus
}
#endif

#endif
