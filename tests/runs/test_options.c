/* SPDX-License-Identifier: Apache-2.0 */
/* The table of options: what holds for every row, and what each kind accepts. */
#include "runs/options.h"

#include <stdlib.h>
#include <string.h>

#include "suite.h"

static const run_option *rows;
static size_t count;
static run_options o;
static error err;

static void setup(void) {
    rows = run_option_rows(&count);
    o = run_options_default();
}

static bool set(const char *name, const char *text) {
    const run_option *row = run_option_find(name);
    ck_assert_msg(row != NULL, "no option %s", name);
    return run_option_set(row, &o, text, &err);
}

static void assert_text(const run_option *row, const char *want) {
    char *text = run_option_text(row, &o);
    ck_assert_msg(strcmp(text, want) == 0, "--%s: '%s', not '%s'", row->name, text, want);
    free(text);
}

START_TEST(rows_are_complete_and_names_are_theirs_alone) {
    for (size_t i = 0; i < count; i++) {
        const run_option *row = &rows[i];
        ck_assert(row->kind && row->kind->text);
        ck_assert_int_eq(row->use == OPTION_RESULTS, row->log_name != NULL);
        if (!row->name) continue;
        ck_assert(row->kind->set && row->help && *row->help);
        ck_assert_ptr_eq(run_option_find(row->name), row);
        for (size_t k = 0; k < i; k++) {
            ck_assert(!row->letter || row->letter != rows[k].letter);
            ck_assert(!row->log_name || !rows[k].log_name ||
                      strcmp(row->log_name, rows[k].log_name) != 0);
        }
        char *help = run_option_help(row);
        ck_assert_msg(help && !strchr(help, '%'), "--%s: %s", row->name, help);
        free(help);
    }
    ck_assert_ptr_null(run_option_find("no-such-option"));
}
END_TEST

/* Except empty texts, for which no value exists. */
START_TEST(what_a_value_is_printed_as_sets_it) {
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].name || strcmp(rows[i].name, "validation-split") == 0) continue;
        char *text = run_option_text(&rows[i], &o);
        if (*text) {
            ck_assert_msg(run_option_set(&rows[i], &o, text, &err), "%s", err.message);
            assert_text(&rows[i], text);
        }
        free(text);
    }
}
END_TEST

START_TEST(off_turns_any_flag_off) {
    size_t flags = 0;
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].name || rows[i].argument) continue;
        flags++;
        ck_assert(run_option_set(&rows[i], &o, NULL, &err));
        assert_text(&rows[i], "on");
        ck_assert(run_option_set(&rows[i], &o, "off", &err));
        assert_text(&rows[i], "off");
        ck_assert(run_option_set(&rows[i], &o, "on", &err));
        assert_text(&rows[i], "on");
        ck_assert(!run_option_set(&rows[i], &o, "yes", &err));
        ck_assert(strstr(err.message, rows[i].name) && strstr(err.message, "neither on nor off"));
    }
    ck_assert_uint_gt(flags, 10);
    ck_assert(!o.checkpoint && !o.write_graph && o.dashboards && o.model.batch_norm);
}
END_TEST

static const char *const values[][3] = {
    /* option, what is given, its one text */
    {"init", "HeNormal + zeros", "he_normal+zeros"},
    {"seed", "18446744073709551615", "18446744073709551615"},
    {"batch-size", "0016", "16"},
    {"lr-schedule", "CosineDecay(alpha=.1)", "cosine(alpha=0.1)"},
    {"lr-schedule", "none", "none"},
    {"optimizer", "SGD(.01, momentum=.90)", "sgd(momentum=0.9)"},
    {"layers", "64, 32", "64,32"},
    {"layers", "none", "none"},
    {"activation", "tanh", "tanh"},
    {"dropout", ".25", "0.25"},
    {"l2", "1e-4", "0.0001"},
    {"early-stopping", "monitor=val_loss", "monitor=val_loss"},
    {"early-stopping", "patience=3,monitor=val_accuracy", "monitor=val_accuracy,patience=3"},
    {"early-stopping", "none", "none"},
    {"standardize", "pixel", "pixel"},
    {"epochs", "7", "7"},
    {"data", "a|b", "a|b"},
    {"classes", "cat,dog", "cat,dog"},
    {"validation-split", "1e-1", "0.1"},
    {"logdir", "x", "x"},
    {"histogram-freq", "0", "0"},
    {"predictions", "0", "0"},
    {"update-freq", "batch", "batch"},
    {"update-freq", "epoch", "epoch"},
    {"update-freq", "1", "batch"},
    {"update-freq", "250", "250"},
    {"tags", "keras2", "keras2"},
};

