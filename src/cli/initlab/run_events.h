/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Runs as JSON lines for scripts (--json): an object for each moment, written whole. Names and
 * fields are documented in initlab(1) and will not change; more may be added.
 *
 *   {"event":"run_begin","run":"he_normal/seed-3","group":"he_normal",...}
 *   {"event":"epoch_end",...,"epoch":1,"loss":0.3,...}
 *   {"event":"run_end",...,"status":"done",...}
 *   {"event":"comparison_end","status":"done","groups":[...],"differences":[...]}
 */
#ifndef CLI_RUN_EVENTS_H
#define CLI_RUN_EVENTS_H

#include <stdio.h>

#include "runs/list.h"
#include "runs/watch.h"

/* Writes run_begin, epoch_end and run_end to 'out'. The runs may be in different threads. */
run_watcher run_events_watcher(FILE *out);

/* Write comparison_end: what comparison_table.h prints, and every statistical test. 'profile' adds
 * where the time went. False when there is no memory. */
bool run_events_put_comparison(FILE *out, const run_list *list, fit_result result, bool profile);

#endif
