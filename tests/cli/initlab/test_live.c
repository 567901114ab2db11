/* SPDX-License-Identifier: Apache-2.0 */
/* initlab on a terminal, elsewhere, and for scripts: what people and programs see. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <locale.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "json_file.h"
#include "own_folder.h"
#include "small_data.h"
#include "suite.h"
#include "tiny_terminal.h"

static tiny_terminal seen;

/* As an installed program is found; it shows the name that it was called by. */
static void find_in_path(void) {
    char path[8192];
    snprintf(path, sizeof path, "%.*s:%s", (int)(strrchr(INITLAB_TOOL, '/') - INITLAB_TOOL),
             INITLAB_TOOL, getenv("PATH"));
    setenv("PATH", path, 1);
}

static void setup(void) {
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
    own_folder_enter();
    small_data_write(".", 64);
    setenv("LC_ALL", "C.UTF-8", 1);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    find_in_path();
}

static void teardown(void) {
    own_folder_teardown();
    tiny_terminal_free(&seen);
    seen = (tiny_terminal){0};
}

/* What must hold of the screen after each frame. */
static void check_frame(void) {
    ck_assert_uint_eq(seen.wrapped, 0);
    ck_assert_uint_le(tiny_terminal_count(&seen, "runs done"), 1);
}

/* Everything that is on the screen, for a message. */
static const char *whole_screen(void) {
    static char text[8192];
    size_t used = 0;
    for (size_t i = 0; i < seen.used && used < sizeof text; i++)
        used +=
            (size_t)snprintf(text + used, sizeof text - used, "%s\n", tiny_terminal_line(&seen, i));
    return text;
}

/* Run a shell command on a terminal of that size until it ends with that exit code; type 'type'
 * (NULL: nothing) after three frames with a bar. Returns how many frames had a bar. */
static size_t run_on_terminal(const char *command, size_t columns, size_t rows, const char *type,
                              int want) {
    int master, status;
    size_t bars = 0;
    const struct winsize size = {.ws_col = (unsigned short)columns, .ws_row = (unsigned short)rows};
    pid_t child = forkpty(&master, NULL, NULL, &size);
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(127);
    }
    tiny_terminal_free(&seen);
    seen = tiny_terminal_new(columns, rows);
    char bytes[4096];
    ssize_t got;
    while ((got = read(master, bytes, sizeof bytes)) > 0 || (got < 0 && errno == EINTR)) {
        if (got < 0) continue;
        tiny_terminal_write(&seen, bytes, (size_t)got);
        if (got < 3 || memcmp(bytes + got - 3, "\033[J", 3) != 0) continue; /* not a whole frame */
        check_frame();
        bars += tiny_terminal_count(&seen, "ETA") > 0;
        if (type && bars == 3) {
            ck_assert_int_eq(write(master, type, strlen(type)), (ssize_t)strlen(type));
            type = NULL;
        }
    }
    close(master);
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == want, "ended with %#x, not %d:\n%s",
                  (unsigned)status, want, whole_screen());
    return bars;
}

#define INITLAB "initlab "
#define QUICK   " --data . --histogram-freq 0 --no-checkpoint --no-write-graph "

static void assert_seen(const char *words, size_t times) {
    size_t got = tiny_terminal_count(&seen, words);
    ck_assert_msg(got == times, "'%s' is there %zu times, not %zu", words, got, times);
}

/* Nothing of what was redrawn is left. */
static void assert_clean(void) {
    assert_seen("ETA", 0);
    assert_seen("runs done", 0);
    assert_seen("[=", 0);
    ck_assert_uint_eq(seen.wrapped, 0);
    ck_assert_uint_eq(seen.column, 0);
}

START_TEST(a_comparison_leaves_a_line_for_each_run_and_its_table) {
    static const size_t widths[] = {60, 120};
    for (size_t i = 0; i < 2; i++) {
        size_t bars = run_on_terminal(INITLAB "compare --init zeros,he_normal,ones -j 2"
                                              " --epochs 150 --overwrite" QUICK,
                                      widths[i], 24, NULL, 0);
        ck_assert_uint_gt(bars, 0);
        ck_assert_uint_gt(seen.styles, 0);
        assert_clean();
        assert_seen("he_normal", 3); /* its line, a row of the table, the best */
        assert_seen("report: initlab report logs", 1);
        assert_seen("tensorboard --logdir logs", 1);
        assert_seen("initializer       val_accuracy ", 1);
        assert_seen("seconds", 1);
        assert_seen(" accuracy  ", i); /* of the table, not at 60 columns */
        ck_assert_uint_eq(seen.row, 3 + 1 + 1 + 3 + 1 + (i ? 1 : 3));
    }
}
END_TEST

