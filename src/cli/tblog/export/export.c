/* SPDX-License-Identifier: Apache-2.0 */
/* tblog export: write what log folders hold for other programs. */
#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/folders.h"
#include "base/new_file.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/screen/ending.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/export/files/file_kinds.h"
#include "cli/tblog/export/follow.h"
#include "cli/tblog/export/hparams.h"
#include "cli/tblog/export/rows.h"
#include "cli/tblog/export/wide.h"
#include "cli/tblog/following.h"
#include "cli/tblog/input.h"
#include "cli/tblog/regex.h"
#include "cli/tblog/remarks.h"

static const char command[] = "tblog export";

/* ---- arguments ---- */

typedef struct arguments {
    char **paths; /* (count) */
    size_t count;
    const char *kind, *format, *out;
    regex *run, *tag; /* NULL: all */
    bool all, safe_csv, wide, wall_time, follow;
} arguments;

enum { KEY_SAFE_CSV = 256, KEY_WALL_TIME, KEY_FOLLOW };

static const cli_option options[] = {
    {"kind", 'k', "KIND",
     "scalars (default), histograms, text, pr_curves, hparams; images, audio, tensors, mesh, "
     "graphs"},
    {"output", 'o', "OUT", "A file (standard output); of images and the kinds after it a folder"},
    {"format", 'f', "csv|jsonl|md", "Format of tables (csv); md is Markdown"},
    {"run", 'r', "REGEX", "Only runs that match this regular expression"},
    {"tag", 't', "REGEX", "Only tags that match"},
    {"wide", 'w', NULL, "A row for each step and a column for each tag, or run/tag"},
    {"wall-time", KEY_WALL_TIME, NULL, "With --wide, also the time of each step's first value"},
    {"follow", KEY_FOLLOW, NULL,
     "Go on with new points while they are logged, as JSON lines; Ctrl-C ends it"},
    {"all", 'a', NULL,
     "Also the points that TensorBoard does not show because later ones replace them"},
    {"safe-csv", KEY_SAFE_CSV, NULL,
     "Put a ' before texts that begin with = + - or @, which spreadsheets read as formulas"},
    {0}};

static const char *const kinds[] = {"scalars", "histograms", "text",  "pr_curves",
                                    "hparams", "images",     "audio", "tensors",
                                    "mesh",    "graphs",     NULL};
static const char *const formats[] = {"csv", "jsonl", "md", NULL}; /* as export_format */

static const char *word(int key, size_t i) {
    return key == 'k' ? kinds[i] : key == 'f' ? formats[i] : NULL;
}

static bool is(const char *a, const char *b) {
    return strcmp(a, b) == 0;
}

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 'k': args->kind = option_word_value(value, "kind", kinds, call); return;
    case 'f': args->format = option_word_value(value, "format", formats, call); return;
    case 'r': regex_set(&args->run, value, "run", call); return;
    case 't': regex_set(&args->tag, value, "tag", call); return;
    case 'w': args->wide = true; return;
    case KEY_WALL_TIME: args->wall_time = true; return;
    case KEY_FOLLOW: args->follow = true; return;
    case 'a': args->all = true; return;
    case KEY_SAFE_CSV: args->safe_csv = true; return;
    case 'o': args->out = value; return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->paths = call->arguments;
    args->count = call->count;
    if (file_kind_of(args->kind) && !args->out)
        usage_error(call, "%s go to a folder: -o DIR", args->kind);
    if (args->wide && !is(args->kind, "scalars"))
        usage_error(call, "--wide is for scalars, not for %s", args->kind);
    if (args->wide && args->all)
        usage_error(call, "--wide has one value for a step, so --all cannot go with it");
    if (args->wall_time && !args->wide) usage_error(call, "--wall-time needs --wide");
    if (args->follow && (args->wide || !export_row_kind_of(args->kind)))
        usage_error(call, "--follow is for scalars, histograms, text and pr_curves, not --wide");
    if (args->follow && args->out) usage_error(call, "--follow writes to standard output, not -o");
    if (!args->format) args->format = args->follow ? "jsonl" : "csv";
}

/* ---- the state of the command ---- */

