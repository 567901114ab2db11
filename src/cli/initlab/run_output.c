/* SPDX-License-Identifier: Apache-2.0 */
/* What a command writes while its runs train. */
#include "cli/initlab/run_output.h"

#include <unistd.h>

#include "cli/initlab/run_events.h"

/* With --json only where the lines do not go to the same terminal, or to no terminal at all. */
static bool wants_progress(const run_options *options, const terminal *out) {
    if (options->quiet) return false;
    return !options->json || (out->can_redraw && !isatty(STDOUT_FILENO));
}

/* Not progress, but why there is none: also with --quiet. */
static void tell_wait(void *context, size_t index, const run *r, const train_state *at) {
    (void)context;
    (void)index;
    (void)at;
    fprintf(stderr, "%s: waiting: %s\n", r->name, r->err.message);
}

void run_output_begin(run_output *self, const run_options *options, const run *runs, size_t count) {
    *self = (run_output){.terminal = terminal_of(stderr)};
    self->watchers.list = self->list;
    if (options->json) self->list[self->watchers.count++] = run_events_watcher(stdout);
    if (options->quiet && !options->json)
        self->list[self->watchers.count++] = (run_watcher){.hooks = {[RUN_WAIT] = tell_wait}};
    if (!wants_progress(options, &self->terminal)) return;
    self->shown = progress_new(&self->terminal, runs, count);
    self->list[self->watchers.count++] = progress_watcher(self->shown);
}

void run_output_end(run_output *self) {
    progress_free(self->shown);
    self->shown = NULL;
}

bool run_output_complain(const char *command, const run *r) {
    bool unwritten = *r->warning.message;
    if (r->result == FIT_FAILED) fprintf(stderr, "%s: %s: %s\n", command, r->name, r->err.message);
    if (unwritten)
        fprintf(stderr, "%s: %s: not everything could be written: %s\n", command, r->name,
                r->warning.message);
    return unwritten || r->result == FIT_FAILED;
}
