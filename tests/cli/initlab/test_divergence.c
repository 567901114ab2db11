/* SPDX-License-Identifier: Apache-2.0 */
/* Runs that diverge or stop early, and how that is said: on a terminal, in JSON, in reports. */
#include <errno.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command_line.h"
#include "hparams_file.h"
#include "json_file.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

#define DATA  " --data . --batch-size 64 --layers 4 --histogram-freq 0 --epochs 3 "
#define BAD   "'normal(stddev=1e20)'"
#define EARLY " --early-stopping 'patience=1,min_delta=9' "

static void setup(void) {
    own_folder_enter();
    small_data_write(".", 64);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
}

/* What a command line says on a terminal, which its standard output and error are; free it. */
static char *on_terminal(const char *line) {
    int master, status;
    size_t size = 0;
    char *said = NULL;
    const struct winsize wide = {.ws_col = 200, .ws_row = 50};
    pid_t child = forkpty(&master, NULL, NULL, &wide);
    ck_assert_int_ge(child, 0);
    if (!child) {
        execl("/bin/sh", "sh", "-c", line, (char *)NULL);
        _exit(127);
    }
    for (ssize_t got = 1; got > 0 || (got < 0 && errno == EINTR);
         size += got > 0 ? (size_t)got : 0) {
        said = realloc(said, size + 4097);
        ck_assert_ptr_nonnull(said);
        got = read(master, said + size, 4096);
    }
    said[size] = '\0';
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && !WEXITSTATUS(status), "%s: %s", line, said);
    close(master);
    return said;
}

static void assert_has(const char *text, const char *words) {
    ck_assert_msg(strstr(text, words) != NULL, "no '%s' in\n%s", words, text);
}

/* What a command line puts out; it must succeed. Free it. */
static char *output_of(const char *line) {
    outcome o = run(line);
    ck_assert_msg(o.code == 0, "%s: %d: %s", line, o.code, o.err);
    free(o.err);
    return o.out;
}

START_TEST(a_diverged_run_is_red_and_last) {
    char *said = on_terminal("'" INITLAB_TOOL "' compare -j 1 --init " BAD ",zeros" DATA);
    assert_has(said, "\033[31mdiverged: the loss is nan from epoch 1 on\033[0m");
    assert_has(said, "\033[31mRandomNormal(stddev=1e+20)\033[0m");
    char *table = strstr(said, "initializer");
    ck_assert_ptr_nonnull(table);
    ck_assert(strstr(table, "zeros") < strstr(table, "RandomNormal"));
    free(said);
    said =
        output_of("$initlab compare -q --logdir seeds --seeds 2 --init " BAD ",zeros" DATA " 2>&1");
    table = strstr(said, "val_accuracy");
    ck_assert(strstr(table, " 1  zeros") < strstr(table, " 2  RandomNormal"));
    assert_has(table, "2 of 4 runs diverged");
    free(said);
}
END_TEST

static Tblog__HParamStatus status_of(const char *run_name) {
    Tblog__HParamsPluginData *data = hparams_read(run_name, "_hparams_/session_end_info");
    ck_assert_ptr_nonnull(data);
    Tblog__HParamStatus status = data->session_end_info->status;
    tblog__hparams_plugin_data__free_unpacked(data, NULL);
    return status;
}

START_TEST(a_diverged_run_is_a_failed_session) {
    free(output_of("$initlab compare -q --dashboards --init " BAD ",zeros" DATA));
    ck_assert_uint_eq(status_of("logs/RandomNormal(stddev=1e+20)"),
                      TBLOG__HPARAM_STATUS__STATUS_FAILURE);
    ck_assert_uint_eq(status_of("logs/zeros"), TBLOG__HPARAM_STATUS__STATUS_SUCCESS);
}
END_TEST

/* ---- JSON ---- */

static void assert_word(const cJSON *item, const char *name, const char *word) {
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(item, name));
    ck_assert_msg(text && strcmp(text, word) == 0, "%s: %s, not %s", name, text, word);
}

START_TEST(json_has_one_word_for_nan) {
    char *said = output_of("$initlab train -q --json --save-models --init " BAD DATA);
    assert_has(said, "\"event\":\"epoch_end\"");
    assert_has(said, "\"loss\":\"NaN\"");
    assert_has(said, "\"diverged_epoch\":1");
    free(said);

    said = output_of("$initlab eval --json --data . logs/*/last.safetensors");
    cJSON *json = cJSON_Parse(said);
    assert_word(json, "loss", "NaN");
    cJSON_Delete(json);
    free(said);

    said = output_of("grep -ao '\"[a-z_]*loss\":\"[^\"]*\"' logs/*/last.safetensors");
    ck_assert_str_eq(said, "\"loss\":\"NaN\"\n\"val_loss\":\"NaN\"\n");
    free(said);
    said = output_of("$tblog ls --json logs | grep 'epoch_loss'");
    assert_has(said, "\"last\": \"NaN\"");
    free(said);
}
END_TEST

