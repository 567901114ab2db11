/* SPDX-License-Identifier: Apache-2.0 */
/* The answer in a line, and what it is about in another. */
#ifndef REPORT_VERDICT_H
#define REPORT_VERDICT_H

#include "report/words/standing.h"

/* "Any of ten will do; avoid ones and zeros": a title. Names are marked as in markup.h. In the
 * logs' memory; NULL if memory is out. */
const char *verdict_title(report_logs *logs, const report_table *table,
                          const report_standings *standings, const char *const *names);

/* "12 runs, 5 seeds each, 20 epochs": how much was trained. */
const char *verdict_scope(report_logs *logs, const report_table *table);

/* The scope, and all that is known of the context. */
const char *verdict_about(report_logs *logs, const char *scope, const report_context *context);

#endif
