/* SPDX-License-Identifier: Apache-2.0 */
/* How a run ended, derived from its options and its history. Progress, events and the run's own log
 * show it. */
#include "runs/records/ending.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/new_file.h"
#include "stats/learning.h"

/* "nan", "inf" or "-inf": the first loss of the epoch that is not finite. */
static const char *loss_text(const history_epoch *e) {
    double loss = isfinite(e->train.loss) ? e->validation.loss : e->train.loss;
    return isnan(loss) ? "nan" : loss > 0 ? "inf" : "-inf";
}

static int put_divergence(const run *r, size_t epoch, char *text) {
    const char *loss = loss_text(&r->history.epochs[epoch - 1]);
    if (r->options.terminate_on_nan && r->result == FIT_DONE)
        return snprintf(text, RUN_ENDING_TEXT,
                        "diverged: ended in epoch %zu of %zu, as the loss is %s", epoch,
                        r->options.epochs, loss);
    return snprintf(text, RUN_ENDING_TEXT, "diverged: the loss is %s from epoch %zu on", loss,
                    epoch);
}

/* Of how many epochs, only if there were more: one that is resumed may be asked for fewer. */
static void put_stop(const run *r, const char *reason, char text[RUN_ENDING_TEXT]) {
    char all[32] = "";
    if (r->options.epochs >= r->history.count)
        snprintf(all, sizeof all, " of %zu", r->options.epochs);
    snprintf(text, RUN_ENDING_TEXT, "stopped early at epoch %zu%s: %s", r->history.count, all,
             reason);
}

/* Why it ended before its last epoch, or that it diverged; "" otherwise. */
static void put_reason(const run *r, char text[RUN_ENDING_TEXT]) {
    char reason[RUN_ENDING_TEXT / 2];
    size_t epoch = history_diverged(&r->history), count = r->history.count;
    text[0] = '\0';
    if (!count) return;
    early_stopping_reason(&r->options.stopping, &r->history, reason, sizeof reason);
    if (epoch)
        put_divergence(r, epoch, text);
    else if (*reason && r->result == FIT_DONE)
        put_stop(r, reason, text);
}

const char *run_ending_text(const run *r, char text[RUN_ENDING_TEXT]) {
    char reason[RUN_ENDING_TEXT];
    size_t count = r->history.count;
    bool had_all = count && r->resumed == count && r->result == FIT_DONE;
    put_reason(r, reason);
    snprintf(text, RUN_ENDING_TEXT, "%s%s%.190s",
             had_all ? "nothing to do: it had all its epochs before" : "",
             had_all && *reason ? "; " : "", reason);
    return text;
}

bool run_failed(const run *r) {
    accuracy_range range = {0};
    const nn_model_config *model = &r->options.model;
    for (size_t i = 0; i < r->history.count; i++)
        accuracy_range_add(&range, r->history.epochs[i].validation.accuracy);
    return history_diverged(&r->history) ||
           accuracy_range_failed(&range, model->units[model->layers - 1]);
}

/* ---- in the run's folder ---- */

char *run_ending_path(const char *folder) {
    char *path;
    return asprintf(&path, "%s/ending.txt", folder) < 0 ? NULL : path;
}

static bool write_text(const char *path, const char *text) {
    new_file file;
    return new_file_open(&file, path) && new_file_close(&file, fprintf(file.out, "%s\n", text) > 0);
}

bool run_ending_write(const run *r, const char *folder, error *err) {
    char text[RUN_ENDING_TEXT], *path = run_ending_path(folder);
    if (!path) return error_set(err, "out of memory");
    put_reason(r, text);
    bool good = *text ? write_text(path, text) : unlink(path) == 0 || errno == ENOENT;
    if (!good)
        error_set(err, "%s: cannot %s: %s", path, *text ? "write" : "remove", strerror(errno));
    free(path);
    return good;
}
