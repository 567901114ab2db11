/* SPDX-License-Identifier: Apache-2.0 */
/* How options of each kind are set and printed. options.c calls this, through its rows. */
#include "runs/option_kinds.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/names/near_name.h"
#include "base/number.h"
#include "data/dataset_open.h"
#include "data/known_set.h"
#include "data/standardize.h"
#include "model/model_text.h"
#include "nn/config/config.h"

/* printf into memory that the caller frees; NULL when there is no memory. */
__attribute__((format(printf, 1, 2))) static char *print(const char *format, ...) {
    char *text;
    va_list arguments;
    va_start(arguments, format);
    if (vasprintf(&text, format, arguments) < 0) text = NULL;
    va_end(arguments);
    return text;
}

static char *print_number(double number) {
    char text[NN_NUMBER_TEXT];
    return print("%s", nn_number_text(number, text));
}

/* The member of run_options that a row sets. */
static const void *member(const run_option *row, const run_options *o) {
    return (const char *)o + row->offset;
}

static void *member_to_set(const run_option *row, run_options *o) {
    return (char *)o + row->offset;
}

/* Pass on nn's message about a text. */
static bool passed(bool good, const char *message, error *err) {
    return good || error_set(err, "%s", message);
}

/* ---- flags, numbers and texts ---- */

static bool read_flag(const char *text, bool *on, error *err) {
    *on = !text || strcmp(text, "on") == 0;
    return *on || strcmp(text, "off") == 0 || error_set(err, "'%s' is neither on nor off", text);
}

static bool set_flag(const run_option *row, run_options *o, const char *text, error *err) {
    bool on;
    if (!read_flag(text, &on, err)) return false;
    *(bool *)member_to_set(row, o) = on;
    return true;
}

static char *flag_text(const run_option *row, const run_options *o) {
    return print("%s", *(const bool *)member(row, o) ? "on" : "off");
}

const run_option_kind option_flag = {.set = set_flag, .text = flag_text};

/* For options called --no-...: "on" makes the member false. */
static bool set_inverse(const run_option *row, run_options *o, const char *text, error *err) {
    bool on;
    if (!read_flag(text, &on, err)) return false;
    *(bool *)member_to_set(row, o) = !on;
    return true;
}

static char *inverse_text(const run_option *row, const run_options *o) {
    return print("%s", *(const bool *)member(row, o) ? "off" : "on");
}

const run_option_kind option_inverse = {.set = set_inverse, .text = inverse_text};

static bool set_whole(const run_option *row, run_options *o, const char *text, error *err) {
    uint64_t number;
    if (!whole_parse(text, (uint64_t)row->least, (uint64_t)row->most, &number))
        return error_set(err, "'%s' is not a whole number from %.0f to %.0f", text, row->least,
                         row->most);
    *(size_t *)member_to_set(row, o) = (size_t)number;
    return true;
}

static char *whole_text(const run_option *row, const run_options *o) {
    return print("%zu", *(const size_t *)member(row, o));
}

static double whole_of(const run_option *row, const run_options *o) {
    return (double)*(const size_t *)member(row, o);
}

const run_option_kind option_whole = {.set = set_whole, .text = whole_text, .number = whole_of};

static bool set_text(const run_option *row, run_options *o, const char *text, error *err) {
    (void)err;
    *(const char **)member_to_set(row, o) = text;
    return true;
}

static char *text_text(const run_option *row, const run_options *o) {
    const char *text = *(const char *const *)member(row, o);
    return print("%s", text ? text : "");
}

const run_option_kind option_text = {.set = set_text, .text = text_text};

/* ---- settings of the network, which nn parses and prints ---- */

static const nn_field *field_of(const run_option *row) {
    return nn_field_find(row->log_name);
}

static bool set_field(const run_option *row, run_options *o, const char *text, error *err) {
    char message[NN_MESSAGE];
    return passed(nn_field_parse(field_of(row), &o->model, text, message), message, err);
}

static char *field_text(const run_option *row, const run_options *o) {
    return nn_field_text(field_of(row), &o->model);
}

static double field_number(const run_option *row, const run_options *o) {
    return nn_field_number(field_of(row), &o->model);
}

static char *short_field_text(const run_option *row, const run_options *o) {
    return print_number(field_number(row, o));
}

static bool set_flag_field(const run_option *row, run_options *o, const char *text, error *err) {
    bool on;
    return read_flag(text, &on, err) && set_field(row, o, on ? "yes" : "no", err);
}

