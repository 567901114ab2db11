/* SPDX-License-Identifier: Apache-2.0 */
/* tblog merge and prune: one event file of a run, whole or thinned. */
#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/escape.h"
#include "base/folders.h"
#include "base/new_file.h"
#include "cli/option_table.h"
#include "cli/tblog/commands.h"

typedef struct arguments {
    const char *path, *out;
    unsigned long points; /* of prune */
    bool pruning;
} arguments;

static const struct argp_option merge_options[] = {
    {"output", 'o', "OUT", 0, "The file to write (- is standard output); needed", 0}, {0}};

static const struct argp_option prune_options[] = {
    {"output", 'o', "OUT", 0, "The file to write (- is standard output); needed", 0},
    {"points", 'n', "N", 0, "Keep about N points of each tag (1000), at least 2", 0},
    {0}};

static error_t parse_option(int key, char *value, struct argp_state *state) {
    arguments *args = state->input;
    char *end;
    switch (key) {
    case 'o': args->out = value; return 0;
    case 'n':
        args->points = strtoul(value, &end, 10);
        if (end == value || *end || args->points < 2)
            argp_error(state, "--points: not a whole number from 2: '%s'", value);
        return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) argp_usage(state);
        args->path = value;
        return 0;
    case ARGP_KEY_END:
        if (!args->path) argp_usage(state);
        if (!args->out) argp_error(state, "where to? -o OUT");
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* What is carried through the records of a run. */
typedef struct job {
    const arguments *args;
    const char *name;
    FILE *out;
    bool versioned;   /* the file version was written */
    const char *path; /* of the file at hand */

    /* Of prune: */
    const tblog_run *points; /* every one */
    bool **keep;             /* of each series that is thinned, whether each point stays; or NULL */
    size_t *next;            /* the point of each series that comes next */
} job;

typedef bool (*record_visitor)(job *j, const tblog_record *record, tblog_event *event);

static const uint64_t ALL = UINT64_MAX;

static bool complain(const job *j, const char *message) {
    fprintf(stderr, "%s: %s\n", j->name, message);
    return false;
}

static bool changed(const job *j) {
    fprintf(stderr, "%s: %s: was changed while it was read; try again\n", j->name, j->path);
    return false;
}

/* Pass the first 'count' records on, or ALL; *seen counts them. TBLOG_END, TBLOG_ERR_TRUNCATED,
 * what is wrong with the file, or TBLOG_OK when the visitor ended it. */
static tblog_status visit_records(job *j, tblog_reader *reader, uint64_t count,
                                  record_visitor visit, uint64_t *seen, tblog_error *err) {
    tblog_record record;
    tblog_event event;
    for (;; ++*seen) {
        tblog_status status = tblog_reader_next(reader, &record, err);
        if (!status && *seen == count) return TBLOG_END; /* it has grown since */
        if (!status) status = tblog_event_decode(&record, &event, err);
        if (status || !visit(j, &record, &event)) return status;
    }
}

static bool each_record_of(job *j, const char *path, uint64_t count, record_visitor visit) {
    tblog_error err;
    uint64_t seen = 0;
    j->path = path;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    tblog_status status = reader ? visit_records(j, reader, count, visit, &seen, &err) : err.status;
    tblog_reader_close(reader);
    if (!status) return false;
    bool ended = status == TBLOG_END || status == TBLOG_ERR_TRUNCATED;
    if (ended && seen < count && count != ALL) return changed(j);
    /* Nothing is lost in silence: a damaged file is repaired first, by one who has read what is
     * lost. A record that its writer did not finish is passed over, as TensorBoard does. */
    if (status != TBLOG_END) complain(j, err.message);
    return ended;
}

/* Every record of the one run, in order; if it was loaded before, those that were there then. */
static bool each_record(job *j, const tblog_logdir *logdir, record_visitor visit) {
    bool good = true;
    for (size_t i = 0; good && i < tblog_logdir_file_count(logdir, 0); i++)
        good = each_record_of(j, tblog_logdir_file(logdir, 0, i),
                              j->points ? tblog_run_records(j->points, i) : ALL, visit);
    return good;
}

static bool put_record(job *j, const tblog_record *record) {
    return fwrite(record->whole, 1, record->whole_size, j->out) == record->whole_size ||
           complain(j, strerror(errno));
}

/* One file has one version record, the first. */
static bool copy_record(job *j, const tblog_record *record, tblog_event *event) {
    if (event->kind == TBLOG_EVENT_FILE_VERSION) {
        if (j->versioned) return true;
        j->versioned = true;
    }
    return put_record(j, record);
}

/* ---- pruning ---- */

/* Mark in keep[] the ends and, of each of points / 2 parts, the smallest and the largest number. */
static void choose(const tblog_series *s, unsigned long points, bool *keep) {
    size_t parts = points / 2;
    for (size_t part = 0; part < parts; part++) {
        size_t from = part * s->count / parts, to = (part + 1) * s->count / parts;
        size_t low = from, high = from;
        for (size_t i = from; i < to; i++) {
            if (s->points[i].number < s->points[low].number) low = i;
            if (s->points[i].number > s->points[high].number) high = i;
        }
        if (from < to) keep[low] = keep[high] = true;
    }
    keep[0] = keep[s->count - 1] = true;
}

static bool choose_all(job *j) {
    size_t count = tblog_run_series_count(j->points);
    j->keep = calloc(count + 1, sizeof *j->keep);
    j->next = calloc(count + 1, sizeof *j->next);
    if (!j->keep || !j->next) return complain(j, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const tblog_series *s = tblog_run_series(j->points, i);
        if (s->count <= j->args->points) continue;
        j->keep[i] = calloc(s->count, sizeof **j->keep);
        if (!j->keep[i]) return complain(j, "out of memory");
        choose(s, j->args->points, j->keep[i]);
    }
    return true;
}

static void free_choice(job *j) {
    for (size_t i = 0; j->keep && i < tblog_run_series_count(j->points); i++) free(j->keep[i]);
    free(j->keep);
    free(j->next);
}

/* Whether the value, its tag's next, stays; *known is false when the first pass did not see it. */
static bool stays(job *j, const tblog_value *value, bool *known) {
    size_t i;
    *known = tblog_run_find(j->points, value->tag.data, value->tag.size, &i) &&
             j->next[i] < tblog_run_series(j->points, i)->count;
    if (!*known) return false;
    size_t point = j->next[i]++;
    return !j->keep[i] || j->keep[i][point];
}

/* An event stays when one of its values stays; one without values always does. */
static bool copy_chosen(job *j, const tblog_record *record, tblog_event *event) {
    tblog_value value;
    bool any = false, chosen = false;
    while (tblog_event_next_value(event, &value, NULL) == TBLOG_OK) {
        bool known;
        any = true;
        chosen |= stays(j, &value, &known);
        if (!known) return changed(j);
    }
    return any && !chosen ? true : copy_record(j, record, event);
}

static bool prune(job *j, const tblog_logdir *logdir) {
    tblog_error err;
    tblog_run *run;
    tblog_status status = tblog_run_load(logdir, 0, TBLOG_RESTARTS_KEEP, &run, &err);
    j->points = run;
    bool good =
        status ? complain(j, err.message) : choose_all(j) && each_record(j, logdir, copy_chosen);
    free_choice(j);
    tblog_run_free(run);
    return good;
}

static void put_name(const char *name) {
    put_escaped(stderr, name, strlen(name));
}

/* Which runs there are, and how to name one: "." is the folder itself, which has the others too. */
static bool complain_of_runs(const job *j, const tblog_logdir *logdir) {
    enum { SHOWN = 6 };
    size_t count = tblog_logdir_run_count(logdir), length = strlen(j->args->path);
    const char *first = tblog_logdir_run_name(logdir, 0);
    if (strcmp(first, ".") == 0) first = tblog_logdir_run_name(logdir, 1);
    while (length > 1 && j->args->path[length - 1] == '/') length--;
    fprintf(stderr, "%s: %s: there are %zu runs: ", j->name, j->args->path, count);
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        if (i) fputs(", ", stderr);
        put_name(tblog_logdir_run_name(logdir, i));
    }
    fprintf(stderr, "%s; name one, for example %.*s/", count > SHOWN ? ", ..." : "", (int)length,
            j->args->path);
    put_name(first);
    fputc('\n', stderr);
    return false;
}

