/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A metric that a callback watches, and the callback's arguments as text: what Keras' EarlyStopping
 * and ReduceLROnPlateau have in common (keras/src/callbacks/monitor_callback.py).
 */
#ifndef TRAIN_MONITOR_H
#define TRAIN_MONITOR_H

#include "nn/config/spec.h"
#include "train/callback.h"

/* Values of the arguments "monitor" and "mode", which every rule has. */
enum { MONITOR_VAL_LOSS, MONITOR_VAL_ACCURACY, MONITOR_LOSS, MONITOR_ACCURACY };
enum { MONITOR_AUTO, MONITOR_LEAST, MONITOR_MOST };
extern const char *const monitor_metrics[], *const monitor_modes[];

/* A callback's arguments: monitor, mode, min_delta and its own. All zeros: no such callback. */
typedef nn_spec monitor_rule;

/*
 * "monitor=val_loss,patience=3": the arguments of the table's one class, by name or position, with
 * its defaults; "" is all defaults. False, with the reason in 'message', when that cannot be read.
 */
bool monitor_rule_parse(const char *text, const nn_table *table, monitor_rule *rule,
                        char message[NN_MESSAGE]);

/* Its arguments, but for defaults, in that form. Returns 'text', of NN_SPEC_TEXT. */
char *monitor_rule_text(const monitor_rule *rule, char *text);

/* The rule's metric as Keras logs it: float32. */
double monitor_value(const monitor_rule *rule, const train_logs *train,
                     const train_logs *validation);

/* Whether 'now' improves on 'than' by more than the rule's min_delta; compared in float32. */
bool monitor_is_better(const monitor_rule *rule, double now, double than);

#endif
