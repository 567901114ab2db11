/* SPDX-License-Identifier: Apache-2.0 */
/* The table of options as a part of parsers: a key for each row. Commands call this. */
#include "cli/initlab/arguments/run_parser.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/parse_arguments.h"

enum { FIRST_KEY = 0x100 }; /* key of the first row */

static const char *const titles[OPTION_GROUPS] = {
    [OPTION_TRAINING] = "Training:",
    [OPTION_DATA] = "Data:",
    [OPTION_LOGGING] = "Logging, as keras.callbacks.TensorBoard has it:",
    [OPTION_OUTPUT] = "Output:"};

static const run_option *row_of(int key) {
    size_t count;
    const run_option *rows = run_option_rows(&count);
    for (size_t i = 0; i < count; i++)
        if (key == FIRST_KEY + (int)i || (rows[i].letter && key == rows[i].letter)) return &rows[i];
    return NULL;
}

static void set_option(int key, char *value, cli_call *call) {
    error err;
    if (!run_option_set(row_of(key), call->input, value, &err))
        usage_error(call, "%s", err.message);
}

static void finish(cli_call *call) {
    run_options *o = call->input;
    error err;
    if (!run_options_finish(o, &err)) usage_error(call, "%s", err.message);
    if (o->resume && o->overwrite)
        usage_error(call, "--resume and --overwrite: a run is either resumed or removed");
}

static const char *word(int key, size_t i) {
    const run_option *row = row_of(key);
    return row->choice ? row->choice(i) : NULL;
}

/* A flag may have the value "off". */
static cli_option of_row(pool *memory, const run_option *row, int key) {
    char *help = run_option_help(row), *kept = pool_print(memory, "%s", help ? help : "");
    free(help);
    return (cli_option){.name = row->name,
                        .key = row->letter ? row->letter : key,
                        .argument = row->argument ? row->argument : "[off]",
                        .help = kept};
}

/* The common options first. */
static cli_option *add_group(pool *memory, cli_option *next, run_option_group group) {
    size_t count;
    const run_option *rows = run_option_rows(&count);
    if (titles[group]) *next++ = (cli_option){.help = titles[group]};
    for (int common = 1; common >= 0; common--)
        for (size_t i = 0; i < count; i++)
            if (rows[i].name && rows[i].group == group && rows[i].common == (common == 1))
                *next++ = of_row(memory, &rows[i], FIRST_KEY + (int)i);
    return next;
}

run_parser run_parser_new(unsigned groups) {
    run_parser self = {.parser = {.set = set_option, .finish = finish, .word = word}};
    size_t count;
    run_option_rows(&count);
    cli_option *options = pool_take(&self.memory, count + OPTION_GROUPS + 1, sizeof *options);
    cli_option *next = options;
    if (!options) {
        fputs("initlab: out of memory\n", stderr);
        exit(1);
    }
    for (run_option_group group = 0; group < OPTION_GROUPS; group++)
        if (groups & 1u << group) next = add_group(&self.memory, next, group);
    self.parser.options = options;
    return self;
}

static bool list_row(FILE *out, const run_option *row) {
    static const char *const names[OPTION_GROUPS] = {[OPTION_INIT] = "Init",
                                                     [OPTION_TRAINING] = "Training",
                                                     [OPTION_DATA] = "Data",
                                                     [OPTION_LOGGING] = "Logging",
                                                     [OPTION_OUTPUT] = "Output"};
    char *help = run_option_help(row), letter[] = {(char)row->letter, '\0'};
    fprintf(out, "%s\t%s\t%s\t%s\t", names[row->group], row->name, letter,
            row->argument ? row->argument : "");
    for (size_t i = 0; row->choice && row->choice(i); i++)
        fprintf(out, i ? " %s" : "%s", row->choice(i));
    fprintf(out, "\t%s\n", help ? help : "");
    free(help);
    return help;
}

bool run_parser_list(FILE *out) {
    size_t count;
    const run_option *rows = run_option_rows(&count);
    bool good = true;
    for (size_t i = 0; i < count; i++)
        if (rows[i].name) good = list_row(out, &rows[i]) && good;
    return good;
}

void run_parser_free(run_parser *self) {
    pool_free(&self->memory);
}
