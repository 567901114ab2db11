/* SPDX-License-Identifier: Apache-2.0 */
/*
 * ls, export, prune, merge and verify over log folders as other writers, killed writers and
 * restarted runs leave them: all show what TensorBoard shows.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command_line.h"
#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"
#include "tblog/bytes.h"
#include "temp_folder.h"

static void put_at(const char *path, int64_t step, double wall_time_s, raw_value value) {
    FILE *file = fopen(path, "ab");
    ck_assert_ptr_nonnull(file);
    raw_put(file, step, wall_time_s, &value, 1);
    fclose(file);
}

static void put(const char *path, int64_t step, raw_value value) {
    put_at(path, step, 1000, value);
}

static void put_steps(const char *path, int64_t from, int64_t to, float value) {
    for (; from < to; from++) put(path, from, (raw_value){"a", NULL, NULL, value});
}

/* Run it; check exit code, output and words of standard error (NULL: there is to be none). */
static void says(const char *line, int code, const char *output, const char *words) {
    outcome o = run(line);
    ck_assert_msg(o.code == code, "%s: exit code %d, not %d; %s", line, o.code, code, o.err);
    if (output)
        ck_assert_msg(strstr(o.out, output) != NULL, "%s: '%s' in '%s'", line, output, o.out);
    if (words)
        ck_assert_msg(strstr(o.err, words) != NULL, "%s: '%s' in '%s'", line, words, o.err);
    else
        ck_assert_str_eq(o.err, "");
    free(o.out);
    free(o.err);
}

static void says_not(const char *line, const char *words) {
    outcome o = run(line);
    ck_assert_msg(!strstr(o.out, words) && !strstr(o.err, words), "%s: %s%s", line, o.out, o.err);
    free(o.out);
    free(o.err);
}

/* ---- ls ---- */

START_TEST(ls_says_how_many_points_are_shown) {
    put_steps("tfevents.1", 0, 6, 1);
    put_steps("tfevents.1", 2, 4, 2);
    says("$tblog ls .", 0, "  a  scalars  4  steps 0..3  last 2  (8 points, 4 shown)\n", NULL);
    says("$tblog ls --json .", 0, "\"last\": 2, \"logged\": 8, \"shown\": 4, \"unfit\": 0}", NULL);
}
END_TEST

/* A killed writer leaves one, and TensorBoard skips it. */
START_TEST(ls_skips_a_torn_last_record) {
    put_steps("tfevents.1", 0, 6, 1);
    struct stat info;
    ck_assert_int_eq(stat("tfevents.1", &info), 0);
    for (off_t cut = 1; cut < 30; cut++) {
        ck_assert_int_eq(truncate("tfevents.1", info.st_size - cut), 0);
        says("$tblog ls .", 0, "  a  scalars  5  steps 0..4  last 1", NULL);
    }
    put_steps("tfevents.2", 6, 7, 1);
    says("$tblog ls .", 0, "  a  scalars  6  steps 0..6  last 1", NULL);
}
END_TEST

/* Without the sign, which means nothing; and what comes after a NUL in a plugin's name. */
START_TEST(ls_shows_nan_and_odd_kinds) {
    static const char event[] = "\x2a\x0e\x0a\x0c\x0a\x01t\x4a\x07\x0a\x05\x0a\x03"
                                "a\0b";
    put("tfevents.1", 0, (raw_value){"a", NULL, NULL, -NAN});
    FILE *file = fopen("tfevents.1", "ab");
    raw_put_record(file, event, sizeof event - 1);
    fclose(file);
    says("$tblog ls .", 0, "  a  scalars  1  steps 0..0  last nan\n", NULL);
    says("$tblog ls .", 0, "  t  a?b      1  steps 0..0            (1 point, 0 shown; ", NULL);
}
END_TEST

/* ---- export ---- */

START_TEST(metadata_come_once_and_every_point_is_exported) {
    put("tfevents.1", 0, (raw_value){"loss", NULL, NULL, 1});
    put("tfevents.1", 1, (raw_value){"loss", NULL, raw_float(2), 0});
    put("tfevents.2", 2, (raw_value){"loss", NULL, raw_float(3), 0});
    put("tfevents.2", 3,
        (raw_value){"note", "text", raw_texts((const char *const[]){"hello"}, 1), 0});
    put("tfevents.3", 4, (raw_value){"note", NULL, raw_texts((const char *const[]){"you"}, 1), 0});
    says("$tblog export .", 0, ".,loss,0,1000,1\n.,loss,1,1000,2\n.,loss,2,1000,3\n", NULL);
    says("$tblog export -k text .", 0, ".,note,3,1000,hello\n.,note,4,1000,you\n", NULL);
}
END_TEST

