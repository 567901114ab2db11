/* SPDX-License-Identifier: Apache-2.0 */
/* Signals to a process that checks 'interrupted', and to one that never does. */
#include "cli/initlab/interrupt.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suite.h"

/* A process that listens, then prints '!' once 'interrupted' is set; it never ends by itself. */
typedef struct listener {
    pid_t pid;
    int said;
} listener;

static void listen_for_ever(int out) {
    if (!interrupt_listen()) _exit(1);
    if (write(out, ".", 1) != 1) _exit(1);
    while (!atomic_load(&interrupted)) usleep(1000);
    if (write(out, "!", 1) != 1) _exit(1);
    for (;;) pause();
}

static char heard(const listener *child) {
    char c = 0;
    ck_assert_int_eq(read(child->said, &c, 1), 1);
    return c;
}

static listener start(void (*prepare)(void)) {
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    listener child = {fork(), ends[0]};
    ck_assert_int_ge(child.pid, 0);
    if (child.pid == 0) {
        if (prepare) prepare();
        listen_for_ever(ends[1]);
    }
    close(ends[1]);
    ck_assert_int_eq(heard(&child), '.');
    return child;
}

/* The signal that ended it. */
static int end_of(const listener *child) {
    int status;
    ck_assert_int_eq(waitpid(child->pid, &status, 0), child->pid);
    close(child->said);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

START_TEST(the_second_signal_ends_a_process_that_does_not_listen) {
    static const int pairs[][2] = {
        {SIGINT, SIGINT}, {SIGTERM, SIGTERM}, {SIGINT, SIGTERM}, {SIGTERM, SIGINT}};
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        listener child = start(NULL);
        kill(child.pid, pairs[i][0]);
        ck_assert_int_eq(heard(&child), '!');
        kill(child.pid, pairs[i][1]);
        ck_assert_int_eq(end_of(&child), pairs[i][1]);
    }
}
END_TEST

/* As in a background job of a script. */
static void ignore_interrupts(void) {
    signal(SIGINT, SIG_IGN);
}

START_TEST(a_process_started_with_the_signal_ignored_ends_too) {
    listener child = start(ignore_interrupts);
    kill(child.pid, SIGINT);
    ck_assert_int_eq(heard(&child), '!');
    kill(child.pid, SIGINT);
    ck_assert_int_eq(end_of(&child), SIGINT);
}
END_TEST

SUITE("interrupt", the_second_signal_ends_a_process_that_does_not_listen,
      a_process_started_with_the_signal_ignored_ends_too)
