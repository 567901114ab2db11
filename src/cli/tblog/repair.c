/* SPDX-License-Identifier: Apache-2.0 */
/* tblog repair: an event file without its broken parts. */
#include <argp.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "cli/option_table.h"
#include "cli/tblog/commands.h"

typedef struct arguments {
    const char *file, *out; /* out NULL: in place */
} arguments;

static const struct argp_option options[] = {
    {"output", 'o', "OUT", 0, "Write to OUT (- is standard output) and leave FILE as it is", 0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    switch (key) {
    case 'o': args->out = value; return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) argp_usage(state);
        args->file = value;
        return 0;
    case ARGP_KEY_NO_ARGS: argp_usage(state); return 0;
    case ARGP_KEY_END:
        if (strcmp(args->file, "-") == 0 && !args->out)
            argp_error(state, "standard input has no place of its own: -o OUT");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static int complain(const char *path, const char *reason) {
    fprintf(stderr, "tblog repair: %s: %s\n", path, reason);
    return 1;
}

typedef struct tally {
    uint64_t kept, dropped;
} tally;

static void drop(tally *t, const char *message) {
    fprintf(stderr, "tblog repair: dropped: %s\n", message);
    t->dropped++;
}

/* Copy what is intact, byte for byte; 0, or 1 when reading or writing failed. */
static int copy_intact(tblog_reader *reader, FILE *out, tally *t) {
    tblog_error err;
    tblog_record record;
    for (;;) {
        uint64_t skipped;
        tblog_status status = tblog_reader_next(reader, &record, &err);
        if (status == TBLOG_OK) {
            if (tblog_event_check(&record, &err) == TBLOG_OK) {
                if (fwrite(record.whole, 1, record.whole_size, out) != record.whole_size) return 1;
                t->kept++;
            } else {
                drop(t, err.message);
            }
            continue;
        }
        if (status == TBLOG_END) return 0;
        if (status == TBLOG_ERR_IO || status == TBLOG_ERR_NO_MEMORY) {
            fprintf(stderr, "tblog repair: %s\n", err.message);
            return 1;
        }
        drop(t, err.message);
        if (status == TBLOG_ERR_DATA_CRC) continue;
        status = tblog_reader_resync(reader, &skipped, &err);
        fprintf(stderr, "tblog repair: passed over %llu bytes\n", (unsigned long long)skipped);
        if (status == TBLOG_END) return 0;
        if (status) return 1;
    }
}

/*
 * Where the damaged file goes: its name with "damaged" for "tfevents", so that TensorBoard does not
 * take it for an event file. Free it.
 */
static char *backup_name(const char *file) {
    const char *base = strrchr(file, '/') ? strrchr(file, '/') + 1 : file;
    const char *word = strstr(base, "tfevents");
    char *name;
    int length = word ? asprintf(&name, "%.*sdamaged%s", (int)(word - file), file, word + 8)
                      : asprintf(&name, "%s.damaged", file);
    return length < 0 ? NULL : name;
}

/* Let the damaged file live on under its backup name; that must be free. */
static bool back_up(const char *file) {
    char *backup = backup_name(file);
    bool good = backup && link(file, backup) == 0;
    if (good)
        fprintf(stderr, "tblog repair: the damaged file is now %s\n", backup);
    else
        complain(backup ? backup : file, strerror(errno));
    free(backup);
    return good;
}

static bool repair_to(tblog_reader *reader, const char *name, FILE *out, tally *t) {
    if (copy_intact(reader, out, t) != 0) return false;
    fprintf(stderr, "tblog repair: %s: %llu records kept, %llu faults dropped\n", name,
            (unsigned long long)t->kept, (unsigned long long)t->dropped);
    return true;
}

/* A file without faults is left alone. */
static int repair_in_place(tblog_reader *reader, const char *path) {
    tally t = {0};
    new_file file;
    if (!new_file_open(&file, path)) return complain(path, strerror(errno));
    bool good = repair_to(reader, path, file.out, &t);
    bool replacing = good && t.dropped && back_up(path);
    bool replaced = new_file_close(&file, replacing);
    if (replacing && !replaced) return complain(path, strerror(errno));
    return good && (replaced || !t.dropped) ? 0 : 1;
}

/* Never over an existing file: that might be another damaged one. */
static int repair_elsewhere(tblog_reader *reader, const char *path) {
    tally t = {0};
    new_file file;
    if (strcmp(path, "-") != 0 && access(path, F_OK) == 0) return complain(path, strerror(EEXIST));
    if (!folders_make_for(path) || !new_file_open(&file, path))
        return complain(path, strerror(errno));
    bool good = repair_to(reader, path, file.out, &t);
    if (new_file_close(&file, good)) return 0;
    return good ? complain(path, strerror(errno)) : 1;
}

int tblog_repair_command(int argc, char **argv) {
    static const struct argp parser = {
        options,
        parse_option,
        "FILE",
        "Keep every intact record of an event file, drop what is broken and say what was dropped.\v"
        "In place: the damaged file stays beside it, with \"damaged\" for \"tfevents\" in its "
        "name, so that "
        "TensorBoard passes it over; a file without faults is left alone. Behind a broken length "
        "the next "
        "intact record is looked for, which no other reader does.",
        0,
        0,
        0};
    arguments args = {0};
    tblog_error err;
    parse_arguments(&parser, argc, argv, &args);
    tblog_reader *reader = tblog_reader_open(args.file, NULL, &err);
    if (!reader) {
        fprintf(stderr, "tblog repair: %s\n", err.message);
        return 1;
    }
    int code = args.out ? repair_elsewhere(reader, args.out) : repair_in_place(reader, args.file);
    tblog_reader_close(reader);
    return code;
}
