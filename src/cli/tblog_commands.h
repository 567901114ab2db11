/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The subcommands of tblog. Each takes its own arguments (argv[0] is its name) and returns the exit
 * code: 0 done, 1 something failed and was said on standard error, 2 wrong usage.
 */
#ifndef CLI_TBLOG_COMMANDS_H
#define CLI_TBLOG_COMMANDS_H

/* tblog log LOGDIR: JSON lines from standard input into one event file. */
int tblog_log_command(int argc, char **argv);

#endif
