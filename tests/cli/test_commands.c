/* SPDX-License-Identifier: Apache-2.0 */
/* The commands as a user or a script meets them: arguments in; output, files and exit code out. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command_line.h"
#include "event_file.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"

static void setup(void) {
    own_folder_enter();
    small_data_write(".", 64);
}

static char *slurp(const char *name) {
    return (char *)file_read(name).bytes;
}

static event_file read_log(const char *log) {
    char *path = only_file(log);
    event_file file = event_file_read(path);
    free(path);
    return file;
}

/* ---- tblog log ---- */

START_TEST(json_lines_become_events) {
    expect("printf '%s\\n' '{\"kind\":\"scalar\",\"tag\":\"a\",\"step\":3,\"value\":\"NaN\","
           "\"description\":\"d\"}' '' '{\"kind\":\"scalar\",\"tag\":\"b\",\"value\":-2}' | "
           "$tblog log logs/run",
           0, NULL);
    event_file file = read_log("logs/run");
    ck_assert_uint_eq(file.count, 3);
    ck_assert_int_eq(file.records[1].event->step, 3);
    ck_assert_str_eq(file.records[1].event->summary->value[0]->metadata->summary_description, "d");
    ck_assert_int_eq(file.records[2].event->step, 0);
    event_file_free(&file);
}
END_TEST

START_TEST(a_last_line_without_newline_counts_and_an_empty_input_is_an_empty_log) {
    expect("printf '{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1}' | $tblog log one", 0, NULL);
    event_file file = read_log("one");
    ck_assert_uint_eq(file.count, 2);
    event_file_free(&file);
    expect("$tblog log none </dev/null", 0, NULL);
    file = read_log("none");
    ck_assert_uint_eq(file.count, 1);
    event_file_free(&file);
}
END_TEST

START_TEST(a_bad_line_is_reported_by_number_and_the_lines_before_it_stay) {
    expect("printf '%s\\n' '{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1}' '{oops' "
           "'{\"kind\":\"scalar\",\"tag\":\"c\",\"value\":1}' | $tblog log run",
           1, "tblog log: line 2: not valid JSON near column 3");
    event_file file = read_log("run");
    ck_assert_uint_eq(file.count, 2);
    event_file_free(&file);
}
END_TEST

