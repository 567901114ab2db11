/* SPDX-License-Identifier: Apache-2.0 */
/* What `tblog export` writes: tables of steps and of sessions, and a file for each value. The tests
 * tensorboard_export compare its contents with what NumPy and protobuf make of the same values. */
#include <stdlib.h>
#include <string.h>

#include "command_line.h"
#include "own_folder.h"
#include "suite.h"

/* Two runs; the wall times are from the first on. */
static void setup(void) {
    own_folder_enter();
    expect("scalar() { echo '{\"kind\":\"scalar\",\"tag\":\"'$1'\",\"step\":'$2',\"value\":'$3',"
           "\"wall_time\":'$4'}'; }; "
           "{ scalar loss 1 0.5 10.5; scalar loss 2 '\"NaN\"' 11; scalar acc 2 0.1 12; "
           "scalar acc 4 '\"-Infinity\"' 13; } | $tblog log logs/a; "
           "{ scalar loss -3 1e-45 10; scalar loss 2 0.25 20; } | $tblog log logs/b",
           0, NULL);
}

/* The command prints exactly this. */
static void prints(const char *line, const char *want) {
    outcome o = run(line);
    ck_assert_msg(o.code == 0 && strcmp(o.out, want) == 0, "%s: %d '%s', not '%s'; %s", line,
                  o.code, o.out, want, o.err);
    free(o.out);
    free(o.err);
}

/* ---- wide tables ---- */

START_TEST(wide_has_a_row_for_each_step_of_any_tag) {
    prints("$tblog export --wide logs/a", "step,loss,acc\n1,0.5,\n2,nan,0.1\n4,,-inf\n");
    prints("$tblog export --wide logs", "step,a/loss,a/acc,b/loss\n-3,,,1e-45\n"
                                        "1,0.5,,\n2,nan,0.1,0.25\n4,,-inf,\n");
    prints("$tblog export -w -t loss -r a logs", "step,loss\n1,0.5\n2,nan\n");
    prints("$tblog export -w -t none logs", "step\n");
}
END_TEST

START_TEST(wide_has_the_time_of_a_steps_first_value_on_demand) {
    prints("$tblog export --wide --wall-time logs/a",
           "step,wall_time,loss,acc\n1,10.5,0.5,\n2,11,nan,0.1\n4,13,,-inf\n");
}
END_TEST

START_TEST(wide_leaves_out_in_json_what_is_empty) {
    prints("$tblog export --wide -f jsonl logs/a",
           "{\"step\": 1, \"loss\": 0.5}\n"
           "{\"step\": 2, \"loss\": \"NaN\", \"acc\": 0.1}\n"
           "{\"step\": 4, \"acc\": \"-Infinity\"}\n");
}
END_TEST

START_TEST(several_folders_are_named_before_their_runs) {
    prints("$tblog export --wide -t loss logs/a/ logs",
           "step,logs/a/loss,logs/a/loss,logs/b/loss\n-3,,,1e-45\n1,0.5,0.5,\n"
           "2,nan,nan,0.25\n");
    prints("$tblog export -t acc logs/b logs/a",
           "run,tag,step,wall_time,value\nlogs/a,acc,2,12,0.1\nlogs/a,acc,4,13,-inf\n");
}
END_TEST

START_TEST(wide_is_for_scalars_that_have_one_value_for_a_step) {
    expect("$tblog export --wide -k text logs", 2, "--wide is for scalars, not for text");
    expect("$tblog export --wide --all logs", 2, "--all cannot go with it");
    expect("$tblog export --wall-time logs", 2, "--wall-time needs --wide");
}
END_TEST

/* ---- Markdown ---- */

START_TEST(markdown_has_no_formatting_but_the_table) {
    prints("$tblog export -f md -t acc logs/a", "| run | tag | step | wall_time | value |\n"
                                                "|---|---|---:|---:|---:|\n"
                                                "| . | acc | 2 | 12 | 0.1 |\n"
                                                "| . | acc | 4 | 13 | -inf |\n");
    prints("$tblog export -f md -w -t loss logs",
           "| step | a/loss | b/loss |\n|---:|---:|---:|\n| -3 |  | 1e-45 |\n"
           "| 1 | 0.5 |  |\n| 2 | nan | 0.25 |\n");
    expect("printf '%s\\n' '1,\"a|b*c_d_ [x]\\\",1' | $tblog log --csv odd", 0, NULL);
    prints("$tblog export -f md -w odd",
           "| step | a\\|b\\*c_d\\_ \\[x]\\\\ |\n|---:|---:|\n| 1 | 1 |\n");
}
END_TEST

/* ---- sessions ---- */