START_TEST(every_kind_takes_its_values) {
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        ck_assert_msg(set(values[i][0], values[i][1]), "%s", err.message);
        assert_text(run_option_find(values[i][0]), values[i][2]);
    }
    ck_assert(o.model.layers == 1 && o.tensorboard.tags == TAGS_KERAS2);
    ck_assert(o.tensorboard.update_freq == 250 && o.data.validation_split == .1);
}
END_TEST

static const char *const wrong[][2] = {
    {"init", "he_norml"},
    {"seed", "-1"},
    {"batch-size", "1.5"},
    {"lr", "0"},
    {"lr", "nan"},
    {"lr-schedule", "off"},
    {"optimizer", "sdg"},
    {"layers", "1,x"},
    {"activation", "rellu"},
    {"dropout", "1.5"},
    {"l2", "-1"},
    {"early-stopping", "patient=1"},
    {"standardize", "pixels"},
    {"epochs", "0"},
    {"epochs", "1000001"},
    {"classes", "a,,b"},
    {"classes", "1"},
    {"validation-split", "1"},
    {"histogram-freq", "often"},
    {"predictions", "101"},
    {"update-freq", "0"},
    {"update-freq", "never"},
    {"tags", "keras"},
    {"data", ""},
    {"logdir", ""},
};

START_TEST(what_is_not_a_value_is_refused_by_name) {
    const run_options before = o;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        err = (error){""};
        ck_assert_msg(!set(wrong[i][0], wrong[i][1]), "--%s=%s", wrong[i][0], wrong[i][1]);
        ck_assert_msg(strncmp(err.message, "--", 2) == 0 &&
                          strncmp(err.message + 2, wrong[i][0], strlen(wrong[i][0])) == 0,
                      "%s", err.message);
    }
    ck_assert(o.tensorboard.update_freq == before.tensorboard.update_freq);
    ck_assert(o.epochs == before.epochs && o.logdir == before.logdir &&
              o.model.seed == before.model.seed);
}
END_TEST

START_TEST(options_come_in_any_order) {
    ck_assert(set("lr", ".5") && set("optimizer", "sgd"));
    ck_assert(run_options_finish(&o, &err));
    ck_assert(nn_spec_value(&o.model.optimizer, "learning_rate") == .5);
    assert_text(run_option_find("lr"), "0.5");
    ck_assert(set("lr-schedule", "cosine(.1)"));
    ck_assert(!run_options_finish(&o, &err));
    ck_assert_ptr_nonnull(strstr(err.message, "--lr: --lr-schedule"));
    o = run_options_default();
    ck_assert(set("init", "zeros+ones+zeros+ones") && set("layers", "5,4,3"));
    ck_assert(run_options_finish(&o, &err));
    ck_assert(set("layers", "5"));
    ck_assert(!run_options_finish(&o, &err));
    ck_assert_str_eq(err.message, "--init: there are 4 initializers for 2 layers");
}
END_TEST

SUITE_WITH("options", setup, NULL, rows_are_complete_and_names_are_theirs_alone,
           what_a_value_is_printed_as_sets_it, off_turns_any_flag_off, every_kind_takes_its_values,
           what_is_not_a_value_is_refused_by_name, options_come_in_any_order)
