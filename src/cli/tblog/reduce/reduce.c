/* SPDX-License-Identifier: Apache-2.0 */
/* tblog reduce: runs that differ in the seed as their mean, deviation and so on. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>

#include "base/names/near_name.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/input.h"
#include "cli/tblog/reduce/group.h"
#include "cli/tblog/regex.h"

/* The folder of a seed in a run's name, as initlab names it and others do. */
#define SEED "[-_./]?seed[-_=]?[0-9]+"

typedef struct arguments {
    const char *path, *out;
    const char *group; /* what differs in the names of a group's runs; NULL: not given */
    regex *regex;      /* the same, compiled */
    const statistic *by[STATISTICS];
    size_t by_count;
    bool interpolate;
} arguments;

enum { KEY_INTERPOLATE = 256 };

static const cli_option options[] = {
    {"output", 'o', "OUT", "The new folder to write; required"},
    {"group", 'g', "REGEX",
     "What differs in the names of a group's runs; runs whose names are equal without it are a "
     "group (" SEED ")"},
    {"by", 'b', "NAME,...", "What to write: mean, std, min, max, median, ci95 (mean,std)"},
    {"interpolate", KEY_INTERPOLATE, NULL,
     "Write each step that one of the runs has; the others' values lie on the line between their "
     "points before and after it"},
    {0}};

static void compile(arguments *args, const char *text, cli_call *call) {
    regex_set(&args->regex, text, "group", call);
    args->group = text;
}

static const char *word(int key, size_t i) {
    /* the last statistic is the second half of one */
    return key == 'b' && i < STATISTICS - 1 ? statistics[i].asked : NULL;
}

static _Noreturn void refuse_statistic(const char *text, size_t size, const cli_call *call) {
    char name[64], hint[128];
    snprintf(name, sizeof name, "%.*s", (int)size, text);
    near_name near = {.text = name};
    for (size_t i = 0; i < STATISTICS; i++) near_name_try(&near, statistics[i].asked);
    usage_error(call, "--by: '%.*s' is unknown; there are mean, std, min, max, median, ci95%s",
                (int)size, text, near_name_hint(&near, "", hint, sizeof hint));
}

static void set_by(arguments *args, const char *names, cli_call *call) {
    args->by_count = 0;
    for (const char *at = names;; at++) {
        size_t size = strcspn(at, ",");
        const statistic *found = statistic_find(at, size, NULL);
        if (!found) refuse_statistic(at, size, call);
        for (size_t i = 0; i < args->by_count; i++)
            if (args->by[i] == found) usage_error(call, "--by: %s is there twice", found->asked);
        for (; found; found = statistic_find(at, size, found)) args->by[args->by_count++] = found;
        at += size;
        if (!*at) return;
    }
}

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 'o': args->out = value; return;
    case 'g': compile(args, value, call); return;
    case 'b': set_by(args, value, call); return;
    case KEY_INTERPOLATE: args->interpolate = true; return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
    if (!args->out) usage_error(call, "-o OUT is missing: the folder to write");
    if (!args->group) compile(args, SEED, call);
    if (!args->by_count) set_by(args, "mean,std", call);
}

/* ---- groups ---- */

/* The name without what matches; NULL if nothing does, or with *failed set. Free it. */
static char *group_name(regex *differs, const char *run, bool *failed) {
    size_t from, size;
    char *name;
    if (!regex_matches(differs, run, strlen(run)) || !regex_group(differs, 0, &from, &size))
        return NULL;
    int length = asprintf(&name, "%.*s%s", (int)from, run, run + from + size);
    if (length < 0) {
        *failed = true;
        return NULL;
    }
    size_t slashes = strspn(name, "/");
    memmove(name, name + slashes, strlen(name + slashes) + 1);
    return name;
}

/* The groups' names of all runs, NULL for a run in no group. */
static bool name_groups(const char *command, const arguments *args, const tblog_logdir *logdir,
                        char **names) {
    bool failed = false, found = false;
    for (size_t i = 0; i < tblog_logdir_run_count(logdir); i++) {
        names[i] = group_name(args->regex, tblog_logdir_run_name(logdir, i), &failed);
        found |= names[i] != NULL;
    }
    if (failed) return say(command, "out of memory");
    return found || say(command,
                        "%s: no part of a run's name matches %s: describe by --group REGEX what "
                        "differs in the names of a group's runs",
                        args->path, args->group);
}

/* Reduce the group of run 'first' and forget the names of its other runs. */
static bool reduce_group(const group *shared, const char *out, char **names, size_t *runs,
                         size_t first) {
    group g = *shared;
    g.name = names[first];
    for (size_t i = first; i < tblog_logdir_run_count(g.logdir); i++) {
        if (!names[i] || strcmp(names[i], g.name) != 0) continue;
        runs[g.count++] = i;
        if (i == first) continue; /* the caller's */
        free(names[i]);
        names[i] = NULL;
    }
    g.runs = runs;
    return group_reduce(&g, out);
}

static bool reduce(const char *command, const arguments *args, const tblog_logdir *logdir) {
    size_t count = tblog_logdir_run_count(logdir);
    char **names = calloc(count, sizeof *names);
    size_t *runs = calloc(count, sizeof *runs);
    const group shared = {.command = command,
                          .logdir = logdir,
                          .by = args->by,
                          .by_count = args->by_count,
                          .interpolate = args->interpolate};
    bool good = (names && runs) || say(command, "out of memory");
    good = good && name_groups(command, args, logdir, names);
    for (size_t i = 0; names && i < count; i++) {
        if (good && names[i]) good = reduce_group(&shared, args->out, names, runs, i);
        free(names[i]);
    }
    free(names);
    free(runs);
    return good;
}

static int run(const char *command, const arguments *args) {
    bool whole;
    struct stat info;
    if (stat(args->out, &info) == 0) {
        say(command, "%s: %s; choose a new folder", args->out, strerror(EEXIST));
        return 1;
    }
    tblog_logdir *logdir = input_open(command, args->path, &whole);
    bool good = logdir && whole && reduce(command, args, logdir);
    tblog_logdir_close(logdir);
    return good ? 0 : 1;
}

int tblog_reduce_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .word = word,
        .arguments = "DIR",
        .examples = {"tblog reduce -o averages logs",
                     "tblog reduce -g '_[0-9]+$' -b mean,min,max -o bands logs"},
        .about =
            "Write the scalars of runs that differ in the seed as one run each of their mean, "
            "standard deviation, smallest, largest and middle value: OUT/GROUP/mean and so on. "
            "With "
            "the mean, OUT/GROUP/band is what TensorBoard's Custom Scalars draws as a line with a "
            "band: of ci95, else of min and max, else of std.",
        .notes = "A point is written at each step that all runs of the group have, so the last one "
                 "is the last common step; its wall time is their mean. std is the estimate of the "
                 "population, divided by n - 1. A value is NaN if one of the runs' values is. Tags "
                 "that are not in each run are left out and reported. Points are those that "
                 "TensorBoard shows. A damaged file is an error: see `tblog repair`."};
    arguments args = {0};
    parse_arguments(&parser, argc, argv, &args);
    int code = run(argv[0], &args);
    regex_free(args.regex);
    return code;
}