static void write_text(const char *name, const char *text) {
    file_write(name, text, strlen(text));
}

/* The history of the one outcome.json, without its seconds. */
static char *history_text(void) {
    return output_of("sed 's/,[0-9.e-]*\\]/]/g; s/.*\"history\"//' logs/*/outcome.json");
}

/* Also the null of earlier versions is read. */
START_TEST(outcomes_have_it_too) {
    write_text("my.sweep", "init = normal(stddev=1e20)\nepochs = 1\n");
    free(output_of("$initlab sweep my.sweep -q --data . --layers 4 2>&1"));
    char *written = history_text();
    ck_assert_int_eq(strncmp(written, ":[[\"NaN\",", 9), 0);
    free(written);
    free(output_of("sed -i 's/\"NaN\"/null/g' logs/*/outcome.json"));
    char *said = output_of("$initlab sweep my.sweep -q --data . --layers 4 2>&1");
    assert_has(said, "diverged: the loss is nan from epoch 1 on");
    free(said);
    free(output_of("grep -q null logs/*/outcome.json")); /* it was not trained again */
}
END_TEST

/* ---- early stopping ---- */

START_TEST(early_stopping_says_why_and_that_nothing_is_left) {
    static const char why[] =
        "stopped early at epoch 2 of 3: val_loss has not improved since epoch 1";
    char *said = output_of("$initlab train" DATA EARLY " 2>&1");
    assert_has(said, why);
    free(said);
    said = output_of("$initlab train --resume --json" DATA EARLY "2>&1");
    assert_has(said, why);
    assert_has(said, "\"ending\":\"nothing to do: it had all its epochs before; stopped early");
    free(said);
    said = on_terminal("'" INITLAB_TOOL "' train --resume --epochs 1 --data . --batch-size 64 "
                       "--layers 4 --histogram-freq 0" EARLY); /* fewer than it has */
    assert_has(said, "stopped early at epoch 2: val_loss has not");
    free(said);
    said = output_of("$initlab train --logdir whole" DATA "&& $initlab train --resume "
                     "--logdir whole" DATA "2>&1");
    assert_has(said, "glorot_uniform: nothing to do: it had all its epochs before\n");
    free(said);
}
END_TEST

START_TEST(weights_that_nobody_keeps_are_a_warning) {
    static const char words[] = "restore_best_weights does nothing without --save-models";
#define RESTORE " --early-stopping 'patience=1,restore_best_weights=true'"
    char *said = output_of("$initlab train" DATA RESTORE " 2>&1");
    assert_has(said, words);
    free(said);
    said = output_of("$initlab train --overwrite --save-models" DATA RESTORE " 2>&1");
    ck_assert_ptr_null(strstr(said, words));
    free(said);
}
END_TEST

/* ---- a signal before the run begins ---- */

/* It waits for the process, which has it blocked, from its first moment on. */
static pid_t start_interrupted(void) {
    pid_t child = fork();
    if (child) return child;
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGINT, SIG_DFL);
    kill(getpid(), SIGINT); /* raise would be for this thread only */
    if (!freopen("said", "w", stderr)) _exit(126);
    execl(INITLAB_TOOL, "initlab", "train", "-q", "--data", ".", "--layers", "4", "--epochs",
          "100000", (char *)NULL);
    _exit(127);
}

START_TEST(an_interrupt_before_the_run_begins_is_one) {
    for (int i = 0; i < 5; i++) {
        int status;
        pid_t child = start_interrupted();
        ck_assert_int_eq(waitpid(child, &status, 0), child);
        char *said = (char *)file_read("said").bytes;
        ck_assert_str_eq(said, "initlab train: interrupted; --resume continues\n");
        ck_assert_int_eq(WEXITSTATUS(status), 130);
        free(said);
        free(output_of("rm -rf logs"));
    }
}
END_TEST

/* ---- messages ---- */

