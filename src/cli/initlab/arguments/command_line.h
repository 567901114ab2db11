/* SPDX-License-Identifier: Apache-2.0 */
/* A command line as one text. */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

/*
 * argv[0] unchanged (it may be "initlab train") and its arguments: quoted if a shell needs it, with
 * control characters and invalid UTF-8 as \xNN. Free it; NULL when there is no memory.
 */
char *command_line(int argc, char **argv);

/* The same, of the process' own command line before it is parsed, which moves arguments. Kept until
 * the process ends. */
const char *command_line_keep(int argc, char **argv);

#endif
