/* SPDX-License-Identifier: Apache-2.0 */
/* Which runs diverged, and which stopped early and why. */
#ifndef REPORT_ENDINGS_H
#define REPORT_ENDINGS_H

#include "report/logs.h"

enum { ENDINGS_MAX = 2 };

/* Sentences, in the logs' memory, names marked as in markup.h. */
typedef struct report_endings {
    const char *sentences[ENDINGS_MAX]; /* (count) */
    size_t count;
} report_endings;

/*
 * A run diverged when one of its losses is NaN or infinite. That it stopped early is in the
 * ending.txt that initlab leaves in its folder. False if memory is out.
 */
bool endings_find(report_endings *self, report_logs *logs, const char *const *names);

#endif
