/* SPDX-License-Identifier: Apache-2.0 */
/* The contents of a run's values that are not numbers: read once and stored as digests. */
#ifndef CLI_TBLOG_DIFF_CONTENTS_H
#define CLI_TBLOG_DIFF_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

/* The content of a point: a digest or, for a histogram, its numbers. */
typedef struct content {
    uint64_t digest;
    double *numbers; /* (count) left, right and count of each bucket; or NULL */
    size_t count;
} content;

/* The contents of a run. */
typedef struct contents {
    const tblog_run *run;
    content **points;   /* (series); NULL for a series of numbers */
    uint64_t *metadata; /* (series) digests of what dashboards store in the metadata */
} contents;

/*
 * Read the contents of a run. 'secret' must be the same for both sides, see digest.h; with
 * 'keep_numbers' the numbers of histograms are stored. NULL, with the reason in 'err', on failure.
 */
contents *contents_read(const tblog_logdir *logdir, size_t run, const tblog_run *loaded,
                        uint64_t secret, bool keep_numbers, tblog_error *err);

/* Free it; NULL is fine. */
void contents_free(contents *self);

#endif
