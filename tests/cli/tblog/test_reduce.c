/* SPDX-License-Identifier: Apache-2.0 */
/* tblog reduce. tests/tensorboard compares its numbers with NumPy's. */
#include <stdio.h>
#include <stdlib.h>

#include "command_line.h"
#include "event_file.h"
#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"

/* A run of one file: the numbers of a tag at steps 0, 1, ... */
static void put_run(const char *run, const char *tag, const float *numbers, size_t count) {
    char *line, *path;
    ck_assert_int_gt(asprintf(&line, "mkdir -p '%s'", run), 0);
    expect(line, 0, NULL);
    ck_assert_int_gt(asprintf(&path, "%s/tfevents.1", run), 0);
    FILE *file = fopen(path, "ab");
    for (size_t i = 0; i < count; i++)
        raw_put(file, (int64_t)i, 1000 + (double)i, &(raw_value){tag, NULL, NULL, numbers[i]}, 1);
    fclose(file);
    free(line);
    free(path);
}

static void setup(void) {
    own_folder_enter();
    put_run("logs/he/seed-1/train", "loss", (float[]){1, 2, 7}, 3);
    put_run("logs/he/seed-2/train", "loss", (float[]){3, 6}, 2);
    put_run("logs/other", "loss", (float[]){3, 6}, 2);
}

#define EXPORT "$tblog export out -r '([^n].|[^d])$' | cut -d, -f 1-3,5 | tr '\\n' ' '"

START_TEST(runs_that_differ_in_the_seed_are_one_group) {
    expect("$tblog reduce logs -o out", 0, NULL);
    expect("[ \"$(" EXPORT ")\" = 'run,tag,step,value he/train/mean,loss,0,2 "
           "he/train/mean,loss,1,4 he/train/std,loss,0,1.4142135 he/train/std,loss,1,2.828427 ' ]",
           0, NULL);
    expect("$tblog reduce logs -o out", 1, "out: File exists; choose a new folder");
    expect("$tblog reduce logs -o again 2>/dev/null; diff -r out again", 0, NULL);
}
END_TEST

START_TEST(groups_and_statistics_can_be_named) {
    expect("$tblog reduce logs --group '(he/seed-[0-9]*|other)(/train)?' --by max,median -o out", 0,
           NULL);
    expect("[ \"$(" EXPORT ")\" = 'run,tag,step,value max,loss,0,3 max,loss,1,6 median,loss,0,3 "
           "median,loss,1,6 ' ]",
           0, NULL);
    expect("$tblog reduce logs --by mean,sum -o no", 2, "--by: 'sum' is unknown; there are mean, ");
    expect("$tblog reduce logs --by min,min -o no", 2, "--by: min is there twice");
    expect("$tblog reduce logs --group '(' -o no", 2, "--group: '(': missing closing parenthesis");
    expect("$tblog reduce logs --group x -o no", 1, "logs: no part of a run's name matches x");
    expect("$tblog reduce logs", 2, "-o OUT is missing");
    expect("[ ! -e no ]", 0, NULL);
}
END_TEST

/* Both ends of the mean's interval, by the t of tables: 12.7062 for two runs. */
START_TEST(an_interval_is_two_runs) {
    expect("$tblog reduce logs --by ci95 -o out", 0, NULL);
    expect("[ \"$(" EXPORT ")\" = 'run,tag,step,value he/train/ci95-high,loss,0,14.706204 "
           "he/train/ci95-high,loss,1,29.412409 he/train/ci95-low,loss,0,-10.706204 "
           "he/train/ci95-low,loss,1,-21.412409 ' ]",
           0, NULL);
    expect("[ ! -e out/he/train/band ]", 0, NULL); /* no mean */
}
END_TEST

/* Steps that one of the runs has: the other's value lies on the line, or there is none. */
START_TEST(steps_between_are_interpolated) {
    static const struct {
        const char *run;
        int64_t step;
        float value;
    } points[] = {{"logs/i/seed-1", 0, 0}, {"logs/i/seed-1", 10, 10}, {"logs/i/seed-2", 0, 2},
                  {"logs/i/seed-2", 5, 3}, {"logs/i/seed-2", 10, 4},  {"logs/i/seed-2", 11, 9}};
    expect("mkdir -p logs/i/seed-1 logs/i/seed-2", 0, NULL);
    for (size_t i = 0; i < sizeof points / sizeof points[0]; i++) {
        char *path;
        ck_assert_int_gt(asprintf(&path, "%s/tfevents.1", points[i].run), 0);
        FILE *file = fopen(path, "ab");
        raw_put(file, points[i].step, 1000, &(raw_value){"a", NULL, NULL, points[i].value}, 1);
        fclose(file);
        free(path);
    }
    expect("$tblog reduce logs/i --by mean -o out; [ \"$(" EXPORT ")\" = 'run,tag,step,value "
           "mean,a,0,1 mean,a,10,7 ' ]",
           0, NULL);
    expect("rm -r out; $tblog reduce logs/i --by mean --interpolate -o out; [ \"$(" EXPORT
           ")\" = 'run,tag,step,value mean,a,0,1 mean,a,5,4 mean,a,10,7 ' ]",
           0, NULL);
}
END_TEST

/* The narrowest of what is asked for; with a layout, without which TensorBoard draws no band. */
START_TEST(a_band_is_around_the_mean) {
    static const struct {
        const char *by, *low, *high;
    } cases[] = {{"mean,std", "0.58578646", "3.4142137"},
                 {"max,mean,min,std", "1", "3"},
                 {"min,max,mean,ci95", "-10.706204", "14.706204"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char *line;
        ck_assert_int_gt(
            asprintf(
                &line,
                "rm -rf out; $tblog reduce logs --by %s -o out; [ \"$($tblog export out -r band | "
                "cut -d, -f 1-3,5 | sed '/,1,/d' | tr '\n' ' ')\" = 'run,tag,step,value "
                "he/train/band,loss,0,2 he/train/band,loss/low,0,%s "
                "he/train/band,loss/high,0,%s ' ]",
                cases[i].by, cases[i].low, cases[i].high),
            0);
        expect(line, 0, NULL);
        free(line);
        expect("$tblog ls -j out | grep -q 'custom_scalars__config__.*\"custom_scalars\"'", 0,
               NULL);
    }
    expect("$tblog reduce logs --by mean,max -o none; [ ! -e none/he/train/band ]", 0, NULL);
}
END_TEST

START_TEST(what_cannot_be_reduced_is_reported) {
    put_run("logs/he/seed-2/train", "acc", (float[]){1}, 1);
    put_run("logs/he/seed-1/train", "lr", (float[]){1}, 1);
    put_run("logs/one/seed-1", "loss", (float[]){1}, 1);
    expect("$tblog reduce logs -o out", 0, "he/train: 'lr' is not in each run: left out");
    expect("$tblog reduce logs -o two", 0, "one: one run has no std: left out");
    expect("[ -d two/one/mean ] && [ ! -e two/one/std ]", 0, NULL);
    expect("printf xxxxxxxxxxxxxxxxxxxxxxxx >>logs/he/seed-1/train/tfevents.1; "
           "$tblog reduce logs -o damaged",
           1, "logs/he/seed-1/train/tfevents.1: record 4 at byte ");
    expect("[ ! -e damaged/he ]", 0, NULL);
}
END_TEST

SUITE_WITH("reduce", setup, own_folder_teardown, runs_that_differ_in_the_seed_are_one_group,
           groups_and_statistics_can_be_named, an_interval_is_two_runs,
           steps_between_are_interpolated, a_band_is_around_the_mean,
           what_cannot_be_reduced_is_reported)