typedef struct exporter {
    const arguments *args;
    const export_row_kind *rows; /* the kind's rows; NULL: it has none */
    const file_kind *files;      /* its files; likewise */
    export_table table;          /* where rows are written */
    file_writer writer;          /* and files */
    export_runs runs;            /* of a kind that needs all of them at once */
    export_run run;              /* which is exported */
    followed_runs followed;      /* with --follow */
    followed_run *growing;       /* the run, of these; NULL without --follow */
    size_t written;              /* values, rows or files */
} exporter;

/* Whether all runs are needed before the first row is written. */
static bool collects(const exporter *e) {
    return e->args->wide || is(e->args->kind, "hparams");
}

static bool is_wanted(const exporter *e, const tblog_series *s) {
    const char *kind = e->rows ? e->rows->kind : "scalars"; /* the metrics of hparams */
    return (e->files ? e->files->wants(s) : is(s->kind, kind)) &&
           (!e->args->tag || regex_matches(e->args->tag, s->tag, s->tag_size));
}

/* ---- values ---- */

static bool put_value(exporter *e, const export_item *i) {
    const char *reason;
    if (e->files) return e->files->put(&e->writer, i);
    e->written++;
    return e->rows->put(&e->table, i, &reason) ||
           say(command, "run %s: tag '%s': %s", i->run, i->series->tag, reason);
}

static bool put_record(exporter *e, tblog_run_reader *reader, tblog_status *status,
                       tblog_error *err) {
    tblog_run_value v;
    bool good = true;
    while (!(*status = tblog_run_reader_next_value(reader, &v, err))) {
        if (!e->run.wanted[v.series] || !v.point || !v.fits) continue;
        if (e->growing && v.point->value < e->growing->series[v.series].next) continue;
        good &= put_value(e, &(export_item){e->run.name, tblog_run_series(e->run.loaded, v.series),
                                            v.point, &v.value});
    }
    return good;
}

static bool put_values(exporter *e, const tblog_logdir *logdir, size_t run) {
    tblog_error err;
    bool good = true;
    tblog_run_reader *reader = tblog_run_reader_open(logdir, run, e->run.loaded, &err);
    if (!reader) return say(command, "%s", err.message);
    tblog_status status;
    while (!(status = tblog_run_reader_next(reader, NULL, NULL, &err))) {
        good &= put_record(e, reader, &status, &err);
        if (status != TBLOG_END) break;
    }
    tblog_run_reader_close(reader);
    if (e->files && e->files->end_run) good &= e->files->end_run(&e->writer, e->run.name);
    return status == TBLOG_END ? good : say(command, "%s", err.message);
}

/* ---- runs ---- */

/* Report what is not written or differs from what TensorBoard shows. False if values are left
 * out. */
static bool remark(const exporter *e, const tblog_series *s) {
    size_t slow = slow_points(s);
    if (slow)
        say(command,
            "run %s: tag '%s': %zu of %zu points are not float32 numbers of rank 0, which "
            "TensorBoard's default loader does not show",
            e->run.name, s->tag, slow, s->count);
    if (!s->unfit) return true;
    return say(command, "run %s: tag '%s': %u of %u values are not of the kind %s and are left out",
               e->run.name, s->tag, s->unfit, s->logged, s->kind);
}

/* Set which series of the run are wanted, and whether any is. */
static bool choose(exporter *e, bool *any) {
    size_t count = tblog_run_series_count(e->run.loaded);
    bool good = true;
    *any = false;
    e->run.wanted = calloc(count + 1, sizeof *e->run.wanted);
    if (!e->run.wanted) return say(command, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const tblog_series *s = tblog_run_series(e->run.loaded, i);
        if (!is_wanted(e, s)) continue;
        *any = e->run.wanted[i] = true;
        if (!e->growing || !e->growing->series[i].next) good &= remark(e, s);
    }
    return good;
}

static bool export_loaded(exporter *e, const tblog_logdir *logdir, size_t run) {
    bool any, good = choose(e, &any);
    if (!e->run.wanted) return false;
    if (!collects(e)) return any ? put_values(e, logdir, run) && good : good;
    if (!any && e->args->wide) return good;
    bool added = export_runs_add(&e->runs, &e->run);
    e->run = (export_run){0};
    return added ? good : say(command, "out of memory");
}

