/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run that TensorBoard draws as lines with bands around them: of each tag TAG it has the mean as
 * TAG, the band's edges as TAG/low and TAG/high, and the Custom Scalars layout that puts them into
 * one chart. Groups share the charts.
 */
#ifndef CLI_TBLOG_BAND_H
#define CLI_TBLOG_BAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

#include "cli/tblog/reduce/statistic.h"

typedef struct band band;

/*
 * Begin OUT/GROUP/band. The edges are ci95, or min and max, or the mean minus and plus std: what of
 * these, in that order, is among the 'count' statistics. *opened is NULL if the mean or all of
 * these are not, or if there are fewer than two runs. The functions below accept NULL and do
 * nothing.
 */
tblog_status band_open(const char *folder, const tblog_writer_options *options,
                       const statistic *const *by, size_t count, size_t runs, band **opened,
                       tblog_error *err);

/* Begin a tag, whose points come next; end it: if it has any, it gets a chart. */
void band_begin_tag(band *self, const char *tag);
void band_end_tag(band *self, bool has_points);

/* Write the values of all runs at a step. False: band_close will have the reason. */
bool band_put(band *self, int64_t step, double *values, size_t runs);

/* Write the layout, close the file, free it. */
tblog_status band_close(band *self, tblog_error *err);

#endif
