/* SPDX-License-Identifier: Apache-2.0 */
/*
 * initlab killed at random moments and resumed: weights, moments and logs are bit for bit those of
 * an uninterrupted run.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "data/files/safetensors.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

enum { SAMPLES = 400, EARLY = 4 };

static const char *run_name;    /* folder of the run */
static const char *const *more; /* options that all runs of a test have, ends with NULL */
enum { ARGUMENTS = 40 };

/* Sanitizers make each trial take seconds. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { KILLS = 6 };
#else
enum { KILLS = 52 };
#endif

static void setup(void) {
    more = NULL;
    run_name = "glorot_uniform";
    own_folder_enter();
    small_data_write(".", SAMPLES);
}

/* initlab train with more arguments, in a process of its own. */
static pid_t start(const char *logdir, const char *option, const char *value) {
    pid_t child = fork();
    if (child) return child;
    int said = open("said", O_WRONLY | O_CREAT | O_TRUNC, 0666);
    dup2(said, STDERR_FILENO);
    const char *argv[ARGUMENTS] = {"initlab",
                                   "train",
                                   "--data",
                                   ".",
                                   "--epochs",
                                   "8",
                                   "--quiet",
                                   "--batch-size",
                                   "16",
                                   "--histogram-freq",
                                   "3",
                                   "--update-freq",
                                   "5",
                                   "--logdir",
                                   logdir,
                                   "--seed",
                                   "3",
                                   "--dashboards",
                                   "--save-models",
                                   "--predictions",
                                   "9",
                                   "--samples"};
    size_t count = 0;
    while (argv[count]) count++;
    for (size_t i = 0; more && more[i]; i++) argv[count++] = more[i];
    argv[count++] = option;
    argv[count++] = value;
    execv(INITLAB_TOOL, (char *const *)argv);
    _exit(127);
}

