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
        "a='" TEST_DATA "/data/npy/uint8.npy'; echo "
        "'{\"kind\":\"tensor\",\"tag\":\"w/k\",\"step\":7,\"plugin\":\"mine\",\"npy\":\"'$a'\"}' "
        "| $tblog log t; $tblog export -k tensors -o out t; cmp $a out/w/k/7.npy",
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

/* ---- --follow ---- */

/* Shell functions: wait until a file has that many lines, two minutes at most; the lines without
 * wall times. */
#define FOLLOW                                                                                     \
    "lines() { for i in $(seq 1200); do [ $(cat $2 2>>err | wc -l) -ge $1 ] && return; sleep .1; " \
    "done; echo too few lines >&2; cat $2 >&2; }; "                                                \
    "shown() { sed 's/\"wall_time\": [0-9.]*, //' $1; }; "

/* A file that grows, a run that is restarted in a new file, and a new run. */
START_TEST(follow_prints_what_is_new_until_a_signal) {
    static const char *const signals[] = {"HUP", "TERM"};
    for (size_t i = 0; i < 2; i++) {
        char *line = path_of(
            FOLLOW "rm -rf live p out; mkfifo p; $tblog log --csv live/a <p & log=$!; exec 3>p; "
                   "echo 1,x,0.5 >&3; $tblog export --follow live >out 2>said 3>&- & "
                   "lines 1 out; echo 2,x,nan >&3; lines 2 out; exec 3>&-; wait $log; "
                   "printf '2,x,7\n3,x,8\n' | $tblog log --csv live/a; lines 4 out; "
                   "printf '1,y,9\n' | $tblog log --csv live/b; lines 5 out; "
                   "kill -%s $!; wait $!; echo $?; shown out",
            signals[i]);
        prints(line, "0\n{\"run\": \"a\", \"tag\": \"x\", \"step\": 1, \"value\": 0.5}\n"
                     "{\"run\": \"a\", \"tag\": \"x\", \"step\": 2, \"value\": \"NaN\"}\n"
                     "{\"run\": \"a\", \"tag\": \"x\", \"step\": 2, \"value\": 7}\n"
                     "{\"run\": \"a\", \"tag\": \"x\", \"step\": 3, \"value\": 8}\n"
                     "{\"run\": \"b\", \"tag\": \"y\", \"step\": 1, \"value\": 9}\n");
        free(line);
    }
}
END_TEST

/* The same run with other files, as after rm -r. */
START_TEST(follow_begins_anew_where_files_are_replaced) {
    prints(FOLLOW "printf '1,x,1\n2,x,2\n' | $tblog log --csv r/a; "
                  "$tblog export --follow -f csv r >out & lines 3 out; mkdir new; "
                  "printf '1,z,3\n' | $tblog log --csv new/a; mv r/a old; mv new/a r/a; "
                  "lines 4 out; kill $!; wait $!; cut -d , -f 1-3,5 out",
           "run,tag,step,value\na,x,1,1\na,x,2,2\na,z,1,3\n");
}
END_TEST

/* As an uploader takes finished files away. */
START_TEST(follow_goes_on_where_older_files_are_gone) {
    prints(FOLLOW "printf '1,x,1\n2,x,2\n' | $tblog log --csv --index 1 r; "
                  "printf '3,x,3\n4,x,4\n' | $tblog log --csv --index 2 r; "
                  "$tblog export --follow -f csv r >out & lines 5 out; "
                  "rm $(ls -d r/* | head -n 1); printf '5,x,5\n' | $tblog log --csv --index 3 r; "
                  "lines 6 out; sleep 1; kill $!; wait $!; cut -d , -f 3,5 out",
           "step,value\n1,1\n2,2\n3,3\n4,4\n5,5\n");
}
END_TEST

START_TEST(follow_ends_quietly_when_nobody_reads) {
    prints(
        "{ timeout 120 $tblog export --follow logs 2>said; echo $? >code; } | head -n 1 | wc -l; "
        "cat code said",
        "1\n0\n");
}
END_TEST

START_TEST(follow_waits_for_a_folder) {
    prints(FOLLOW "$tblog export --follow none -k text >out 2>said & lines 1 said; "
                  "echo '{\"kind\":\"text\",\"tag\":\"t\",\"value\":\"hello\"}' | $tblog log none; "
                  "lines 1 out; kill $!; wait $!; cat said; shown out",
           "tblog export: none: waiting for event files\n"
           "{\"run\": \".\", \"tag\": \"t\", \"step\": 0, \"value\": \"hello\"}\n");
    expect("$tblog export --follow --wide logs", 2, "--follow is for");
    expect("$tblog export --follow -k images -o x logs", 2, "--follow is for");
    expect("$tblog export --follow -o x logs", 2, "not -o");
}
END_TEST

SUITE_WITH("export", setup, own_folder_teardown, wide_has_a_row_for_each_step_of_any_tag,
           wide_has_the_time_of_a_steps_first_value_on_demand,
           wide_leaves_out_in_json_what_is_empty, several_folders_are_named_before_their_runs,
           wide_is_for_scalars_that_have_one_value_for_a_step,
           markdown_has_no_formatting_but_the_table, a_session_is_a_row_with_its_metrics,
           the_experiment_orders_columns_and_chooses_metrics,
           a_tensor_is_the_npy_file_that_it_was_logged_from, a_mesh_is_a_ply_file,
           a_graph_is_a_pbtxt_file_of_its_run, follow_prints_what_is_new_until_a_signal,
           follow_begins_anew_where_files_are_replaced, follow_goes_on_where_older_files_are_gone,
           follow_ends_quietly_when_nobody_reads, follow_waits_for_a_folder)