/* Numbers in the list of their type, as some writers have them; and not as many as there should
 * be. */
START_TEST(buckets_are_exported_or_reported_as_left_out) {
    static const float buckets[2][3] = {{0, 1, 5}, {1, 2.5f, 7}};
    double wide[6] = {0, 1, 5, 1, 2.5, .1};
    Tblog__TensorProto *listed = raw_buckets(buckets, 2);
    listed->float_val = (float *)(uintptr_t)buckets;
    listed->n_float_val = 6;
    listed->tensor_content.len = 0;
    put("tfevents.1", 0, (raw_value){"h", "histograms", listed, 0});
    listed->n_float_val = 0;
    listed->double_val = wide;
    listed->n_double_val = 6;
    listed->dtype = TBLOG__DATA_TYPE__DT_DOUBLE;
    put("tfevents.1", 1, (raw_value){"h", "other", listed, 0}); /* later metadata do not count */
    says("$tblog export -k histograms .", 0,
         "count\n.,h,0,1000,0,1,5\n.,h,0,1000,1,2.5,7\n.,h,1,1000,0,1,5\n.,h,1,1000,1,2.5,0.1\n",
         NULL);
    listed->n_double_val = 3;
    put("tfevents.1", 2, (raw_value){"h", NULL, listed, 0});
    says("$tblog export -k histograms .", 1, "1,2.5,0.1\n",
         "tag 'h': 1 of 3 values are not of the kind histograms and are left out");
}
END_TEST

/* What tensorboard.data_compat.migrate_value makes of it. */
START_TEST(empty_buckets_at_the_ends_are_not_exported) {
    static const double numbers[] = {.5, 2.5, 1, 2, 3, 4, 0, 2, 1, 0};
    uint8_t histogram[] = {[0] = 1 << 3 | 1,  [9] = 2 << 3 | 1, /* min, max */
                           [18] = 6 << 3 | 2, [19] = 32,        /* right ends of buckets */
                           [52] = 7 << 3 | 2, [53] = 32,        [85] = 0};
    char tag[] = "h";
    tblog__copy_le(histogram + 1, &numbers[0], 1, 8);
    tblog__copy_le(histogram + 10, &numbers[1], 1, 8);
    tblog__copy_le(histogram + 20, &numbers[2], 4, 8);
    tblog__copy_le(histogram + 54, &numbers[6], 4, 8);
    Tblog__Event event = TBLOG__EVENT__INIT;
    Tblog__Summary summary = TBLOG__SUMMARY__INIT;
    Tblog__Summary__Value value = TBLOG__SUMMARY__VALUE__INIT, *values[] = {&value};
    value.tag = tag;
    value.value_case = TBLOG__SUMMARY__VALUE__VALUE_HISTO;
    value.histo = (ProtobufCBinaryData){sizeof histogram, histogram};
    summary.n_value = 1;
    summary.value = values;
    event.what_case = TBLOG__EVENT__WHAT_SUMMARY;
    event.summary = &summary;
    FILE *file = fopen("tfevents.1", "wb");
    raw_put_event(file, &event);
    fclose(file);
    says("$tblog export -k histograms .", 0, "count\n.,h,0,0,0.5,2,2\n.,h,0,0,2,2.5,1\n", NULL);
}
END_TEST

/* It is a number for TensorBoard, whatever its metadata say. */
START_TEST(a_scalar_that_states_another_plugin_is_one) {
    put("tfevents.1", 0, (raw_value){"a", "scalars", raw_float(1), 0});
    put("tfevents.1", 1, (raw_value){"a", "other", raw_float(2), 0});
    says("$tblog export .", 0, ".,a,0,1000,1\n.,a,1,1000,2\n", NULL);
    says("$tblog verify .", 0, "", NULL);
}
END_TEST

