/* SPDX-License-Identifier: Apache-2.0 */
/* What the numbers say, in sentences: nothing is said that was not measured in these logs. */
#ifndef REPORT_CONCLUSIONS_H
#define REPORT_CONCLUSIONS_H

#include "report/table.h"
#include "report/weights.h"
#include "report/words/standing.h"

enum { CONCLUSIONS_MAX = 20 };

typedef struct report_conclusions {
    const char *sentences[CONCLUSIONS_MAX]; /* (count); names marked as in markup.h */
    size_t count;
} report_conclusions;

/* Draw them, with the names of all runs, in the logs' memory; false if memory is out. */
bool conclusions_draw(report_conclusions *self, report_logs *logs, const report_table *table,
                      const report_weights *weights, const report_standings *standings,
                      const char *const *names);

#endif
