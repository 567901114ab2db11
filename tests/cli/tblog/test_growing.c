/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Event files that grow while they are read: the linker leads the library's read(2) through here,
 * and before each of them a file may be some bytes longer, mostly within a record. What prune,
 * merge and export make of the run is what they make of files that end where the first pass came
 * to; a reader that follows a file gets every record.
 *
 * GROWING_SEEDS=100000 test_growing tries so many instead of a few.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "any_number.h"
#include "cli/tblog/commands.h"
#include "event_file.h"
#include "own_folder.h"
#include "suite.h"

enum { FILES = 2 };

static uint64_t seed, state;

/* From 0 to n - 1. */
static uint64_t any(uint64_t n) {
    return any_number(&state, n);
}

/* ---- files that grow ---- */

static struct {
    char *path;
    file_bytes will_be; /* all that it will have */
    event_file plain;   /* the records in that */
    size_t size;        /* what it has */
    uint64_t records;   /* how many of them the first pass read */
} files[FILES];

static bool growing;

static void append_some(size_t i, size_t most) {
    size_t more = (size_t)any(most + 1), left = files[i].will_be.size - files[i].size;
    if (more > left) more = left;
    FILE *file = fopen(files[i].path, "abe");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(files[i].will_be.bytes + files[i].size, 1, more, file), more);
    ck_assert_int_eq(fclose(file), 0);
    files[i].size += more;
}

ssize_t __real_read(int fd, void *to, size_t size);
ssize_t __wrap_read(int fd, void *to, size_t size);

ssize_t __wrap_read(int fd, void *to, size_t size) {
    if (growing && any(2)) append_some((size_t)any(FILES), 300);
    if (growing && any(2)) size = 1 + (size_t)any(size); /* as a read may do */
    return __real_read(fd, to, size);
}

static double always_1000(void *unused) {
    (void)unused;
    return 1000;
}

static void log_value(tblog_writer *writer, int64_t step) {
    static const char *const tags[] = {"a", "b", "c"};
    char text[200];
    const char *tag = tags[any(3)];
    if (any(10) == 0) step /= 2;
    snprintf(text, sizeof text, "%.*s", (int)any(190),
             "It is a truth universally acknowledged, that a single man in possession of a good "
             "fortune, "
             "must be in want of a wife. However little known the feelings or views of such a man");
    if (*tag == 'c')
        ck_assert_int_eq(tblog_text(writer, tag, step, text), TBLOG_OK);
    else
        ck_assert_int_eq(tblog_scalar(writer, tag, step, (double)any(1000)), TBLOG_OK);
    if (any(8) == 0) ck_assert_int_eq(tblog_writer_flush(writer, NULL), TBLOG_OK);
}

/* The same values as plain records, and as the file will have them. */
static void make_file(size_t i) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1000;
    options.clock = always_1000;
    options.index = i;
    options.host = "host";
    options.pid = 1;
    int64_t count = (int64_t)any(120);
    uint64_t before = state;
    for (int pass = 0; pass < 2; pass++) {
        if (pass && any(4) == 0) options.compression = TBLOG_COMPRESSION_GZIP;
        state = before;
        tblog_writer *writer = tblog_writer_open(pass ? "will_be" : "plain", &options, NULL);
        ck_assert_ptr_nonnull(writer);
        char *path = strdup(tblog_writer_path(writer));
        for (int64_t k = 0; k < count; k++) log_value(writer, k + 100 * (int64_t)i);
        ck_assert_int_eq(tblog_writer_close(writer, NULL), TBLOG_OK);
        if (pass) files[i].will_be = file_read(path);
        if (!pass) files[i].plain = event_file_read(path);
        if (pass) files[i].path = path_of("run/%s", strrchr(path, '/') + 1);
        free(path);
    }
    files[i].size = 0;
    append_some(i, files[i].will_be.size);
}

static void begin(uint64_t number) {
    seed = number;
    state = any_number_state(seed);
    own_folder_enter();
    ck_assert_int_eq(mkdir("run", 0777), 0);
    for (size_t i = 0; i < FILES; i++) make_file(i);
}

static void end(void) {
    for (size_t i = 0; i < FILES; i++) {
        free(files[i].path);
        free(files[i].will_be.bytes);
        event_file_free(&files[i].plain);
    }
    own_folder_teardown();
}

/* ---- commands ---- */

tblog_status __real_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err);
tblog_status __wrap_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err);

