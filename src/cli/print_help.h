/* SPDX-License-Identifier: Apache-2.0 */
/* The help of a command, from its tables. */
#ifndef CLI_PRINT_HELP_H
#define CLI_PRINT_HELP_H

#include <stdio.h>

#include "cli/parser.h"

/* Print "Usage: tblog ls [OPTION...] DIR|FILE". */
void print_usage(FILE *out, const char *command, const cli_parser *parser);

/* Print what --help is to print, in lines that fit. */
void print_help(FILE *out, const char *command, const cli_parser *parser);

/* Print text from column 'at' on, in lines that fit and begin at 'indent'. */
void print_wrapped(FILE *out, const char *text, size_t at, size_t indent);

#endif
