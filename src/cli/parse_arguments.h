/* SPDX-License-Identifier: Apache-2.0 */
/* Parsing of command lines, for all commands. */
#ifndef CLI_PARSE_ARGUMENTS_H
#define CLI_PARSE_ARGUMENTS_H

#include "cli/parser.h"

/*
 * Set what argv says; argv[0] is the command's name. Wrong usage ends the process with exit code 2,
 * --help with 0. Arguments are at the end of argv afterwards.
 */
void parse_arguments(const cli_parser *parser, int argc, char **argv, void *input);

/* End the process because of wrong usage: print the message, and where there is help. Controls in
 * the message are escaped. */
__attribute__((format(printf, 2, 3))) _Noreturn void usage_error(const cli_call *call,
                                                                 const char *format, ...);

#endif
