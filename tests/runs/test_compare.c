/* SPDX-License-Identifier: Apache-2.0 */
/* Runs in parallel, their folders and their CSV. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "own_data.h"
#include "runs/compare.h"
#include "runs/folder.h"
#include "runs/records/comparison_csv.h"
#include "suite.h"

enum { RUNS = 3 };

static run runs[RUNS];
static error err;

static void teardown(void) {
    for (int i = 0; i < RUNS; i++) run_free(&runs[i]);
    own_data_teardown();
}

/* With a wide network there is work to divide among threads. */
static fit_result compare_shaped(const char *logdir, size_t jobs, size_t threads, bool wide,
                                 const run_watchers *watchers) {
    static const char *const names[RUNS] = {"glorot_uniform", "zeros", "he_normal"};
    static atomic_bool stop;
    run_options options = run_options_default();
    options.logdir = logdir;
    options.epochs = 2;
    options.model.batch_size = 16;
    options.tensorboard.histogram_freq = 1;
    options.stop = &stop;
    if (wide) options.model.units[0] = 1024, options.tensorboard.write_images = false;
    stop = false;
    for (int i = 0; i < RUNS; i++) {
        run_free(&runs[i]);
        nn_layer_initializers initializers;
        ck_assert(nn_layer_initializers_parse(names[i], &initializers, NULL));
        ck_assert(run_init(&runs[i], &options, &initializers, NULL));
    }
    const comparison all = {.runs = runs,
                            .count = RUNS,
                            .jobs = jobs,
                            .cores = jobs * threads,
                            .train = &train,
                            .test = &test,
                            .watchers = watchers,
                            .stop = &stop};
    return compare(&all, NULL, RUNS);
}

static fit_result compare_watched(const char *logdir, size_t jobs, const run_watchers *watchers) {
    return compare_shaped(logdir, jobs, 1, false, watchers);
}

static fit_result compare_in(const char *logdir, size_t jobs) {
    return compare_watched(logdir, jobs, NULL);
}

/* The one file in logdir/run/part, without its name, which holds the process's id. */
static file_bytes events(const char *logdir, const char *run_name, const char *part) {
    char *path = path_of("%s/%s/%s", logdir, run_name, part), *file = only_file(path);
    file_bytes bytes = file_read(file);
    free(file);
    free(path);
    return bytes;
}

static void assert_same_events(const char *one, const char *other) {
    static const char *const parts[] = {"train", "validation"};
    for (int i = 0; i < RUNS; i++) {
        for (int p = 0; p < 2; p++) {
            file_bytes a = events(one, runs[i].initializer, parts[p]);
            file_bytes b = events(other, runs[i].initializer, parts[p]);
            ck_assert_uint_eq(a.size, b.size);
            ck_assert_mem_eq(a.bytes, b.bytes, a.size);
            free(a.bytes);
            free(b.bytes);
        }
    }
}

START_TEST(event_files_are_the_same_bytes_whatever_the_number_of_jobs_and_threads) {
    static const size_t shapes[][2] = {{3, 1}, {1, 2}, {1, 3}, {2, 4}};
    char *one = path_of("%s/one", folder);
    ck_assert_int_eq(compare_shaped(one, 1, 1, true, NULL), FIT_DONE);
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        char *other = path_of("%s/%zu", folder, i);
        ck_assert_int_eq(compare_shaped(other, shapes[i][0], shapes[i][1], true, NULL), FIT_DONE);
        assert_same_events(one, other);
        free(other);
    }
    free(one);
}
END_TEST