tblog_status __wrap_tblog_run_load(const tblog_logdir *logdir, size_t run, tblog_restarts restarts,
                                   tblog_run **loaded, tblog_error *err) {
    tblog_status status = __real_tblog_run_load(logdir, run, restarts, loaded, err);
    for (size_t i = 0; growing && i < FILES; i++) files[i].records = tblog_run_records(*loaded, i);
    return status;
}

/* A folder of what the first pass read, and no more. */
static void make_frozen(void) {
    ck_assert_int_eq(mkdir("frozen", 0777), 0);
    for (size_t i = 0; i < FILES; i++) {
        char *path = path_of("frozen/%s", strrchr(files[i].path, '/') + 1);
        const event_file *plain = &files[i].plain;
        size_t size = 0;
        for (uint64_t k = 0; k < files[i].records; k++) size += plain->records[k].size;
        file_write(path, plain->content.bytes, size);
        free(path);
    }
}

static void run_command(int (*command)(int argc, char **argv), const char *option, const char *run,
                        const char *out) {
    char name[] = "tblog", output[] = "-o";
    char *argv[] = {
        name, output, (char *)(uintptr_t)out, (char *)(uintptr_t)run, (char *)(uintptr_t)option,
        NULL};
    int code = command(option ? 5 : 4, argv);
    ck_assert_msg(code == 0, "seed %llu: exit code %d", (unsigned long long)seed, code);
}

START_TEST(a_run_that_grows_is_what_it_was) {
    static const struct {
        int (*command)(int argc, char **argv);
        const char *option;
    } cases[] = {{tblog_merge_command, NULL},
                 {tblog_prune_command, "-n5"},
                 {tblog_export_command, NULL},
                 {tblog_export_command, "-ktext"}};
    const char *seeds = getenv("GROWING_SEEDS");
    uint64_t count = seeds ? strtoull(seeds, NULL, 10) : 40;
    ck_assert_ptr_nonnull(freopen("/dev/null", "w", stderr)); /* "it is left out" */
    for (uint64_t k = 1; k <= count; k++) {
        begin(k);
        size_t which = k % (sizeof cases / sizeof cases[0]);
        growing = true;
        run_command(cases[which].command, cases[which].option, "run", "got");
        growing = false;
        make_frozen();
        run_command(cases[which].command, cases[which].option, "frozen", "want");
        file_bytes got = file_read("got"), want = file_read("want");
        ck_assert_msg(got.size == want.size && memcmp(got.bytes, want.bytes, got.size) == 0,
                      "seed %llu, case %zu", (unsigned long long)k, which);
        free(got.bytes);
        free(want.bytes);
        end();
    }
}
END_TEST

/* ---- a reader that follows ---- */

static void follow(size_t i) {
    tblog_error err;
    tblog_record record;
    const event_file *plain = &files[i].plain;
    size_t count = 0, idle = 0;
    tblog_reader *reader = tblog_reader_open(files[i].path, NULL, &err);
    ck_assert_msg(reader != NULL, "seed %llu: %s", (unsigned long long)seed, err.message);
    while (idle < 3) {
        bool complete = files[i].size == files[i].will_be.size;
        tblog_status status = tblog_reader_next(reader, &record, &err);
        ck_assert_msg(status == TBLOG_OK || status == TBLOG_END || status == TBLOG_ERR_TRUNCATED,
                      "seed %llu: %s", (unsigned long long)seed, err.message);
        idle = status && complete ? idle + 1 : 0;
        if (status) continue;
        ck_assert_uint_lt(count, plain->count);
        ck_assert_uint_eq(record.whole_size, plain->records[count].size);
        ck_assert_mem_eq(record.whole, plain->records[count].bytes, record.whole_size);
        count++;
    }
    ck_assert_uint_eq(count, plain->count);
    tblog_reader_close(reader);
}

START_TEST(a_reader_that_follows_gets_every_record) {
    const char *seeds = getenv("GROWING_SEEDS");
    uint64_t count = seeds ? strtoull(seeds, NULL, 10) : 40;
    for (uint64_t k = 1; k <= count; k++) {
        begin(k);
        growing = true;
        for (size_t i = 0; i < FILES; i++) follow(i);
        growing = false;
        end();
    }
}
END_TEST

SUITE("growing", a_run_that_grows_is_what_it_was, a_reader_that_follows_gets_every_record)
