/* SPDX-License-Identifier: Apache-2.0 */
/* The trials of a sweep: the combinations of values that a file describes. A trial becomes a
 * run. */
#ifndef RUNS_SWEEP_PLAN_H
#define RUNS_SWEEP_PLAN_H

#include "runs/sweep/file.h"

typedef struct sweep_trial {
    char **values; /* (lines of the file) a value for each option */
    /*
     * The name of its folder: the options that differ from trial to trial, then eight hexadecimal
     * digits of a hash of all options: "lr=0.01,init=zeros-1f0c22ab". Equal options give equal
     * names, in any file; different options give different names.
     */
    char *name;
    /* All options, sorted, one "name=value" in each line: two trials with the same text are the
     * same. */
    char *identity;
} sweep_trial;

typedef struct sweep_plan {
    const sweep_file *file; /* must outlive the plan */
    sweep_trial *trials;    /* (count) */
    size_t count;
} sweep_plan;

enum { SWEEP_MAX_RUNS = 100000 };

/*
 * A grid has all combinations; the last line's values change fastest. A random search draws each
 * trial from its own stream of random numbers (rng.h), seeded by the file, and no trial twice: the
 * same file gives the same trials, and a larger number of runs begins with the same ones. False
 * with the reason in 'err'. Free by sweep_plan_free in any case.
 */
bool sweep_plan_make(sweep_plan *self, const sweep_file *file, error *err);
void sweep_plan_free(sweep_plan *self);

/* Whether the line's value may differ from trial to trial. */
bool sweep_line_varies(const sweep_line *line);

/*
 * The rungs of successive halving (Jamieson and Talwalkar 2016): the first trains all runs for
 * file->min_epochs; each further rung trains the best 1/'halving' of the runs of the rung before,
 * rounded up, for 'halving' times the epochs; the last rung trains for 'epochs'. Without halving
 * there is one rung.
 */
size_t sweep_rung_epochs(const sweep_file *file, size_t rung, size_t epochs);
size_t sweep_rung_runs(const sweep_file *file, size_t runs_before);

#endif
