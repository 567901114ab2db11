/* SPDX-License-Identifier: Apache-2.0 */
/* The small print of a report: what its numbers mean, and what it does not show. */
#ifndef REPORT_NOTES_H
#define REPORT_NOTES_H

#include "report/report.h"

/* Fill in about_table, about_pairs and notes; false when there is no memory. */
bool notes_make(log_report *self);

#endif