START_TEST(tags_are_matched_to_their_last_byte) {
    static const char event[] = "\x2a\x0c\x0a\x0a\x0a\x03"
                                "a\0b"
                                "\x15\0\0\x80\x3f";
    FILE *file = fopen("tfevents.1", "wb");
    raw_put_record(file, event, sizeof event - 1);
    fclose(file);
    expect("[ $($tblog export -t 'b$' . | wc -l) = 2 ]", 0, NULL);
    expect("[ $($tblog export -t 'a$' . | wc -l) = 1 ]", 0, NULL);
}
END_TEST

START_TEST(points_that_later_ones_replaced_are_exported_on_demand) {
    put_steps("tfevents.1", 0, 3, 1);
    put_steps("tfevents.1", 1, 2, 2);
    outcome o = run("$tblog export .");
    ck_assert_str_eq(o.out, "run,tag,step,wall_time,value\n.,a,0,1000,1\n.,a,1,1000,2\n");
    free(o.out);
    free(o.err);
    says("$tblog export --all .", 0, ".,a,1,1000,1\n.,a,2,1000,1\n.,a,1,1000,2\n", NULL);
}
END_TEST

START_TEST(scalars_of_other_types_are_exported_and_reported) {
    int64_t whole = -5;
    double tenth = .1;
    put("tfevents.1", 0, (raw_value){"a", "scalars", raw_float(1), 0});
    put("tfevents.1", 1,
        (raw_value){"a", "scalars", raw_number(TBLOG__DATA_TYPE__DT_INT64, &whole, 8, true), 0});
    put("tfevents.1", 2,
        (raw_value){"a", "scalars", raw_number(TBLOG__DATA_TYPE__DT_DOUBLE, &tenth, 8, false), 0});
    says("$tblog export .", 0, ".,a,0,1000,1\n.,a,1,1000,-5\n.,a,2,1000,0.1\n",
         "run .: tag 'a': 2 of 3 points are not float32 numbers of rank 0, which TensorBoard's "
         "default loader does not show");
    says("$tblog ls .", 0, "last 0.1  (3 points, 1 shown; 2 only with --load_fast=false)", NULL);
    says("$tblog verify .", 0, ".: note: tag 'a': 3 points, 1 shown; 2 only with", NULL);
    says_not("$tblog verify .", "go back");
}
END_TEST

/* float32 with as many digits as bring it back, doubles with theirs. */
START_TEST(numbers_are_exported_exactly) {
    static const double numbers[] = {.1, 1.0 / 3, 1e300, (double).1f};
    float odd[] = {.1f, -NAN, -INFINITY};
    for (int i = 0; i < 3; i++) put("tfevents.1", i, (raw_value){"f", NULL, NULL, odd[i]});
    for (int i = 0; i < 4; i++)
        put("tfevents.1", i,
            (raw_value){"d", "scalars",
                        raw_number(TBLOG__DATA_TYPE__DT_DOUBLE, &numbers[i], 8, false), 0});
    says("$tblog export -t f .", 0, ",0.1\n.,f,1,1000,nan\n.,f,2,1000,-inf\n", NULL);
    says("$tblog export -t d .", 0,
         ",0.1\n.,d,1,1000,0.3333333333333333\n.,d,2,1000,1e+300\n.,d,3,1000,0.10000000149011612\n",
         "float32");
}
END_TEST

/* TensorBoard skips the event; --all shows it. JSON has no inf. */
START_TEST(json_has_no_bare_infinities) {
    put("tfevents.1", 0, (raw_value){"a", NULL, NULL, -INFINITY});
    says("$tblog export -f jsonl .", 0,
         "{\"run\": \".\", \"tag\": \"a\", \"step\": 0, \"wall_time\": 1000, \"value\": "
         "\"-Infinity\"}",
         NULL);
    put_at("tfevents.1", 1, INFINITY, (raw_value){"a", NULL, NULL, 2});
    says_not("$tblog export -f jsonl . ", "inf");
    says("$tblog verify .", 1, "its wall time is infinite, at which TensorBoard skips", NULL);
}
END_TEST

/* ---- tags of two kinds ---- */

