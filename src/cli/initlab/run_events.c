/* SPDX-License-Identifier: Apache-2.0 */
/* Runs as JSON lines for scripts. */
#include "cli/initlab/run_events.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "runs/groups.h"
#include "runs/records/ending.h"

/* ---- fields: the first of an object begins with '{', the others with ',' ---- */

static void put_text(FILE *out, const char *name, const char *text) {
    fprintf(out, ",\"%s\":", name);
    put_json(out, text, strlen(text));
}

static void put_number_field(FILE *out, const char *name, double number) {
    fprintf(out, ",\"%s\":", name);
    put_json_number(out, number, true);
}

/* Print the number, or null if it is not known. */
static void put_known(FILE *out, const char *name, bool known, double number) {
    if (known)
        put_number_field(out, name, number);
    else
        fprintf(out, ",\"%s\":null", name);
}

static void put_count(FILE *out, const char *name, uint64_t count) {
    fprintf(out, ",\"%s\":%" PRIu64, name, count);
}

static void put_metrics(FILE *out, bool known, const train_logs *train,
                        const train_logs *validation) {
    put_known(out, "loss", known, train->loss);
    put_known(out, "accuracy", known, train->accuracy);
    put_known(out, "val_loss", known, validation->loss);
    put_known(out, "val_accuracy", known, validation->accuracy);
}

static const char *status_of(fit_result result) {
    return result == FIT_DONE ? "done" : result == FIT_STOPPED ? "interrupted" : "failed";
}

/* ---- lines ---- */

/* A line is formatted in memory and written at once, so that lines of several threads do not
 * mix. */
typedef struct event_line {
    FILE *out;
    char *text;
    size_t size;
} event_line;

static bool begin_line(event_line *line, const char *event) {
    line->text = NULL;
    line->out = open_memstream(&line->text, &line->size);
    if (line->out) fprintf(line->out, "{\"event\":\"%s\"", event);
    return line->out;
}

static void end_line(event_line *line, FILE *out) {
    fputs("}\n", line->out);
    if (fclose(line->out) == 0) fwrite(line->text, 1, line->size, out);
    fflush(out);
    free(line->text);
}

static bool begin_run_line(event_line *line, const char *event, const run *r) {
    if (!begin_line(line, event)) return false;
    put_text(line->out, "run", r->name);
    put_text(line->out, "group", r->group);
    put_text(line->out, "initializer", r->initializer);
    put_count(line->out, "seed", r->options.model.seed);
    return true;
}

/* ---- moments ---- */

static void on_wait(void *out, size_t index, const run *r, const train_state *at) {
    event_line line;
    (void)index;
    (void)at;
    if (!begin_run_line(&line, "run_wait", r)) return;
    put_text(line.out, "reason", r->err.message);
    end_line(&line, out);
}

static void on_begin(void *out, size_t index, const run *r, const train_state *at) {
    event_line line;
    (void)index;
    if (!begin_run_line(&line, "run_begin", r)) return;
    put_count(line.out, "epochs", at->epochs);
    put_count(line.out, "first_epoch", at->epoch + 1);
    put_count(line.out, "batches", at->batches);
    end_line(&line, out);
}

static void on_epoch_end(void *out, size_t index, const run *r, const train_state *at) {
    event_line line;
    (void)index;
    if (!begin_run_line(&line, "epoch_end", r)) return;
    put_count(line.out, "epoch", at->epoch + 1);
    put_metrics(line.out, true, &at->train, &at->validation);
    fputs(",\"learning_rate\":", line.out);
    put_json_number(line.out, at->learning_rate, false); /* it is a float32 */
    put_number_field(line.out, "seconds", at->seconds);
    end_line(&line, out);
}

