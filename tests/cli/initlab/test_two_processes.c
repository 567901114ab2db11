/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two initlab processes on one run: the second is refused at once, says who has the run, and
 * changes nothing; a sweep waits, says for which process, and does not train what the other has
 * trained. The first is stopped (SIGSTOP) while the second is tried, so that its files do not
 * change.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "command_line.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

#define QUICK " --data . -q --batch-size 64 --layers 8 --logdir=logs"
#define LONG  " --epochs 100000"

enum { PATIENCE_MS = 60000 };

static void setup(void) {
    own_folder_enter();
    small_data_write(".", 64);
}

/* ---- processes ---- */

/* Start initlab with these arguments; its output goes to that file. */
static pid_t start(const char *arguments, const char *said) {
    char *line = path_of("exec '%s' %s >%s 2>&1", INITLAB_TOOL, arguments, said);
    pid_t child = fork();
    if (!child) {
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    free(line);
    return child;
}

static int finish(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

/* It was interrupted, and had nothing to complain of. */
static void finish_interrupted(pid_t child, const char *said) {
    int code = finish(child);
    char *text = (char *)file_read(said).bytes;
    ck_assert_msg(code == 130, "%d: %s", code, text);
    free(text);
}

static void wait_for(const char *condition) {
    char *line = path_of("{ %s; } >/dev/null 2>&1", condition);
    for (int ms = 0; system(line) != 0; ms += 5) {
        ck_assert_msg(ms < PATIENCE_MS, "never: %s", condition);
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    }
    free(line);
}

/* Wait until it has the lock of one of the runs. */
static void wait_for_lock(pid_t child) {
    char *condition = path_of("cat logs/*/lock | grep '^%ld '", (long)child);
    wait_for(condition);
    free(condition);
}

static void halt(pid_t child) {
    int status;
    ck_assert_int_eq(kill(child, SIGSTOP), 0);
    ck_assert_int_eq(waitpid(child, &status, WUNTRACED), child);
    ck_assert(WIFSTOPPED(status));
}

static char *slurp(const char *name) {
    return (char *)file_read(name).bytes;
}

/* Every file below logs/ with its checksum. */
static char *tree(void) {
    outcome o = run("find logs | sort; find logs -type f | sort | xargs cksum");
    free(o.err);
    return o.out;
}

/* ---- who is second ---- */

static const char *const seconds[] = {
    "train --init zeros" QUICK,
    "train --init zeros --resume" QUICK,
    "train --init zeros --overwrite" QUICK,
    "train --init zeros --resume --epochs 1" QUICK,
    "compare --init ones,zeros" QUICK,
    "compare --init zeros,ones --resume" QUICK,
    "compare --init zeros,ones --overwrite" QUICK,
    "compare --init he_normal,zeros --json" QUICK,
};

static void try_second(const char *first, const char *second, pid_t holder) {
    char *before = tree(), *who = path_of(": process %ld on ", (long)holder);
    char *line = path_of("$initlab %s", second);
    outcome o = run(line);
    ck_assert_msg(o.code == 1, "%s, then %s: exit code %d; %s", first, second, o.code, o.err);
    ck_assert_msg(strstr(o.err, who) != NULL, "%s, then %s: %s", first, second, o.err);
    char *after = tree();
    ck_assert_msg(strcmp(before, after) == 0, "%s, then %s:\n%s\n%s", first, second, before, after);
    free(o.out);
    free(o.err);
    free(line);
    free(who);
    free(before);
    free(after);
}

/* The first has written an epoch of its own: what an earlier one left it may be removing still. */
static void check_first(const char *first) {
    file_write("mark", "", 0);
    pid_t child = start(first, "first");
    wait_for_lock(child);
    wait_for("find logs/zeros/checkpoint.safetensors -newer mark | grep .");
    halt(child);
    for (size_t i = 0; i < sizeof seconds / sizeof seconds[0]; i++)
        try_second(first, seconds[i], child);
    expect("$initlab report logs", 0, NULL); /* it only reads */
    ck_assert_int_eq(kill(child, SIGCONT), 0);
    ck_assert_int_eq(kill(child, SIGINT), 0);
    finish_interrupted(child, "first");
    expect("$tblog verify logs && test ! -e logs/zeros/lock", 0, NULL);
    /* The run is free again, and what it has is whole. */
    child = start("train --init zeros --resume" QUICK LONG, "again");
    wait_for_lock(child);
    ck_assert_int_eq(kill(child, SIGINT), 0);
    finish_interrupted(child, "again");
}

START_TEST(a_run_that_train_has_is_refused) {
    check_first("train --init zeros" QUICK LONG);
    check_first("train --init zeros --resume" QUICK LONG);
    check_first("train --init zeros --overwrite" QUICK LONG);
}
END_TEST

START_TEST(a_run_that_compare_has_is_refused) {
    check_first("compare -j 1 --init zeros,ones" QUICK LONG);
    check_first("compare -j 2 --init zeros,ones --resume" QUICK LONG);
    check_first("compare -j 1 --init zeros,ones --overwrite" QUICK LONG);
}
END_TEST

/* Also runs that have not begun, and those that are over. */
START_TEST(a_comparison_has_all_of_its_runs) {
    pid_t child = start("compare -j 1 --init ones,zeros" QUICK LONG, "first");
    wait_for("test -e logs/ones/checkpoint.safetensors");
    halt(child);
    char *line = path_of("logs/zeros: process %ld on ", (long)child);
    expect("$initlab train --init zeros" QUICK, 1, line);
    expect("$initlab train --init he_normal --epochs 1" QUICK, 0, NULL); /* not one of them */
    ck_assert_int_eq(kill(child, SIGCONT), 0);
    ck_assert_int_eq(kill(child, SIGINT), 0);
    ck_assert_int_eq(finish(child), 130);
    expect("test ! -e logs/zeros", 0, NULL); /* it did not begin */
    free(line);
}
END_TEST

/* Both at the same moment: one trains, the other is refused, every time. */
START_TEST(of_two_that_start_together_one_trains) {
    for (int i = 0; i < 10; i++) {
        char *line = path_of("train --init zeros --epochs 3" QUICK "%d", i);
        pid_t one = start(line, "one"), two = start(line, "two");
        int first = finish(one), second = finish(two);
        ck_assert_msg(first + second == 1, "%d and %d", first, second);
        char *said = slurp(first ? "one" : "two");
        ck_assert_msg(strstr(said, "is writing to this run") || strstr(said, "already holds a run"),
                      "%s", said);
        free(said);
        free(line);
        line = path_of("test $(find logs%d -name '*tfevents*' | wc -l) = 2", i);
        expect(line, 0, NULL);
        free(line);
    }
}
END_TEST

/* ---- sweeps ---- */

static void write_sweep(const char *epochs) {
    char *text = path_of("init = zeros\nepochs = %s\nbatch-size = 64\nlayers = 8\n", epochs);
    file_write("my.sweep", text, strlen(text));
    free(text);
}

static void wait_until_waiting(const char *said, pid_t holder) {
    char *line =
        path_of("grep ': waiting: process %ld on .* is writing to it' %s", (long)holder, said);
    wait_for(line);
    free(line);
}

/* The other's run is used as it is: the second writes no event file. */
START_TEST(a_sweep_waits_and_does_not_train_again) {
    write_sweep("400");
    pid_t first = start("sweep my.sweep" QUICK, "first");
    wait_for("test -e logs/*/checkpoint.safetensors");
    halt(first);
    expect("test ! -e logs/*/outcome.json", 0, NULL);
    pid_t second = start("sweep my.sweep" QUICK, "second");
    wait_until_waiting("second", first);
    ck_assert_int_eq(kill(first, SIGCONT), 0);
    ck_assert_int_eq(finish(first), 0);
    ck_assert_int_eq(finish(second), 0);
    char *names = path_of("test -z \"$(find logs -name '*.%ld.*')\" && "
                          "tail -n 2 logs/sweep.csv | grep -q ',400,'",
                          (long)second);
    expect(names, 0, NULL);
    free(names);
}
END_TEST

/* What the other has not finished is resumed; --overwrite waits too. */
START_TEST(a_sweep_continues_where_the_other_ended) {
    static const char *const seconds_of_sweeps[] = {"", "--overwrite"};
    write_sweep("100000");
    for (size_t i = 0; i < 2; i++) {
        char *line = path_of("sweep my.sweep %s" QUICK, seconds_of_sweeps[i]);
        pid_t first = start("sweep my.sweep" QUICK, "first");
        wait_for("test -e logs/*/checkpoint.safetensors && test -e logs/*/lock");
        pid_t second = start(line, "second");
        wait_until_waiting("second", first);
        ck_assert_int_eq(kill(first, SIGINT), 0);
        ck_assert_int_eq(finish(first), 130);
        wait_for_lock(second);
        ck_assert_int_eq(kill(second, SIGINT), 0);
        ck_assert_int_eq(finish(second), 130);
        free(line);
    }
}
END_TEST

/* ---- an end before the beginning ---- */

/* Ctrl-C while data load: the signal waits for the new process already. */
START_TEST(an_interruption_before_the_first_epoch_is_one) {
    static const char *const commands[] = {"train --init zeros" QUICK LONG,
                                           "compare --init zeros,ones" QUICK LONG};
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        sigset_t blocked, before;
        sigemptyset(&blocked);
        sigaddset(&blocked, SIGINT);
        sigprocmask(SIG_BLOCK, &blocked, &before);
        pid_t child = start(commands[i], "first");
        ck_assert_int_eq(kill(child, SIGINT), 0);
        sigprocmask(SIG_SETMASK, &before, NULL);
        ck_assert_int_eq(finish(child), 130);
        expect("grep ': interrupted; ' first && rm -rf logs", 0, NULL); /* it may have begun */
    }
}
END_TEST

/* ---- processes of a launcher that do not find each other ---- */

START_TEST(several_processes_that_cannot_find_each_other_are_an_error) {
    write_sweep("1");
    expect("SLURM_STEP_NUM_TASKS=2 $initlab compare" QUICK, 1, "-DTBLOG_MPI=ON");
    expect("SLURM_STEP_NUM_TASKS=2 $initlab sweep my.sweep" QUICK, 1, "-DTBLOG_MPI=ON");
    expect("SLURM_STEP_NUM_TASKS=2 $initlab train" QUICK, 2, "mpirun is for compare and sweep");
    expect("test ! -e logs", 0, NULL);
    expect("SLURM_STEP_NUM_TASKS=1 $initlab train --epochs 1" QUICK, 0, NULL);
}
END_TEST

SUITE_WITH("two_processes", setup, own_folder_teardown, a_run_that_train_has_is_refused,
           a_run_that_compare_has_is_refused, a_comparison_has_all_of_its_runs,
           of_two_that_start_together_one_trains, a_sweep_waits_and_does_not_train_again,
           a_sweep_continues_where_the_other_ended, an_interruption_before_the_first_epoch_is_one,
           several_processes_that_cannot_find_each_other_are_an_error)
