/* SPDX-License-Identifier: Apache-2.0 */
/* tblog verify: what is wrong with event files. */
#include <argp.h>
#include <stdio.h>
#include <string.h>
#include <tblog/tblog.h>

#include "cli/option_table.h"
#include "cli/tblog/commands.h"

typedef struct arguments {
    char **paths;
    int count;
    int quiet;
} arguments;

static const struct argp_option options[] = {{"quiet", 'q', 0, 0, "Only the exit status tells", 0},
                                             {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    (void)value;
    switch (key) {
    case 'q': args->quiet = 1; return 0;
    case ARGP_KEY_ARGS:
        args->paths = state->argv + state->next;
        args->count = state->argc - state->next;
        return 0;
    case ARGP_KEY_NO_ARGS: argp_usage(state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

static void report(const arguments *args, const char *message) {
    if (!args->quiet) printf("%s\n", message);
}

/* 1 when the record is not an event. */
static int verify_event(const arguments *args, const char *path, const tblog_record *record) {
    tblog_error err;
    if (tblog_event_check(record, &err) == TBLOG_OK) return 0;
    if (!args->quiet) printf("%s: %s\n", path, err.message);
    return 1;
}

/* A line for each fault; returns how many. */
static int verify_file(const arguments *args, const char *path) {
    tblog_error err;
    tblog_record record;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    int faults = 0;
    if (!reader) {
        report(args, err.message);
        return 1;
    }
    for (;;) {
        tblog_status status = tblog_reader_next(reader, &record, &err);
        if (status == TBLOG_OK) faults += verify_event(args, path, &record);
        if (status == TBLOG_END) break;
        if (status == TBLOG_OK) continue;
        report(args, err.message);
        faults++;
        if (status != TBLOG_ERR_DATA_CRC) break; /* nobody reads on from here */
    }
    tblog_reader_close(reader);
    return faults;
}

static int verify_path(const arguments *args, const char *path) {
    tblog_error err;
    int faults = 0;
    if (strcmp(path, "-") == 0) return verify_file(args, path);
    tblog_logdir *logdir = tblog_logdir_open(path, &err);
    if (!logdir) {
        report(args, err.message);
        return 1;
    }
    for (size_t run = 0; run < tblog_logdir_run_count(logdir); run++)
        for (size_t i = 0; i < tblog_logdir_file_count(logdir, run); i++)
            faults += verify_file(args, tblog_logdir_file(logdir, run, i));
    tblog_logdir_close(logdir);
    return faults;
}

int tblog_verify_command(int argc, char **argv) {
    static const struct argp parser = {
        options,
        parse_option,
        "FILE|DIR...",
        "Read event files, or all those in log folders, and check every length, CRC and message.\v"
        "One line for each fault: file, record, offset, reason. Exit status 1 when there is one, 0 "
        "otherwise. A torn record at the end is a fault too: it is what a killed writer leaves, "
        "and what "
        "a file looks like that is being written; TensorBoard passes over it. FILE - is standard "
        "input.",
        0,
        0,
        0};
    char name[] = "tblog verify";
    argv[0] = name;
    arguments args = {0};
    int faults = 0;
    parse_arguments(&parser, argc, argv, &args);
    for (int i = 0; i < args.count; i++) faults += verify_path(&args, args.paths[i]);
    return faults ? 1 : 0;
}
