/* SPDX-License-Identifier: Apache-2.0 */
/* Where each run stands: as good as the best, below it, still learning, or failed. */
#ifndef REPORT_STANDING_H
#define REPORT_STANDING_H

#include "report/table.h"
#include "report/words/context.h"

typedef enum standing {
    STANDS_ALIKE,  /* with the best: what is between them may be chance */
    STANDS_BELOW,  /* it learns, but the best are better */
    STANDS_LATE,   /* far below the best, and still rising at its end */
    STANDS_FAILED, /* far below the best or without any that learns, and near chance or where it
                      began */
    STANDS_UNKNOWN /* it has no value */
} standing;

/* How far below the best an accuracy is far, in percentage points. */
enum { STANDING_FAR = 5 };

typedef struct report_standings {
    const standing *of; /* of each row of the table */
    size_t count[STANDS_UNKNOWN + 1];
    double wobble;     /* how much a run's last values move from step to step: their median standard
                          deviation; NaN: unknown */
    double noise;      /* standard deviation of a value of which nothing is meant: wobble, and of an
                          accuracy what so few validation images leave to chance; NaN: unknown */
    bool knows_images; /* the noise has what so few images leave to chance */
    double slack;      /* one seed each: the best may lead by that much by chance */
} report_standings;

/*
 * With seeds, runs are alike that the corrected tests do not distinguish from the best. With one
 * seed each, those that are behind it by less than Tukey's range of as many equal runs, 5 %.
 * In the logs' memory; false if memory is out.
 */
bool standings_make(report_standings *self, report_logs *logs, const report_table *table,
                    const report_context *context);

#endif