START_TEST(every_wrong_field_is_reported) {
    static const struct {
        const char *line, *words;
    } cases[] = {
        {"[]", "not a JSON object"},
        {"{\"tag\":\"a\"}", "\"kind\" is missing"},
        {"{\"kind\":\"scaler\",\"tag\":\"a\"}", "kind \"scaler\"; did you mean scalar?"},
        {"{\"kind\":\"noise\",\"tag\":\"a\"}", "unknown kind \"noise\""},
        {"{\"kind\":\"scalar\",\"value\":1}", "\"tag\" is missing"},
        {"{\"kind\":\"scalar\",\"tag\":\"\",\"value\":1}", "the tag is empty"},
        {"{\"kind\":\"scalar\",\"tag\":5,\"value\":1}", "\"tag\" is not a string"},
        {"{\"kind\":\"scalar\",\"tag\":\"a\"}", "\"value\" is missing"},
        {"{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":\"1\"}", "\"value\" is neither"},
        {"{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1,\"step\":1.5}", "\"step\" is not a whole"},
        {"{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1,\"step\":1e300}",
         "\"step\" is not a whole"},
        {"{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1,\"wall_time\":-1}", "negative"},
        {"{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1,\"stepp\":1}",
         "no field \"stepp\"; did you mean step?"},
        {"{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1} x", "not valid JSON"},
        {"{\"kind\":\"histogram\",\"tag\":\"a\"}", "\"npy\" is missing"},
        {"{\"kind\":\"histogram\",\"tag\":\"a\",\"npy\":\"no.npy\"}", "no.npy: No such file"},
        {"{\"kind\":\"histogram\",\"tag\":\"a\",\"npy\":\"no.npy\",\"buckets\":-1}", "\"buckets\""},
        {"{\"kind\":\"keras_model\"}", "\"file\" is missing"},
        {"{\"kind\":\"custom_scalars\",\"value\":{}}", "\"value\" is not a list"},
        {"{\"kind\":\"custom_scalars\",\"value\":[{\"charts\":[]}]}", "\"title\" is missing"},
        {"{\"kind\":\"custom_scalars\",\"value\":[{\"title\":\"a\",\"x\":1}]}", "no field \"x\""},
        {"{\"kind\":\"hparams_experiment\",\"hparams\":[{\"name\":\"a\",\"min\":1}]}",
         "\"min\" and \"max\""},
        {"{\"kind\":\"hparams_experiment\",\"metrics\":[{\"tag\":\"a\",\"dataset\":\"b\"}]}",
         "no such word as \"b\""},
        {"{\"kind\":\"hparams_experiment\",\"hparams\":[{\"name\":\"a\",\"values\":[null]}]}",
         "is not a number, text or bool"},
        {"{\"kind\":\"graph\"}", "\"nodes\""},
        {"{\"kind\":\"graph\",\"nodes\":[{\"name\":\"a\",\"op\":\"b\",\"inputs\":[1]}]}",
         "not a string"},
        {"{\"kind\":\"keras_model\",\"file\":\"no.json\"}", "no.json: No such file"},
        {"{\"kind\":\"keras_model\",\"tag\":\"mine\",\"file\":\"no.json\"}", "always \"keras\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *line = path_of("printf '%%s\\n' '%s' | $tblog log run", cases[i].line);
        outcome o = run(line);
        ck_assert_int_eq(o.code, 1);
        ck_assert_msg(strncmp(o.err, "tblog log: line 1: ", 19) == 0 &&
                          strstr(o.err, cases[i].words) != NULL,
                      "%s: %s", cases[i].line, o.err);
        free(o.out);
        free(o.err);
        free(line);
    }
}
END_TEST

START_TEST(a_file_version_comes_first_or_not_at_all) {
    expect("printf '%s\\n' '{\"kind\":\"file_version\",\"wall_time\":77}' | "
           "$tblog log --host h --pid 5 --index 2 --suffix .x run",
           0, NULL);
    ck_assert_int_eq(access("run/events.out.tfevents.0000000077.h.5.2.x", F_OK), 0);
    expect("printf '%s\\n' '{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1}' "
           "'{\"kind\":\"file_version\",\"wall_time\":77}' | $tblog log other",
           1, "line 2:");
}
END_TEST

START_TEST(csv_lines_become_scalars) {
    expect(
        "printf 'step,tag,value\\n1,loss,.5\\n2,\"a, \"\"b\"\"\",-inf\\r\\n' | $tblog log --csv c",
        0, NULL);
    event_file file = read_log("c");
    ck_assert_uint_eq(file.count, 3);
    ck_assert_int_eq(file.records[1].event->step, 1);
    ck_assert_str_eq(file.records[1].event->summary->value[0]->tag, "loss");
    ck_assert_str_eq(file.records[2].event->summary->value[0]->tag, "a, \"b\"");
    event_file_free(&file);
    expect("echo '1;loss;2' | $tblog log --csv d", 1, "line 1: no column is called step");
    expect("printf '1,loss,2\\n1,\"loss,2\\n' | $tblog log --csv d", 1,
           "line 2: a quoted cell does not end");
    expect("echo '1,loss,2,3' | $tblog log --csv d", 1, "line 1: 4 cells, and there are 3 columns");
}
END_TEST

START_TEST(endless_lines_are_refused) {
    expect("head -c 70000000 /dev/zero | tr '\\0' x | $tblog log run", 1, "longer than 64 MiB");
}
END_TEST

/* A reader of the log sees a line as soon as it was sent, although the pipe stays open. */
START_TEST(a_pause_in_the_input_flushes) {
    outcome o = run("mkfifo pipe; $tblog log run <pipe & exec 4>pipe; "
                    "printf '%s\\n' '{\"kind\":\"scalar\",\"tag\":\"a\",\"value\":1}' >&4; "
                    "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do "
                    "[ \"$(cat run/events* 2>/dev/null | wc -c)\" -gt 100 ] && echo seen && break; "
                    "sleep .1; done; exec 4>&-; wait");
    ck_assert_ptr_nonnull(strstr(o.out, "seen"));
    free(o.out);
    free(o.err);
}
END_TEST

START_TEST(wrong_usage_is_exit_code_2) {
    expect("$tblog", 2, "Usage: tblog COMMAND");
    expect("$tblog nonsense", 2, "no command 'nonsense'");
    expect("$tblog log", 2, "Usage");
    expect("$tblog log a b", 2, "Usage");
    expect("$tblog log --pid x a", 2, "--pid: 'x' is not a whole number");
    expect("$initlab", 2, "Usage: initlab COMMAND");
    expect("$initlab train --init nonsense", 2, "there are: zeros, ones, Orthogonal");
    expect("$initlab train --epochs 0", 2, "--epochs: '0' is not a whole number from 1 to");
    expect("$initlab train --batch-size -3", 2, "--batch-size");
    expect("$initlab train --lr nan", 2, "--lr: 'nan' is not a number above 0");
    expect("$initlab train --init 'Orthogonal(gian=2)'", 2, "did you mean gain?");
    expect("$initlab train --init a+b", 2, "unknown initializer 'a'");
    expect("$initlab train --init zeros+ones --layers none", 2,
           "--init: there are 2 initializers for 1 layers");
    expect("$initlab train --layers 5,x", 2, "--layers: '5,x' is not a list");
    expect("$initlab train --activation rel", 2, "--activation: unknown activation 'rel'");
    expect("$initlab train --dropout 1.5", 2, "--dropout: '1.5' is not a number from 0 to 1");
    expect("$initlab train --optimizer 'sgd(mom=2)'", 2, "--optimizer: sgd: momentum");
    expect("$initlab train --lr-schedule step", 2, "--lr-schedule: step: decay_rate is missing");
    expect("$initlab train --lr .1 --lr-schedule 'cosine(.1)'", 2, "--lr-schedule has its own");
    expect("$initlab train --reduce-lr factor=.5 --lr-schedule cosine", 2,
           "--reduce-lr: the rate is set by --lr-schedule");
    expect("$initlab train --reduce-lr factor=1", 2, "factor: not a number from 0 to below 1: '1'");
    expect("$initlab train --l2 -1", 2, "--l2: '-1' is not a number from 0 on");
    expect("$initlab train --early-stopping patience=x", 2, "--early-stopping: ");
    expect("$initlab train --tags keras1", 2, "not keras3 or keras2; did you mean keras3?");
    expect("$initlab train --update-freq never", 2, "--update-freq");
    expect("$initlab compare --init zeros,zeros", 2, "'zeros' is listed twice");
    expect("$initlab compare --init normal --init 'RandomNormal(0,.05)'", 2, "is listed twice");
    expect("$initlab compare --jobs 0", 2, "--jobs");
    expect("$initlab compare extra", 2, "unexpected argument 'extra'");
}
END_TEST

START_TEST(help_and_version_go_to_standard_output) {
    static const char *const lines[] = {"$tblog --help",           "$tblog log --help",
                                        "$initlab --help",         "$initlab train --help",
                                        "$initlab compare --help", "$tblog --version",
                                        "$initlab --version"};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        outcome o = run(lines[i]);
        ck_assert_int_eq(o.code, 0);
        ck_assert_str_ne(o.out, "");
        ck_assert_str_eq(o.err, "");
        free(o.out);
        free(o.err);
    }
}
END_TEST

/* Of every command that there is; tests/cli/tblog has those of tblog. */
START_TEST(help_that_is_lost_is_an_error) {
    expect("n=0; for c in $($initlab --help | sed -n 's/^  \\([a-z]*\\) .*/\\1/p') --version; do "
           "n=$((n+1)); $initlab $c --help >/dev/full 2>said; code=$?; "
           "[ $code = 1 ] && grep -q 'standard output: No space' said || echo $c: $code >>wrong; "
           "done; [ $n -ge 9 ] && [ ! -e wrong ]",
           0, NULL);
}
END_TEST

/* ---- tblog ls, verify, repair, export ---- */

#define CORRUPT "$golden/records/corrupt"

START_TEST(verify_finds_every_damage_and_nothing_in_good_files) {
    static const char *const sound[] = {"good", "empty_file", "empty_record_between"};
    static const char *const damaged[] = {
        "flipped_first_payload_bit", "flipped_length_bit",       "flipped_length_crc_bit",
        "flipped_payload_bit",       "flipped_payload_crc_bit",  "garbage_between",
        "huge_length_bad_crc",       "huge_length_good_crc",     "invalid_proto_good_crc",
        "truncated_after_header",    "truncated_in_length",      "truncated_in_length_crc",
        "truncated_in_payload",      "truncated_in_payload_crc", "zeros_at_end"};
    for (size_t i = 0; i < sizeof sound / sizeof sound[0]; i++) {
        char *line = path_of("$tblog verify " CORRUPT "/%s", sound[i]);
        expect(line, 0, NULL);
        free(line);
    }
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        char *line = path_of("$tblog verify " CORRUPT "/%s", damaged[i]);
        outcome o = run(line);
        ck_assert_int_eq(o.code, 1);
        ck_assert_msg(strstr(o.out, "events.out.tfevents.0.golden: record 3 at byte 200: ") != NULL,
                      "%s: %s", damaged[i], o.out);
        free(o.out);
        free(o.err);
        free(line);
    }
    expect("$tblog verify -q " CORRUPT, 1, NULL);
    expect("$tblog verify nowhere", 1, NULL);
    expect("cat " CORRUPT "/good/events* | $tblog verify -", 0, NULL);
}
END_TEST