static char *flag_field_text(const run_option *row, const run_options *o) {
    return print("%s", field_number(row, o) > 0 ? "on" : "off");
}

const run_option_kind option_text_field = {.set = set_field, .text = field_text};
const run_option_kind option_whole_field = {
    .set = set_field, .text = field_text, .number = field_number};
const run_option_kind option_number_field = {
    .set = set_field, .text = short_field_text, .file_text = field_text, .number = field_number};
const run_option_kind option_flag_field = {
    .set = set_flag_field, .text = flag_field_text, .file_text = field_text};

/* Hidden layers, as a user writes them; logs and files list the output layer too. */
static bool set_layers(const run_option *row, run_options *o, const char *text, error *err) {
    char message[NN_MESSAGE];
    (void)row;
    return passed(nn_layers_parse(text, &o->model, message), message, err);
}

static char *layers_text(const run_option *row, const run_options *o) {
    (void)row;
    return nn_layers_text(&o->model);
}

/* Files list the output layer too; a user does not. */
static char *layers_shown(const char *text) {
    nn_model_config config = nn_model_config_default();
    return nn_field_parse(nn_field_find("layers"), &config, text, NULL) ? nn_layers_text(&config)
                                                                        : print("%s", text);
}

const run_option_kind option_layers = {
    .set = set_layers, .text = layers_text, .log_text = field_text, .shown = layers_shown};

/* The learning rate is a separate option; files also store it in the optimizer's text. */
static char *optimizer_text(const run_option *row, const run_options *o) {
    char text[NN_SPEC_TEXT];
    const nn_optimizer without_rate = model_text_without_rate(&o->model.optimizer);
    (void)row;
    return print("%s", nn_optimizer_text(&without_rate, text));
}

const run_option_kind option_optimizer = {
    .set = set_field, .text = optimizer_text, .file_text = field_text};

/* --optimizer may follow, so run_options_finish copies the rate into the optimizer's settings. */
static bool set_rate(const run_option *row, run_options *o, const char *text, error *err) {
    (void)row;
    double rate;
    if (!number_parse(text, &rate) || !(rate > 0) || !isfinite(rate))
        return error_set(err, "'%s' is not a number above 0", text);
    o->learning_rate = rate;
    return true;
}

const run_option_kind option_rate = {
    .set = set_rate, .text = short_field_text, .file_text = field_text, .number = field_number};

/* ---- options with their own rules ---- */

static char *arguments_text(const run_option *row, const run_options *o) {
    char text[NN_SPEC_TEXT];
    const nn_layer_initializers *init = &o->model.kernel_initializers;
    (void)row;
    if (init->count > 1) return print("%s", "");
    return print("%s", nn_spec_arguments_text(&init->of[0], text));
}

const run_option_kind option_initializer_arguments = {.text = arguments_text};

/* The value is "none", or the arguments of a callback that monitors a metric. */
static bool set_rule(const run_option *row, run_options *o, const char *text,
                     bool (*parse)(const char *, monitor_rule *, char *), error *err) {
    monitor_rule *rule = member_to_set(row, o);
    char message[NN_MESSAGE];
    *rule = (monitor_rule){.type = NULL};
    return strcmp(text, "none") == 0 || passed(parse(text, rule, message), message, err);
}

static bool set_stopping(const run_option *row, run_options *o, const char *text, error *err) {
    return set_rule(row, o, text, stopping_rule_parse, err);
}

static bool set_reduction(const run_option *row, run_options *o, const char *text, error *err) {
    return set_rule(row, o, text, reduction_rule_parse, err);
}

static char *rule_file_text(const run_option *row, const run_options *o) {
    const monitor_rule *rule = member(row, o);
    char text[NN_SPEC_TEXT];
    return print("%s", rule->type ? monitor_rule_text(rule, text) : "none");
}

/* An empty value would be refused, so a rule that is all defaults is written with one argument. */
static char *rule_text(const run_option *row, const run_options *o) {
    char *text = rule_file_text(row, o);
    if (!text || *text) return text;
    free(text);
    return print("monitor=val_loss");
}

const run_option_kind option_stopping = {
    .set = set_stopping, .text = rule_text, .file_text = rule_file_text};
const run_option_kind option_reduction = {
    .set = set_reduction, .text = rule_text, .file_text = rule_file_text};

static bool set_classes(const run_option *row, run_options *o, const char *text, error *err) {
    return dataset_count_classes(text)
               ? set_text(row, o, text, err)
               : error_set(err, "'%s' is neither a number from 2 to %d nor a list of names", text,
                           DATASET_MAX_CLASSES);
}

