/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The report as one HTML page that needs nothing else: no script, and no style, font or picture
 * from elsewhere. It follows the reader's choice of light or dark, and fits from a phone to a desk.
 * Its tags are closed and its attributes quoted, so that it is well-formed XML too.
 */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include <stdio.h>

#include "report/report.h"

/* False when there is no memory. */
bool page_put(FILE *out, const log_report *report, const report_options *options);

#endif