/* What is wrong, where, and what would be right. */
START_TEST(wrong_options_are_explained) {
    static const struct {
        const char *arguments, *words;
    } cases[] = {
        {"train --init zeros+", "--init: the name of the initializer is missing"},
        {"train --init 'he_normal(seed=1)'", "he_normal: seed is not an argument here: use --seed"},
        {"train --activation '(relu)'", "the name of the activation is missing"},
        {"train --optimizer Nadamm", "did you mean nadam, adam, adamw or adamax?"},
        {"train --optimizer 'adam(beta_1=1.5)'", "beta_1: not a number from 0 to 1: '1.5'"},
        {"train --optimizer 'adam(epsilon)'", "adam: epsilon has no value; write epsilon=VALUE"},
        {"train --optimizer 'adam(epsilon=)'", "adam: epsilon has no value; write epsilon=VALUE"},
        {"train --early-stopping patience", "patience has no value; write patience=VALUE"},
        {"train --optimizer 'sgd(clipnorm=1,clipvalue=1)'", "give only one of clipnorm, clipvalue"},
        {"report a b", "unexpected argument 'b'"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *line = path_of("$initlab %s", cases[i].arguments);
        expect(line, 2, cases[i].words);
        free(line);
    }
    write_text("file", "x");
    expect("$initlab train --data . --logdir file", 1,
           "file/glorot_uniform: cannot make this folder: Not a directory");
}
END_TEST

START_TEST(a_run_of_other_options_is_named_as_typed) {
    free(output_of("$initlab train -q" DATA));
    expect("$initlab train -q --resume" DATA "--lr-schedule cosine", 1,
           "started with --lr-schedule none, not cosine(");
    expect("$initlab train -q --resume" DATA "--layers 5,3", 1,
           "started with --layers 4, not 5,3; resume it with the same, or");
    expect("$initlab train -q --resume" DATA "--validation-split .5", 1,
           "started with samples 64, not 32: that is other data; resume");
    write_text("logs/glorot_uniform/checkpoint.safetensors", "not what it was");
    expect("$initlab train -q --resume" DATA, 1, "; train anew with --overwrite");
}
END_TEST

START_TEST(a_report_over_random_bytes_says_so) {
    write_text("events.out.tfevents.1.x", "neither this nor that is an event: 0123456789");
    expect("$initlab report .", 1, ".: nothing in it can be read: ");
    expect("$initlab report events.out.tfevents.1.x", 1, "nothing in it can be read: ");
}
END_TEST

/* With what some editors write first; and one whose ranges are wrong names the option. */
START_TEST(files_of_sweeps_are_read_as_editors_write_them) {
    write_text("bom.sweep", "\xef\xbb\xbfinit = zeros\r\nepochs = 1\r\n");
    char *said = output_of("$initlab sweep bom.sweep --dry-run");
    ck_assert_str_eq(said, "run-bd452519\n");
    free(said);
    write_text("a.sweep", "lr = 1e-5 .. 1e-1 log\n");
    expect("$initlab sweep a.sweep", 2,
           "a.sweep:1: lr: '1e-1 log' is not a number; a range is [log] FROM .. TO");
    write_text("a.sweep", "data = ../t/x.npy,../t/y.npy\ninit = zeros\n"); /* one value */
    said = output_of("$initlab sweep a.sweep --dry-run");
    ck_assert_int_eq(strncmp(said, "run-", 4), 0);
    free(said);
    write_text("a.sweep", "attempts = 3\n");
    expect("$initlab sweep a.sweep", 2, "lines about the sweep itself are search, runs, ");
}
END_TEST

/* ---- reports ---- */

START_TEST(a_report_says_which_diverged_and_which_stopped_early) {
    free(output_of("$initlab compare -q --seeds 2 --init zeros" DATA EARLY
                   "&& $initlab train -q --init " BAD DATA " 2>&1"));
    free(output_of("$initlab report --output r.html logs"));
    char *page = (char *)file_read("r.html").bytes;
    assert_has(page, "zeros</bdi></b> (seed 1) stopped early at epoch 2 of 3: val_loss has not");
    assert_has(page,
               "RandomNormal(stddev=1e+20)</bdi></b> diverged: its loss is NaN from epoch 1 on.");
    free(page);
    /* A run that begins anew has no ending yet. */
    free(output_of("$initlab compare -q --seeds 2 --overwrite --init zeros" DATA
                   "&& $initlab report --output r.html logs"));
    page = (char *)file_read("r.html").bytes;
    ck_assert_ptr_null(strstr(page, "stopped early"));
    free(page);
}
END_TEST

SUITE_WITH("divergence", setup, own_folder_teardown, a_diverged_run_is_red_and_last,
           a_diverged_run_is_a_failed_session, json_has_one_word_for_nan, outcomes_have_it_too,
           early_stopping_says_why_and_that_nothing_is_left,
           weights_that_nobody_keeps_are_a_warning, an_interrupt_before_the_run_begins_is_one,
           wrong_options_are_explained, a_run_of_other_options_is_named_as_typed,
           a_report_over_random_bytes_says_so, files_of_sweeps_are_read_as_editors_write_them,
           a_report_says_which_diverged_and_which_stopped_early)