const run_option_kind option_classes = {.set = set_classes, .text = text_text};

static bool set_share(const run_option *row, run_options *o, const char *text, error *err) {
    double share;
    if (!number_parse(text, &share) || !(share > 0 && share < 1))
        return error_set(err, "'%s' is not a number between 0 and 1", text);
    *(double *)member_to_set(row, o) = share;
    return true;
}

static char *share_text(const run_option *row, const run_options *o) {
    return print_number(*(const double *)member(row, o));
}

const run_option_kind option_share = {.set = set_share, .text = share_text};

/* ---- one of some words ---- */

/* "a, b or c"; NULL when there is no memory. */
char *option_choices(const run_option *row) {
    char *list = print("%s", row->choice(0));
    for (size_t i = 1; list && row->choice(i); i++) {
        char *longer = print("%s%s%s", list, row->choice(i + 1) ? ", " : " or ", row->choice(i));
        free(list);
        list = longer;
    }
    return list;
}

/* Find the text among the row's choices. */
static bool read_choice(const run_option *row, const char *text, size_t *found, error *err) {
    near_name near = {.text = text};
    char hint[128];
    for (*found = 0; row->choice(*found); (*found)++) {
        if (strcmp(text, row->choice(*found)) == 0) return true;
        near_name_try(&near, row->choice(*found));
    }
    char *list = option_choices(row);
    error_set(err, "'%s' is not %s%s", text, list ? list : "one of its words",
              near_name_hint(&near, "", hint, sizeof hint));
    free(list);
    return false;
}

const char *option_scaling_name(size_t i) {
    return i <= DATASET_STANDARD_SAMPLE ? dataset_scaling_name((dataset_scaling)i) : NULL;
}

static bool set_scaling(const run_option *row, run_options *o, const char *text, error *err) {
    size_t i;
    if (!read_choice(row, text, &i, err)) return false;
    o->data.scaling = (dataset_scaling)i;
    return true;
}

static char *scaling_text(const run_option *row, const run_options *o) {
    return print("%s", row->choice(o->data.scaling));
}

const run_option_kind option_scaling = {.set = set_scaling, .text = scaling_text};

const char *option_data_name(size_t i) {
    size_t count;
    const known_set *sets = known_sets(&count);
    return i < count ? sets[i].name : NULL;
}

const char *option_tags_name(size_t i) {
    static const char *const names[] = {[TAGS_KERAS3] = "keras3", [TAGS_KERAS2] = "keras2"};
    return i < sizeof names / sizeof names[0] ? names[i] : NULL;
}

static bool set_tags(const run_option *row, run_options *o, const char *text, error *err) {
    size_t i;
    if (!read_choice(row, text, &i, err)) return false;
    o->tensorboard.tags = (tag_style)i;
    return true;
}

static char *tags_text(const run_option *row, const run_options *o) {
    return print("%s", row->choice(o->tensorboard.tags));
}

const run_option_kind option_tags = {.set = set_tags, .text = tags_text};

/* 0 and 1 have names. */
const char *option_update_name(size_t i) {
    static const char *const names[] = {"epoch", "batch"};
    return i < sizeof names / sizeof names[0] ? names[i] : NULL;
}

static bool set_update_freq(const run_option *row, run_options *o, const char *text, error *err) {
    error unused;
    size_t choice;
    if (read_choice(row, text, &choice, &unused)) {
        o->tensorboard.update_freq = choice;
        return true;
    }
    return set_whole(row, o, text, &unused) ||
           error_set(err, "'%s' is not epoch, batch or a whole number from %.0f to %.0f", text,
                     row->least, row->most);
}

static char *update_freq_text(const run_option *row, const run_options *o) {
    const char *name = row->choice(o->tensorboard.update_freq);
    return name ? print("%s", name) : whole_text(row, o);
}

const run_option_kind option_update_freq = {.set = set_update_freq, .text = update_freq_text};

/* ---- names of nn's tables ---- */

static const char *name_in(const nn_table *table, size_t i) {
    return i < table->count ? nn_table_class(table, i)->name : NULL;
}

const char *option_initializer_name(size_t i) {
    return name_in(&nn_initializers, i);
}

const char *option_activation_name(size_t i) {
    return name_in(&nn_activations, i);
}

const char *option_optimizer_name(size_t i) {
    return name_in(&nn_optimizers, i);
}

const char *option_schedule_name(size_t i) {
    return name_in(&nn_schedules, i);
}