static void on_end(void *out, size_t index, const run *r, const train_state *at) {
    static const history_epoch none;
    char ending[RUN_ENDING_TEXT];
    const history_epoch *last = history_last(&r->history);
    event_line line;
    (void)index;
    (void)at;
    if (!begin_run_line(&line, "run_end", r)) return;
    put_text(line.out, "status", status_of(r->result));
    put_count(line.out, "epochs", r->history.count);
    put_metrics(line.out, last, last ? &last->train : &none.train,
                last ? &last->validation : &none.validation);
    put_number_field(line.out, "seconds", history_seconds(&r->history));
    if (history_diverged(&r->history))
        put_count(line.out, "diverged_epoch", history_diverged(&r->history));
    if (*run_ending_text(r, ending)) put_text(line.out, "ending", ending);
    if (r->result == FIT_FAILED) put_text(line.out, "error", r->err.message);
    if (*r->warning.message) put_text(line.out, "warning", r->warning.message);
    end_line(&line, out);
}

run_watcher run_events_watcher(FILE *out) {
    return (run_watcher){.self = out,
                         .hooks = {[RUN_WAIT] = on_wait,
                                   [RUN_BEGIN] = on_begin,
                                   [RUN_EPOCH_END] = on_epoch_end,
                                   [RUN_END] = on_end}};
}

/* ---- the comparison ---- */

static void put_group(FILE *out, const run_list *list, const ranking *ranked, size_t i) {
    const ranked_group *g = &ranked->groups[i];
    const sample_summary *s = &g->summary;
    run_group_means m = run_groups_means(list, g->name);
    fprintf(out, "%s{\"rank\":%zu", i ? "," : "", i + 1);
    put_text(out, "group", g->name);
    put_count(out, "n", s->n);
    put_metrics(out, m.n, &m.train, &m.validation);
    put_known(out, "val_accuracy_sd", s->n > 1, s->sd);
    put_known(out, "val_accuracy_low", s->n > 1, s->low);
    put_known(out, "val_accuracy_high", s->n > 1, s->high);
    put_known(out, "epochs", m.n, m.epochs);
    put_known(out, "seconds", m.n, m.seconds);
    putc('}', out);
}

/* Print every pair that was tested, the better one first. A test uses the seeds that both have. */
static void put_differences(FILE *out, const ranking *ranked) {
    bool first = true;
    for (size_t i = 0; i < ranked->count; i++) {
        for (size_t j = i + 1; j < ranked->count; j++) {
            double p = ranking_p(ranked, i, j);
            if (isnan(p)) continue;
            bool turned = ranking_lead(ranked, i, j) < 0;
            fprintf(out, "%s{\"ranks\":[%zu,%zu]", first ? "" : ",", (turned ? j : i) + 1,
                    (turned ? i : j) + 1);
            put_number_field(out, "difference", fabs(ranking_lead(ranked, i, j)));
            put_number_field(out, "p", p);
            fprintf(out, ",\"significant\":%s}", ranking_differ(ranked, i, j) ? "true" : "false");
            first = false;
        }
    }
}

static void put_profile(FILE *out, const run_list *list) {
    fputs(",\"profile\":{", out);
    for (size_t k = 0; k < NN_PHASES; k++) {
        double seconds = 0;
        for (size_t i = 0; i < list->count; i++) seconds += list->runs[i].profile.seconds[k];
        fprintf(out, "%s\"%s\":", k ? "," : "", nn_phase_name((nn_phase)k));
        put_json_number(out, seconds, true);
    }
    putc('}', out);
}

bool run_events_put_comparison(FILE *out, const run_list *list, fit_result result, bool profile) {
    ranking ranked;
    event_line line;
    bool good = run_groups_rank(list, &ranked) && begin_line(&line, "comparison_end");
    if (good) {
        put_text(line.out, "status", status_of(result));
        fputs(",\"groups\":[", line.out);
        for (size_t i = 0; i < ranked.count; i++) put_group(line.out, list, &ranked, i);
        fputs("],\"differences\":[", line.out);
        put_differences(line.out, &ranked);
        putc(']', line.out);
        if (profile) put_profile(line.out, list);
        end_line(&line, out);
    }
    ranking_free(&ranked);
    return good;
}