/* The name of a run: of several folders, with the folder's before it. Free it. */
static char *run_name(const exporter *e, const char *path, const char *name) {
    char *whole;
    size_t length = strlen(path);
    if (e->args->count == 1) return strdup(name);
    while (length > 1 && path[length - 1] == '/') length--;
    bool top = is(name, ".");
    int size = asprintf(&whole, "%.*s%s%s", (int)length, path, top ? "" : "/", top ? "" : name);
    return size < 0 ? NULL : whole;
}

/* The values that are new since the last time, if the run's files have changed. */
static bool export_growing(exporter *e, const tblog_logdir *logdir, size_t run,
                           tblog_restarts restarts) {
    tblog_error err;
    uint64_t mark = following_mark(logdir, run);
    e->growing = followed_runs_find(&e->followed, e->run.name);
    if (!e->growing) return say(command, "out of memory");
    if (e->growing->mark == mark) return true;
    bool whole = tblog_run_load(logdir, run, restarts, &e->run.loaded, &err) == TBLOG_OK;
    if (followed_run_is_news(e->growing, whole ? NULL : err.message))
        say(command, "%s", err.message);
    if (!e->run.loaded || !followed_run_begin(e->growing, e->run.loaded))
        return say(command, "out of memory");
    e->growing->mark = mark;
    export_loaded(e, logdir, run);
    followed_run_end(e->growing, e->run.loaded);
    return true;
}

static bool export_run_of(exporter *e, const tblog_logdir *logdir, size_t run, const char *path) {
    tblog_error err;
    e->run = (export_run){.name = run_name(e, path, tblog_logdir_run_name(logdir, run))};
    if (!e->run.name) return say(command, "out of memory");
    e->run.chosen = !e->args->run || regex_matches(e->args->run, e->run.name, strlen(e->run.name));
    bool metrics = is(e->args->kind, "hparams"); /* may be in runs that are not chosen */
    if (!e->run.chosen && !metrics) return true;
    tblog_restarts restarts = e->args->all ? TBLOG_RESTARTS_KEEP : TBLOG_RESTARTS_REPLACE;
    if (e->args->follow) return export_growing(e, logdir, run, restarts);
    bool good = tblog_run_load(logdir, run, restarts, &e->run.loaded, &err) == TBLOG_OK ||
                say(command, "%s", err.message);
    return e->run.loaded && export_loaded(e, logdir, run) && good;
}

static bool export_logdir(exporter *e, const char *path) {
    bool good;
    tblog_logdir *logdir = input_open(command, path, &good);
    for (size_t run = 0; logdir && run < tblog_logdir_run_count(logdir); run++) {
        good &= export_run_of(e, logdir, run, path);
        export_run_free(&e->run);
    }
    tblog_logdir_close(logdir);
    return good;
}

/* Folders that are not there yet are waited for. False when there is no memory. */
static bool export_new(exporter *e, bool first) {
    bool good = true;
    tblog_error err;
    for (size_t i = 0; good && i < e->args->count; i++) {
        const char *path = e->args->paths[i];
        tblog_logdir *logdir = tblog_logdir_open(path, &err);
        if (first && (!logdir || !tblog_logdir_run_count(logdir)))
            say(command, "%s: waiting for event files", path);
        for (size_t run = 0; good && logdir && run < tblog_logdir_run_count(logdir); run++) {
            good = export_run_of(e, logdir, run, path);
            export_run_free(&e->run);
        }
        tblog_logdir_close(logdir);
    }
    return good;
}

/* Until a signal comes, or nobody reads any more. */
static bool export_follow(exporter *e) {
    bool good = true, read = true;
    ending_begin();
    signal(SIGPIPE, SIG_IGN);
    for (bool first = true; good && read && !ending_asked(); first = false) {
        double began_s = monotonic_s();
        good = export_new(e, first);
        errno = 0;
        if (fflush(e->table.out) != 0 || ferror(e->table.out)) {
            /* What nobody reads is not lost. */
            if (errno == EPIPE || !following_wait(fileno(e->table.out), 0)) _exit(0);
            good = false; /* to_table reports it */
        }
        /* Folders that take long to read are read less often. */
        double wait_s = fmin(fmax(.5, 10 * (monotonic_s() - began_s)), 60);
        if (good && !ending_asked()) read = following_wait(fileno(e->table.out), wait_s);
    }
    followed_runs_free(&e->followed);
    return good;
}

