/* SPDX-License-Identifier: Apache-2.0 */
/* Make runs from a sweep's file and the command line. sweep.c calls this. */
#include "cli/initlab/arguments/sweep_arguments.h"

#include <stdlib.h>
#include <string.h>

#include "cli/walk_arguments.h"
#include "nn/config/near_names.h"
#include "runs/options.h"

static bool is_of_data(const char *name) {
    const run_option *row = run_option_find(name);
    return row && row->group == OPTION_DATA;
}

/* ---- the command line ---- */

static bool put_in_place(void *file, size_t table, const cli_option *option, char *value) {
    const run_option *row = option->name ? run_option_find(option->name) : NULL;
    (void)table;
    return !row || row->use == OPTION_CALL_ONLY ||
           sweep_file_set(file, option->name, value ? value : "on");
}

/* ---- the file's values ---- */

/* Similar names are suggested, if there are any. */
static bool refuse_name(const char *name, error *err) {
    size_t count, named = 0;
    const run_option *rows = run_option_rows(&count);
    const char **names = calloc(count, sizeof *names);
    char near[256] = "";
    for (size_t i = 0; names && i < count; i++)
        if (rows[i].name && rows[i].use != OPTION_CALL_ONLY) names[named++] = rows[i].name;
    if (names) nn_near_names(name, names, named, near, sizeof near);
    free(names);
    bool found = strncmp(near, "did you mean", 12) == 0;
    return error_set(
        err, "there is no option --%s; %s", name,
        found
            ? near
            : "lines about the sweep itself are search, runs, search-seed, halving and min-epochs");
}

/* A sweep_check: try to set the option in a copy. */
static bool check_value(void *context, const char *name, const char *value, error *err) {
    const sweep_arguments *self = context;
    const run_option *row = run_option_find(name);
    run_options copy = self->base;
    if (!row) return refuse_name(name, err);
    if (row->use == OPTION_CALL_ONLY)
        return error_set(
            err, "--%s can only be given on the command line: it is the same for all runs", name);
    return run_option_set(row, &copy, value, err);
}

/* What must be the same for all runs. */
static bool check_shared(const sweep_arguments *self, error *err) {
    for (size_t i = 0; i < self->file.count; i++) {
        const sweep_line *line = &self->file.lines[i];
        const char *reason = !sweep_line_varies(line) ? NULL
                             : is_of_data(line->name) ? "all runs share the data: one value only"
                             : self->file.halving && strcmp(line->name, "epochs") == 0
                                 ? "with halving all runs have the same epochs: one value only"
                                 : NULL;
        if (!reason) continue;
        sweep_line_fail(&self->file, line, reason, err);
        return false;
    }
    return true;
}

/* ---- making the runs ---- */

/* Set the options of a trial; its values live as long as the plan. */
static bool set_options(const sweep_arguments *self, const sweep_trial *trial, run_options *o,
                        error *err) {
    *o = self->base;
    for (size_t i = 0; i < self->file.count; i++)
        if (!run_option_set(run_option_find(self->file.lines[i].name), o, trial->values[i], err))
            return false;
    o->resume = true;
    o->schedule_epochs = o->epochs; /* also while halving trains the run for fewer epochs */
    return run_options_finish(o, err);
}

static bool add_run(sweep_arguments *self, const sweep_trial *trial, error *err) {
    run_options o;
    error reason;
    if (!set_options(self, trial, &o, &reason))
        return error_set(err, "%.200s: run %.200s: %.400s", self->file.path, trial->name,
                         reason.message);
    if (self->file.halving && self->file.min_epochs > o.epochs)
        return error_set(err, "%s: min-epochs %zu is above epochs %zu", self->file.path,
                         self->file.min_epochs, o.epochs);
    error_set(err, "out of memory");
    return run_list_add(&self->runs, &o, &o.model.kernel_initializers, trial->name) != NULL;
}

bool sweep_arguments_read(sweep_arguments *self, const char *path, const cli_parser *root, int argc,
                          char **argv, error *err) {
    if (!sweep_file_read(&self->file, path, err)) return false;
    int first;
    if (!cli_walk_arguments(root, argc, argv, put_in_place, &self->file, &first, err))
        return error_set(err, "out of memory");
    if (!sweep_file_check(&self->file, check_value, self, err) || !check_shared(self, err) ||
        !sweep_plan_make(&self->plan, &self->file, err))
        return false;
    for (size_t i = 0; i < self->plan.count; i++)
        if (!add_run(self, &self->plan.trials[i], err)) return false;
    /* All runs share the data, which is loaded once. */
    self->base.data = self->runs.runs[0].options.data;
    return true;
}

void sweep_arguments_free(sweep_arguments *self) {
    run_list_free(&self->runs);
    sweep_plan_free(&self->plan);
    sweep_file_free(&self->file);
}