/* Events that Google's protobuf cannot parse; see golden/protobuf. */
START_TEST(verify_and_repair_judge_events_as_protobuf_does) {
    expect("golden='" TEST_DATA "/golden/protobuf' expected=$golden/expected.txt; "
           "[ $(grep -c bad \"$expected\") -gt 200 ] && "
           "awk '/^bad/ {print NR - 1}' \"$expected\" >want; "
           "$tblog verify \"$golden/events.bin\" | sed 's/.*: record \\([0-9]*\\) .*/\\1/' >got; "
           "cmp want got && $tblog repair \"$golden/events.bin\" -o good 2>said; "
           "grep -q \"$(grep -c ok \"$expected\") records kept, $(grep -c bad \"$expected\") "
           "faults\" said && ! $tblog verify good | grep -q 'not an event'",
           0, NULL);
}
END_TEST

/* The intact records of the good file, found again by a reader of the tests' own. */
START_TEST(repair_keeps_every_intact_record) {
    static const struct {
        const char *damage;
        size_t kept;
    } cases[] = {
        {"flipped_payload_bit", 8},  {"flipped_length_bit", 8},     {"garbage_between", 9},
        {"huge_length_good_crc", 8}, {"invalid_proto_good_crc", 9}, {"truncated_in_payload", 3},
        {"zeros_at_end", 3}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *line =
            path_of("rm -rf d; cp -r " CORRUPT "/%s d; $tblog repair d/events*", cases[i].damage);
        expect(line, 0, "record 3 at byte 200");
        event_file file = event_file_read("d/events.out.tfevents.0.golden");
        ck_assert_msg(file.count == cases[i].kept, "%s: %zu", cases[i].damage, file.count);
        event_file_free(&file);
        free(line);
        line = path_of("cmp d/events.out.damaged.0.golden " CORRUPT "/%s/events*", cases[i].damage);
        expect(line, 0, NULL);
        free(line);
    }
}
END_TEST

START_TEST(repair_leaves_good_files_and_other_files_alone) {
    expect("cp -r " CORRUPT "/good g; $tblog repair g/events*", 0, NULL);
    expect("ls -a g | wc -l | grep -qx 3", 0, NULL); /* '.', '..' and the file */
    expect("$tblog repair -o out " CORRUPT "/flipped_payload_bit/events*", 0, "8 records kept");
    expect("$tblog repair -o out " CORRUPT "/flipped_payload_bit/events*", 1, "out: File exists");
    expect("$tblog repair -o - " CORRUPT "/flipped_payload_bit/events* >piped; cmp out piped", 0,
           "8 records kept");
    expect("$tblog repair -", 2, "standard input");
    expect("$tblog repair nowhere", 1, "nowhere: cannot open");
}
END_TEST

START_TEST(ls_lists_runs_tags_kinds_and_steps) {
    outcome o = run("$tblog ls $golden/summaries");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(
        strstr(o.out, "\nscalar\n  loss                       scalars  8  steps 0..7        "));
    ck_assert_ptr_nonnull(strstr(o.out, "\n  stereo    audio  1  steps 1..1\n"));
    free(o.out);
    free(o.err);
    o = run("$tblog ls --json $golden/keras3/default");
    ck_assert_ptr_nonnull(strstr(o.out,
                                 "{\"run\": \"validation\", \"tag\": \"epoch_loss\", \"kind\": "
                                 "\"scalars\", \"count\": 9, \"first_step\": 0, "
                                 "\"last_step\": 8, \"last\": "));
    free(o.out);
    free(o.err);
    expect("$tblog ls nowhere", 1, "nowhere: cannot read");
    expect("$tblog ls " CORRUPT "/flipped_length_bit >/dev/null", 1, "length CRC");
}
END_TEST

/* Steps 0 to 4, then a restart from 2: the later points count. */
START_TEST(a_restarted_run_is_listed_as_tensorboard_shows_it) {
    outcome o = run("for s in 0 1 2 3 4; do echo '{\"kind\":\"scalar\",\"tag\":\"a\",\"step\":'$s',"
                    "\"value\":1}'; done | $tblog log --pid 1 --index 0 r; "
                    "for s in 2 3; do echo '{\"kind\":\"scalar\",\"tag\":\"a\",\"step\":'$s',"
                    "\"value\":2}'; done | $tblog log --pid 1 --index 1 r; $tblog ls r");
    ck_assert_ptr_nonnull(strstr(o.out, "  a  scalars  4  steps 0..3  last 2"));
    free(o.out);
    free(o.err);
}
END_TEST

START_TEST(hostile_tags_are_shown_escaped_and_stay_in_their_folder) {
    outcome o =
        run("printf '%s\\n' '{\"kind\":\"scalar\",\"tag\":\"\\u001b[31m\\u009bred\",\"value\":1}'"
            " | $tblog log t; $tblog ls t");
    ck_assert_ptr_nonnull(strstr(o.out, "  \\x1b[31m\\xc2\\x9bred  scalars"));
    free(o.out);
    free(o.err);
    expect("printf '%s\\n' '{\"kind\":\"image\",\"tag\":\"../../up\",\"npy\":\"" TEST_DATA
           "/data/npy/uint8.npy\"}' | $tblog log i; $tblog export -k images -o ex i",
           0, NULL);
    ck_assert_int_eq(access("ex/%2E%2E/%2E%2E/up/0.0.png", F_OK), 0);
}
END_TEST

/* The numbers that the real TensorFlow decoded (golden/keras3/default/scalars.json), in the fewest
 * digits that read back as the same float32. */
