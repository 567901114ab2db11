/* SPDX-License-Identifier: Apache-2.0 */
/* What the numbers say, in sentences: nothing is said that was not measured in these logs. */
#ifndef REPORT_CONCLUSIONS_H
#define REPORT_CONCLUSIONS_H

#include "report/table.h"
#include "report/weights.h"

enum { CONCLUSIONS_MAX = 14 };

typedef struct report_conclusions {
    const char *sentences[CONCLUSIONS_MAX]; /* (count); names marked as in markup.h */
    size_t count;
} report_conclusions;

/* How far below the best a final accuracy counts as failed, in percentage points. */
enum { CONCLUSIONS_FAILED_POINTS = 5 };

/* Draw them, in the logs' memory; false if memory is out. */
bool conclusions_draw(report_conclusions *self, report_logs *logs, const report_table *table,
                      const report_weights *weights);

/* "12 runs, 5 seeds each, 20 epochs": what the report is about. */
const char *conclusions_scope(report_logs *logs, const report_table *table);

#endif
