/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `tblog log` turns the lines of tests/golden back into the files that Keras and TensorFlow wrote.
 * golden/README.md says how those were made.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "same_events.h"
#include "suite.h"
#include "temp_folder.h"

/* Run `tblog log` in 'folder' on lines.jsonl there; returns its exit code. */
static int run_tblog_log(const char *folder, const char *lines, const char *out, const char *pid,
                         const char *index) {
    pid_t child = fork();
    if (child == 0) {
        if (chdir(folder) != 0 || !freopen(lines, "r", stdin)) _exit(126);
        execl(TBLOG_TOOL, "tblog", "log", "--host", "golden", "--pid", pid, "--index", index, out,
              (char *)NULL);
        _exit(127);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFEXITED(status));
    return WEXITSTATUS(status);
}

/* Make the file 'events' in 'folder' from the lines in 'lines' there. */
static void assert_reproduced(const char *folder, const char *lines, const char *events,
                              const char *pid, const char *index, const char *name) {
    char *out = temp_folder_new();
    char *golden = path_of("%s/%s", folder, events);
    ck_assert_int_eq(run_tblog_log(folder, lines, out, pid, index), 0);
    char *ours = only_file(out);
    assert_same_events(ours, golden);
    if (name) ck_assert_str_eq(strrchr(ours, '/') + 1, name);
    free(ours);
    free(golden);
    temp_folder_remove(out);
}

/* One file of a Keras run; its name holds pid and index, and is checked too. */
static void assert_part_reproduced(const char *folder, const char *part) {
    glob_t found;
    char *pattern = path_of("%s/%s/events.*.v2", folder, part);
    ck_assert_int_eq(glob(pattern, 0, NULL, &found), 0);
    const char *name = strrchr(found.gl_pathv[0], '/') + 1;
    char pid[16], index[16];
    ck_assert_int_eq(
        sscanf(name, "events.out.tfevents.%*[0-9].golden.%15[0-9].%15[0-9].v2", pid, index), 2);
    char *events = path_of("%s/%s", part, name), *lines = path_of("%s/lines.jsonl", part);
    assert_reproduced(folder, lines, events, pid, index, name);
    free(lines);
    free(events);
    globfree(&found);
    free(pattern);
}

static void assert_version_reproduced(const char *version) {
    static const char *const variants[] = {"default",       "no_graph",      "steps_per_second",
                                           "update_freq_2", "update_freq_4", "verbose_0"};
    for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
        char *folder = path_of("%s/golden/%s/%s", TEST_DATA, version, variants[i]);
        assert_part_reproduced(folder, "train");
        assert_part_reproduced(folder, "validation");
        free(folder);
    }
}

START_TEST(keras_3_runs_come_out_byte_for_byte) {
    assert_version_reproduced("keras3");
}
END_TEST

START_TEST(keras_2_runs_come_out_byte_for_byte) {
    assert_version_reproduced("keras2");
}
END_TEST

START_TEST(histograms_come_out_byte_for_byte) {
    assert_reproduced(TEST_DATA "/golden/histograms", "lines.jsonl", "events.tfevents", "1", "0",
                      NULL);
}
END_TEST

START_TEST(weight_images_come_out_byte_for_byte) {
    assert_reproduced(TEST_DATA "/golden/images/keras3", "lines.jsonl", "events.tfevents", "1", "0",
                      NULL);
    assert_reproduced(TEST_DATA "/golden/images/keras2", "lines.jsonl", "events.tfevents", "1", "0",
                      NULL);
}
END_TEST

START_TEST(the_other_kinds_come_out_byte_for_byte) {
    static const char *const kinds[] = {"scalar",  "text",         "image",
                                        "audio",   "pr_curve",     "hparams_default_trial",
                                        "hparams", "custom_scalar"};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        char *folder = path_of("%s/golden/summaries/%s", TEST_DATA, kinds[i]);
        assert_reproduced(folder, "lines.jsonl", "events.tfevents", "1", "0", NULL);
        free(folder);
    }
}
END_TEST

SUITE("golden", keras_3_runs_come_out_byte_for_byte, keras_2_runs_come_out_byte_for_byte,
      histograms_come_out_byte_for_byte, weight_images_come_out_byte_for_byte,
      the_other_kinds_come_out_byte_for_byte)