START_TEST(a_tag_of_two_kinds_is_reported_everywhere) {
    put("tfevents.1", 0, (raw_value){"a", "scalars", raw_float(1), 0});
    put("tfevents.2", 1,
        (raw_value){"a", "images", raw_texts((const char *const[]){"1", "1", "x"}, 3), 0});
    says("$tblog ls .", 0, "(2 points, 1 shown; 1 not of the kind scalars, which TensorBoard may",
         NULL);
    says("$tblog verify .", 1,
         "./tfevents.2: record 0 at byte 0: tag 'a': a value of images, but the tag's first value "
         "is of scalars: TensorBoard shows an error or nothing (1 such values)",
         NULL);
    says("$tblog verify -q .", 1, "", NULL);
    says("$tblog export .", 1, ".,a,0,1000,1\n", "1 of 2 values are not of the kind scalars");
    says_not("$tblog export .", ".,a,1,");
}
END_TEST

/* ---- prune and merge ---- */

/* Steps 0 to 19, then 10 to 19 again: of the old 10 to 19 nothing may come back. */
START_TEST(prune_drops_what_a_restart_replaced) {
    for (int i = 0; i < 20; i++) put("tfevents.1", i, (raw_value){"a", NULL, NULL, (float)i});
    for (int i = 10; i < 20; i++)
        put("tfevents.2", i, (raw_value){"a", NULL, NULL, (float)(2 * i)});
    expect("$tblog prune . -n 6 -o out/tfevents.3", 0, NULL);
    outcome o = run("$tblog export out");
    long step, last = -1, count = 0;
    double value;
    for (char *at = strchr(o.out, '\n') + 1; *at; at = strchr(at, '\n') + 1, count++) {
        ck_assert_int_eq(sscanf(at, ".,a,%ld,1000,%lf", &step, &value), 2);
        ck_assert(step > last && value == (double)(step < 10 ? step : 2 * step));
        if (count == 0) ck_assert_int_eq(step, 0);
        last = step;
    }
    ck_assert_int_eq(last, 19);
    ck_assert_int_ge(count, 6);
    ck_assert_int_le(count, 8); /* hidden points do not use up -n, nor are they there */
    free(o.out);
    free(o.err);
    says("$tblog ls out", 0, "steps 0..19  last 38\n", NULL);
}
END_TEST

/* Also when fewer points are shown than may stay. */
START_TEST(prune_drops_replaced_points_also_of_short_series) {
    put_steps("tfevents.1", 0, 20, 1);
    put_steps("tfevents.2", 10, 20, 2);
    expect("$tblog prune . -n 25 -o out", 0, NULL);
    expect("[ $($tblog export -a out | wc -l) = 21 ]", 0, NULL);
    expect("$tblog prune . -n 30 -o out; cat tfevents.1 tfevents.2 | cmp - out", 0, NULL);
}
END_TEST

/* A message of the graph dashboard has no room for what the tag is. */
START_TEST(prune_makes_no_tag_of_a_message) {
    static const float rows[1][3] = {{0, 1, 5}};
    Tblog__Event event = TBLOG__EVENT__INIT;
    event.what_case = TBLOG__EVENT__WHAT_TAGGED_RUN_METADATA;
    event.tagged_run_metadata = (ProtobufCBinaryData){3, (uint8_t *)(uintptr_t) "\x0a\x01h"};
    event.step = 1;
    for (int64_t step = 5; step < 8; step++)
        put("tfevents.1", step, (raw_value){"h", "pr_curves", raw_buckets(rows, 1), 0});
    FILE *file = fopen("tfevents.1", "ab");
    raw_put_event(file, &event);
    fclose(file);
    for (int64_t step = 2; step < 5; step++)
        put("tfevents.1", step, (raw_value){"h", NULL, raw_buckets(rows, 1), 0});
    expect("$tblog prune . -n 2 -o out", 0, NULL);
    expect("[ \"$($tblog ls out)\" = \"$(printf '.\n  h  pr_curves  1  steps 4..4\\n1 run, 1 tag, "
           "1 point')\" ]",
           0, NULL);
}
END_TEST

/* Of such a tag a later value might become the first, and be shown. */
START_TEST(prune_leaves_what_no_dashboard_shows_alone) {
    for (int i = 0; i < 20; i++) put("tfevents.1", i, (raw_value){"a", NULL, raw_float(1), 0});
    expect("$tblog prune . -n 4 -o out; cmp tfevents.1 out", 0, NULL);
}
END_TEST

