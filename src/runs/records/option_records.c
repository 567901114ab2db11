/* SPDX-License-Identifier: Apache-2.0 */
/* What is written about a run's options. run.c and comparison_log.c call this. */
#include "runs/records/option_records.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nn/config/config.h"

/* ---- checkpoints ---- */

static bool compare(option_records *self, checkpoint_option option) {
    self->compared[self->compared_count++] = option;
    return option.text && (option.usual || !option.option);
}

static bool compare_option(option_records *self, const run_option *row, const run_options *o) {
    const run_options plain = run_options_default();
    return compare(self, (checkpoint_option){.key = row->checkpoint_name ? row->checkpoint_name
                                                                         : row->log_name,
                                             .option = row->name,
                                             .text = run_option_file_text(row, o),
                                             .usual = run_option_file_text(row, &plain),
                                             .shown = row->kind->shown,
                                             .left_out = !run_option_is_in(row, IN_CHECKPOINT, o)});
}

/* Checkpoints of version 1 do not store the logging options: then any value is accepted. */
static bool compare_logging(option_records *self, const run_option *row, const run_options *o) {
    return compare(self, (checkpoint_option){.key = row->name,
                                             .option = row->name,
                                             .text = run_option_file_text(row, o),
                                             .usual = run_option_file_text(row, o)});
}

/* How many facts about the data are compared. */
enum { FACTS = 2 };

static bool compare_data(option_records *self, const dataset *train, const dataset *test) {
    char *samples, *checksum;
    if (asprintf(&samples, "%zu", train->n) < 0) samples = NULL;
    if (asprintf(&checksum, "%08x-%08x", train->checksum, test->checksum) < 0) checksum = NULL;
    bool good = compare(self, (checkpoint_option){.key = "samples", .text = samples});
    return compare(self, (checkpoint_option){.key = "data of checksum", .text = checksum}) && good;
}

/* ---- HParams ---- */

tblog_hparam_type option_records_type(const run_option *row) {
    if (row->kind->number) return TBLOG_HPARAM_IS_NUMBER;
    return row->name && !row->argument ? TBLOG_HPARAM_IS_BOOL : TBLOG_HPARAM_IS_STRING;
}

static bool add_hparam(option_records *self, const run_option *row, const run_options *o) {
    char *text = run_option_log_text(row, o);
    self->hparams[self->hparam_count++] =
        (tblog_hparam){.name = row->log_name,
                       .type = option_records_type(row),
                       .number = row->kind->number ? row->kind->number(row, o) : 0,
                       .string = text,
                       .truth = text && strcmp(text, "on") == 0};
    return text;
}

/* ---- texts ---- */

/* Options without a value are left out (--data may have none). */
static void show(option_records *self, const run_option *row, const run_options *o) {
    char *text = run_option_text(row, o);
    bool trains = row->group <= OPTION_DATA && row->use != OPTION_CALL_ONLY;
    if (row->name && trains && (!text || *text))
        named_texts_take(&self->shown, row->name, text);
    else
        free(text);
}

static void keep(option_records *self, const run_option *row, const run_options *o) {
    bool of_network = nn_field_find(row->log_name);
    if (!of_network) named_texts_take(&self->kept, row->log_name, run_option_file_text(row, o));
}

/* ---- all ---- */

static bool add_row(option_records *self, const run_option *row, const run_options *o) {
    bool good = true;
    if (row->use == OPTION_RESULTS && !(row->not_in & IN_CHECKPOINT))
        good = compare_option(self, row, o);
    if (row->use == OPTION_LOGS) good = compare_logging(self, row, o);
    if (run_option_is_in(row, IN_HPARAMS, o)) good = add_hparam(self, row, o) && good;
    if (run_option_is_in(row, IN_MODEL, o)) keep(self, row, o);
    show(self, row, o);
    return good;
}

bool option_records_of(option_records *self, const run_options *o, const dataset *train,
                       const dataset *test) {
    size_t count;
    const run_option *rows = run_option_rows(&count);
    *self = (option_records){.compared = calloc(count + FACTS, sizeof *self->compared),
                             .hparams = calloc(count, sizeof *self->hparams)};
    bool good = self->compared && self->hparams;
    for (size_t i = 0; i < count && good; i++) good = add_row(self, &rows[i], o);
    /* Of a known set the model file has the name. */
    if (o->data.source && !train->name)
        named_texts_add(&self->kept, "data_source", "%s", o->data.source);
    return good && compare_data(self, train, test) && !self->shown.failed && !self->kept.failed;
}

void option_records_free(option_records *self) {
    for (size_t i = 0; i < self->compared_count; i++) {
        free(self->compared[i].text);
        free(self->compared[i].usual);
    }
    for (size_t i = 0; i < self->hparam_count; i++) free((char *)self->hparams[i].string);
    free(self->compared);
    free(self->hparams);
    named_texts_free(&self->shown);
    named_texts_free(&self->kept);
    *self = (option_records){.compared = NULL};
}
