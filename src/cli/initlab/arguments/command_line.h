/* SPDX-License-Identifier: Apache-2.0 */
/* A command line as one text. */
#ifndef CLI_COMMAND_LINE_H
#define CLI_COMMAND_LINE_H

/*
 * argv[0] as it is, which may be "initlab train", and its arguments: quoted where a shell would not
 * take them as they are, control characters and what is not UTF-8 as \xNN. Free it; NULL when there
 * is no memory.
 */
char *command_line(int argc, char **argv);

#endif
