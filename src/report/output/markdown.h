/* SPDX-License-Identifier: Apache-2.0 */
/* The report as Markdown (GitHub's), with its figures beside it. */
#ifndef REPORT_MARKDOWN_H
#define REPORT_MARKDOWN_H

#include <stdio.h>

#include "report/report.h"

/* Figures are referred to by the way from the Markdown's folder to theirs. */
bool markdown_put(FILE *out, const log_report *report, const report_options *options);

#endif