START_TEST(export_writes_what_the_files_hold) {
    outcome o =
        run("$tblog export --run validation --tag 'epoch_(loss|accuracy)' $golden/keras3/default");
    ck_assert_ptr_nonnull(strstr(o.out, "run,tag,step,wall_time,value\n"));
    ck_assert_ptr_nonnull(strstr(o.out, "\nvalidation,epoch_accuracy,0,"));
    ck_assert_ptr_nonnull(strstr(o.out, ",1.3084086\n"));
    ck_assert_ptr_null(strstr(o.out, "evaluation"));
    ck_assert_ptr_null(strstr(o.out, "train"));
    free(o.out);
    free(o.err);
    o = run("$tblog export -f jsonl $golden/summaries/scalar");
    ck_assert_ptr_nonnull(strstr(o.out, "\"value\": \"-Infinity\"}"));
    free(o.out);
    free(o.err);
    expect("$tblog export -k histograms -o h.csv $golden/summaries/histogram", 0, NULL);
    char *csv = slurp("h.csv");
    ck_assert_ptr_nonnull(strstr(csv, ",1,2,1\n")); /* of [1, 2, 4] in three buckets */
    free(csv);
    expect("$tblog export -k images -o pics $golden/images/keras3; "
           "cmp pics/wide_12x40/image/0.0.png $golden/images/keras3/wide_12x40.0.png",
           0, NULL);
    expect("$tblog export -k images logs", 2, "-o DIR");
    expect("$tblog export -k audio -o sounds $golden/v1/events.tfevents; "
           "cmp sounds/sound/3.0.wav $golden/v1/sound.wav",
           0, NULL);
    expect("$tblog export -k audio -o sounds $golden/summaries/audio; test -s "
           "sounds/two_mono/2.1.wav",
           0, NULL);
    expect("$tblog export -r '(' logs", 2, "'('");
}
END_TEST

START_TEST(diff_shows_where_two_logs_differ) {
    static const char make[] =
        "log() { for s in 0 1 2; do echo "
        "'{\"kind\":\"scalar\",\"tag\":\"a\",\"step\":'$s',\"value\":'$1'}'; "
        "done | $tblog log $2; }; log 1 x/r; log 1 y/r; log 1.001 z/r; log 1 z/s; ";
    static const struct {
        const char *command;
        int code;
        const char *words;
    } cases[] = {{"$tblog diff x y", 0, ""},
                 {"$tblog diff x z", 1, "r  a  step 0: 1 in A, 1.001 in B (+0.1%)\n"},
                 {"$tblog diff x z", 1, "s  only in B\n"},
                 {"$tblog diff -n 1 x z", 1, "and 3 more\n4 differences in "},
                 {"$tblog diff -t 0.01 x/r z/r", 0, ""},
                 {"$tblog diff -q x z", 1, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *line = path_of("%s%s", i ? "" : make, cases[i].command);
        outcome o = run(line);
        ck_assert_msg(o.code == cases[i].code, "%s: %d", cases[i].command, o.code);
        if (*cases[i].words)
            ck_assert_msg(strstr(o.out, cases[i].words) != NULL, "%s: %s", cases[i].command, o.out);
        else
            ck_assert_str_eq(o.out, "");
        free(o.out);
        free(o.err);
        free(line);
    }
    expect("$tblog diff x nowhere", 2, "nowhere: cannot read");
    expect("$tblog diff x", 2, "Usage");
}
END_TEST

START_TEST(missing_folders_of_what_is_written_are_made) {
    expect(
        "$tblog merge -o new/m $golden/keras3/default/train && test -s new/m && "
        "$tblog export -o new/csv/e.csv $golden/keras3 && test -s new/csv/e.csv && "
        "$tblog export -k images -o new/pics/all $golden/images/keras3 && test -d new/pics/all && "
        "$tblog repair -o new/repaired/one " CORRUPT "/flipped_payload_bit/events* 2>said && "
        "test -s new/repaired/one",
        0, NULL);
    expect("$tblog merge -o /dev/null/m $golden/keras3/default/train", 1, "Not a directory");
    expect("$tblog export -o /dev/null/e.csv $golden/keras3", 1, "Not a directory");
}
END_TEST

START_TEST(merge_keeps_every_record_as_it_is) {
    expect("$tblog merge -o m $golden/keras3/default/train; cmp m "
           "$golden/keras3/default/train/events*",
           0, NULL);
    expect("mkdir r; cp " CORRUPT "/good/events* r/tfevents.1; cp " CORRUPT
           "/good/events* r/tfevents.2; $tblog merge r -o m",
           0, NULL);
    event_file file = event_file_read("m"); /* one version, twice the eight scalars */
    ck_assert_uint_eq(file.count, 17);
    event_file_free(&file);
    expect("$tblog merge -o n $golden/keras3/default", 1,
           "golden/keras3/default: there are 2 runs: train, validation; name one, for example ");
    expect("mkdir q; cp r/* q; cp -r r q/b; cp -r r q/a; $tblog prune -o n q//", 1,
           "tblog prune: q//: there are 3 runs: ., a, b; name one, for example q/a\n");
    expect("$tblog merge -o n " CORRUPT "/flipped_payload_bit", 1, "data CRC");
    ck_assert_int_ne(access("n", F_OK), 0); /* nothing half-written */
    expect("$tblog merge " CORRUPT "/good", 2, "-o OUT");
}
END_TEST

/* What a killed writer leaves; TensorBoard skips it too. */
START_TEST(merge_and_prune_skip_a_torn_last_record) {
    expect("mkdir r; head -c -5 " CORRUPT "/good/events* >r/tfevents.1; cp " CORRUPT
           "/good/events* r/tfevents.2; $tblog merge r -o m",
           0, "tblog merge: r/tfevents.1: record 8 at byte");
    event_file file = event_file_read("m"); /* one version, seven scalars and eight */
    ck_assert_uint_eq(file.count, 16);
    event_file_free(&file);
    expect("$tblog prune r -o p; cmp m p", 0, "tblog prune: r/tfevents.1: record 8 at byte");
}
END_TEST

START_TEST(prune_keeps_ends_and_extremes) {
    outcome o =
        run("for s in $(seq 0 999); do v=$((s % 10)); [ $s = 457 ] && v=-50; [ $s = 702 ] && v=99; "
            "echo '{\"kind\":\"scalar\",\"tag\":\"a\",\"step\":'$s',\"value\":'$v'}'; done | "
            "$tblog log r; $tblog prune -n 20 r -o p; $tblog export p");
    ck_assert_ptr_nonnull(strstr(o.out, ",a,0,"));
    ck_assert_ptr_nonnull(strstr(o.out, ",a,999,"));
    ck_assert_ptr_nonnull(strstr(o.out, ",-50\n"));
    ck_assert_ptr_nonnull(strstr(o.out, ",99\n"));
    size_t lines = 0;
    for (const char *at = o.out; (at = strchr(at, '\n')); at++) lines++;
    ck_assert_uint_ge(lines, 20);
    ck_assert_uint_le(lines, 24);
    free(o.out);
    free(o.err);
}
END_TEST

/* ---- options of both ---- */

/* "$UNSET" as a value: of each option that --help of each command lists, and as an argument. */
START_TEST(an_empty_value_is_wrong_usage) {
    outcome o =
        run("for command in tblog:log tblog:ls tblog:verify tblog:repair tblog:export tblog:diff "
            "tblog:merge tblog:prune tblog:edit tblog:reduce tblog:report initlab:train "
            "initlab:compare "
            "initlab:sweep initlab:eval initlab:predict initlab:report initlab:data "
            "initlab:samples; do\n"
            "  case $command in tblog:*) program=$tblog;; *) program=$initlab;; esac\n"
            "  name=${command#*:}\n"
            "  for option in $($program $name --help | grep -o -e '--[a-z-]*=[^ ]' | "
            "sed 's/=.*//' | sort -u); do\n"
            "    echo \"$command $option\"\n"
            "    [ $option = --suffix ] && continue\n"
            "    $program $name $option= x y >said 2>&1; code=$?\n"
            "    grep -q -e \"$option=.*: the value is empty\" said && [ $code = 2 ] || "
            "{ echo \"$command $option: $code\"; cat said; } >&2\n"
            "  done\n"
            "  $program $name '' >said 2>&1; code=$?\n"
            "  grep -q 'an argument is empty' said && [ $code = 2 ] || "
            "{ echo \"$command: $code\"; cat said; } >&2\n"
            "done");
    ck_assert_str_eq(o.err, "");
    ck_assert_ptr_nonnull(strstr(o.out, "initlab:train --logdir\n"));
    ck_assert_ptr_nonnull(strstr(o.out, "initlab:sweep --lease\n"));
    ck_assert_ptr_nonnull(strstr(o.out, "tblog:prune --output\n"));
    free(o.out);
    free(o.err);
    ck_assert_int_ne(access("logs", F_OK), 0); /* nothing was begun */
    expect("$tblog log --suffix '' x </dev/null; ls x | grep -q '\\.0$'", 0, NULL);
    expect("echo 'init = \"\"' >my.sweep; $initlab sweep --dry-run my.sweep", 2,
           "my.sweep:1: --init=NAME[+NAME]: the value is empty");
}
END_TEST

/* ---- initlab ---- */

START_TEST(train_writes_the_run_its_csv_and_plain_progress) {
    outcome o = run("$initlab train --init he_normal --data . --epochs 2 --csv log.csv");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.err, "he_normal  epoch  1/2"));
    ck_assert_ptr_nonnull(strstr(o.err, "he_normal  epoch  2/2"));
    ck_assert_ptr_null(strchr(o.err, '\033'));
    free(o.out);
    free(o.err);
    char *csv = slurp("log.csv");
    ck_assert_ptr_nonnull(strstr(csv, "\nhe_normal,0,2,"));
    free(csv);
    event_file file = read_log("logs/he_normal/validation");
    ck_assert_uint_eq(file.count, 1 + 2 * 4);
    event_file_free(&file);
}
END_TEST