START_TEST(many_runs_do_not_scroll_the_screen_away) {
    size_t bars = run_on_terminal(INITLAB "compare --init zeros,he_normal,ones --seeds 10"
                                          " --epochs 12 -j 3" QUICK,
                                  60, 24, NULL, 0);
    ck_assert_uint_gt(bars, 0);
    assert_clean();
    ck_assert_str_eq(tiny_terminal_line(&seen, 1),
                     "  #  initializer       val_accuracy     95% interval   beats");
    assert_seen("seed-", 0);
}
END_TEST

START_TEST(one_run_keeps_a_line_for_each_epoch) {
    run_on_terminal(INITLAB "train --epochs 40 --seed 3" QUICK, 60, 24, NULL, 0);
    assert_clean();
    assert_seen("/40", 40);
    assert_seen("val_accuracy", 40);
    ck_assert_uint_eq(seen.row, 40);
}
END_TEST

START_TEST(ctrl_c_leaves_a_clean_screen) {
    run_on_terminal("exec " INITLAB "compare --init zeros,he_normal -j 2 --epochs 100000" QUICK, 60,
                    24, "\003", 130);
    assert_clean();
    assert_seen("^C", 0); /* the bars have overwritten it */
    assert_seen("initlab compare: interrupted", 1);
}
END_TEST

START_TEST(before_the_first_epoch_there_is_nothing_to_tell) {
    static const char *const command =
        "exec " INITLAB "compare --init zeros,he_normal --data many --logdir early --batch-size 1";
    char *many = path_of("%s/many", folder);
    ck_assert_int_eq(mkdir(many, 0777), 0);
    small_data_write(many, 50000);
    run_on_terminal(command, 60, 24, "\003", 130);
    ck_assert_str_eq(tiny_terminal_line(&seen, 0),
                     "initlab compare: interrupted; --resume continues");
    ck_assert_uint_eq(seen.row, 1);
    free(many);
}
END_TEST

START_TEST(no_color_and_dumb_terminals_are_heard) {
    size_t bars = run_on_terminal("NO_COLOR=1 " INITLAB "compare --init zeros,ones --epochs 100"
                                  " --overwrite" QUICK,
                                  60, 24, NULL, 0);
    ck_assert_uint_gt(bars, 0);
    ck_assert_uint_eq(seen.styles, 0);
    bars = run_on_terminal("TERM=dumb " INITLAB "compare --init zeros,ones --epochs 10"
                           " --overwrite" QUICK,
                           60, 24, NULL, 0);
    ck_assert_uint_eq(bars + seen.styles, 0);
    assert_seen("/10", 20); /* a line for each epoch */
    bars = run_on_terminal(INITLAB "compare --init zeros --epochs 10 -q --overwrite" QUICK, 60, 24,
                           NULL, 0);
    ck_assert_uint_eq(bars, 0);
    assert_seen("/10", 0);
}
END_TEST

START_TEST(elsewhere_than_in_utf8_everything_is_ascii) {
    setlocale(LC_CTYPE, "C"); /* the terminal's own: it refuses all but ASCII */
    size_t bars = run_on_terminal("LC_ALL=C " INITLAB "compare --init he_normal,ones --seeds 2"
                                  " --epochs 100" QUICK,
                                  80, 24, NULL, 0);
    ck_assert_uint_gt(bars, 0);
    assert_seen(" +- ", 3);
}
END_TEST

/* ---- for scripts ---- */

/* The lines of a file as JSON, each of which must be an object with an event. */
static cJSON *read_events(const char *path) {
    char *text = (char *)file_read(path).bytes, *rest = NULL;
    cJSON *events = cJSON_CreateArray();
    for (char *line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
        cJSON *event = cJSON_Parse(line);
        ck_assert_msg(event && cJSON_IsString(cJSON_GetObjectItem(event, "event")), "%s", line);
        cJSON_AddItemToArray(events, event);
    }
    free(text);
    return events;
}

/* Event i of that kind and run (NULL: any). */
static const cJSON *find(const cJSON *events, const char *kind, const char *run, int i) {
    const cJSON *event;
    cJSON_ArrayForEach(event, events) {
        const cJSON *name = cJSON_GetObjectItem(event, "run");
        if (strcmp(json_member(event, "event")->valuestring, kind) != 0) continue;
        if (run && strcmp(name->valuestring, run) != 0) continue;
        if (i-- == 0) return event;
    }
    return NULL;
}

static double number(const cJSON *event, const char *name) {
    const cJSON *item = json_member(event, name);
    ck_assert_msg(cJSON_IsNumber(item), "%s is no number", name);
    return item->valuedouble;
}

static void assert_text(const cJSON *event, const char *name, const char *want) {
    ck_assert_str_eq(json_member(event, name)->valuestring, want);
}

