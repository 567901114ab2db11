/* SPDX-License-Identifier: Apache-2.0 */
/* tblog repair: remove the broken records of event files. */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/input.h"
#include "cli/tblog/rewrite/in_place.h"

static const char command[] = "tblog repair";

typedef struct arguments {
    char **paths;
    size_t count;
    const char *out; /* NULL: in place */
} arguments;

static const cli_option options[] = {
    {"output", 'o', "OUT", "Write to OUT (- is standard output) and leave the one FILE as it is"},
    {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    if (key == 'o') args->out = value;
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->paths = call->arguments;
    args->count = call->count;
    if (args->out && args->count > 1) usage_error(call, "-o OUT is for one FILE");
    for (size_t i = 0; i < args->count; i++)
        if (strcmp(args->paths[i], "-") == 0 && !args->out)
            usage_error(call, "standard input cannot be repaired in place: give -o OUT");
}

typedef struct tally {
    uint64_t kept, dropped;
} tally;

/* ---- copying ---- */

/* Whether TensorBoard reads the record and continues after it. */
static bool is_readable(const tblog_record *record, tblog_error *err) {
    tblog_event event;
    if (tblog_event_check(record, err) || tblog_event_decode(record, &event, err)) return false;
    if (!isnan(event.wall_time_s)) return true;
    snprintf(err->message, sizeof err->message,
             "record %llu at byte %llu: its wall time is NaN, at which TensorBoard stops reading",
             (unsigned long long)event.number, (unsigned long long)event.offset);
    return false;
}

static void drop(tally *t, const char *message) {
    say(command, "dropped: %s", message);
    t->dropped++;
}

/* After a bad length: continue at the next intact record. */
static tblog_status skip(tblog_reader *reader, tblog_error *err) {
    uint64_t skipped;
    tblog_status status = tblog_reader_resync(reader, &skipped, err);
    if (!status || status == TBLOG_END)
        say(command, "skipped %llu bytes", (unsigned long long)skipped);
    return status;
}

/* Copy the intact records, byte for byte. False after reading or writing failed, which is
 * reported. */
static bool copy_intact(tblog_reader *reader, FILE *out, const char *name, tally *t) {
    tblog_error err;
    tblog_record record;
    for (;;) {
        tblog_status status = tblog_reader_next(reader, &record, &err);
        switch (status) {
        case TBLOG_OK:
            if (!is_readable(&record, &err)) {
                drop(t, err.message);
                continue;
            }
            if (fwrite(record.whole, 1, record.whole_size, out) != record.whole_size)
                return say(command, "%s: %s", name, strerror(errno));
            t->kept++;
            continue;
        case TBLOG_END: return true;
        case TBLOG_ERR_DATA_CRC: drop(t, err.message); continue;
        case TBLOG_ERR_LENGTH_CRC:
        case TBLOG_ERR_TRUNCATED:
        case TBLOG_ERR_TOO_LARGE: /* larger than any record can be: the length is forged */
        case TBLOG_ERR_FORMAT:    /* a damaged compressed stream */
            drop(t, err.message);
            status = skip(reader, &err);
            if (status == TBLOG_END) return true;
            if (status) return say(command, "%s", err.message);
            continue;
        default: return say(command, "%s", err.message);
        }
    }
}

/* Open the file with a limit that no real record exceeds, so that no record is dropped because of
 * its size. The limit also speeds up the search for the next record, because most wrong lengths
 * exceed it. */
static tblog_reader *open_reader(const char *path) {
    static const size_t limit = SIZE_MAX > UINT32_MAX ? SIZE_MAX >> 16 : SIZE_MAX;
    tblog_error err;
    tblog_reader_options any_size = TBLOG_READER_OPTIONS_INIT;
    any_size.record_max = limit;
    tblog_reader *reader = tblog_reader_open(path, &any_size, &err);
    if (!reader) say(command, "%s", err.message);
    return reader;
}

static bool repair_to(const char *from, const char *name, FILE *out, tally *t) {
    tblog_reader *reader = open_reader(from);
    bool good = reader && copy_intact(reader, out, name, t);
    tblog_reader_close(reader);
    if (!good) return false;
    if (t->dropped)
        say(command, "%s: %llu records kept, %llu faults dropped", name,
            (unsigned long long)t->kept, (unsigned long long)t->dropped);
    else
        say_written(command, "%s: %llu records kept, 0 faults dropped", name,
                    (unsigned long long)t->kept);
    return true;
}

/* ---- in place ---- */

/* A file without faults is left alone. */
static bool repair_in_place(const char *path) {
    tally t = {0};
    in_place place;
    bool good = in_place_begin(&place, command, path) && in_place_open(&place) &&
                repair_to(place.path, place.path, place.file.out, &t);
    if (good && t.dropped)
        good = in_place_check(&place) && in_place_replace(&place, "damaged", false);
    in_place_end(&place);
    return good;
}

/* All event files of a folder and below, or one file. */
static bool repair_path(const char *path) {
    struct stat info;
    if (stat(path, &info) || !S_ISDIR(info.st_mode)) return repair_in_place(path);
    bool good;
    tblog_logdir *logdir = input_open(command, path, &good);
    if (!logdir) return false;
    for (size_t run = 0; run < tblog_logdir_run_count(logdir); run++)
        for (size_t i = 0; i < tblog_logdir_file_count(logdir, run); i++)
            good &= repair_in_place(tblog_logdir_file(logdir, run, i));
    tblog_logdir_close(logdir);
    return good;
}

static bool repair_paths(const arguments *args) {
    bool good = true;
    for (size_t i = 0; i < args->count; i++) good &= repair_path(args->paths[i]);
    return good;
}

/* Never overwrite an existing file: it might be another damaged one. */
static bool repair_elsewhere(const char *from, const char *path) {
    tally t = {0};
    new_file file;
    struct stat info;
    if (strcmp(path, "-") != 0 && stat(path, &info) == 0 && S_ISREG(info.st_mode))
        return say(command, "%s: %s", path, strerror(EEXIST));
    if (!folders_make_for(path) || !new_file_open(&file, path))
        return say(command, "%s: %s", path, strerror(errno));
    bool good = repair_to(from, path, file.out, &t);
    if (new_file_close(&file, good)) return true;
    return good && say(command, "%s: %s", path, strerror(errno));
}

int tblog_repair_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "FILE|DIR...",
        .examples = {"tblog repair logs",
                     "tblog repair -o mended.tfevents logs/mine/events.out.tfevents.*"},
        .about = "Keep every intact record of event files, or of all those in log folders; drop "
                 "broken ones and report them.",
        .notes = "In place, the damaged file stays in the same folder, with \"damaged\" instead of "
                 "\"tfevents\" in its name, so that TensorBoard ignores it; a file without faults "
                 "is not changed, nor is one that changes during the repair: stop its writer "
                 "first. After a broken length, repair searches for the next intact record, which "
                 "no other reader does."};
    arguments args = {0};
    parse_arguments(&parser, argc, argv, &args);
    bool good = args.out ? repair_elsewhere(args.paths[0], args.out) : repair_paths(&args);
    return good ? 0 : 1;
}