static const char sessions[] =
    "session() { { echo '{\"kind\":\"hparams\",\"value\":'$2'}'; cat; } | $tblog log hp/$1; }; "
    "scalars() { printf '{\"kind\":\"scalar\",\"tag\":\"loss\",\"step\":%d,\"value\":%s}\\n' $*; "
    "}; "
    "scalars 0 3 1 1 2 2 | session one '{\"lr\":0.001,\"opt\":\"adam\"}'; "
    "scalars 0 5 | $tblog log hp/one/validation; "
    "scalars 0 '\"NaN\"' 1 4 | session two '{\"opt\":\"a|b\",\"deep\":true}'; ";

START_TEST(a_session_is_a_row_with_its_metrics) {
    expect(sessions, 0, NULL);
    prints("$tblog export -k hparams hp",
           "run,deep,lr,opt,loss.last,loss.min,loss.max,validation/loss.last,"
           "validation/loss.min,validation/loss.max\n"
           "one,,0.001,adam,2,1,3,5,5,5\ntwo,true,,a|b,4,4,4,,,\n");
    prints("$tblog export -k hparams -r two -f jsonl hp",
           "{\"run\": \"two\", \"deep\": true, \"opt\": \"a|b\", \"loss.last\": 4, "
           "\"loss.min\": 4, \"loss.max\": 4}\n");
    expect("$tblog export -k hparams -f md hp | grep -qxF '| two | true |  | a\\|b | 4 | 4 | 4 |  "
           "|  |  |'",
           0, NULL);
}
END_TEST

START_TEST(the_experiment_orders_columns_and_chooses_metrics) {
    expect(sessions, 0, NULL);
    expect("echo '{\"kind\":\"hparams_experiment\",\"hparams\":[{\"name\":\"opt\"}],\"metrics\":["
           "{\"tag\":\"loss\",\"group\":\"validation\"}]}' | $tblog log hp",
           0, NULL);
    prints("$tblog export -k hparams hp",
           "run,opt,deep,lr,validation/loss.last,validation/loss.min,validation/loss.max\n"
           "one,adam,,0.001,5,5,5\ntwo,a|b,true,,,,\n");
}
END_TEST

/* ---- files ---- */

START_TEST(a_tensor_is_the_npy_file_that_it_was_logged_from) {
    expect(
        "for a in " TEST_DATA "/data/npy/uint8.npy; do echo "
        "'{\"kind\":\"tensor\",\"tag\":\"w/k\",\"step\":7,\"plugin\":\"mine\",\"npy\":\"'$a'\"}' "
        "| $tblog log t; $tblog export -k tensors -o out t; cmp $a out/w/k/7.npy; done",
        0, NULL);
}
END_TEST

START_TEST(a_mesh_is_a_ply_file) {
    expect("$tblog export -k mesh -o out $golden/summaries/mesh", 0, NULL);
    prints("head -n 12 out/solid/1.0.ply",
           "ply\nformat binary_little_endian 1.0\nelement vertex 4\nproperty float x\n"
           "property float y\nproperty float z\nproperty uchar red\nproperty uchar green\n"
           "property uchar blue\nelement face 2\nproperty list uchar int vertex_indices\n"
           "end_header\n");
}
END_TEST

START_TEST(a_graph_is_a_pbtxt_file_of_its_run) {
    expect("echo '{\"kind\":\"graph\",\"nodes\":[{\"name\":\"a\",\"op\":\"Const\",\"attributes\":"
           "{\"s\":\"\\\"\\u00e9\"}},{\"name\":\"b\",\"op\":\"Relu\",\"inputs\":[\"a\"]}]}' "
           "| $tblog log g/x/y; $tblog export -k graphs -o out g",
           0, NULL);
    prints("cat out/x/y/graph.pbtxt",
           "node {\n  name: \"a\"\n  op: \"Const\"\n  attr {\n    key: \"s\"\n    value {\n"
           "      s: \"\\\"\\303\\251\"\n    }\n  }\n}\n"
           "node {\n  name: \"b\"\n  op: \"Relu\"\n  input: \"a\"\n}\nversions {\n  producer: "
           "2465\n}\n");
    expect("$tblog export -k graphs -o k $golden/keras3/default; "
           "grep -q '\"class_name\"' k/train/keras_model.json",
           0, NULL);
}
END_TEST

SUITE_WITH("export", setup, own_folder_teardown, wide_has_a_row_for_each_step_of_any_tag,
           wide_has_the_time_of_a_steps_first_value_on_demand,
           wide_leaves_out_in_json_what_is_empty, several_folders_are_named_before_their_runs,
           wide_is_for_scalars_that_have_one_value_for_a_step,
           markdown_has_no_formatting_but_the_table, a_session_is_a_row_with_its_metrics,
           the_experiment_orders_columns_and_chooses_metrics,
           a_tensor_is_the_npy_file_that_it_was_logged_from, a_mesh_is_a_ply_file,
           a_graph_is_a_pbtxt_file_of_its_run)