START_TEST(a_graph_def_is_logged_when_asked_for) {
    expect(
        "$initlab train --data . --epochs 1 -q; $initlab train --data . --epochs 1 -q --graph-def "
        "--logdir with",
        0, NULL);
    event_file without = read_log("logs/glorot_uniform/train");
    event_file with = read_log("with/glorot_uniform/train");
    ck_assert_uint_eq(with.count, without.count + 1);
    ck_assert_int_eq(with.records[2].event->what_case, TBLOG__EVENT__WHAT_GRAPH_DEF);
    event_file_free(&without);
    event_file_free(&with);
}
END_TEST

START_TEST(every_layer_is_a_node_of_the_graph) {
    static const char *const nodes[] = {"Orthogonal(gain=2)",
                                        "sequential/batch_normalization",
                                        "sequential/activation",
                                        "sequential/dropout",
                                        "sequential/dense_1",
                                        "Zeros",
                                        "linear",
                                        "gelu",
                                        "softmax"};
    expect("$initlab train --data . --epochs 1 -q --graph-def --layers 9 --batch-norm "
           "--activation gelu --init 'orthogonal(2)+zeros'",
           0, NULL);
    event_file file = read_log("logs/Orthogonal(gain=2)+zeros/train");
    ProtobufCBinaryData graph = file.records[2].event->graph_def;
    for (size_t i = 0; i < sizeof nodes / sizeof nodes[0]; i++)
        ck_assert_msg(memmem(graph.data, graph.len, nodes[i], strlen(nodes[i])) != NULL, "no %s",
                      nodes[i]);
    event_file_free(&file);
}
END_TEST

/* The loss falls, so that by this rule the first epoch is the best and the second the last one. */
START_TEST(early_stopping_leaves_the_best_epochs_model) {
    static const char eval[] = "$initlab eval --data . logs/glorot_uniform/last.safetensors";
    static const char train[] =
        "$initlab train --data . --epochs 6 -q --save-models --early-stopping "
        "monitor=loss,mode=max,patience=1,restore_best=true";
    expect(train, 0, NULL);
    outcome first = run(eval);
    ck_assert_msg(strstr(first.out, "last.safetensors: epoch 1,") != NULL, "%s", first.out);
    event_file file = read_log("logs/glorot_uniform/validation");
    ck_assert_uint_eq(file.count, 1 + 2 * 4); /* version; two epochs */
    event_file_free(&file);
    char *again = path_of("%s --resume", train);
    expect(again, 0, NULL);
    outcome second = run(eval);
    ck_assert_str_eq(first.out, second.out);
    free(again);
    free(first.out);
    free(first.err);
    free(second.out);
    free(second.err);
}
END_TEST

/* Commas in parentheses are not the list's. */
START_TEST(compare_takes_initializers_with_arguments) {
    expect("$initlab compare --data . --epochs 1 -q --optimizer nesterov "
           "--init zeros,'VarianceScaling(scale=2,mode=fan_avg)' --init 'he_normal+Constant(.1)'",
           0, NULL);
    char *csv = slurp("logs/comparison.csv");
    ck_assert_ptr_nonnull(strstr(csv, "\nzeros,0,1,"));
    ck_assert_ptr_nonnull(strstr(csv, "\n\"VarianceScaling(scale=2,mode=fan_avg)\",0,1,"));
    ck_assert_ptr_nonnull(strstr(csv, "\nhe_normal+Constant(value=0.1),0,1,"));
    free(csv);
}
END_TEST

