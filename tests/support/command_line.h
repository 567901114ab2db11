/* SPDX-License-Identifier: Apache-2.0 */
/* The commands as a user or a script meets them: a line for the shell in; output and exit code out.
 */
#ifndef TESTS_COMMAND_LINE_H
#define TESTS_COMMAND_LINE_H

/* What a command left behind. */
typedef struct outcome {
    int code;
    char *out, *err; /* free them */
} outcome;

/*
 * Run a shell command line in the current folder; $tblog and $initlab are the programs, $golden is
 * tests/golden. None needs quotes: an expansion is split at newlines only.
 */
outcome run(const char *line);

/* Run it; check the exit code and words of standard error (NULL: there is to be none). */
void expect(const char *line, int code, const char *words);

#endif
