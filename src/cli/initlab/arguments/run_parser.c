/* SPDX-License-Identifier: Apache-2.0 */
/* The table of options as an argp parser: a key for each row. Parsers of commands call this. */
#include "cli/initlab/arguments/run_parser.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/initlab/arguments/command_line.h"

enum { FIRST_KEY = 0x100 }; /* key of the first row; a command's own keys start at 0x1000 */

static const char *const titles[OPTION_GROUPS] = {
    [OPTION_TRAINING] = "Training:",
    [OPTION_DATA] = "Data:",
    [OPTION_LOGGING] = "Logging, as keras.callbacks.TensorBoard has it:",
    [OPTION_OUTPUT] = "Output:"};

/* The command line as text, kept until the process ends. argp has not changed its order yet. */
static const char *keep_command(const struct argp_state *state) {
    static char *kept;
    if (!kept) kept = command_line(state->argc, state->argv);
    return kept;
}

static const run_option *row_of(int key) {
    size_t count;
    const run_option *rows = run_option_rows(&count);
    for (size_t i = 0; i < count; i++)
        if (key == FIRST_KEY + (int)i || (rows[i].letter && key == rows[i].letter)) return &rows[i];
    return NULL;
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    run_options *o = state->input;
    const run_option *row = row_of(key);
    error err;
    if (row) {
        if (!run_option_set(row, o, value, &err)) argp_error(state, "%s", err.message);
        return 0;
    }
    switch (key) {
    case ARGP_KEY_INIT: o->command = keep_command(state); return 0;
    case ARGP_KEY_SUCCESS:
        if (!run_options_finish(o, &err)) argp_error(state, "%s", err.message);
        if (o->resume && o->overwrite)
            argp_error(state, "--resume and --overwrite: a run is either resumed or removed");
        return 0;
    case ARGP_KEY_ARG: argp_error(state, "unexpected argument '%s'", value); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* A flag may have the value "off". Its letter accepts no value, as other letters may follow. */
static struct argp_option *add_row(pool *memory, struct argp_option *next, const run_option *row,
                                   int key, const char *help) {
    *next++ = (struct argp_option){.name = row->name,
                                   .key = key,
                                   .arg = row->argument ? row->argument : "off",
                                   .flags = row->argument ? 0 : OPTION_ARG_OPTIONAL,
                                   .doc = help};
    if (row->letter)
        *next++ = (struct argp_option){.key = row->letter,
                                       .doc = pool_print(memory, "The same as --%s", row->name)};
    return next;
}

static struct argp_option *add_group(pool *memory, struct argp_option *next,
                                     run_option_group group) {
    size_t count;
    const run_option *rows = run_option_rows(&count);
    if (titles[group]) *next++ = (struct argp_option){.doc = titles[group], .group = (int)group};
    for (size_t i = 0; i < count; i++) {
        if (!rows[i].name || rows[i].group != group) continue;
        char *help = run_option_help(&rows[i]), *kept = pool_print(memory, "%s", help ? help : "");
        free(help);
        next = add_row(memory, next, &rows[i], FIRST_KEY + (int)i, kept);
    }
    return next;
}

run_parser run_parser_new(unsigned groups) {
    run_parser self = {.argp = {.parser = parse_option}};
    size_t count;
    run_option_rows(&count);
    struct argp_option *options =
        pool_take(&self.memory, 2 * count + OPTION_GROUPS + 1, sizeof *options);
    struct argp_option *next = options;
    if (!options) {
        fputs("initlab: out of memory\n", stderr);
        exit(1);
    }
    for (run_option_group group = 0; group < OPTION_GROUPS; group++)
        if (groups & 1u << group) next = add_group(&self.memory, next, group);
    self.argp.options = options;
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