/* The texts of the runs that a command line logged to 'logs' contain the line. */
static void expect_logged(const char *line, const char *told, size_t runs) {
    expect(line, 0, NULL);
    outcome texts = run("$tblog export logs --kind text; rm -r logs");
    size_t found = 0;
    for (const char *at = texts.out; (at = strstr(at, told)); at++) found++;
    ck_assert_msg(found == runs, "%s: %zu times in\n%s", told, found, texts.out);
    free(texts.out);
    free(texts.err);
}

START_TEST(runs_log_their_command_line) {
    expect_logged("$initlab train --epochs 1 --data . -q --init ones --dashboards",
                  "    initlab train --epochs 1 --data . -q --init ones --dashboards\n", 1);
    expect_logged("printf 'init = ones, zeros\nlr = .1\n' >\"an ü\"; "
                  "$initlab sweep \"an ü\" --data=. --epochs 1 -q",
                  "    initlab sweep 'an ü' --data=. --epochs 1 -q\n", 2);
}
END_TEST

START_TEST(quiet_is_quiet) {
    expect("$initlab train --data . --epochs 1 --quiet", 0, NULL);
    expect("$initlab train --data . --layers 1000000,1000000 --logdir large", 1,
           "out of memory: the network takes 1.6e+04 GB");
}
END_TEST

START_TEST(compare_ends_in_a_table_sorted_by_accuracy_and_a_csv) {
    outcome o = run("$initlab compare --init zeros,glorot_uniform --data . --epochs 6 -q "
                    "--batch-size 8 --logdir cmp");
    ck_assert_msg(o.code == 0, "%s", o.err);
    const char *head = strstr(o.out, "initializer"), *first = strstr(o.out, "glorot_uniform");
    const char *second = strstr(o.out, "zeros");
    ck_assert(head && first && second && head < first && first < second);
    ck_assert_int_eq(access("cmp/comparison.csv", F_OK), 0);
    ck_assert_int_eq(access("cmp/zeros/train", F_OK), 0);
    free(o.out);
    free(o.err);
}
END_TEST

START_TEST(compare_with_seeds_has_a_run_for_each_in_the_initializers_folder) {
    outcome o = run("$initlab compare --init zeros,ones --seed 4 --seeds 2 --data . --epochs 1 -q");
    ck_assert_msg(o.code == 0 && !*o.err, "%s", o.err);
    ck_assert_ptr_nonnull(strstr(o.out, "\n  1  "));
    ck_assert_ptr_nonnull(strstr(o.out, "Holm's correction for 1 test."));
    free(o.out);
    free(o.err);
    static const char *const folders[] = {"zeros/seed-4", "ones/seed-4", "zeros/seed-5",
                                          "ones/seed-5"};
    char *csv = slurp("logs/comparison.csv");
    const char *row = csv;
    for (size_t i = 0; i < 4; i++) {
        char *log = path_of("logs/%s/validation", folders[i]);
        event_file file = read_log(log);
        ck_assert_uint_eq(file.count, 1 + 4);
        event_file_free(&file);
        free(log);
        char *begin =
            path_of("\n%.*s,%c,1,", (int)strcspn(folders[i], "/"), folders[i], i < 2 ? '4' : '5');
        row = strstr(row, begin);
        ck_assert_msg(row != NULL, "no row %s in its place", begin);
        free(begin);
    }
    free(csv);
    expect("$initlab compare --init zeros --seed 5 --seeds 2 --data . --epochs 1 -q", 1,
           "logs/zeros/seed-5/train already holds a run");
    expect("$initlab compare --init zeros --seed 4 --seeds 3 --data . --epochs 1 -q --resume", 0,
           NULL);
    ck_assert_int_eq(access("logs/zeros/seed-6/train", F_OK), 0);
    expect("$initlab compare --seed 18446744073709551615 --seeds 2 --data .", 2, "--seeds");
}
END_TEST

START_TEST(comparisons_in_one_log_folder_share_the_csv) {
    expect("$initlab compare --init 'zeros,Constant(value=1)' --data . --epochs 2 -q", 0, NULL);
    expect("$initlab compare --init he_normal --data . --epochs 1 -q", 0, NULL);
    /* Seeds beside the run without: other runs of the same initializer. */
    expect("$initlab compare --init zeros --seeds 2 --data . --epochs 1 -q", 0, NULL);
    expect("$initlab compare --init 'Constant(value=1)' --data . --epochs 1 -q --overwrite", 0,
           NULL);
    expect("cut -d, -f1-3,9- logs/comparison.csv >rows; printf '%s\n' initializer,seed,epoch,run "
           "zeros,0,1,zeros zeros,0,2,zeros he_normal,0,1,he_normal zeros,0,1,zeros/seed-0 "
           "zeros,1,1,zeros/seed-1 'Constant(value=1),0,1,Constant(value=1)' | cmp - rows",
           0, NULL);
    expect("echo mine >logs/comparison.csv; $initlab compare --init ones --data . --epochs 1 -q", 1,
           "logs/comparison.csv: line 1 is not the header of a comparison");
    expect("$initlab compare --init zeros --data . --epochs 1 -q --overwrite", 1, "line 1");
    expect("! ls logs/ones 2>/dev/null && ls logs/zeros/train/events* >/dev/null && "
           "grep -qx mine logs/comparison.csv", /* nothing was begun, nothing removed */
           0, NULL);
}
END_TEST

START_TEST(an_existing_run_is_not_mixed_into) {
    expect("$initlab train --init ones --data . --epochs 1 -q", 0, NULL);
    expect("$initlab compare --init zeros,ones --data . --epochs 1 -q", 1,
           "logs/ones/train already holds a run");
    ck_assert_int_ne(access("logs/zeros", F_OK), 0); /* nothing was begun */
    expect("$initlab train --init ones --data . --epochs 1 -q --overwrite", 0, NULL);
    event_file file = read_log("logs/ones/validation");
    event_file_free(&file);
}
END_TEST

/* A limit on file sizes, in KiB, stands for the disk. */
START_TEST(a_full_disk_costs_the_logs_but_not_the_training) {
    outcome o = run("ulimit -f 40; $initlab train --data . --epochs 6 --csv c.csv");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_nonnull(strstr(o.err, "epoch  6/6"));
    ck_assert_ptr_nonnull(strstr(o.err, "glorot_uniform  warning: "));
    ck_assert_ptr_nonnull(strstr(o.err, "not everything could be written: "));
    ck_assert_ptr_nonnull(strstr(o.err, strerror(EFBIG)));
    free(o.out);
    free(o.err);
    event_file file = read_log("logs/glorot_uniform/train"); /* fails the test on a torn record */
    event_file_free(&file);
    expect("ls -a logs/glorot_uniform | grep -q new- && exit 1; true", 0, NULL); /* nothing torn */
    o = run("ulimit -f 40; $initlab train --data . --epochs 6 -q --strict --overwrite");
    ck_assert_int_eq(o.code, 1);
    ck_assert_ptr_null(strstr(o.err, "not everything"));
    ck_assert_ptr_nonnull(strstr(o.err, strerror(EFBIG)));
    free(o.out);
    free(o.err);
}
END_TEST