/* The values of one event may fare differently, and the first to stay says what the tag is. */
START_TEST(prune_cuts_events_and_keeps_what_tags_are) {
    FILE *file = fopen("tfevents.1", "wb");
    for (int i = 0; i < 12; i++)
        raw_put(file, i < 10 ? i : i - 10, 1000,
                (raw_value[]){{"a", i ? NULL : "scalars", raw_float((float)i), 0},
                              {i < 10 ? "b" : "c", NULL, NULL, (float)i}},
                2);
    fclose(file);
    expect("$tblog prune . -n 4 -o out/tfevents.2", 0, NULL);
    says("$tblog export -t a out", 0, "value\n.,a,0,1000,10\n.,a,1,1000,11\n", NULL);
    says("$tblog ls out", 0, "  b  scalars  4  steps 0..9  last 9\n", NULL);
    says("$tblog ls out", 0, "  c  scalars  2  steps 0..1  last 11\n", NULL);
}
END_TEST

/* The smallest and the largest of a stretch stay, also when it begins with NaN. */
START_TEST(prune_keeps_the_extremes) {
    for (int i = 0; i < 100; i++)
        put("tfevents.1", i,
            (raw_value){"a", NULL, NULL,
                        i % 25 ? (float)(i == 30   ? -9
                                         : i == 60 ? 9
                                                   : 0)
                               : NAN});
    expect("$tblog prune . -n 8 -o out/tfevents.2", 0, NULL);
    says("$tblog export out", 0, ".,a,30,1000,-9\n", NULL);
    says("$tblog export out", 0, ".,a,60,1000,9\n", NULL);
}
END_TEST

START_TEST(the_output_is_no_event_file_of_its_own_run) {
    put_steps("tfevents.1", 0, 3, 1);
    put_steps("tfevents.2", 3, 6, 1);
    expect("$tblog merge . -o tfevents.3", 1, "is in the run's own folder");
    expect("mkdir sub; $tblog merge . -o sub/../tfevents.3", 1, "is in the run's own folder");
    expect("$tblog merge . -o tfevents.1", 1, "is in the run's own folder");
    expect("$tblog prune tfevents.1 -o ./tfevents.3", 1, "is in the run's own folder");
    ck_assert_int_ne(access("tfevents.3", F_OK), 0);
    expect("$tblog merge . -o - >tfevents.3", 1, "standard output: is in the run's own folder");
    expect("$tblog merge . -o /dev/stdout >tfevents.3", 1, "is in the run's own folder");
    expect("[ ! -s tfevents.3 ] && rm tfevents.3", 0, NULL);
    expect("$tblog merge . -o - >all && [ -s all ]", 0, NULL);
    expect("$tblog merge . -o all", 0, NULL); /* no event file for TensorBoard */
    expect("mv all tfevents.1; rm tfevents.2; $tblog prune . -n 2 -o tfevents.1", 0, NULL);
    says("$tblog ls .", 0, "  a  scalars  2  steps 0..5", NULL);
}
END_TEST

/* ---- log ---- */

START_TEST(log_warns_once_of_each_tag_whose_steps_go_back) {
    outcome o = run("for line in 0,a,1 1,a,1 0,b,1 1,a,2 0,a,3 1,b,1 -1,b,1; do echo $line; done | "
                    "$tblog log --csv logs");
    ck_assert_int_eq(o.code, 0);
    ck_assert_str_eq(o.err,
                     "tblog log: line 4: warning: tag 'a': step 1 is not above the last one, 1: "
                     "TensorBoard's default loader drops all points from there on\n"
                     "tblog log: line 7: warning: tag 'b': step -1 is not above the last one, 1: "
                     "TensorBoard's default loader drops all points from there on\n");
    free(o.out);
    free(o.err);
    says("$tblog ls logs", 0, "  a  scalars  1  steps 0..0    last 3  (4 points, 1 shown)\n", NULL);
    says("$tblog verify logs", 0, "logs: note: tag 'a': 4 points, 1 shown: its steps go back",
         NULL);
    says("echo '{\"kind\":\"scalar\",\"tag\":\"n\",\"step\":9223372036854775807,\"value\":NaN}' | "
         "$tblog log exact; $tblog export exact",
         0, ".,n,9223372036854775807,", NULL);
}
END_TEST