START_TEST(json_has_an_event_for_each_moment) {
    ck_assert_int_eq(system(INITLAB "compare --init zeros,he_normal --seed 5 --seeds 3 --epochs 2"
                                    " --json --profile --lr 0.01" QUICK ">out 2>err"),
                     0);
    file_bytes err = file_read("err");
    ck_assert_uint_eq(err.size, 0); /* no terminal, no progress */
    free(err.bytes);
    cJSON *events = read_events("out");
    ck_assert_int_eq(cJSON_GetArraySize(events), 6 * (1 + 2 + 1) + 1);
    const cJSON *first = find(events, "run_begin", "he_normal/seed-6", 0);
    assert_text(first, "group", "he_normal");
    assert_text(first, "initializer", "he_normal");
    ck_assert(number(first, "seed") == 6 && number(first, "epochs") == 2);
    ck_assert(number(first, "first_epoch") == 1 && number(first, "batches") == 1);
    const cJSON *epoch = find(events, "epoch_end", "he_normal/seed-6", 1);
    const cJSON *end = find(events, "run_end", "he_normal/seed-6", 0);
    ck_assert(number(epoch, "epoch") == 2 && number(end, "epochs") == 2);
    ck_assert(number(epoch, "learning_rate") == .01 && number(epoch, "seconds") > 0);
    static const char *const metrics[] = {"loss", "accuracy", "val_loss", "val_accuracy"};
    for (int i = 0; i < 4; i++) ck_assert(number(epoch, metrics[i]) == number(end, metrics[i]));
    assert_text(end, "status", "done");

    const cJSON *last = cJSON_GetArrayItem(events, cJSON_GetArraySize(events) - 1);
    assert_text(last, "event", "comparison_end");
    assert_text(last, "status", "done");
    const cJSON *groups = json_member(last, "groups"), *best = cJSON_GetArrayItem(groups, 0);
    ck_assert_int_eq(cJSON_GetArraySize(groups), 2);
    double mean = 0;
    for (int seed = 5; seed < 8; seed++) {
        char *run = path_of("%s/seed-%d", json_member(best, "group")->valuestring, seed);
        mean += number(find(events, "run_end", run, 0), "val_accuracy") / 3;
        free(run);
    }
    ck_assert_double_eq_tol(number(best, "val_accuracy"), mean, 1e-12);
    ck_assert(number(best, "rank") == 1 && number(best, "n") == 3);
    ck_assert(number(best, "val_accuracy_low") <= mean && number(best, "val_accuracy_sd") >= 0);
    const cJSON *difference = cJSON_GetArrayItem(json_member(last, "differences"), 0);
    ck_assert_int_eq(cJSON_IsTrue(json_member(difference, "significant")),
                     number(difference, "p") < .05);
    ck_assert(number(json_member(last, "profile"), "logging") >= 0);
    cJSON_Delete(events);
}
END_TEST

START_TEST(json_reports_ends_that_came_early) {
    ck_assert_int_eq(
        WEXITSTATUS(system(INITLAB "train --json --data . --logdir /proc/none >out 2>err")), 1);
    cJSON *events = read_events("out");
    const cJSON *end = find(events, "run_end", "glorot_uniform", 0);
    ck_assert_int_eq(cJSON_GetArraySize(events), 1); /* it did not begin */
    assert_text(end, "status", "failed");
    ck_assert_ptr_nonnull(strstr(json_member(end, "error")->valuestring, "/proc/none"));
    ck_assert(cJSON_IsNull(json_member(end, "val_loss")));
    cJSON_Delete(events);
    ck_assert_int_eq(
        WEXITSTATUS(system(INITLAB "compare --init ones --json --epochs 100000" QUICK
                                   ">out 2>err & pid=$!; while ! grep -q epoch_end out; do "
                                   "sleep .02; done; kill -INT $pid; wait $pid")),
        130);
    events = read_events("out");
    assert_text(find(events, "run_end", "ones", 0), "status", "interrupted");
    end = find(events, "comparison_end", NULL, 0);
    assert_text(end, "status", "interrupted");
    const cJSON *group = cJSON_GetArrayItem(json_member(end, "groups"), 0);
    ck_assert(number(group, "n") == 0 && cJSON_IsNull(json_member(group, "val_accuracy")));
    cJSON_Delete(events);
}
END_TEST

START_TEST(json_that_cannot_be_written_is_a_failure) {
    ck_assert_int_eq(WEXITSTATUS(system(INITLAB "compare --init ones --json --epochs 1" QUICK
                                                ">/dev/full 2>err")),
                     1);
    char *text = (char *)file_read("err").bytes;
    ck_assert_ptr_nonnull(strstr(text, "standard output"));
    free(text);
}
END_TEST

SUITE_WITH("live", setup, teardown, a_comparison_leaves_a_line_for_each_run_and_its_table,
           many_runs_do_not_scroll_the_screen_away, one_run_keeps_a_line_for_each_epoch,
           ctrl_c_leaves_a_clean_screen, before_the_first_epoch_there_is_nothing_to_tell,
           no_color_and_dumb_terminals_are_heard, elsewhere_than_in_utf8_everything_is_ascii,
           json_has_an_event_for_each_moment, json_reports_ends_that_came_early,
           json_that_cannot_be_written_is_a_failure)