static int run(const char *logdir, const char *option, const char *value) {
    int status;
    pid_t child = start(logdir, option, value);
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/* True when it was killed, false when it had been faster. */
static bool run_and_kill(const char *logdir, const char *option, unsigned microseconds) {
    int status;
    pid_t child = start(logdir, option, NULL);
    usleep(microseconds);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return WIFSIGNALED(status);
}

static safetensors *checkpoint_of(const char *logdir) {
    error reason;
    char *path = path_of("%s/%s/checkpoint.safetensors", logdir, run_name);
    safetensors *file = safetensors_read(path, &reason);
    ck_assert_msg(file != NULL, "%s", reason.message);
    free(path);
    return file;
}

/* Some arrays of the checkpoints, ends with NULL; and the metrics of so many epochs. */
static void assert_same_state(const char *logdir, const char *want, const char *const *names,
                              size_t epochs) {
    safetensors *a = checkpoint_of(logdir), *b = checkpoint_of(want);
    for (; *names; names++) {
        const safetensors_array *x = safetensors_find(a, *names);
        const safetensors_array *y = safetensors_find(b, *names);
        ck_assert_msg(x && y, "no %s", *names);
        size_t bytes = x->shape[0] * (x->rank > 1 ? x->shape[1] : 1) * sizeof(float);
        ck_assert_mem_eq(x->data, y->data, bytes);
    }
    const double *p = safetensors_find(a, "history")->data;
    const double *q = safetensors_find(b, "history")->data;
    ck_assert_uint_eq(safetensors_find(a, "history")->shape[0], epochs);
    for (size_t i = 0; i < epochs; i++) ck_assert_mem_eq(p + 5 * i, q + 5 * i, 4 * sizeof *p);
    safetensors_free(a);
    safetensors_free(b);
}

static tblog_run *load(const char *logdir, const char *part) {
    tblog_error err;
    tblog_run *loaded;
    char *path = path_of("%s/%s/%s", logdir, run_name, part);
    tblog_logdir *files = tblog_logdir_open(path, &err);
    ck_assert_msg(files != NULL, "%s", err.message);
    ck_assert_int_eq(tblog_run_load(files, 0, TBLOG_RESTARTS_KEEP, &loaded, &err), TBLOG_OK);
    tblog_logdir_close(files);
    free(path);
    return loaded;
}

/* Every value of the files: none twice, none missing. */
static void assert_same_logs(const char *logdir, const char *want, const char *part) {
    tblog_run *a = load(logdir, part), *b = load(want, part);
    ck_assert_uint_eq(tblog_run_series_count(a), tblog_run_series_count(b));
    for (size_t i = 0; i < tblog_run_series_count(b); i++) {
        size_t other;
        const tblog_series *y = tblog_run_series(b, i);
        ck_assert(tblog_run_find(a, y->tag, y->tag_size, &other));
        const tblog_series *x = tblog_run_series(a, other);
        ck_assert_msg(x->count == y->count, "%s: %zu points, not %zu", y->tag, x->count, y->count);
        for (size_t k = 0; k < y->count; k++) {
            ck_assert_int_eq(x->points[k].step, y->points[k].step);
            ck_assert(strcmp(y->kind, "scalars") != 0 || strcmp(y->tag, "seconds") == 0 ||
                      x->points[k].number == y->points[k].number);
        }
    }
    tblog_run_free(a);
    tblog_run_free(b);
}

static void assert_same_file(const char *logdir, const char *want, const char *name) {
    char *a = path_of("%s/%s/%s", logdir, run_name, name);
    char *b = path_of("%s/%s/%s", want, run_name, name);
    file_bytes x = file_read(a), y = file_read(b);
    ck_assert_uint_eq(x.size, y.size);
    ck_assert_mem_eq(x.bytes, y.bytes, y.size);
    free(x.bytes);
    free(y.bytes);
    free(a);
    free(b);
}

/* Compare 'enough' runs that were killed at any moment and resumed with one that was not. */
static void assert_goes_on(size_t enough, const char *const *names, size_t epochs) {
    size_t kills = 0;
    ck_assert_int_eq(run("want", NULL, NULL), 0);
    for (unsigned trial = 0; kills < enough; trial++) {
        char *logdir = path_of("run%u", trial);
        kills += run_and_kill(logdir, NULL, 2000 + trial * 2654435761u % 90000);
        if (trial % 3 == 0) kills += run_and_kill(logdir, "--resume", trial * 40503u % 50000);
        ck_assert_int_eq(run(logdir, "--resume", NULL), 0);
        assert_same_state(logdir, "want", names, epochs);
        assert_same_logs(logdir, "want", "train");
        assert_same_logs(logdir, "want", "validation");
        assert_same_logs(logdir, "want", "."); /* the dashboards' */
        assert_same_file(logdir, "want", "best.safetensors");
        assert_same_file(logdir, "want", "last.safetensors");
        free(logdir);
        ck_assert_uint_lt(trial, 10 * enough); /* a run that is done cannot be killed */
    }
}

START_TEST(a_killed_run_resumes_bit_for_bit) {
    static const char *const names[] = {"dense/kernel",          "dense_1/bias",
                                        "adam/m/dense_2/kernel", "adam/v/dense/kernel",
                                        "dense_2/kernel",        NULL};
    assert_goes_on(KILLS, names, 8);
}
END_TEST

/* With all else that a network and its training may have; it ends early, by itself. */
START_TEST(so_does_one_with_everything) {
    static const char *const options[] = {
        "--batch-norm",
        "--layers=24,12",
        "--activation=elu",
        "--optimizer=rmsprop(momentum=.5,centered=true)",
        "--lr-schedule=cosine",
        "--l2=1e-4",
        "--init=he_normal+Orthogonal(gain=1.4)",
        "--early-stopping=monitor=val_accuracy,patience=3,restore_best=true",
        NULL};
    static const char *const names[] = {"dense/kernel",
                                        "best/dense/kernel",
                                        "batch_normalization/moving_variance",
                                        "best/batch_normalization_1/moving_mean",
                                        "rmsprop/average_gradient/dense/kernel",
                                        "rmsprop/momentum/batch_normalization_1/gamma",
                                        NULL};
    more = options;
    run_name = "he_normal+Orthogonal(gain=1.4)";
    assert_goes_on(KILLS / 10 + 1, names, EARLY);
}
END_TEST

START_TEST(a_finished_run_is_left_alone_and_may_continue_for_longer) {
    ck_assert_int_eq(run("logs", NULL, NULL), 0);
    tblog_run *before = load("logs", "train");
    ck_assert_int_eq(run("logs", "--resume", NULL), 0);
    tblog_run *after = load("logs", "train");
    ck_assert_uint_eq(tblog_run_series(before, 0)->count, tblog_run_series(after, 0)->count);
    tblog_run_free(before);
    tblog_run_free(after);
    ck_assert_int_eq(run("logs", "--resume", "--epochs=10"), 0);
    after = load("logs", "validation");
    size_t i;
    ck_assert(tblog_run_find(after, "epoch_loss", 10, &i));
    ck_assert_uint_eq(tblog_run_series(after, i)->count, 10);
    tblog_run_free(after);
}
END_TEST

START_TEST(another_run_is_not_resumed) {
    ck_assert_int_eq(run("logs", NULL, NULL), 0);
    ck_assert_int_eq(run("logs", "--resume", "--seed=4"), 1);
    ck_assert_int_eq(run("logs", "--resume", "--lr=0.1"), 1);
    file_write("logs/glorot_uniform/checkpoint.safetensors", "torn", 4);
    ck_assert_int_eq(run("logs", "--resume", NULL), 1);
    ck_assert_int_eq(run("logs", "--overwrite", NULL), 0); /* begins anew, without it */
    ck_assert_int_eq(run("logs", "--resume", NULL), 0);
}
END_TEST

/* The paths, sizes and bytes of all files under a folder, as one text; free it. */
static char *fingerprint(const char *logdir) {
    char command[256], *text = NULL;
    size_t size = 0;
    ck_assert_int_lt(snprintf(command, sizeof command,
                              "find %s -type f ! -name lock | sort | xargs cksum", logdir),
                     (int)sizeof command);
    FILE *in = popen(command, "r");
    ck_assert_int_gt(getdelim(&text, &size, '\0', in), 0);
    ck_assert_int_eq(pclose(in), 0);
    return text;
}

/* Resumed for longer, the run is refused with these words, and no file of it has changed. */
static void assert_untouched(const char *words) {
    char *before = fingerprint("logs");
    ck_assert_int_eq(run("logs", "--resume", "--epochs=9"), 1);
    char *after = fingerprint("logs");
    file_bytes said = file_read("said");
    ck_assert_msg(memmem(said.bytes, said.size, words, strlen(words)) != NULL, "%.*s",
                  (int)said.size, (char *)said.bytes);
    ck_assert_str_eq(before, after);
    free(said.bytes);
    free(before);
    free(after);
}

/* The path of an event file of a run whose files are each alone; and the bytes there. */
static char *event_file_of(const char *part, file_bytes *bytes) {
    char command[256], *path = NULL;
    size_t size = 0;
    snprintf(command, sizeof command, "ls logs/%s/%s/events.*", run_name, part);
    FILE *in = popen(command, "r");
    ck_assert_int_gt(getline(&path, &size, in), 0);
    ck_assert_int_eq(pclose(in), 0);
    path[strcspn(path, "\n")] = '\0';
    *bytes = file_read(path);
    return path;
}

/* A file that is newer than the checkpoint would be removed, if all others were good. */
START_TEST(all_is_looked_at_before_anything_is_changed) {
    static const char *const parts[] = {"train", "validation", "."};
    ck_assert_int_eq(run("logs", NULL, NULL), 0);
    file_write("logs/glorot_uniform/train/events.out.tfevents.9999999999.later", "x", 1);
    for (size_t i = 0; i < 3; i++) {
        file_bytes whole;
        char *path = event_file_of(parts[i], &whole);
        file_write(path, whole.bytes, 20);
        assert_untouched("shorter than at the checkpoint");
        unlink(path);
        assert_untouched("is not there");
        file_write(path, whole.bytes, whole.size);
        free(whole.bytes);
        free(path);
    }
    file_bytes checkpoint = file_read("logs/glorot_uniform/checkpoint.safetensors");
    for (size_t i = 0; i < 4000; i++) checkpoint.bytes[checkpoint.size / 2 + i] ^= 0x15;
    file_write("logs/glorot_uniform/checkpoint.safetensors", checkpoint.bytes, checkpoint.size);
    assert_untouched("checksum");
    for (size_t i = 0; i < 4000; i++) checkpoint.bytes[checkpoint.size / 2 + i] ^= 0x15;
    file_write("logs/glorot_uniform/checkpoint.safetensors", checkpoint.bytes, checkpoint.size);
    file_bytes best = file_read("logs/glorot_uniform/best.safetensors");
    file_bytes last = file_read("logs/glorot_uniform/last.safetensors");
    unlink("logs/glorot_uniform/best.safetensors");
    if (best.size != last.size || memcmp(best.bytes, last.bytes, best.size) != 0)
        assert_untouched("best.safetensors");
    file_write("logs/glorot_uniform/best.safetensors", best.bytes, best.size);
    ck_assert_int_eq(run("logs", "--resume", "--epochs=9"), 0);
    free(last.bytes);
    free(best.bytes);
    free(checkpoint.bytes);
}
END_TEST

START_TEST(a_checkpoint_that_would_be_too_large_is_refused_at_the_start) {
    ck_assert_int_eq(run("logs", "--layers", "11500,7600"), 1);
    file_bytes said = file_read("said");
    ck_assert_ptr_nonnull(memmem(said.bytes, said.size, "1 GiB", 5));
    ck_assert_ptr_nonnull(memmem(said.bytes, said.size, "--no-checkpoint", 15));
    ck_assert_int_ne(access("logs/glorot_uniform/train", F_OK), 0);
    free(said.bytes);
}
END_TEST

SUITE_WITH("resume", setup, own_folder_teardown, a_killed_run_resumes_bit_for_bit,
           so_does_one_with_everything, a_finished_run_is_left_alone_and_may_continue_for_longer,
           another_run_is_not_resumed, all_is_looked_at_before_anything_is_changed,
           a_checkpoint_that_would_be_too_large_is_refused_at_the_start)
