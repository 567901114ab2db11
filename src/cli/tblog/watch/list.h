/* SPDX-License-Identifier: Apache-2.0 */
/* The list of tblog watch: a line for each scalar. */
#ifndef TBLOG_WATCH_LIST_H
#define TBLOG_WATCH_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/screen/terminal.h"
#include "cli/tblog/plot/curves.h"

enum { NO_LINE = -1 };

/*
 * Print lines 'from' to 'to' - 1 of the list: run, tag, last step, last value, its change, its age
 * at 'now_s', curve; the line 'chosen' is marked. In at most 'columns' columns (0: no limit). False
 * when there is no memory.
 */
bool list_put(const curve *const *curves, size_t from, size_t to, ptrdiff_t chosen, double now_s,
              size_t columns, const terminal *out);

#endif
