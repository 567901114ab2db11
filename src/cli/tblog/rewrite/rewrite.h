/* SPDX-License-Identifier: Apache-2.0 */
/* The events of runs written anew. edit, merge and prune differ only in the rules. */
#ifndef CLI_TBLOG_REWRITE_H
#define CLI_TBLOG_REWRITE_H

#include <stdbool.h>
#include <tblog/tblog.h>

/* What is written. Each function may be NULL; false from begin or change is a failure, which it has
 * reported. */
typedef struct rewrite_rules {
    void *context;

    /* Called before the first event of each run. */
    bool (*begin)(void *context, const tblog_run *run);

    /* Whether a value stays. An event goes if it had values and none of them stays. */
    bool (*stays)(void *context, const tblog_event *event, const tblog_run_value *value);

    /* Set what else changes in an event; edit->keep is set. */
    bool (*change)(void *context, const tblog_event *event, tblog_event_edit *edit);
} rewrite_rules;

/*
 * Write the file 'out' from the only run of 'path', a log folder or an event file. Version records
 * after the first are left out. 'out' appears as a whole or not at all. Returns the command's exit
 * code.
 */
int rewrite_to(const char *command, const char *path, const char *out, const rewrite_rules *rules);

/*
 * Replace the files of all runs of 'path' in which something changes; the old ones stay under other
 * names. No file of a run is replaced before all its new ones are written. Returns the command's
 * exit code.
 */
int rewrite_in_place(const char *command, const char *path, const rewrite_rules *rules);

/* Whether no dashboard shows the tag, although one might if another of its values came first. Of
 * such a tag no single values may go. */
bool rewrite_is_unknown(const tblog_series *series);

#endif