/* Of --csv the rows that there was room for, and none that is cut. */
START_TEST(a_disk_that_fills_later_costs_rows_but_not_the_training) {
    outcome o = run("(ulimit -f 8; $initlab train --data . --epochs 300 --layers 4 -q --json "
                    "--histogram-freq 0 --no-write-graph --no-checkpoint --csv c.csv; "
                    "echo $? >code) | tail -n 1 && grep -qx 1 code");
    ck_assert_int_eq(o.code, 0);
    ck_assert_ptr_nonnull(strstr(o.out, "\"status\":\"done\",\"epochs\":300,"));
    free(o.out);
    free(o.err);
    char *rows = slurp("c.csv");
    size_t size = strlen(rows);
    ck_assert(size > 3000 && size <= 8192 && rows[size - 1] == '\n');
    free(rows);
}
END_TEST

/* What an untrusted log folder may hold: nothing hangs, and nothing of it is read. */
START_TEST(folders_with_traps_are_walked_safely) {
    expect("mkdir -p t/run; mkfifo t/run/fifo.tfevents; ln -s /dev/zero t/run/zero.tfevents; "
           "ln -s .. t/run/up; ln -s loop t/loop; ln -s /nowhere t/gone.tfevents; "
           "cp " CORRUPT
           "/good/events* t/run; timeout 300 $tblog verify t; timeout 300 $tblog ls t "
           "| grep -c scalars | grep -qx 1; timeout 300 $tblog export -o /dev/null t",
           0, NULL);
    expect("timeout 300 $tblog verify t/run/fifo.tfevents >/dev/null", 1, NULL);
    expect("timeout 300 $tblog ls t/run/fifo.tfevents", 1, "neither a folder nor a regular file");
    expect("timeout 300 $tblog verify /dev/zero >/dev/null", 1, NULL);
}
END_TEST

START_TEST(lines_made_to_hurt_are_refused) {
    expect("python3 -c \"print('['*100000)\" | $tblog log a", 1, "not valid JSON");
    expect("python3 -c \"print('{\\\"a\\\":'*5000)\" | $tblog log b", 1, "not valid JSON");
    expect("printf '%s\n' '{\"kind\":\"scalar\",\"tag\":\"\\ud800\",\"value\":1}' | $tblog log c",
           1, "line 1");
    expect("printf '%s\n' '{\"kind\":\"histogram\",\"tag\":\"a\",\"npy\":\"/dev/zero\"}' | "
           "timeout 300 $tblog log d",
           1, "/dev/zero");
}
END_TEST

/* A record of 64 MiB of zeros in 64 KiB: told, in little memory. Sanitizers want theirs. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IN_LITTLE_MEMORY ""
#else
#define IN_LITTLE_MEMORY "ulimit -v 60000; "
#endif
START_TEST(a_compressed_bomb_is_refused) {
    expect("python3 -c \"import gzip,sys; sys.stdout.buffer.write(gzip.compress("
           "bytes(1 << 26)))\" > bomb; (" IN_LITTLE_MEMORY "timeout 300 $tblog verify bomb) | "
           "grep -q 'length CRC'",
           0, NULL);
}
END_TEST

START_TEST(missing_data_says_where_to_get_it) {
    expect("XDG_CACHE_HOME=/nowhere $initlab train -q --data kmnist", 1, "initlab fetch kmnist");
    expect("MNIST_DIR=/nowhere $initlab train -q", 1, "/nowhere: MNIST_DIR names it");
    expect("$initlab train -q --data kmnits", 1,
           "kmnits: neither a folder nor a known data set; "
           "did you mean kmnist?");
    expect("$initlab train -q --data nowhere", 1, "nowhere: neither a folder nor a known data set");
}
END_TEST

#define FLOATS "--data $golden/data/floats"
START_TEST(runs_learn_from_other_data_and_resume_with_the_same_only) {
    expect("$initlab train " FLOATS " --standardize pixel --epochs 2 -q", 0, NULL);
    expect("grep -aq '\"units\": 3,' logs/glorot_uniform/train/events*", 0, NULL); /* classes */
    expect("grep -aq '\\[null, 4, 5\\]' logs/glorot_uniform/train/events*", 0, NULL);
    expect("$initlab train " FLOATS " --standardize pixel --epochs 3 -q --resume", 0, NULL);
    expect("$initlab train " FLOATS " --standardize set --epochs 3 -q --resume", 1,
           "started with --standardize pixel, not set");
    expect("$initlab train " FLOATS " --standardize pixel --validation-split .25 -q --resume", 1,
           "started with samples 24, not 18");
    expect("$initlab train --data $golden/data/bytes --standardize pixel -q --resume", 1,
           "started with data of checksum");
    expect("$initlab train " FLOATS " --standardize deviation", 2, "not scale, none, pixel, set");
    expect("$initlab train " FLOATS " --classes a,,b", 2, "is neither a number from 2");
    expect("$initlab train " FLOATS " --validation-split 1", 2,
           "--validation-split: '1' is not a number between 0 and 1");
    expect("$initlab train " FLOATS " --validation-split 0", 2,
           "'0' is not a number between 0 and 1");
}
END_TEST

/* All 70,000 images, from the project's own files: no cache, no network, any folder. */
START_TEST(mnist_comes_with_a_build_folder) {
    expect("unset MNIST_DIR; mkdir home; export XDG_CACHE_HOME=home HOME=home; "
           "$initlab data | grep -x 'mnist *10  /.*/data/mnist' && "
           "$initlab data --data mnist | grep -x 'images  *60000  *10000' && "
           "$initlab samples -o samples.png",
           0, NULL);
}
END_TEST

START_TEST(fetch_is_a_script_that_a_build_folder_has) {
    expect("$initlab fetch mnist | grep -x '/.*/data/mnist'", 0, NULL);
    expect("$initlab fetch nothing", 2, "no data set 'nothing'; there are: emnist-balanced");
    expect("$initlab fetch", 2, "NAME is missing");
    expect("$initlab fetch mnist a b", 2, "unexpected argument 'b'");
}
END_TEST

