/* SPDX-License-Identifier: Apache-2.0 */
/* What `tblog edit` changes, and what this means for each series of a run. */
#ifndef CLI_TBLOG_EDIT_PLAN_H
#define CLI_TBLOG_EDIT_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <tblog/tblog.h>

#include "cli/tblog/regex.h"
#include "cli/tblog/rewrite/substitution.h"

typedef struct edit_description {
    const char *text; /* TAG=TEXT */
    bool used;        /* a run has the tag */
} edit_description;

/* What is asked for, in the order in which it applies. */
typedef struct edit_request {
    regex **keeps, **drops; /* of tags */
    size_t keep_count, drop_count;
    bool cuts_before, cuts_after;
    int64_t before, after; /* the first and the last step that stay */
    substitution *renames;
    size_t rename_count;
    bool moves_steps, moves_times;
    double step_scale, time_scale;
    int64_t step_shift;
    double time_shift_s;
    edit_description *descriptions; /* of tags by their new names */
    size_t description_count;
    bool must_describe; /* a run without the tag of a description is an error */
} edit_request;

/* A series of the run. */
typedef struct edit_series {
    const tblog_series *series;
    bool dropped;
    bool whole;   /* it describes the run as a whole: no cuts, no new name, no description */
    char *name;   /* the new one; NULL: unchanged */
    size_t group; /* the first series that has the same name then */
    size_t last;  /* of a group: the series whose value was written last */
    bool ended;   /* a value of another series of its group came after its own */
} edit_series;

typedef struct edit_plan {
    const char *command; /* for messages */
    edit_request *request;
    size_t count;                         /* of series */
    edit_series *series;                  /* (count) */
    tblog_text_view *tags, *descriptions; /* (count) as a tblog_event_edit has them */
    tblog_event moment;
    bool failed; /* and it was reported */
} edit_plan;

/* The rules for rewrite_to and rewrite_in_place; their context is the plan. Failures are reported
 * on standard error. */
bool edit_plan_begin(void *plan, const tblog_run *run);
bool edit_plan_stays(void *plan, const tblog_event *event, const tblog_run_value *value);
bool edit_plan_change(void *plan, const tblog_event *event, tblog_event_edit *edit);

/* Free what edit_plan_begin made. */
void edit_plan_free(edit_plan *plan);

#endif
