/* SPDX-License-Identifier: Apache-2.0 */
/* What a shell may complete, from the tables of a command. */
#ifndef CLI_COMPLETE_ARGUMENTS_H
#define CLI_COMPLETE_ARGUMENTS_H

#include <stdio.h>

#include "cli/parser.h"

/* The first argument of a program or command that is asked for completions: the words typed so far
 * come after it. */
#define COMPLETE_ARGUMENTS "--complete"

/* Print what may stand in the place of the last of the words (count), a line each: the word, and
 * for an option a tab and its help. Nothing is printed where a file may stand. */
void complete_arguments(FILE *out, const cli_parser *parser, size_t count, char *const *words);

#endif