START_TEST(data_lists_the_known_sets_or_describes_one) {
    expect("mkdir -p c/tblog/kmnist; touch c/tblog/kmnist/train-images-idx3-ubyte.gz; "
           "XDG_CACHE_HOME=c $initlab data | grep -qx "
           "'kmnist *10  c/tblog/kmnist'",
           0, NULL);
    expect("XDG_CACHE_HOME=c $initlab data | grep -qx "
           "'emnist-letters *26  not here; get it by initlab fetch emnist-letters'",
           0, NULL);
    expect("$initlab data " FLOATS " --standardize set --classes cat,dog,bird >told", 0, NULL);
    expect("grep -q '^images of 4 x 5, floats; inputs by --standardize set$' told", 0, NULL);
    expect("grep -q '^images  *24  *6$' told", 0, NULL);
    expect("grep -q '^mean  *-*0.000000  *-*0.0' told && "
           "grep -q '^standard deviation  *1.000000' told",
           0, NULL);
    expect("grep -q '^ *1 dog  *8  *2$' told", 0, NULL);
    expect("$initlab data " FLOATS " >/dev/full", 1, "cannot be written");
    expect("$initlab data more", 2, "unexpected argument 'more'");
}
END_TEST

START_TEST(ctrl_c_leaves_valid_files_and_exit_code_130) {
    expect("$initlab compare --init ones,he_normal --data . --epochs 100000 -q & pid=$!; "
           "while ! [ -s logs/ones/validation/events* ] 2>/dev/null; do sleep .05; done; sleep .2; "
           "kill -INT $pid; wait $pid",
           130, "interrupted");
    event_file file = read_log("logs/ones/train"); /* fails the test on a torn record */
    ck_assert_uint_gt(file.count, 3);
    event_file_free(&file);
    char *csv = slurp("logs/comparison.csv");
    ck_assert_ptr_nonnull(strstr(csv, "\nones,0,1,"));
    free(csv);
}
END_TEST

START_TEST(a_graph_of_nodes_becomes_a_graph_def) {
    expect("echo '{\"kind\":\"graph\",\"nodes\":[{\"name\":\"in\",\"op\":\"Placeholder\"},"
           "{\"name\":\"dense\",\"op\":\"Dense\",\"inputs\":[\"in\"],\"attributes\":"
           "{\"units\":\"256\"}}]}' | $tblog log g",
           0, NULL);
    event_file file = read_log("g");
    ck_assert_uint_eq(file.count, 2);
    ck_assert_int_eq(file.records[1].event->what_case, TBLOG__EVENT__WHAT_GRAPH_DEF);
    ProtobufCBinaryData graph = file.records[1].event->graph_def;
    ck_assert_ptr_nonnull(memmem(graph.data, graph.len, "Placeholder", 11));
    ck_assert_ptr_nonnull(memmem(graph.data, graph.len, "256", 3));
    event_file_free(&file);
    expect("echo '{\"kind\":\"graph\",\"nodes\":[{\"name\":\"a\"}]}' | $tblog log h", 1, "\"op\"");
}
END_TEST

START_TEST(an_encoded_image_is_stored_as_it_is) {
    expect("echo '{\"kind\":\"encoded_image\",\"tag\":\"i\",\"file\":\"" TEST_DATA
           "/golden/v1/image.png\"}' | $tblog log e; $tblog export -k images -o pics e; "
           "cmp pics/i/0.0.png $golden/v1/image.png",
           0, NULL);
    event_file file = read_log("e"); /* 7 wide, 5 high, as its header says */
    const Tblog__TensorProto *tensor = file.records[1].event->summary->value[0]->tensor;
    ck_assert_mem_eq(tensor->string_val[0].data, "7", 1);
    ck_assert_mem_eq(tensor->string_val[1].data, "5", 1);
    event_file_free(&file);
    expect("echo '{\"kind\":\"encoded_image\",\"tag\":\"i\",\"file\":\"" TEST_DATA
           "/golden/v1/sound.wav\"}' | $tblog log f",
           1, "\"width\" and \"height\"");
}
END_TEST

SUITE_WITH("commands", setup, own_folder_teardown, a_graph_of_nodes_becomes_a_graph_def,
           an_encoded_image_is_stored_as_it_is, json_lines_become_events,
           a_last_line_without_newline_counts_and_an_empty_input_is_an_empty_log,
           a_bad_line_is_reported_by_number_and_the_lines_before_it_stay,
           every_wrong_field_is_reported, a_file_version_comes_first_or_not_at_all,
           csv_lines_become_scalars, endless_lines_are_refused, a_pause_in_the_input_flushes,
           wrong_usage_is_exit_code_2, help_and_version_go_to_standard_output,
           help_that_is_lost_is_an_error, train_writes_the_run_its_csv_and_plain_progress,
           a_graph_def_is_logged_when_asked_for, every_layer_is_a_node_of_the_graph,
           compare_takes_initializers_with_arguments, early_stopping_leaves_the_best_epochs_model,
           runs_log_their_command_line, quiet_is_quiet,
           compare_ends_in_a_table_sorted_by_accuracy_and_a_csv,
           comparisons_in_one_log_folder_share_the_csv,
           compare_with_seeds_has_a_run_for_each_in_the_initializers_folder,
           an_existing_run_is_not_mixed_into, a_full_disk_costs_the_logs_but_not_the_training,
           a_disk_that_fills_later_costs_rows_but_not_the_training,
           folders_with_traps_are_walked_safely, lines_made_to_hurt_are_refused,
           a_compressed_bomb_is_refused, missing_data_says_where_to_get_it,
           runs_learn_from_other_data_and_resume_with_the_same_only,
           mnist_comes_with_a_build_folder, fetch_is_a_script_that_a_build_folder_has,
           data_lists_the_known_sets_or_describes_one, ctrl_c_leaves_valid_files_and_exit_code_130,
           verify_finds_every_damage_and_nothing_in_good_files,
           verify_and_repair_judge_events_as_protobuf_does, repair_keeps_every_intact_record,
           repair_leaves_good_files_and_other_files_alone, ls_lists_runs_tags_kinds_and_steps,
           a_restarted_run_is_listed_as_tensorboard_shows_it,
           hostile_tags_are_shown_escaped_and_stay_in_their_folder,
           export_writes_what_the_files_hold, diff_shows_where_two_logs_differ,
           missing_folders_of_what_is_written_are_made, merge_keeps_every_record_as_it_is,
           merge_and_prune_skip_a_torn_last_record, prune_keeps_ends_and_extremes,
           an_empty_value_is_wrong_usage)
