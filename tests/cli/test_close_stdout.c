/* SPDX-License-Identifier: Apache-2.0 */
/* Output that is lost is said, wherever in the output it was. */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/close_stdout.h"
#include "suite.h"

enum { CODE = 7 };

/* A program that prints to 'path', or if that is NULL has no standard output. What it says on
 * standard error is in 'said'; returns its exit code. */
static int print_to(const char *path, int buffering, bool prints, char said[100]) {
    int pipe_ends[2], status;
    ck_assert_int_eq(pipe(pipe_ends), 0);
    pid_t child = fork();
    if (!child) {
        dup2(pipe_ends[1], STDERR_FILENO);
        close(STDOUT_FILENO);
        if (path && open(path, O_WRONLY) != STDOUT_FILENO) _exit(99);
        setvbuf(stdout, NULL, buffering, BUFSIZ);
        close_stdout_at_exit("program", CODE);
        if (prints) puts("a line");
        exit(0);
    }
    close(pipe_ends[1]);
    ssize_t size = read(pipe_ends[0], said, 99);
    said[size > 0 ? size : 0] = '\0';
    close(pipe_ends[0]);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    return WEXITSTATUS(status);
}

START_TEST(lost_output_is_reported_at_the_end) {
    static const int bufferings[] = {_IOFBF, _IOLBF, _IONBF};
    char said[100];
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(print_to("/dev/full", bufferings[i], true, said), CODE);
        ck_assert_ptr_nonnull(strstr(said, "program: standard output: "));
        ck_assert_int_eq(print_to(NULL, bufferings[i], true, said), CODE);
        ck_assert_ptr_nonnull(strstr(said, "program: standard output: "));
        ck_assert_int_eq(print_to("/dev/null", bufferings[i], true, said), 0);
        ck_assert_str_eq(said, "");
    }
}
END_TEST

START_TEST(nothing_cannot_be_lost) {
    char said[100];
    ck_assert_int_eq(print_to("/dev/full", _IOFBF, false, said), 0);
    ck_assert_int_eq(print_to(NULL, _IOFBF, false, said), 0);
    ck_assert_str_eq(said, "");
}
END_TEST

SUITE("close_stdout", lost_output_is_reported_at_the_end, nothing_cannot_be_lost)
