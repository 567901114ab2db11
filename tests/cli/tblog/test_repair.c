/* SPDX-License-Identifier: Apache-2.0 */
/*
 * tblog repair while other processes change the file, and with records of any size. The linker
 * redirects tblog_reader_close to this file, so that something can happen before it.
 */
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "cli/tblog/commands.h"
#include "command_line.h"
#include "event_file.h"
#include "own_folder.h"
#include "raw_events.h"
#include "suite.h"

static const char damaged[] = "tfevents.1";

static void put(double wall_time_s, float number) {
    FILE *file = fopen(damaged, "ab");
    raw_put(file, 0, wall_time_s, &(raw_value){"a", NULL, NULL, number}, 1);
    fclose(file);
}

/* Three records, of which the second is damaged. */
static void setup(void) {
    own_folder_enter();
    put(1, 1);
    struct stat info;
    ck_assert_int_eq(stat(damaged, &info), 0);
    put(1, 2);
    put(1, 3);
    int fd = open(damaged, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, "?", 1, info.st_size + 14), 1);
    close(fd);
}

static size_t records_of(const char *path) {
    event_file file = event_file_read(path);
    size_t count = file.count;
    event_file_free(&file);
    return count;
}

/* ---- others at work ---- */

static void (*meanwhile)(void);

void __real_tblog_reader_close(tblog_reader *reader);
void __wrap_tblog_reader_close(tblog_reader *reader);

void __wrap_tblog_reader_close(tblog_reader *reader) {
    if (meanwhile) meanwhile();
    __real_tblog_reader_close(reader);
}

static int repair_here(void) {
    char name[] = "repair";
    char *argv[] = {name, (char *)(uintptr_t)damaged, NULL};
    return tblog_repair_command(2, argv);
}

/* As fast as the clock of the file system does not see. */
static void append(void) {
    expect("touch -r tfevents.1 time", 0, NULL);
    put(1, 4);
    expect("touch -r time tfevents.1; rm time", 0, NULL);
}

static void replace(void) {
    expect("cp -p tfevents.1 other; mv other tfevents.1", 0, NULL);
}

/* Of the same size. */
static void change(void) {
    int fd = open(damaged, O_WRONLY);
    ck_assert_int_eq(pwrite(fd, "?", 1, 14), 1);
    ck_assert_int_eq(futimens(fd, (struct timespec[]){{1, 0}, {1, 0}}), 0);
    close(fd);
}

START_TEST(a_file_that_changes_meanwhile_stays_as_it_is) {
    static void (*const changes[])(void) = {append, replace, change};
    for (size_t i = 0; i < 3; i++) {
        meanwhile = changes[i];
        ck_assert_int_eq(repair_here(), 1);
        meanwhile = NULL;
        expect("[ \"$(ls | tr '\\n' ' ')\" = 'err.txt out.txt tfevents.1 ' ]", 0, NULL);
    }
    ck_assert_int_eq(repair_here(), 0);
    ck_assert_uint_eq(records_of(damaged), 2); /* of four, that which was appended too */
}
END_TEST

START_TEST(a_file_that_is_being_written_is_reported) {
    int reader = open(damaged, O_RDONLY);
    if (fcntl(reader, F_SETLEASE, F_RDLCK) != 0) return; /* a file system without leases */
    close(reader);
    expect("cp tfevents.1 tfevents.2; $tblog repair tfevents.2 2>said; ! grep warning said", 0,
           NULL);
    int writer = open(damaged, O_WRONLY | O_APPEND | O_CLOEXEC);
    expect("$tblog repair tfevents.1", 0, "tfevents.1: warning: another process has it open");
    close(writer);
}
END_TEST

START_TEST(what_a_link_leads_to_is_repaired) {
    expect("mkdir real; mv tfevents.1 real/tfevents.9; ln -s real/tfevents.9 tfevents.1", 0, NULL);
    expect("$tblog repair tfevents.1", 0, "2 records kept, 1 faults dropped");
    expect("[ -L tfevents.1 ] && [ ! -L real/tfevents.9 ] && [ -f real/damaged.9 ]", 0, NULL);
    ck_assert_uint_eq(records_of("real/tfevents.9"), 2);
    expect("ln -s nowhere tfevents.2; $tblog repair tfevents.2", 1, "tfevents.2: cannot open");
}
END_TEST

