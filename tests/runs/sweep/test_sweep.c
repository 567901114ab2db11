/* SPDX-License-Identifier: Apache-2.0 */
/* initlab sweep: what it trains, killed and started again too, and how halving decides. */
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

enum { SAMPLES = 200 };

static void setup(void) {
    own_folder_enter();
    small_data_write(".", SAMPLES);
}

static void write_file(const char *text) {
    file_write("sweep.txt", text, strlen(text));
}

/* initlab in a process of its own, its output in "out"; the last option may be NULL. */
static pid_t start(const char *command, const char *file, const char *logdir, const char *option) {
    pid_t child = fork();
    if (child) return child;
    int out = open("out", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    execl(INITLAB_TOOL, "initlab", command, file, "--data=.", "--batch-size=32", "--logdir", logdir,
          "--quiet", option, (char *)NULL);
    _exit(127);
}

static int finish(pid_t child) {
    int status;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int sweep(const char *logdir, const char *option) {
    return finish(start("sweep", "sweep.txt", logdir, option));
}

/* Whether the last command's output has that text. */
static bool said(const char *text) {
    file_bytes out = file_read("out");
    bool found = memmem(out.bytes, out.size, text, strlen(text)) != NULL;
    free(out.bytes);
    return found;
}

/* A file's text without what no two runs have in common: the seconds at the ends of the rows. */
static char *rows_of(const char *logdir) {
    char *path = path_of("%s/sweep.csv", logdir);
    file_bytes csv = file_read(path);
    char *text = malloc(csv.size + 1), *to = text;
    for (size_t i = 0; i < csv.size;) {
        size_t length =
            (size_t)((uint8_t *)memchr(csv.bytes + i, '\n', csv.size - i) - (csv.bytes + i));
        char *row = (char *)csv.bytes + i;
        row[length] = '\0';
        char *comma = strrchr(row, ',');
        to += sprintf(to, "%.*s\n", comma ? (int)(comma - row) : (int)length, row);
        i += length + 1;
    }
    *to = '\0';
    free(csv.bytes);
    free(path);
    return text;
}

static void assert_same_rows(const char *logdir, const char *want) {
    char *a = rows_of(logdir), *b = rows_of(want);
    ck_assert_str_eq(a, b);
    free(a);
    free(b);
}

/* The folder of the run whose name begins so; free it. */
static char *run_named(const char *logdir, const char *beginning) {
    char command[200], line[300] = "";
    snprintf(command, sizeof command, "ls -d '%s/%s'*", logdir, beginning);
    FILE *list = popen(command, "r");
    ck_assert(list && fgets(line, sizeof line, list));
    pclose(list);
    line[strcspn(line, "\n")] = '\0';
    return strdup(line);
}

static const char grid[] =
    "init = he_normal, zeros\nlr = .01, .001\nepochs = 2\nseed = 4\nlayers = 16\n";

START_TEST(a_run_of_a_sweep_is_that_of_train_with_the_same_options) {
    write_file(grid);
    ck_assert_int_eq(sweep("logs", "-j2"), 0);
    char *run = run_named("logs", "init=he_normal,lr=.01");
    pid_t child = fork();
    if (!child) {
        execl(INITLAB_TOOL, "initlab", "train", "--data=.", "--batch-size=32", "--epochs=2",
              "--layers=16", "--quiet", "--lr=.01", "--init=he_normal", "--seed=4",
              "--logdir=alone", (char *)NULL);
        _exit(127);
    }
    ck_assert_int_eq(finish(child), 0);
    assert_same_values(run, "alone/he_normal", "train");
    assert_same_values(run, "alone/he_normal", "validation");
    free(run);
}
END_TEST

START_TEST(finished_runs_are_not_run_again_and_other_options_are_other_runs) {
    write_file(grid);
    ck_assert_int_eq(sweep("logs", "-j2"), 0);
    char *run = run_named("logs", "init=zeros,lr=.001"), *part = path_of("%s/train", run);
    char *file = only_file(part), *csv = rows_of("logs");
    file_write(file, "mine", 4);
    ck_assert_int_eq(sweep("logs", NULL), 0); /* nobody looks at it */
    ck_assert(said("he_normal"));
    char *again = rows_of("logs");
    ck_assert_str_eq(csv, again);
    char *still = only_file(part);
    ck_assert_str_eq(still, file);
    ck_assert_int_eq(sweep("logs", "--epochs=1"), 0);
    ck_assert_int_eq(system("test $(ls -d logs/init=* | wc -l) = 8"), 0);
    ck_assert_int_eq(sweep("logs", "--overwrite"), 0); /* anew, and no trace of mine */
    free(file);
    file = only_file(part);
    file_bytes bytes = file_read(file);
    ck_assert_uint_gt(bytes.size, 1000);
    free(bytes.bytes);
    free(again);
    free(csv);
    free(still);
    free(file);
    free(part);
    free(run);
}
END_TEST

/* Kill a sweep again and again, later and later, until it is faster: sanitizers take seconds. */
static void sweep_killed(const char *logdir) {
    unsigned kills = 0;
    unsigned wait_us = 20000;
    for (unsigned trial = 0;; trial++, wait_us += wait_us / 8) {
        pid_t child = start("sweep", "sweep.txt", logdir, "-j2");
        usleep(wait_us + trial * 40503u % 60000);
        kill(child, SIGKILL);
        int code = finish(child);
        kills += code == -SIGKILL;
        if (code == 0) break;
        ck_assert_msg(code == -SIGKILL, "exit %d", code);
    }
    ck_assert_uint_gt(kills, 0);
}

START_TEST(a_killed_sweep_started_again_ends_in_the_same_logs) {
    write_file("init = he_normal, zeros\nlr = .01, .001\nepochs = 4\n"
               "histogram-freq = 0\nlayers = 16\n");
    ck_assert_int_eq(sweep("want", "-j2"), 0);
    sweep_killed("logs");
    assert_same_rows("logs", "want");
    ck_assert_uint_gt(assert_same_logs("logs", "want"), 0);
}
END_TEST

static const char halving[] = "search = random\nruns = 9\nsearch-seed = 3\nhalving = 3\n"
                              "lr = log 1e-4 .. 1e-1\ninit = he_normal, zeros\nepochs = 9\n"
                              "histogram-freq = 0\nlayers = 16\n";

/* How many runs have this number in their epochs' column. */
static int runs_with_epochs(const char *logdir, int epochs) {
    char command[200], line[20] = "";
    snprintf(command, sizeof command,
             "sed '1d;s/^\"[^\"]*\",//' %s/sweep.csv | awk -F, '$(NF-6) == %d' | wc -l", logdir,
             epochs);
    FILE *list = popen(command, "r");
    ck_assert(list && fgets(line, sizeof line, list));
    pclose(list);
    return atoi(line);
}

START_TEST(halving_keeps_the_best_third_whatever_the_jobs) {
    write_file(halving);
    ck_assert_int_eq(sweep("one", "-j1"), 0);
    ck_assert_int_eq(sweep("three", "-j3"), 0);
    assert_same_rows("three", "one");
    ck_assert_uint_gt(assert_same_logs("three", "one"), 0);
    ck_assert_int_eq(runs_with_epochs("one", 1), 6);
    ck_assert_int_eq(runs_with_epochs("one", 3), 2);
    ck_assert_int_eq(runs_with_epochs("one", 9), 1);
}
END_TEST

START_TEST(runs_that_halving_continues_have_the_logs_of_runs_without_it) {
    char scheduled[1000]; /* a schedule lasts for as long as the run may train */
    snprintf(scheduled, sizeof scheduled, "%slr-schedule = cosine\n", halving);
    write_file(scheduled);
    ck_assert_int_eq(sweep("logs", "-j2"), 0);
    write_file("search = random\nruns = 9\nsearch-seed = 3\n"
               "lr = log 1e-4 .. 1e-1\ninit = he_normal, zeros\nepochs = 9\nhistogram-freq = 0\n"
               "layers = 16\nlr-schedule = cosine\n");
    ck_assert_int_eq(sweep("whole", "-j2"), 0);
    FILE *best = popen("sed -n '2s/^\"\\([^\"]*\\)\".*/\\1/p' logs/sweep.csv", "r");
    char name[200] = "";
    ck_assert(best && fgets(name, sizeof name, best));
    pclose(best);
    name[strcspn(name, "\n")] = '\0';
    char *a = path_of("logs/%s", name), *b = path_of("whole/%s", name);
    assert_same_values(a, b, "train");
    assert_same_values(a, b, "validation");
    free(a);
    free(b);
}
END_TEST

START_TEST(a_killed_halving_ends_as_if_nothing_had_happened) {
    write_file(halving);
    ck_assert_int_eq(sweep("want", "-j2"), 0);
    sweep_killed("logs");
    assert_same_rows("logs", "want");
    ck_assert_uint_gt(assert_same_logs("logs", "want"), 0);
}
END_TEST

/* The command fails as wrong usage and says this. */
static void refuse(const char *text, const char *option, const char *message) {
    write_file(text);
    ck_assert_int_eq(sweep("logs", option), 2);
    ck_assert_msg(said(message), "%s: not said: %s", text, message);
}

START_TEST(wrong_files_are_reported_with_line_and_reason) {
    refuse("lr = .1, x", NULL, "sweep.txt:1: --lr: 'x' is not a number above 0\n");
    refuse("\nlearning-rate = 1", NULL, "sweep.txt:2: there is no option --learning-rate");
    refuse("batch_norm = on", NULL, "there is no option --batch_norm; did you mean batch-norm?\n");
    refuse("init = zeros, nonesuch", NULL, "sweep.txt:1: --init: unknown initializer 'nonesuch'");
    refuse("logdir = logs", NULL, "sweep.txt:1: --logdir can only be given on the command line");
    refuse("resume = on", NULL, "sweep.txt:1: --resume can only be given on the command line");
    refuse("no-write-graph = yes", NULL,
           "sweep.txt:1: --no-write-graph: 'yes' is neither on nor off");
    refuse("halving = 3\nepochs = 1 .. 3", NULL,
           "sweep.txt:2: with halving all runs have the same");
    refuse("halving = 3\nmin-epochs = 4\nepochs = 2", NULL,
           "sweep.txt: min-epochs 4 is above epochs 2");
    ck_assert_int_ne(access("logs", F_OK), 0);
}
END_TEST

/* Rows of other runs stay, whole; another set of columns is refused before anything is trained. */
START_TEST(sweeps_over_the_same_options_share_the_file) {
    write_file("lr = .1, .01\nepochs = 1\n");
    ck_assert_int_eq(sweep("logs", NULL), 0);
    write_file("lr = .01, .001\nepochs = 1\n");
    ck_assert_int_eq(sweep("logs", NULL), 0);
    char *rows = rows_of("logs");
    size_t lines = 0;
    for (const char *c = rows; *c; c++) lines += *c == '\n';
    ck_assert_uint_eq(lines, 1 + 3);
    ck_assert_ptr_nonnull(strstr(rows, "\nlr=.1-"));
    free(rows);
    write_file("lr = .01\nl2 = 0, 1e-4\nepochs = 1\n");
    ck_assert_int_eq(sweep("logs", NULL), 1);
    ck_assert(said("logs/sweep.csv: has the rows of a sweep over other options"));
    ck_assert_int_eq(system("[ $(ls -d logs/*/ | wc -l) = 3 ]"), 0); /* nothing was trained */
}
END_TEST

/* A rate of 1e30 makes the loss NaN at once: such a run is never best, whatever it guesses. */
START_TEST(a_run_that_diverged_is_never_best) {
    write_file("lr = 1e30, .01\nepochs = 2\noptimizer = sgd\n");
    ck_assert_int_eq(sweep("logs", NULL), 0);
    ck_assert(said("diverged: the loss is nan from epoch 1 on"));
    ck_assert(!said("-nan"));
    file_bytes csv = file_read("logs/sweep.csv");
    char *text = strndup((char *)csv.bytes, csv.size);
    ck_assert_ptr_null(strstr(text, "-nan"));
    char *nan_row = strstr(text, ",nan,"), *good_row = strstr(text, "lr=0.01");
    if (!good_row) good_row = strstr(text, ",.01,");
    ck_assert_msg(nan_row && good_row && good_row < nan_row, "%s", text);
    free(text);
    free(csv.bytes);
}
END_TEST

START_TEST(terminate_on_nan_ends_as_keras_does) {
    write_file("lr = 1e30\nepochs = 5\noptimizer = sgd\n");
    ck_assert_int_eq(sweep("logs", "--terminate-on-nan"), 0);
    ck_assert(said("diverged: ended in epoch 1 of 5, as the loss is nan"));
}
END_TEST

/* Paths with ".." are values, not ranges; and a file must have an option. */
START_TEST(paths_are_not_ranges_and_an_empty_file_is_refused) {
    write_file("data = ../none/x.npy,../none/y.npy\nepochs = 1\n");
    ck_assert_int_eq(sweep("logs", NULL), 0); /* --data takes its place, but it was read */
    write_file("# nothing\n\n");
    ck_assert_int_eq(sweep("logs", NULL), 2);
    ck_assert(said("sweep.txt: has no option"));
}
END_TEST

SUITE_WITH("sweep", setup, own_folder_teardown,
           a_run_of_a_sweep_is_that_of_train_with_the_same_options,
           finished_runs_are_not_run_again_and_other_options_are_other_runs,
           a_killed_sweep_started_again_ends_in_the_same_logs,
           halving_keeps_the_best_third_whatever_the_jobs,
           runs_that_halving_continues_have_the_logs_of_runs_without_it,
           a_killed_halving_ends_as_if_nothing_had_happened,
           wrong_files_are_reported_with_line_and_reason,
           sweeps_over_the_same_options_share_the_file, a_run_that_diverged_is_never_best,
           terminate_on_nan_ends_as_keras_does, paths_are_not_ranges_and_an_empty_file_is_refused)
