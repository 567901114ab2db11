/* SPDX-License-Identifier: Apache-2.0 */
/* How a run ended, derived from its options and its history. Progress, events and the run's own log
 * show it. */
#include "runs/records/ending.h"

#include <math.h>
#include <stdio.h>

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

const char *run_ending_text(const run *r, char text[RUN_ENDING_TEXT]) {
    char reason[RUN_ENDING_TEXT / 2];
    size_t epoch = history_diverged(&r->history), count = r->history.count;
    int used = 0;
    text[0] = '\0';
    if (!count) return text;
    early_stopping_reason(&r->options.stopping, &r->history, reason, sizeof reason);
    if (r->resumed == count && r->result == FIT_DONE)
        used = snprintf(text, RUN_ENDING_TEXT, "nothing to do: it had all its epochs before%s",
                        epoch || *reason ? "; " : "");
    if (epoch)
        put_divergence(r, epoch, text + used);
    else if (*reason && r->result == FIT_DONE)
        snprintf(text + used, RUN_ENDING_TEXT - (size_t)used,
                 "stopped early at epoch %zu of %zu: %s", count, r->options.epochs, reason);
    return text;
}
