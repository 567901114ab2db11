/* SPDX-License-Identifier: Apache-2.0 */
/* The trials of a sweep: what a file describes, one by one. A trial becomes a run. */
#ifndef TRAIN_SWEEP_PLAN_H
#define TRAIN_SWEEP_PLAN_H

#include "runs/sweep/file.h"

typedef struct sweep_trial {
    char **values; /* (lines of the file) a value for each of its options */
    /*
     * Of its folder: the options that differ from trial to trial, and eight hexadecimal digits of
     * all: "lr=0.01,init=zeros-1f0c22ab". The same options have the same name, whatever else the
     * file has; other options another.
     */
    char *name;
    /* All options, sorted, "name=value" one a line: two trials with the same text are the same. */
    char *identity;
} sweep_trial;

typedef struct sweep_plan {
    const sweep_file *file; /* must outlive the plan */
    sweep_trial *trials;    /* (count) */
    size_t count;
} sweep_plan;

enum { SWEEP_MAX_RUNS = 100000 };

/*
 * A grid has every combination, the last line's values change fastest. A random search draws each
 * run from a stream of its own (rng.h) by the file's seed, each run once: the same file gives the
 * same runs, and more of them begin with the same ones. False with the reason in 'err'. Free by
 * sweep_plan_free in any case.
 */
bool sweep_plan_make(sweep_plan *self, const sweep_file *file, error *err);
void sweep_plan_free(sweep_plan *self);

/* Whether the line's value may differ from run to run. */
bool sweep_line_varies(const sweep_line *line);

/*
 * The rungs of successive halving (Jamieson and Talwalkar 2016): the first trains all runs for
 * file->min_epochs, each other one in 'halving' of those before, rounded up, for 'halving' times
 * the epochs; the last one for 'epochs'. Without halving there is one rung.
 */
size_t sweep_rung_epochs(const sweep_file *file, size_t rung, size_t epochs);
size_t sweep_rung_runs(const sweep_file *file, size_t runs_before);

#endif
