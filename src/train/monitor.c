/* SPDX-License-Identifier: Apache-2.0 */
/* A metric that a callback watches. Called by the callbacks, in the thread that trains. */
#include "train/monitor.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *const monitor_metrics[] = {[MONITOR_VAL_LOSS] = "val_loss",
                                       [MONITOR_VAL_ACCURACY] = "val_accuracy",
                                       [MONITOR_LOSS] = "loss",
                                       [MONITOR_ACCURACY] = "accuracy",
                                       NULL};
const char *const monitor_modes[] = {
    [MONITOR_AUTO] = "auto", [MONITOR_LEAST] = "min", [MONITOR_MOST] = "max", NULL};

bool monitor_rule_parse(const char *text, const nn_table *table, monitor_rule *rule,
                        char message[NN_MESSAGE]) {
    char call[NN_SPEC_TEXT];
    const char *name = nn_table_class(table, 0)->name;
    if ((size_t)snprintf(call, sizeof call, "%s(%s)", name, text) >= sizeof call)
        return nn_fail(message, "more than %d characters",
                       (int)(sizeof call - strlen(name) - sizeof "()"));
    return nn_spec_parse(call, table, rule, message);
}

char *monitor_rule_text(const monitor_rule *rule, char *text) {
    nn_spec_text(rule, text);
    size_t name = strlen(rule->type->name), length = strlen(text);
    if (length <= name + 1) {
        text[0] = '\0';
        return text;
    }
    memmove(text, text + name + 1, length - name - 2); /* between the parentheses */
    text[length - name - 2] = '\0';
    return text;
}

double monitor_value(const monitor_rule *rule, const train_logs *train,
                     const train_logs *validation) {
    switch ((int)nn_spec_value(rule, "monitor")) {
    case MONITOR_VAL_LOSS: return (double)(float)validation->loss;
    case MONITOR_VAL_ACCURACY: return (double)(float)validation->accuracy;
    case MONITOR_LOSS: return (double)(float)train->loss;
    default: return (double)(float)train->accuracy;
    }
}

bool monitor_is_better(const monitor_rule *rule, double now, double than) {
    int mode = (int)nn_spec_value(rule, "mode"), metric = (int)nn_spec_value(rule, "monitor");
    bool least = mode == MONITOR_AUTO ? metric == MONITOR_VAL_LOSS || metric == MONITOR_LOSS
                                      : mode == MONITOR_LEAST;
    double delta = fabs(nn_spec_value(rule, "min_delta"));
    return least ? (float)(now + delta) < (float)than : (float)(now - delta) > (float)than;
}