static bool carry_out(job *j) {
    tblog_error err;
    tblog_logdir *logdir = tblog_logdir_open(j->args->path, &err);
    if (!logdir) return complain(j, err.message);
    size_t runs = tblog_logdir_run_count(logdir);
    bool good =
        runs > 1 ? complain_of_runs(j, logdir) : runs == 1 || complain(j, "there is no event file");
    if (good) good = j->args->pruning ? prune(j, logdir) : each_record(j, logdir, copy_record);
    tblog_logdir_close(logdir);
    return good;
}

/* ---- the commands ---- */

static int run_job(job *j) {
    new_file file;
    if (!folders_make_for(j->args->out) || !new_file_open(&file, j->args->out)) {
        fprintf(stderr, "%s: %s: %s\n", j->name, j->args->out, strerror(errno));
        return 1;
    }
    j->out = file.out;
    bool done = carry_out(j);
    bool good = new_file_close(&file, done);
    if (done && !good) fprintf(stderr, "%s: %s: %s\n", j->name, j->args->out, strerror(errno));
    return good ? 0 : 1;
}

int tblog_merge_command(int argc, char **argv) {
    static const struct argp parser = {
        merge_options,
        parse_option,
        "DIR",
        "Write the event files of one run, in their order, as one. Every record stays as it is, "
        "but for "
        "the version records behind the first.\v"
        "The files themselves stay too. A damaged file is an error: see `tblog repair`; a last "
        "record "
        "that its writer did not finish is left out, with a warning.",
        0,
        0,
        0};
    char name[] = "tblog merge";
    argv[0] = name;
    arguments args = {0};
    job j = {.args = &args, .name = name};
    parse_arguments(&parser, argc, argv, &args);
    return run_job(&j);
}

int tblog_prune_command(int argc, char **argv) {
    static const struct argp parser = {
        prune_options,
        parse_option,
        "DIR|FILE",
        "Write the events of one run, thinned to about N points of each tag. Unlike TensorBoard's "
        "own "
        "sampling, which is by lot, the first and the last point stay, and of scalars the smallest "
        "and "
        "the largest of each stretch.\v"
        "The files themselves stay; one that is being written is pruned as it was when it was "
        "first "
        "read. A damaged file is an error: see `tblog repair`; a last record that its writer did "
        "not "
        "finish is left out, with a warning.",
        0,
        0,
        0};
    char name[] = "tblog prune";
    argv[0] = name;
    arguments args = {.points = 1000, .pruning = true};
    job j = {.args = &args, .name = name};
    parse_arguments(&parser, argc, argv, &args);
    return run_job(&j);
}
