/* SPDX-License-Identifier: Apache-2.0 */
/* Parsing of command lines, for all commands. */
#ifndef CLI_PARSE_ARGUMENTS_H
#define CLI_PARSE_ARGUMENTS_H

#include <argp.h>
#include <stdbool.h>

/* Called with an option and its value ("on" if it has none), or with an argument (name NULL). */
typedef bool (*option_visitor)(void *context, const char *name, const char *value);

/*
 * Call 'visit' for each option with a long name and each argument. False if the command line is
 * wrong, which is not reported here because parsing it by 'root' does that; if there is no memory;
 * or if 'visit' returned false.
 */
bool option_each(const struct argp *root, int argc, char **argv, option_visitor visit,
                 void *context);

/*
 * argp_parse with a rule for all commands: an empty option or argument, as "$UNSET" gives, is wrong
 * usage, unless --help calls the option's argument TEXT.
 */
void parse_arguments(const struct argp *root, int argc, char **argv, void *input);

/* What the parser of a command with one required argument calls for keys that it does not
 * handle. */
error_t parse_only_argument(int key, char *value, struct argp_state *state, const char **argument);

#endif
