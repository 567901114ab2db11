/* SPDX-License-Identifier: Apache-2.0 */
/* From the words of a command line to options with their values. */
#ifndef CLI_WALK_ARGUMENTS_H
#define CLI_WALK_ARGUMENTS_H

#include "base/error.h"
#include "cli/parser.h"

/* A place in the tables of a parser: its own, those of its parts, and that of --help. */
typedef struct cli_place {
    size_t table, row;
} cli_place;

/* The next row, which may be a title; NULL after the last. Begin with a place of zeros. *table
 * receives the row's table: 0 the parser's own, i the one of parts[i - 1], then that of --help. */
const cli_option *cli_next_option(const cli_parser *parser, cli_place *place, size_t *table);

/* The option with that letter. */
const cli_option *cli_find_letter(const cli_parser *parser, int letter, size_t *table);

/* The option of that name, or the only one whose name begins so. NULL with the reason in 'err' if
 * there is none. */
const cli_option *cli_find_name(const cli_parser *parser, const char *text, size_t length,
                                size_t *table, error *err);

/* Whether it cannot be given without a value. */
bool cli_needs_value(const cli_option *option);

/* Called for an option and its value (NULL if it has none). */
typedef bool (*cli_visitor)(void *context, size_t table, const cli_option *option, char *value);

/*
 * Call 'visit' for each option. Arguments are moved to the end of argv, from *first on; options
 * keep their order and so do arguments. False if the command line is wrong, with the reason in
 * 'err', or if 'visit' returned false.
 *
 * --NAME VALUE, --NAME=VALUE, -n VALUE, -nVALUE; a name may be cut if it stays unambiguous; letters
 * without values may share a dash; after -- there are only arguments. Neither a value, unless it is
 * called TEXT, nor an argument may be empty, as "$UNSET" gives.
 */
bool cli_walk_arguments(const cli_parser *parser, int argc, char **argv, cli_visitor visit,
                        void *context, int *first, error *err);

#endif