/* ---- verify ---- */

START_TEST(verify_says_each_thing_once) {
    put("tfevents.1", 0, (raw_value){"a", "scalars", raw_float(1), 0});
    for (int i = 1; i < 4; i++)
        put("tfevents.1", i, (raw_value){"a", NULL, raw_texts((const char *const[]){"x"}, 1), 0});
    put("tfevents.1", 0, (raw_value){"b", NULL, raw_float(1), 0}); /* of no kind, so not shown */
    expect("$tblog verify . >said; [ $(grep -c 'data of another type' said) = 1 ]", 0, NULL);
    expect("[ $(grep -c 'note: ' said) = 1 ] && grep -q \"note: tag 'a'\" said", 0, NULL);
}
END_TEST

/* Reading goes on after bad data; nobody can go on after a bad length. */
START_TEST(verify_finds_every_record_with_bad_data) {
    struct stat info;
    put_steps("tfevents.1", 1, 2, 1);
    ck_assert_int_eq(stat("tfevents.1", &info), 0);
    put_steps("tfevents.1", 2, 7, 1);
    char *damage = path_of("for i in 1 3 4; do printf '?' | dd of=tfevents.1 bs=1 seek=$((i * %d + "
                           "14)) conv=notrunc 2>/dev/null; done; $tblog verify .",
                           (int)info.st_size);
    outcome o = run(damage);
    ck_assert_int_eq(o.code, 1);
    for (int i = 1; i < 5; i++) {
        char *line = path_of("record %d at byte %d: data CRC got", i, i * (int)info.st_size);
        ck_assert_msg((strstr(o.out, line) != NULL) == (i != 2), "%s in %s", line, o.out);
        free(line);
    }
    free(o.out);
    free(o.err);
    free(damage);
}
END_TEST

START_TEST(a_long_path_hides_no_reason) {
    char name[101];
    memset(name, 'n', 100);
    name[100] = '\0';
    char *deep = path_of("%s/%s/%s/%s/%s/%s", name, name, name, name, name, name);
    char *line = path_of("mkdir -p %s; printf 'damage damage damage' >%s/tfevents.1", deep, deep);
    expect(line, 0, NULL);
    says("$tblog ls . >/dev/null", 1, NULL, "/tfevents.1: record 0 at byte 0: length CRC got ");
    says("$tblog verify .", 1, "/tfevents.1: record 0 at byte 0: length CRC got ", NULL);
    free(line);
    free(deep);
}
END_TEST

/* ---- folders ---- */

START_TEST(a_folder_without_event_files_is_reported) {
    expect("mkdir none; $tblog ls none", 1, "none: no event file");
    expect("$tblog export none", 1, "none: no event file");
    expect("$tblog export -k images none -o pictures", 1, "none: no event file");
    expect("$tblog merge none -o out", 1, "none: no event file");
    says("$tblog verify none", 1, "none: no event file", NULL);
}
END_TEST

/* Where the test runs as root, which may read all, it becomes somebody else for the command. */
START_TEST(a_subfolder_that_cannot_be_read_is_reported) {
    expect("mkdir -p logs/shut", 0, NULL);
    put_steps("logs/tfevents.1", 0, 3, 1);
    expect("chmod 755 . logs; chmod 0 logs/shut; cp \"$tblog\" tblog", 0, NULL);
    const char *as = getuid() ? "" : "setpriv --reuid=65534 --clear-groups ";
    char *trial = path_of("%s./tblog --version >version 2>&1", as);
    bool can_run = WEXITSTATUS(system(trial)) == 0;
    free(trial);
    if (!can_run) SKIP("another user cannot run the command");
    static const char *const commands[] = {"ls logs", "verify logs", "export logs",
                                           "merge logs -o -"};
    for (size_t i = 0; i < 4; i++) {
        char *line = path_of("%s./tblog %s 2>&1", as, commands[i]);
        says(line, 1, "logs/shut: cannot read: Permission denied", NULL);
        free(line);
    }
    expect("chmod 755 logs/shut", 0, NULL);
}
END_TEST