START_TEST(all_files_of_a_folder_are_repaired) {
    expect("mkdir -p logs/a logs/b/c; cp tfevents.1 logs/a; cp tfevents.1 logs/b/c; "
           "echo x >logs/note; $tblog repair tfevents.1 -o logs/b/tfevents.9 2>said",
           0, NULL);
    expect("cp logs/b/tfevents.9 intact; $tblog repair logs", 0, "logs/b/c/tfevents.1: 2 records");
    expect("[ \"$(cd logs; find . -type f | sort | tr '\\n' ' ')\" = './a/damaged.1 ./a/tfevents.1 "
           "./b/c/damaged.1 ./b/c/tfevents.1 ./b/tfevents.9 ./note ' ]",
           0, NULL);
    expect("cmp intact logs/b/tfevents.9; $tblog verify logs", 0, NULL);
    ck_assert_uint_eq(records_of("logs/a/tfevents.1"), 2);
    expect("mkdir none; $tblog repair none tfevents.1", 1, "none: no event file");
    ck_assert_uint_eq(records_of(damaged), 2); /* the others are repaired all the same */
    expect("$tblog repair -o out logs/a logs/b", 2, "-o OUT is for one FILE");
    expect("$tblog repair -o out logs", 1, "logs: ");
}
END_TEST

/* ---- disks ---- */

START_TEST(a_full_disk_is_reported) {
    for (int i = 0; i < 100; i++) put(1, 4);
    expect("ulimit -f 1; $tblog repair tfevents.1 -o out", 1, "out: File too large");
    expect("$tblog repair tfevents.1 -o /dev/full", 1, "/dev/full: No space left on device");
    expect("$tblog repair tfevents.1 -o - >/dev/full", 1, "-: No space left on device");
    ck_assert_int_ne(access("out", F_OK), 0);
}
END_TEST

/* ---- what is kept ---- */

/* TensorBoard stops reading there, as at what is not an event. */
START_TEST(an_event_without_a_time_is_dropped) {
    put(NAN, 4);
    put(INFINITY, 5);
    put(1, 6);
    expect("$tblog repair tfevents.1", 0, "dropped: record 3 at byte ");
    ck_assert_uint_eq(records_of(damaged), 4);
}
END_TEST

/* 257 MiB: more than readers once accepted. Records with correct CRCs are kept, whatever their
 * size. */
START_TEST(large_records_are_kept_and_read) {
    enum { SIZE = 257 << 20 };
    uint8_t *event = calloc(1, SIZE);
    ck_assert_ptr_nonnull(event);
    event[0] = 4 << 3 | 2; /* graph_def, of SIZE - 6 bytes */
    for (int i = 0; i < 5; i++) event[1 + i] = (uint8_t)((SIZE - 6) >> 7 * i | (i < 4 ? 0x80 : 0));
    FILE *file = fopen(damaged, "ab");
    raw_put_record(file, event, SIZE);
    fclose(file);
    free(event);
    put(1, 4);
    expect("$tblog repair tfevents.1", 0, "4 records kept, 1 faults dropped");
    expect("$tblog verify -q tfevents.1", 0, NULL);
    expect("$tblog ls tfevents.1 | grep -q 'a  *scalars  *1 .*last 4'", 0, NULL);
    expect("$tblog merge tfevents.1 -o out; cmp tfevents.1 out", 0, NULL);
}
END_TEST

SUITE_WITH("repair", setup, own_folder_teardown, a_file_that_changes_meanwhile_stays_as_it_is,
           a_file_that_is_being_written_is_reported, what_a_link_leads_to_is_repaired,
           all_files_of_a_folder_are_repaired, a_full_disk_is_reported,
           an_event_without_a_time_is_dropped, large_records_are_kept_and_read)