static bool export_all(exporter *e) {
    bool good = true;
    for (size_t i = 0; i < e->args->count; i++) good &= export_logdir(e, e->args->paths[i]);
    return good;
}

/* ---- output ---- */

static bool to_files(exporter *e) {
    const char *out = e->args->out;
    e->writer = (file_writer){.command = command, .files.places.folder = out};
    if (!folders_make_for(out) || (mkdir(out, 0777) != 0 && errno != EEXIST))
        return say(command, "%s: %s", out, strerror(errno));
    bool good = export_all(e);
    export_files_free(&e->writer.files);
    if (good) say_written(command, "%s: %zu files", out, e->writer.written);
    return good;
}

/* Everything that can be read is written, even if something else cannot be read. */
static bool put_table(exporter *e) {
    if (e->rows && !e->args->wide) table_begin(&e->table, e->rows->columns, e->rows->count);
    if (e->args->follow) return export_follow(e);
    bool good = export_all(e);
    if (!collects(e)) return good;
    bool put = e->args->wide ? wide_put(&e->table, &e->runs, e->args->wall_time, &e->written)
                             : hparams_put(&e->table, &e->runs, &e->written);
    export_runs_free(&e->runs);
    return put ? good : say(command, "out of memory");
}

static bool to_table(exporter *e) {
    new_file file;
    const char *out = e->args->out ? e->args->out : "-";
    const char *of = e->args->wide ? "steps" : e->rows ? "points" : "sessions";
    if (!folders_make_for(out) || !new_file_open(&file, out))
        return say(command, "%s: %s", out, strerror(errno));
    e->table = (export_table){
        .out = file.out, .safe_csv = e->args->safe_csv, .terminal = isatty(fileno(file.out))};
    while (!is(formats[e->table.format], e->args->format)) e->table.format++;
    bool good = put_table(e);
    if (!new_file_close(&file, !ferror(file.out)))
        return say(command, "%s: %s", out, errno ? strerror(errno) : "cannot write");
    if (!new_file_is_stdout(out)) say_written(command, "%s: %zu %s", out, e->written, of);
    return good;
}

int tblog_export_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .word = word,
        .arguments = "DIR|FILE...",
        .examples = {"tblog export logs >scalars.csv", "tblog export --wide -t loss logs",
                     "tblog export -k images -o pictures logs"},
        .about = "Write the scalars of log folders, or of event files, as a table: a line for each "
                 "point with run, tag, step, wall time and value, or with --wide a line for each "
                 "step; or its histograms (a line for each bucket), texts, PR curves (a line for "
                 "each threshold) or hyperparameters (a line for each session). Or a file for each "
                 "of its images, sounds, tensors (.npy), meshes (.ply) and graphs (.pbtxt).",
        .notes = "The points are those that TensorBoard shows, see `tblog ls`; scalars that only "
                 "its slower loader shows are written too, and reported. `tblog log --csv` reads "
                 "scalars in CSV, wide or not. --follow begins with the points that there are, and "
                 "follows "
                 "files that grow, restarted runs and new ones. Of several folders, the name of "
                 "each is before its "
                 "runs' names. Files are OUT/RUN/TAG/STEP, with the number of the image, sound or "
                 "mesh; graphs OUT/RUN/graph.pbtxt, or keras_model.json of a Keras model. They are "
                 "not overwritten: if a name is taken, "
                 "the new file gets \"~2\"; what is no letter, digit, - or _ becomes %XX, and long "
                 "names are shortened. On a terminal controls are escaped. Exit status 1 if "
                 "something could not be read or written, values are not of their tag's kind, or "
                 "there are no event files."};
    arguments args = {.kind = "scalars"};
    parse_arguments(&parser, argc, argv, &args);
    exporter e = {
        .args = &args, .rows = export_row_kind_of(args.kind), .files = file_kind_of(args.kind)};
    bool good = e.files ? to_files(&e) : to_table(&e);
    regex_free(args.run);
    regex_free(args.tag);
    return good ? 0 : 1;
}
