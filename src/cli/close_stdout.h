/* SPDX-License-Identifier: Apache-2.0 */
/* Report lost output when the program ends. */
#ifndef CLI_CLOSE_STDOUT_H
#define CLI_CLOSE_STDOUT_H

/*
 * From now on, close standard output when the program ends by exit or by return from main. If
 * something could not be written (a full disk), print "<program>: standard output: <reason>" and
 * exit with 'code'. 'program' is not copied.
 */
void close_stdout_at_exit(const char *program, int code);

#endif