/* Cores, jobs, what --threads says (0: nothing), and the threads of a run. */
START_TEST(jobs_and_threads_ask_for_no_more_than_the_cores) {
    static const size_t cases[][4] = {{1, 1, 0, 1}, {8, 1, 0, 8}, {8, 2, 0, 4},  {8, 3, 0, 2},
                                      {8, 8, 0, 1}, {8, 9, 0, 1}, {8, 1, 3, 3},  {8, 2, 4, 4},
                                      {8, 2, 5, 4}, {8, 8, 2, 1}, {2, 1, 64, 2}, {0, 1, 0, 1},
                                      {0, 1, 5, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const comparison c = {.cores = cases[i][0], .jobs = cases[i][1]};
        ck_assert_uint_eq(compare_threads(&c, cases[i][2]), cases[i][3]);
    }
}
END_TEST

/* Cores, jobs, threads, units of the widest layer, and whether a core is left: a network takes a
 * thread for each 64 units. */
START_TEST(a_core_is_spare_if_jobs_and_threads_leave_one) {
    static const size_t cases[][5] = {{2, 1, 1, 256, 1}, {2, 1, 2, 256, 0}, {2, 2, 1, 256, 0},
                                      {8, 1, 8, 256, 1}, {8, 1, 8, 512, 0}, {4, 1, 4, 256, 0},
                                      {8, 3, 2, 256, 1}, {8, 9, 1, 256, 0}, {0, 1, 1, 256, 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const comparison c = {.cores = cases[i][0], .jobs = cases[i][1]};
        nn_model_config model = nn_model_config_default();
        model.threads = cases[i][2];
        model.units[0] = cases[i][3];
        ck_assert_msg(compare_spares_core(&c, &model) == (cases[i][4] == 1), "case %zu", i);
    }
}
END_TEST

START_TEST(event_files_are_the_same_bytes_with_a_spare_core) {
    char *one = path_of("%s/one", folder), *other = path_of("%s/other", folder);
    ck_assert_int_eq(compare_shaped(one, 1, 1, false, NULL), FIT_DONE);
    ck_assert(!runs[0].options.tensorboard.spare_core);
    ck_assert_int_eq(compare_shaped(other, 1, 8, false, NULL), FIT_DONE);
    ck_assert(runs[0].options.tensorboard.spare_core);
    assert_same_events(one, other);
    free(one);
    free(other);
}
END_TEST

START_TEST(a_run_that_cannot_log_fails_the_comparison_and_is_named) {
    char *file = path_of("%s/file", folder);
    file_write(file, "", 0);
    ck_assert_int_eq(compare_in(file, 2), FIT_FAILED);
    ck_assert_int_eq(runs[0].result, FIT_FAILED);
    ck_assert_ptr_nonnull(strstr(runs[0].err.message, file));
    free(file);
}
END_TEST

/* ---- comparison.csv ---- */

#define HEADER "initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds,run\n"

static void write_csv(const char *logdir, const run *some, size_t count) {
    ck_assert_msg(comparison_csv_write(logdir, some, count, &err), "%s", err.message);
}

/* The columns that do not depend on the training: "zeros,0,1,zeros" for each row. */
static void assert_rows(const char *logdir, const char *want) {
    char *path = path_of("%s/comparison.csv", logdir), got[2000] = "", line[1000];
    FILE *in = fopen(path, "r");
    ck_assert_ptr_nonnull(in);
    ck_assert_ptr_nonnull(fgets(line, sizeof line, in));
    ck_assert_str_eq(line, HEADER);
    while (fgets(line, sizeof line, in)) {
        char *numbers = strchr(line, ',');
        for (int i = 0; i < 2; i++) numbers = strchr(numbers + 1, ',');
        char *at = got + strlen(got), *last = strrchr(line, ',');
        snprintf(at, sizeof got - strlen(got), "%.*s%s", (int)(numbers - line), line, last);
    }
    ck_assert_str_eq(got, want);
    fclose(in);
    free(path);
}

static void write_text(const char *logdir, const char *text) {
    char *path = path_of("%s/comparison.csv", logdir);
    file_write(path, text, strlen(text));
    free(path);
}

START_TEST(the_csv_has_a_row_for_each_epoch) {
    char *logs = path_of("%s/logs", folder), *path = path_of("%s/comparison.csv", logs);
    ck_assert(comparison_csv_check(logs, &err)); /* neither the file nor its folder is there */
    ck_assert_int_eq(compare_in(logs, 2), FIT_DONE);
    write_csv(logs, runs, RUNS);
    assert_rows(logs, "glorot_uniform,0,1,glorot_uniform\nglorot_uniform,0,2,glorot_uniform\n"
                      "zeros,0,1,zeros\nzeros,0,2,zeros\n"
                      "he_normal,0,1,he_normal\nhe_normal,0,2,he_normal\n");
    file_bytes csv = file_read(path);
    const char *row = strstr((const char *)csv.bytes, "\nzeros,0,2,");
    ck_assert_ptr_nonnull(row);
    double loss, accuracy, val_loss, val_accuracy, seconds;
    ck_assert_int_eq(sscanf(row, "\nzeros,0,2,%lf,%lf,%lf,%lf,%lf,zeros\n", &loss, &accuracy,
                            &val_loss, &val_accuracy, &seconds),
                     5);
    const history_epoch *last = history_last(&runs[1].history);
    ck_assert((float)loss == (float)last->train.loss);
    ck_assert((float)val_accuracy == (float)last->validation.accuracy);
    free(csv.bytes);

    char *nowhere = path_of("%s/nowhere", folder);
    ck_assert(!comparison_csv_write(nowhere, runs, RUNS, &err));
    ck_assert_ptr_nonnull(strstr(err.message, nowhere));
    free(nowhere);
    free(path);
    free(logs);
}
END_TEST

START_TEST(rows_of_other_runs_stay) {
    char *logs = path_of("%s/logs", folder);
    ck_assert_int_eq(compare_in(logs, 2), FIT_DONE);
    write_csv(logs, runs, 2);
    runs[1].history.count = 1; /* as if trained for one epoch now */
    write_csv(logs, runs + 1, 2);
    assert_rows(logs, "glorot_uniform,0,1,glorot_uniform\nglorot_uniform,0,2,glorot_uniform\n"
                      "zeros,0,1,zeros\nhe_normal,0,1,he_normal\nhe_normal,0,2,he_normal\n");
    /* The same initializer and seed in a folder of another name is another run. */
    free(runs[2].name);
    runs[2].name = strdup("he_normal/seed-0, \"again\"");
    write_csv(logs, runs + 2, 1);
    write_csv(logs, runs + 2, 1);
    assert_rows(logs, "glorot_uniform,0,1,glorot_uniform\nglorot_uniform,0,2,glorot_uniform\n"
                      "zeros,0,1,zeros\nhe_normal,0,1,he_normal\nhe_normal,0,2,he_normal\n"
                      "he_normal,0,1, \"\"again\"\"\"\nhe_normal,0,2, \"\"again\"\"\"\n");
    free(logs);
}
END_TEST

/* An interrupted comparison that is resumed and interrupted again, before its turn came. */
START_TEST(a_resumed_run_without_epochs_keeps_its_rows) {
    char *logs = path_of("%s/logs", folder);
    ck_assert_int_eq(compare_in(logs, 2), FIT_DONE);
    write_csv(logs, runs, 2);
    runs[0].history.count = runs[1].history.count = 0;
    runs[1].options.resume = true;
    write_csv(logs, runs, 2);
    assert_rows(logs, "zeros,0,1,zeros\nzeros,0,2,zeros\n");
    free(logs);
}
END_TEST

/* Two comparisons that end at the same time take turns, so that neither overwrites the other's
 * rows. */
START_TEST(comparisons_that_end_together_both_have_their_rows) {
    char *logs = path_of("%s/logs", folder), *path = path_of("%s/comparison.csv", logs);
    ck_assert_int_eq(compare_in(logs, 2), FIT_DONE);
    int other = open(logs, O_RDONLY | O_DIRECTORY), status;
    ck_assert_int_eq(flock(other, LOCK_EX), 0);
    pid_t child = fork();
    if (child == 0) _exit(!comparison_csv_write(logs, runs, 1, &err));
    usleep(300000);
    ck_assert_int_ne(access(path, F_OK), 0);
    flock(other, LOCK_UN);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_int_eq(status, 0);
    ck_assert_int_eq(access(path, F_OK), 0);
    close(other);
    free(path);
    free(logs);
}
END_TEST

START_TEST(a_csv_of_version_0_1_gets_the_names_of_its_runs) {
    char *logs = path_of("%s/logs", folder), *seeded = path_of("%s/ones/seed-4", logs);
    ck_assert_int_eq(compare_in(logs, 2), FIT_DONE);
    char *command = path_of("mkdir -p '%s'", seeded);
    ck_assert_int_eq(system(command), 0);
    write_text(logs, "initializer,seed,epoch,loss,accuracy,val_loss,val_accuracy,seconds\r\n"
                     "zeros,0,1,2.3,0.1,2.3,0.1,0.500\r\n"
                     "ones,4,1,2.3,0.1,2.3,0.1,0.500\r\n"
                     "\"Constant(value=1,\"\"x\"\")\",0,1,2.3,0.1,2.3,0.1,0.500\r\n");
    ck_assert_msg(comparison_csv_check(logs, &err), "%s", err.message);
    write_csv(logs, runs + 1, 1);
    char *path = path_of("%s/comparison.csv", logs);
    file_bytes csv = file_read(path);
    static const char kept[] = HEADER "ones,4,1,2.3,0.1,2.3,0.1,0.500,ones/seed-4\n"
                                      "\"Constant(value=1,\"\"x\"\")\",0,1,2.3,0.1,2.3,0.1,0.500,"
                                      "\"Constant(value=1,\"\"x\"\")\"\n"
                                      "zeros,0,1,";
    ck_assert_msg(strncmp((const char *)csv.bytes, kept, strlen(kept)) == 0, "%s", csv.bytes);
    free(csv.bytes);
    free(path);
    free(command);
    free(seeded);
    free(logs);
}
END_TEST

START_TEST(a_csv_of_something_else_is_refused_and_stays) {
    static const struct {
        const char *text, *words;
    } cases[] = {{"a,b\n1,2\n", "line 1 is not the header of a comparison"},
                 {HEADER "zeros,0,1,2.3,0.1,2.3,0.1,0.500\n", "line 2 is not a row"},
                 {HEADER "zeros,0,1,2.3,0.1,2.3,0.1,0.500,a,b\n", "line 2 is not a row"},
                 {HEADER "zeros,0,1,2.3,0.1,2.3,0.1,0.500,zeros\n"
                         "zeros,0,2,2.3,0.1,2.3,0.1,0.500,\"zeros\n",
                  "line 3 is not a row"}};
    char *logs = path_of("%s/logs", folder), *path = path_of("%s/comparison.csv", logs);
    ck_assert_int_eq(compare_in(logs, 2), FIT_DONE);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        write_text(logs, cases[i].text);
        ck_assert(!comparison_csv_check(logs, &err));
        ck_assert_msg(strstr(err.message, path) && strstr(err.message, cases[i].words), "%s",
                      err.message);
        ck_assert(!comparison_csv_write(logs, runs, RUNS, &err));
        ck_assert_msg(strstr(err.message, cases[i].words) != NULL, "%s", err.message);
        file_bytes left = file_read(path);
        ck_assert_str_eq((const char *)left.bytes, cases[i].text);
        free(left.bytes);
    }
    write_text(logs, "");
    write_csv(logs, runs + 1, 1);
    assert_rows(logs, "zeros,0,1,zeros\nzeros,0,2,zeros\n");
    free(path);
    free(logs);
}
END_TEST

START_TEST(an_existing_run_is_refused_or_only_its_event_files_removed) {
    char *logs = path_of("%s/logs", folder), *mine = path_of("%s/zeros", logs);
    char *note = path_of("%s/train/notes.txt", mine), *train_folder = path_of("%s/train", mine);
    ck_assert(run_folder_prepare(mine, false, &err)); /* not there yet */
    ck_assert_int_eq(compare_in(logs, 1), FIT_DONE);
    file_write(note, "mine", 4);

    ck_assert(!run_folder_prepare(mine, false, &err));
    ck_assert_ptr_nonnull(strstr(err.message, train_folder));
    ck_assert_ptr_nonnull(strstr(err.message, "--overwrite"));
    ck_assert(run_folder_prepare(mine, true, &err));
    ck_assert(run_folder_prepare(mine, false, &err)); /* nothing is left to mix into */
    char *left = only_file(train_folder);
    ck_assert_str_eq(left, note);
    free(left);
    free(train_folder);
    free(note);
    free(mine);
    free(logs);
}
END_TEST

/* The moments that a watcher received for each run, a letter for each. */
typedef struct heard {
    char moments[RUNS][32];
    size_t epochs_known[RUNS]; /* in the history at the last epoch's end */
} heard;

static void hear(void *self, size_t index, char moment) {
    char *text = ((heard *)self)->moments[index];
    text[strlen(text)] = moment;
}

static void hear_begin(void *self, size_t index, const run *r, const train_state *state) {
    ck_assert_ptr_eq(r, &runs[index]);
    ck_assert_uint_eq(state->epochs, 2);
    hear(self, index, 'b');
}

static void hear_batch(void *self, size_t index, const run *r, const train_state *state) {
    (void)r;
    (void)state;
    hear(self, index, '.');
}

static void hear_epoch(void *self, size_t index, const run *r, const train_state *state) {
    (void)state;
    ((heard *)self)->epochs_known[index] = r->history.count;
    hear(self, index, 'e');
}

static void hear_end(void *self, size_t index, const run *r, const train_state *state) {
    ck_assert_ptr_null(state);
    hear(self, index, r->result == FIT_DONE ? 'd' : r->result == FIT_STOPPED ? 's' : 'f');
}

START_TEST(watchers_are_notified_of_every_moment_of_every_run) {
    char *logs = path_of("%s/logs", folder), *file = path_of("%s/file", folder);
    heard all = {0}, ends = {0};
    const run_watcher list[] = {{&all,
                                 {[RUN_BEGIN] = hear_begin,
                                  [RUN_BATCH_END] = hear_batch,
                                  [RUN_EPOCH_END] = hear_epoch,
                                  [RUN_END] = hear_end}},
                                {&ends, {[RUN_END] = hear_end}}};
    const run_watchers watchers = {list, 2};
    ck_assert_int_eq(compare_watched(logs, 2, &watchers), FIT_DONE);
    for (int i = 0; i < RUNS; i++) {
        ck_assert_str_eq(all.moments[i], "b....e....ed"); /* 60 samples in batches of 16 */
        ck_assert_uint_eq(all.epochs_known[i], 2);
        ck_assert_str_eq(ends.moments[i], "d");
    }
    file_write(file, "", 0);
    all = (heard){0};
    ck_assert_int_eq(compare_watched(file, 1, &watchers), FIT_FAILED);
    ck_assert_str_eq(all.moments[0], "f"); /* there was no place for its logs */
    ck_assert_str_eq(all.moments[1], "");
    free(file);
    free(logs);
}
END_TEST

SUITE_WITH("compare", own_data_setup, teardown,
           event_files_are_the_same_bytes_whatever_the_number_of_jobs_and_threads,
           jobs_and_threads_ask_for_no_more_than_the_cores,
           a_core_is_spare_if_jobs_and_threads_leave_one,
           event_files_are_the_same_bytes_with_a_spare_core,
           a_run_that_cannot_log_fails_the_comparison_and_is_named,
           the_csv_has_a_row_for_each_epoch, rows_of_other_runs_stay,
           a_resumed_run_without_epochs_keeps_its_rows,
           comparisons_that_end_together_both_have_their_rows,
           a_csv_of_version_0_1_gets_the_names_of_its_runs,
           a_csv_of_something_else_is_refused_and_stays,
           an_existing_run_is_refused_or_only_its_event_files_removed,
           watchers_are_notified_of_every_moment_of_every_run)
