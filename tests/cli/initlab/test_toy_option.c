/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An option is added by its row: initlab_toy has one more row than initlab (toy_options.c), and the
 * option appears everywhere.
 */
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "command_line.h"
#include "data/files/safetensors.h"
#include "hparams_file.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

#define TRAIN                                                                                      \
    "train --data . --epochs 1 --layers 4 --histogram-freq 0 --quiet --dashboards --save-models "

static void setup(void) {
    own_folder_enter();
    small_data_write(".", 40);
}

/* Run initlab_toy; check its exit code and words on standard error (NULL: it must be empty). */
static void toy(const char *arguments, int code, const char *words) {
    char *line = path_of("'%s' %s", INITLAB_TOY, arguments);
    expect(line, code, words);
    free(line);
}

/* Run a line for the shell; these words must be in its output. */
static void assert_shown(const char *line, const char *words) {
    outcome o = run(line);
    ck_assert_msg(o.code == 0, "%s: %s", line, o.err);
    ck_assert_msg(strstr(o.out, words) != NULL, "%s: no '%s' in: %s", line, words, o.out);
    free(o.out);
    free(o.err);
}

static void assert_hparam(const char *folder_name, double want) {
    Tblog__HParamsPluginData *data = hparams_read(folder_name, "_hparams_/session_start_info");
    ck_assert(hparams_value(data->session_start_info, "toy_rate")->number_value == want);
    tblog__hparams_plugin_data__free_unpacked(data, NULL);
}

/* Whether the log folder's columns have it, and that its values differ. */
static void assert_column(const char *logdir, bool differs) {
    Tblog__HParamsPluginData *data = hparams_read(logdir, "_hparams_/experiment");
    const Tblog__HParamExperiment *experiment = data->experiment;
    const Tblog__HParamInfo *found = NULL;
    for (size_t i = 0; i < experiment->n_hparam_infos; i++)
        if (strcmp(experiment->hparam_infos[i]->name, "toy_rate") == 0)
            found = experiment->hparam_infos[i];
    ck_assert_ptr_nonnull(found);
    ck_assert_int_eq(found->differs, differs);
    tblog__hparams_plugin_data__free_unpacked(data, NULL);
}

START_TEST(help_and_limits_have_it) {
    assert_shown("'" INITLAB_TOY "' train --help", "--toy-rate=N           A toy of the tests (0)");
    assert_shown("'" INITLAB_TOY "' sweep --help", "--toy-rate=N");
    toy("train --toy-rate 51", 2, "--toy-rate: '51' is not a whole number from 0 to 50");
    expect("$initlab train --toy-rate 1", 2, "unrecognized option '--toy-rate");
}
END_TEST

START_TEST(hparams_text_and_model_files_have_it) {
    toy(TRAIN "--toy-rate 7", 0, NULL);
    assert_hparam("logs/glorot_uniform", 7);
    assert_column("logs", false);
    assert_shown("$tblog export --kind text --tag run --format jsonl logs/glorot_uniform",
                 "| --toy-rate | 7 |");
    error reason;
    safetensors *file = safetensors_read("logs/glorot_uniform/last.safetensors", &reason);
    ck_assert_msg(file != NULL, "%s", reason.message);
    ck_assert_str_eq(safetensors_find_text(file, "toy_rate"), "7");
    safetensors_free(file);
}
END_TEST

START_TEST(resume_refuses_another_value) {
    toy(TRAIN "--toy-rate 7", 0, NULL);
    toy(TRAIN "--epochs 2 --resume --toy-rate 8", 1, "started with --toy-rate 7, not 8");
    toy(TRAIN "--epochs 2 --resume", 1, "started with --toy-rate 7, not 0");
    toy(TRAIN "--epochs 2 --resume --toy-rate 7", 0, NULL);
}
END_TEST

/* The option is new, the run is not. */
START_TEST(a_checkpoint_of_before_has_the_usual_value) {
    expect("$initlab " TRAIN, 0, NULL);
    toy(TRAIN "--epochs 2 --resume --toy-rate 7", 1, "started with --toy-rate 0, not 7");
    toy(TRAIN "--epochs 2 --resume", 0, NULL);
}
END_TEST

START_TEST(a_sweep_tries_its_values) {
    expect("printf '%s\\n' 'toy-rate = 1 .. 2' 'histogram-freq = 0' 'layers = 4' 'epochs = 1' "
           ">toy.sweep",
           0, NULL);
    toy("sweep --data . --quiet toy.sweep", 0, NULL);
    expect("test $(grep -c , logs/sweep.csv) = 3 && head -1 logs/sweep.csv | grep -q ,toy-rate,", 0,
           NULL);
    assert_column("logs", true);
    expect("ls -d logs/toy-rate=1-* logs/toy-rate=2-* >/dev/null", 0, NULL);
    expect("echo 'toy-rate = 51' >toy.sweep", 0, NULL);
    toy("sweep toy.sweep", 2, "toy.sweep:1: --toy-rate: '51' is not a whole number from 0 to 50");
}
END_TEST

START_TEST(manual_and_completion_have_it) {
    assert_shown("python3 '" PROJECT "/tools/man-options' --print '" INITLAB_TOY "' '" PROJECT
                 "/doc/man/initlab.1'",
                 "\n.It Fl -toy-rate Ns = Ns Ar n\nA toy of the tests (0).\n");
    assert_shown("bash -c '. \"$1\"; COMP_WORDS=(\"$2\" train --toy); COMP_CWORD=2; _tblog; "
                 "echo \"${COMPREPLY[@]}\"' _ '" PROJECT "/packaging/completions/tblog.bash' "
                 "'" INITLAB_TOY "'",
                 "--toy-rate=\n");
}
END_TEST

SUITE_WITH("toy_option", setup, own_folder_teardown, help_and_limits_have_it,
           hparams_text_and_model_files_have_it, resume_refuses_another_value,
           a_checkpoint_of_before_has_the_usual_value, a_sweep_tries_its_values,
           manual_and_completion_have_it)