START_TEST(symbolic_links_to_runs_are_followed) {
    expect("mkdir logs real", 0, NULL);
    put_steps("real/tfevents.1", 0, 3, 1);
    expect("ln -s ../real logs/linked; ln -s . logs/circle", 0, NULL);
    says("$tblog ls logs", 0, "linked\n  a  scalars  3", NULL);
    expect("ln -s nowhere gone; $tblog ls gone", 1, "gone: cannot read: No such file");
}
END_TEST

/* ---- output ---- */

#ifdef __GLIBC__
#define NO_SPACE "No space left on device"
#else
#define NO_SPACE "" /* stdio tried once, and the reason is gone */
#endif

START_TEST(output_that_is_lost_is_an_error) {
    put_steps("tfevents.1", 0, 3, 1);
    expect("mkdir b; cp tfevents.1 b; echo '{}' >c", 0, NULL);
    expect("$tblog ls . >/dev/full", 1, "standard output: " NO_SPACE);
    expect("$tblog verify c >/dev/full", 1, "standard output: " NO_SPACE);
    expect("$tblog export . >/dev/full", 1, "No space left on device");
    expect("$tblog export . -o /dev/full", 1, "/dev/full: No space left on device");
    expect("$tblog merge b -o /dev/full", 1, "/dev/full: No space left on device");
    expect("$tblog --help >/dev/full", 1, "standard output: " NO_SPACE);
    expect("$tblog ls --help >/dev/full", 1, "standard output: " NO_SPACE);
    expect("$tblog diff b c >/dev/full", 2, "standard output: " NO_SPACE);
    expect("$tblog ls . >&-", 1, "standard output: Bad file descriptor");
}
END_TEST

/* Of every command that there is; diff has its own exit code for trouble. */
START_TEST(help_that_is_lost_is_an_error) {
    expect("n=0; for c in $($tblog --help | sed -n 's/^  \\([a-z]*\\) .*/\\1/p') --version; do "
           "n=$((n+1)); "
           "for o in --help -h; do $tblog $c $o >/dev/full 2>said; code=$?; "
           "[ $code = $([ $c = diff ] && echo 2 || echo 1) ] && grep -q 'standard output: " NO_SPACE
           "' said "
           "|| echo $c $o: $code >>wrong; done; done; [ $n -ge 9 ] && [ ! -e wrong ]",
           0, NULL);
}
END_TEST

/* A verdict that was lost is not a good one: a note, which is no fault, was not read. */
START_TEST(a_note_that_is_lost_is_an_error) {
    put_steps("tfevents.1", 0, 3, 1);
    put_steps("tfevents.1", 0, 1, 1);
    says("$tblog verify .", 0, "note: tag 'a': 4 points, 1 shown", NULL);
    expect("$tblog verify . >/dev/full", 1, "standard output: " NO_SPACE);
    says("$tblog verify -q . >/dev/full", 0, "", NULL);
}
END_TEST

SUITE_WITH("view", own_folder_enter, own_folder_teardown, ls_says_how_many_points_are_shown,
           ls_skips_a_torn_last_record, ls_shows_nan_and_odd_kinds,
           metadata_come_once_and_every_point_is_exported,
           buckets_are_exported_or_reported_as_left_out, empty_buckets_at_the_ends_are_not_exported,
           a_scalar_that_states_another_plugin_is_one, tags_are_matched_to_their_last_byte,
           points_that_later_ones_replaced_are_exported_on_demand,
           scalars_of_other_types_are_exported_and_reported, numbers_are_exported_exactly,
           json_has_no_bare_infinities, a_tag_of_two_kinds_is_reported_everywhere,
           prune_drops_what_a_restart_replaced, prune_drops_replaced_points_also_of_short_series,
           prune_makes_no_tag_of_a_message, prune_leaves_what_no_dashboard_shows_alone,
           prune_cuts_events_and_keeps_what_tags_are, prune_keeps_the_extremes,
           the_output_is_no_event_file_of_its_own_run,
           log_warns_once_of_each_tag_whose_steps_go_back, verify_says_each_thing_once,
           verify_finds_every_record_with_bad_data, a_long_path_hides_no_reason,
           a_folder_without_event_files_is_reported, a_subfolder_that_cannot_be_read_is_reported,
           symbolic_links_to_runs_are_followed, output_that_is_lost_is_an_error,
           help_that_is_lost_is_an_error, a_note_that_is_lost_is_an_error)
