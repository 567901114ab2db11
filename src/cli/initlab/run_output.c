/* SPDX-License-Identifier: Apache-2.0 */
/* What a command prints while its runs train. train, compare and sweep call this. */
#include "cli/initlab/run_output.h"

#include <unistd.h>

#include "cli/initlab/run_events.h"
#include "runs/records/ending.h"

/* With --json, show progress only on a terminal, and only if the JSON lines do not go to one. */
static bool wants_progress(const run_options *options, const terminal *out) {
    if (options->quiet) return false;
    return !options->json || (out->can_redraw && !isatty(STDOUT_FILENO));
}

/* Also with --quiet: it explains why nothing happens. */
static void report_wait(void *context, size_t index, const run *r, const train_state *at) {
    (void)context;
    (void)index;
    (void)at;
    fprintf(stderr, "%s: waiting: %s\n", r->name, r->err.message);
}

/* The weights that early stopping restores only show in saved models. */
static void warn_of_weights(const run_options *options, const run *runs, size_t count) {
    for (size_t i = 0; i < count && !options->save_models; i++) {
        const stopping_rule *rule = &runs[i].options.stopping;
        if (!rule->type || !(nn_spec_value(rule, "restore_best_weights") > 0)) continue;
        fprintf(stderr,
                "initlab: warning: --early-stopping: restore_best_weights does nothing without "
                "--save-models\n");
        return;
    }
}

void run_output_begin(run_output *self, const run_options *options, const run *runs, size_t count) {
    *self = (run_output){.terminal = terminal_of(stderr)};
    self->watchers.list = self->list;
    if (options->json) self->list[self->watchers.count++] = run_events_watcher(stdout);
    warn_of_weights(options, runs, count);
    if (options->quiet && !options->json)
        self->list[self->watchers.count++] = (run_watcher){.hooks = {[RUN_WAIT] = report_wait}};
    if (!wants_progress(options, &self->terminal)) return;
    self->shown = progress_new(&self->terminal, runs, count);
    self->list[self->watchers.count++] = progress_watcher(self->shown);
}

void run_output_end(run_output *self) {
    progress_free(self->shown);
    self->shown = NULL;
}

void run_output_put_next(const run_options *options, const best_result *best) {
    const terminal out = terminal_of(stdout);
    if (out.is_terminal && !options->quiet)
        next_steps_put(best, options->logdir, &out, terminal_size_of(&out).columns);
}

int run_output_interrupted(const char *command, const run_options *options) {
    const char *how = !options->checkpoint ? ""
                      : options->resume    ? "; the same command continues"
                                           : "; --resume continues";
    fprintf(stderr, "%s: interrupted%s\n", command, how);
    return 130;
}

void run_output_put_ending(const char *command, const run *r) {
    char text[RUN_ENDING_TEXT];
    const terminal out = terminal_of(stderr);
    bool bad = history_diverged(&r->history);
    if (!*run_ending_text(r, text) || (r->options.quiet && !bad)) return;
    text_style style = bad ? STYLE_BAD : STYLE_PLAIN;
    fprintf(stderr, "%s: %s: %s%s%s\n", command, r->name, style_begin(&out, style), text,
            style_end(&out, style));
}

bool run_output_complain(const char *command, const run *r) {
    bool unwritten = *r->warning.message;
    run_output_put_ending(command, r);
    if (r->result == FIT_FAILED) fprintf(stderr, "%s: %s: %s\n", command, r->name, r->err.message);
    if (unwritten)
        fprintf(stderr, "%s: %s: not everything could be written: %s\n", command, r->name,
                r->warning.message);
    return unwritten || r->result == FIT_FAILED;
}
