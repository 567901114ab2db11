/* SPDX-License-Identifier: Apache-2.0 */
/* The sections of the page, each in a file of its kind, and what they share. */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stdio.h>

#include "report/report.h"

/* The page's style and its script; see page.css and page.js. */
void page_style_put(FILE *out);
void page_script_put(FILE *out);

/* A sample of the run's line, then its name. */
void page_name_put(FILE *out, const log_report *report, size_t run);

/* A section's heading, which the table of contents leads to. */
void page_heading_put(FILE *out, const char *id, const char *title);

/* The tables of what the runs reached, and of the pairs that differ. */
bool page_has_pairs(const log_report *report);
void page_table_put(FILE *out, const log_report *report);
void page_pairs_put(FILE *out, const log_report *report);

/* Saves the figure, or the group of figures, in whose heading it stands. */
extern const char page_svg_button[];

/* The options of a sweep; the curves; the diagnostics, which are there if one chart is of them.
 * False when there is no memory. */
void page_sweep_put(FILE *out, const log_report *report);
bool page_curves_put(FILE *out, const log_report *report);
bool page_has_why(const log_report *report);
bool page_why_put(FILE *out, const log_report *report);

/* Histograms, images of weights, and the pictures that a run logged. */
void page_histograms_put(FILE *out, const log_report *report);
void page_images_put(FILE *out, const log_report *report);
void page_pictures_put(FILE *out, const log_report *report);

#endif
