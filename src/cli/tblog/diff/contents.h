/* SPDX-License-Identifier: Apache-2.0 */
/* What the values of a run say, for those that are not numbers: read once, and kept as digests. */
#ifndef CLI_TBLOG_DIFF_CONTENTS_H
#define CLI_TBLOG_DIFF_CONTENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

/* Of a point: a digest, or of a histogram the numbers themselves. */
typedef struct content {
    uint64_t digest;
    double *numbers; /* (count) left, right and count of each bucket; or NULL */
    size_t count;
} content;

/* Of a run. */
typedef struct contents {
    const tblog_run *run;
    content **points;   /* of each series; NULL for one that has only numbers */
    uint64_t *metadata; /* of each series, what its dashboard keeps in the metadata */
} contents;

/*
 * Read them. 'secret' is that of both sides, see digest.h; with 'keep_numbers' histograms are kept
 * whole. NULL, with the reason in 'err', on failure.
 */
contents *contents_read(const tblog_logdir *logdir, size_t run, const tblog_run *loaded,
                        uint64_t secret, bool keep_numbers, tblog_error *err);

/* Free it; NULL is fine. */
void contents_free(contents *self);

#endif
