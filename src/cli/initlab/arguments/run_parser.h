/* SPDX-License-Identifier: Apache-2.0 */
/* The options of a run (runs/options.h) as a part of parsers. */
#ifndef CLI_RUN_PARSER_H
#define CLI_RUN_PARSER_H

#include <stdio.h>

#include "base/pool.h"
#include "cli/parser.h"
#include "runs/options.h"

/* Groups of options, as bits. */
enum {
    RUN_PARSER_INIT = 1 << OPTION_INIT,
    RUN_PARSER_DATA = 1 << OPTION_DATA,
    RUN_PARSER_SHARED = RUN_PARSER_DATA | 1 << OPTION_TRAINING | 1 << OPTION_LOGGING |
                        1 << OPTION_OUTPUT, /* what the runs of a comparison share */
};

typedef struct run_parser {
    cli_parser parser; /* use it as a part; its input is the run_options to fill */
    pool memory;
} run_parser;

/* Make a parser of the options of some groups. Ends the process when there is no memory. Free by
 * run_parser_free, after the last use of the parser. */
run_parser run_parser_new(unsigned groups);
void run_parser_free(run_parser *self);

/*
 * Print all options, one in each line, for the manual page: group, name,
 * letter, argument, choices (separated by spaces) and help, separated by tabs. False when there is
 * no memory.
 */
bool run_parser_list(FILE *out);

#endif
