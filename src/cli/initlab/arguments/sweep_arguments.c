/* SPDX-License-Identifier: Apache-2.0 */
/* A sweep's file and the command line become runs. */
#include "cli/initlab/arguments/sweep_arguments.h"

#include <stdlib.h>
#include <string.h>

#include "cli/initlab/arguments/option_set.h"
#include "cli/option_table.h"

/* Options of initlab train that say where a sweep writes and how it is run, not what a run is. */
static const char *const not_of_a_run[] = {"logdir",        "overwrite", "resume", "strict",
                                           "no-checkpoint", "quiet",     "json",   "dashboards"};
enum { NOT_OF_A_RUN = sizeof not_of_a_run / sizeof not_of_a_run[0] };

static bool is_of_a_run(const char *name) {
    for (size_t i = 0; i < NOT_OF_A_RUN; i++)
        if (strcmp(not_of_a_run[i], name) == 0) return false;
    return option_find(&train_argp, name, NULL) != NULL;
}

/* All runs share the data. */
static bool is_of_data(const char *name) {
    const struct argp *owner = NULL;
    return option_find(&train_argp, name, &owner) && owner == &data_argp;
}

/* ---- the command line ---- */

static bool put_in_place(void *context, const char *name, const char *value) {
    return !name || !is_of_a_run(name) || sweep_file_set(context, name, value);
}

/* ---- the file's values ---- */

static bool keep(sweep_arguments *self, char *text) {
    char **grown = reallocarray(self->kept, self->kept_count + 1, sizeof *grown);
    if (!grown) {
        free(text);
        return false;
    }
    self->kept = grown;
    self->kept[self->kept_count++] = text;
    return true;
}

static bool set(sweep_arguments *self, train_arguments *input, const char *name, const char *value,
                error *err) {
    char *kept;
    bool good = option_set(&train_argp, input, name, value, &kept, err);
    return keep(self, kept) && good;
}

/* A sweep_check: parsed into a copy that nobody reads. */
static bool check_value(void *context, const char *name, const char *value, error *err) {
    const sweep_arguments *self = context;
    train_arguments copy = self->base;
    char *kept = NULL;
    if (option_find(&train_argp, name, NULL) && !is_of_a_run(name))
        return error_set(err, "--%s is for the command line: it is the same for all runs", name);
    bool good = option_set(&train_argp, &copy, name, value, &kept, err);
    free(kept);
    return good;
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

/* The data are loaded once, as the file or the command line has it. */
static bool set_data(sweep_arguments *self, error *err) {
    char number[SWEEP_NUMBER];
    for (size_t i = 0; i < self->file.count; i++) {
        const sweep_line *line = &self->file.lines[i];
        if (is_of_data(line->name) &&
            !set(self, &self->base, line->name, sweep_line_value(line, 0, number), err))
            return false;
    }
    return true;
}

/* ---- the runs ---- */

static bool add_run(sweep_arguments *self, const sweep_run *planned, error *err) {
    train_arguments of_run = self->base;
    for (size_t i = 0; i < self->file.count; i++)
        if (!set(self, &of_run, self->file.lines[i].name, planned->values[i], err)) return false;
    run_options *o = &of_run.shared.options;
    o->resume = true;
    o->schedule_epochs = o->epochs; /* also while halving has the run train for fewer */
    if (self->file.halving && self->file.min_epochs > o->epochs)
        return error_set(err, "%s: min-epochs %zu is above epochs %zu", self->file.path,
                         self->file.min_epochs, o->epochs);
    error_set(err, "out of memory");
    return run_list_add(&self->runs, o, &of_run.initializers, planned->name) != NULL;
}

bool sweep_arguments_read(sweep_arguments *self, const char *path, const struct argp *root,
                          int argc, char **argv, error *err) {
    if (!sweep_file_read(&self->file, path, err)) return false;
    if (!option_each(root, argc, argv, put_in_place, &self->file))
        return error_set(err, "out of memory");
    if (!sweep_file_check(&self->file, check_value, self, err) || !check_shared(self, err) ||
        !set_data(self, err) || !sweep_plan_make(&self->plan, &self->file, err))
        return false;
    for (size_t i = 0; i < self->plan.count; i++)
        if (!add_run(self, &self->plan.runs[i], err)) return false;
    return true;
}

void sweep_arguments_free(sweep_arguments *self) {
    run_list_free(&self->runs);
    sweep_plan_free(&self->plan);
    sweep_file_free(&self->file);
    for (size_t i = 0; i < self->kept_count; i++) free(self->kept[i]);
    free(self->kept);
    *self = (sweep_arguments){0};
}
