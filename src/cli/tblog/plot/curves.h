/* SPDX-License-Identifier: Apache-2.0 */
/* Scalars of a log folder as curves. */
#ifndef TBLOG_PLOT_CURVES_H
#define TBLOG_PLOT_CURVES_H

#include <stdbool.h>
#include <stddef.h>
#include <tblog/tblog.h>

#include "cli/tblog/regex.h"

/* What the x axis shows. */
typedef enum curve_x {
    X_STEP,
    X_WALL,     /* seconds since the epoch */
    X_RELATIVE, /* seconds since the curve's first point */
} curve_x;

typedef struct curve {
    char *run, *tag;     /* with controls escaped */
    tblog_point *points; /* (count), as TensorBoard shows them */
    size_t count;
} curve;

typedef struct curve_list {
    curve *list; /* (count), by run, then in the order of the tags */
    size_t count, capacity;
} curve_list;

/* Add the scalars of a run whose tag matches (NULL: all). False when there is no memory; free in
 * any case. {0} is the empty list. */
bool curves_add_run(curve_list *self, const char *run, const tblog_run *loaded, regex *tag);
void curves_free(curve_list *self);

/* Whether no curve before number 'i' has its tag. */
bool curve_is_first(const curve *const *curves, size_t i);

/* Write the curves of the tag of curve number 'i' to 'list' (at most count); returns how many. */
size_t curves_of_tag(const curve *const *curves, size_t count, size_t i, const curve **list);

/* The x of a point. */
double curve_x_of(const curve *self, size_t point, curve_x x);

/*
 * Write the values, smoothed as TensorBoard's Time Series does: an exponential moving average whose
 * start is not biased towards 0. 'weight' is from 0 (not at all) to less than 1. What is not finite
 * stays as it is, and so does a curve of equal values.
 */
void curve_smooth(const curve *self, double weight, double *values);

#endif
