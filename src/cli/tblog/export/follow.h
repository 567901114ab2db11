/* SPDX-License-Identifier: Apache-2.0 */
/* What was exported of runs that grow. */
#ifndef CLI_TBLOG_EXPORT_FOLLOW_H
#define CLI_TBLOG_EXPORT_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

typedef struct followed_series {
    char *tag; /* (tag_size) */
    size_t tag_size;
    uint32_t next;    /* the number of the first value that is new */
    tblog_point last; /* the last point before it, if there is one */
    bool has_last;
} followed_series;

typedef struct followed_run {
    char *name;
    uint64_t mark;           /* of its files when it was read last */
    followed_series *series; /* (count) as the run has them */
    size_t count;
    char *problem; /* what was reported last */
} followed_run;

/* {0}: no run. */
typedef struct followed_runs {
    followed_run *list; /* (count) */
    size_t count, last;
} followed_runs;

/* The run of that name, added if it is new; valid until the next call. NULL when there is no
 * memory. */
followed_run *followed_runs_find(followed_runs *self, const char *name);
void followed_runs_free(followed_runs *self);

/*
 * Before the new values of the run are exported, which now is 'loaded'. Values are counted from the
 * last point that is known: if older files are gone they have other numbers. If it is gone too and
 * there are fewer values than before, the run was begun anew, and all are new. False when there is
 * no memory.
 */
bool followed_run_begin(followed_run *self, const tblog_run *loaded);

/* After they were exported. */
void followed_run_end(followed_run *self, const tblog_run *loaded);

/* Whether a message differs from the last one; NULL: no message. */
bool followed_run_is_news(followed_run *self, const char *problem);

#endif
