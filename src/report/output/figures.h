/* SPDX-License-Identifier: Apache-2.0 */
/* The report's pictures as files by cairo, each as PNG and as PDF, with title and legend in them.
 */
#ifndef REPORT_FIGURES_H
#define REPORT_FIGURES_H

#include "report/report.h"

/* Write them all into a folder, which is made when it is not there: <slug>.png, <slug>.pdf. */
bool figures_write(const log_report *report, const char *folder, error *err);

/* What there is: called with each figure's slug and title, in their order. */
typedef void (*figure_visitor)(void *context, const char *slug, const char *title);
void figures_list(const log_report *report, figure_visitor visit, void *context);

#endif
