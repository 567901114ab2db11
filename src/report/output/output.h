/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a report. */
#ifndef REPORT_OUTPUT_H
#define REPORT_OUTPUT_H

#include <stdio.h>

#include "report/report.h"

/*
 * One HTML page that needs nothing else: no style, script, font or picture from elsewhere. Without
 * its script all of it can be read; with it, curves can be hidden, smoothed and read off. It
 * follows the reader's choice of light or dark, and fits from a phone to a desk. Its tags are
 * closed and its attributes quoted, so that it is well-formed XML too. False when there is no
 * memory.
 */
bool page_put(FILE *out, const log_report *report, const report_options *options);

/* Markdown (GitHub's), which refers to figures by the way from its folder to theirs. False when
 * there is no memory. */
bool markdown_put(FILE *out, const log_report *report, const report_options *options);

/*
 * The pictures as files by cairo, each as PNG and as PDF, with title and legend in them: write them
 * all into a folder, which is made when it is not there: <slug>.png, <slug>.pdf.
 */
bool figures_write(const log_report *report, const char *folder, error *err);

/* The figures that there are: called with each one's slug and title, in their order. */
typedef void (*figure_visitor)(void *context, const char *slug, const char *title);
void figures_list(const log_report *report, figure_visitor visit, void *context);

#endif
