/* SPDX-License-Identifier: Apache-2.0 */
/*
 * initlab by mpirun on four ranks: what they log is what one process logs, also when ranks are
 * killed or stopped in the middle.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log_compare.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

enum { SAMPLES = 300, RANKS = 4 };

static void setup(void) {
    own_folder_enter();
    small_data_write(".", SAMPLES);
    setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
    setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
    setenv("OMPI_MCA_rmaps_base_oversubscribe", "1", 1);                  /* Open MPI 4 */
    setenv("PRTE_MCA_rmaps_default_mapping_policy", ":oversubscribe", 1); /* Open MPI 5 */
    setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
    setenv("TMPDIR", folder, 1);
    /* Built with a sanitizer: what MPI leaks and locks is its own. */
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
    setenv("TSAN_OPTIONS", "detect_deadlocks=0:ignore_noninstrumented_modules=1:atexit_sleep_ms=0",
           1);
}

static void write_sweep(const char *text) {
    file_write("sweep.txt", text, strlen(text));
}

/* A shell command whose output is in "out". */
static pid_t start(const char *command) {
    pid_t child = fork();
    if (child) return child;
    int out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(127);
}

static int finish(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int run(const char *command) {
    int code = finish(start(command));
    if (code) ck_assert_int_eq(system("tail -5 out >&2"), 0);
    return code;
}

#define INITLAB "\"" INITLAB_TOOL "\" " /* also inside of single quotes */
#define SWEEP   INITLAB "sweep sweep.txt --data=. --batch-size=32 --quiet -j1 "
#define MPIRUN  "exec timeout -k 5 100 '" MPIEXEC "' -n 4 " /* a job that hangs is a failure */
/* A rank that dies takes its run with it, and nothing else. */
#define RECOVER "--enable-recovery "
/* Each rank's process id is in "pids/RANK". */
#define NOTED "sh -c 'mkdir -p pids; echo $$ >pids/$OMPI_COMM_WORLD_RANK; exec " SWEEP "$0 $1'"

static bool said(const char *text) {
    file_bytes out = file_read("out");
    bool found = memmem(out.bytes, out.size, text, strlen(text)) != NULL;
    free(out.bytes);
    return found;
}

/* The same logs of so many runs, and the same rows but for the seconds. */
static void assert_same_sweep(const char *logdir, const char *want, size_t runs) {
    char command[200];
    ck_assert_uint_eq(assert_same_logs(logdir, want), runs);
    snprintf(command, sizeof command,
             "sed 's/,[^,]*$//' %s/sweep.csv >a; sed 's/,[^,]*$//' %s/sweep.csv | cmp - a", logdir,
             want);
    ck_assert_int_eq(system(command), 0);
    /* Each says how it ended, and no run is locked any more. */
    snprintf(command, sizeof command,
             "test $(ls %s/*/outcome.json | wc -l) = %zu && ! ls %s/*/lock 2>/dev/null", logdir,
             runs, logdir);
    ck_assert_int_eq(system(command), 0);
}

static const char grid[] = "init = he_normal, zeros, ones\nlr = .01, .001\nepochs = 3\n"
                           "histogram-freq = 2\nlayers = 16\n";

START_TEST(four_ranks_log_what_one_process_logs) {
    write_sweep(grid);
    ck_assert_int_eq(run(SWEEP "--logdir one"), 0);
    ck_assert_int_eq(run(MPIRUN SWEEP "--logdir four"), 0);
    assert_same_sweep("four", "one", 6);
    ck_assert_int_eq(run(MPIRUN SWEEP "--logdir gathered --gather"), 0);
    assert_same_sweep("gathered", "one", 6);
    ck_assert_int_eq(system("test \"$(ls -d initlab-* 2>/dev/null)\" = ''"), 0);
}
END_TEST

START_TEST(a_comparison_too) {
#define COMPARE                                                                                    \
    INITLAB "compare --data=. --epochs=2 --batch-size=32 --quiet -j1 --init "                      \
            "zeros,he_normal,ones,lecun_normal,glorot_normal "
    ck_assert_int_eq(run(COMPARE "--logdir one"), 0);
    ck_assert_int_eq(run(MPIRUN COMPARE "--logdir four"), 0);
    assert_same_values("four/he_normal", "one/he_normal", "train");
    assert_same_values("four/ones", "one/ones", "validation");
    ck_assert_int_eq(system("cut -d, -f1-7,9 one/comparison.csv >a;"
                            "cut -d, -f1-7,9 four/comparison.csv | cmp - a"),
                     0);
    ck_assert_int_ne(run(MPIRUN COMPARE "--logdir four >/dev/null"), 0);
    ck_assert(said("already holds a run"));
}
END_TEST

START_TEST(halving_continues_over_the_ranks) {
    write_sweep("search = random\nruns = 9\nhalving = 3\nlr = log 1e-4 .. 1e-1\nepochs = 9\n"
                "init = he_normal, zeros\nhistogram-freq = 0\nlayers = 16\n");
    ck_assert_int_eq(run(SWEEP "--logdir one"), 0);
    ck_assert_int_eq(run(MPIRUN SWEEP "--logdir four"), 0);
    assert_same_sweep("four", "one", 9);
    ck_assert_int_eq(run(MPIRUN SWEEP "--logdir gathered --gather"), 0);
    assert_same_sweep("gathered", "one", 9);
}
END_TEST

static void send_signal(int rank, int signal_number) {
    char command[100];
    snprintf(command, sizeof command, "kill -%d $(cat pids/%d)", signal_number, rank);
    ck_assert_int_eq(system(command), 0);
}

/* Once the sweep has written a checkpoint, send the signal to a rank while it trains a run: it is
 * halted, and then its lock is looked for. */
static void strike(const char *logdir, int rank, int signal_number) {
    char command[500];
    snprintf(command, sizeof command,
             "trains() { grep -qs \"^$(cat pids/%d) \" %s/*/lock; };"
             "i=0; until ls %s/*/checkpoint.safetensors >/dev/null 2>&1 && trains &&"
             "  { kill -STOP $(cat pids/%d); trains || { kill -CONT $(cat pids/%d); false; }; }; do"
             " sleep .01; i=$((i+1)); [ $i -lt 3000 ] || exit 1; done",
             rank, logdir, logdir, rank, rank);
    ck_assert_int_eq(system(command), 0);
    send_signal(rank, signal_number);
}

/* That rank, and on a machine with much else to do perhaps others, which are slow. */
static bool said_lost(void) {
    return said(" rank was lost") || said(" ranks were lost");
}

/* Its lock is held by flock(1), and says what we write to it. */
START_TEST(a_run_of_another_process_is_refused_or_waited_for) {
    write_sweep(grid);
    ck_assert_int_eq(system("mkdir -p held/ones; echo '7 there' >held/ones/lock"), 0);
    ck_assert_int_ne(run("flock held/ones/lock " MPIEXEC " -n 4 " COMPARE "--logdir held"), 0);
    ck_assert(said("initlab compare: held/ones: process 7 on there is writing to this run"));
    ck_assert_int_eq(system("test \"$(ls held)\" = ones"), 0);
    ck_assert_int_eq(run(SWEEP "--logdir one"), 0);
    ck_assert_int_eq(system("run=four/$(ls one | grep 'init=ones.*lr=.01'); mkdir -p $run;"
                            "echo '7 there' >$run/lock; flock $run/lock timeout 600 sh -c "
                            "'touch held/now; until grep -q waiting: out; do sleep .05; done' &"
                            "until test -e held/now; do sleep .01; done"),
                     0);
    ck_assert_int_eq(run(MPIRUN SWEEP "--logdir four"), 0);
    ck_assert(said(": waiting: process 7 on there is writing to it"));
    assert_same_sweep("four", "one", 6);
}
END_TEST

static const char longer[] = "init = he_normal, zeros, ones\nlr = .01, .001\nepochs = 60\n"
                             "histogram-freq = 0\nlayers = 16\n";

START_TEST(a_rank_that_is_killed_loses_only_its_run_which_another_takes_up) {
    write_sweep(longer);
    ck_assert_int_eq(run(SWEEP "--logdir one"), 0);
    pid_t job = start(MPIRUN RECOVER NOTED " --logdir=four --lease=4");
    strike("four", 2, SIGKILL);
    ck_assert_int_eq(finish(job), 0);
    ck_assert(said_lost());
    assert_same_sweep("four", "one", 6);
}
END_TEST

START_TEST(a_rank_that_was_halted_for_too_long_stops) {
    write_sweep(longer);
    ck_assert_int_eq(run(SWEEP "--logdir one"), 0);
    pid_t job = start(MPIRUN RECOVER NOTED " --logdir=four --lease=3");
    strike("four", 1, SIGSTOP);
    sleep(5);
    send_signal(1, SIGCONT);
    finish(job); /* that rank says that it failed */
    ck_assert(said_lost());
    assert_same_sweep("four", "one", 6);
}
END_TEST

START_TEST(without_rank_0_all_end_and_a_second_start_continues) {
    write_sweep(longer);
    ck_assert_int_eq(run(SWEEP "--logdir one"), 0);
    pid_t job = start(MPIRUN RECOVER NOTED " --logdir=four --lease=3");
    strike("four", 0, SIGKILL);
    finish(job); /* Open MPI 4.1 says 0 by --enable-recovery whatever happens */
    ck_assert(said("rank 0 was not heard"));
    ck_assert_int_ne(access("four/sweep.csv", F_OK), 0);
    ck_assert_int_eq(run(MPIRUN SWEEP "--logdir four"), 0);
    assert_same_sweep("four", "one", 6);
}
END_TEST

SUITE_WITH("ranks", setup, own_folder_teardown, four_ranks_log_what_one_process_logs,
           a_comparison_too, halving_continues_over_the_ranks,
           a_run_of_another_process_is_refused_or_waited_for,
           a_rank_that_is_killed_loses_only_its_run_which_another_takes_up,
           a_rank_that_was_halted_for_too_long_stops,
           without_rank_0_all_end_and_a_second_start_continues)
