/* SPDX-License-Identifier: Apache-2.0 */
/* Output that is lost is said. */
#ifndef BASE_CLOSE_STDOUT_H
#define BASE_CLOSE_STDOUT_H

/*
 * From now on, when the program ends by exit or by return from main, standard output is closed, and
 * what could not be written (a full disk) is said as "<program>: standard output: <reason>", with
 * 'code' as the exit code. 'program' is kept.
 */
void close_stdout_at_exit(const char *program, int code);

#endif
