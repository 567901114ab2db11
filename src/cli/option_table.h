/* SPDX-License-Identifier: Apache-2.0 */
/* The options and arguments of a command line, for every command. */
#ifndef CLI_OPTION_TABLE_H
#define CLI_OPTION_TABLE_H

#include <argp.h>
#include <stdbool.h>

/* An option and its value, "on" if it has none; or an argument, whose name is NULL. */
typedef bool (*option_visitor)(void *context, const char *name, const char *value);

/*
 * Call 'visit' for each option with a long name and each argument. Errors end it in silence: 'root'
 * reports them when it parses the same. False then, when there is no memory, or when 'visit'
 * returned false.
 */
bool option_each(const struct argp *root, int argc, char **argv, option_visitor visit,
                 void *context);

/*
 * argp_parse with the rule of all commands: an empty value, as "$UNSET" gives one, is wrong usage,
 * of an option and of an argument alike, but for an option whose argument is called TEXT.
 */
void parse_arguments(const struct argp *root, int argc, char **argv, void *input);

/* For the parser of a command with one argument, which must be given: what it does with all that
 * is not its own. */
error_t parse_only_argument(int key, char *value, struct argp_state *state, const char **argument);

#endif
