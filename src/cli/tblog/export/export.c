/* SPDX-License-Identifier: Apache-2.0 */
/* tblog export: write what a log folder holds for other programs. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "base/folders.h"
#include "base/new_file.h"
#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/export/files.h"
#include "cli/tblog/export/rows.h"
#include "cli/tblog/input.h"
#include "cli/tblog/regex.h"
#include "cli/tblog/remarks.h"

static const char command[] = "tblog export";

typedef struct arguments {
    const char *path, *kind, *format, *out;
    regex *run, *tag; /* NULL: all */
    bool all, safe_csv;
} arguments;

enum { KEY_SAFE_CSV = 256 };

static const cli_option options[] = {
    {"kind", 'k', "KIND", "scalars (default), histograms, text, images or audio"},
    {"output", 'o', "OUT", "A file (standard output), or for images and audio a folder"},
    {"format", 'f', "csv|jsonl", "Format of scalars and text (csv)"},
    {"run", 'r', "REGEX", "Only runs that match this regular expression"},
    {"tag", 't', "REGEX", "Only tags that match"},
    {"all", 'a', NULL,
     "Also the points that TensorBoard does not show because later ones replace them"},
    {"safe-csv", KEY_SAFE_CSV, NULL,
     "Put a ' before texts that begin with = + - or @, which spreadsheets read as formulas"},
    {0}};

static const char *const kinds[] = {"scalars", "histograms", "text", "images", "audio", NULL};
static const char *const formats[] = {"csv", "jsonl", NULL};

static const char *word(int key, size_t i) {
    return key == 'k' ? kinds[i] : key == 'f' ? formats[i] : NULL;
}

/* Whether the kind is written as files, not as rows. */
static bool to_folder(const arguments *args) {
    return strcmp(args->kind, "images") == 0 || strcmp(args->kind, "audio") == 0;
}

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 'k': args->kind = option_word_value(value, "kind", kinds, call); return;
    case 'f': args->format = option_word_value(value, "format", formats, call); return;
    case 'r': regex_set(&args->run, value, "run", call); return;
    case 't': regex_set(&args->tag, value, "tag", call); return;
    case 'a': args->all = true; return;
    case KEY_SAFE_CSV: args->safe_csv = true; return;
    case 'o': args->out = value; return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->path = call->arguments[0];
    if (to_folder(args) && !args->out) usage_error(call, "%s goes to a folder: -o DIR", args->kind);
}

/* The state of the command. */
typedef struct exporter {
    const arguments *args;
    export_rows rows; /* where rows are written */
    export_files files;
    const char *run;
    const tblog_run *loaded;
    bool *wanted;   /* (series) */
    size_t written; /* points, or files of images and sound */
} exporter;

/* ---- images and audio ---- */

/* Write a file for each image. If one cannot be written, report it and write the others. */
static bool put_files(exporter *e, const export_item *i) {
    tblog_strings strings;
    tblog_text_view content;
    bool good = true;
    export_place place = {i->run, i->series->tag, i->series->tag_size, i->point->step, 0};
    if (strcmp(e->args->kind, "images") == 0)
        tblog_value_images(i->value, &strings);
    else
        tblog_value_clips(i->value, &strings);
    for (; tblog_strings_next(&strings, &content); place.number++) {
        char *path;
        if (!export_file_write(&e->files, &place, content.data, content.size, &path))
            good = say(command, "%s: %s", path ? path : e->args->out, strerror(errno));
        free(path);
        e->written++;
    }
    return good;
}

/* ---- runs ---- */

static bool put_value(exporter *e, const export_item *i) {
    if (to_folder(e->args)) return put_files(e, i);
    e->written++;
    if (strcmp(e->args->kind, "scalars") == 0)
        export_scalar(&e->rows, i);
    else if (strcmp(e->args->kind, "histograms") == 0)
        export_histogram(&e->rows, i);
    else
        export_text(&e->rows, i);
    return true;
}

static bool put_record(exporter *e, tblog_run_reader *reader, tblog_status *status,
                       tblog_error *err) {
    tblog_run_value v;
    bool good = true;
    while (!(*status = tblog_run_reader_next_value(reader, &v, err))) {
        if (!e->wanted[v.series] || !v.point || !v.fits) continue;
        good &= put_value(
            e, &(export_item){e->run, tblog_run_series(e->loaded, v.series), v.point, &v.value});
    }
    return good;
}

static bool put_values(exporter *e, const tblog_logdir *logdir, size_t run) {
    tblog_error err;
    bool good = true;
    tblog_run_reader *reader = tblog_run_reader_open(logdir, run, e->loaded, &err);
    if (!reader) return say(command, "%s", err.message);
    tblog_status status;
    while (!(status = tblog_run_reader_next(reader, NULL, NULL, &err))) {
        good &= put_record(e, reader, &status, &err);
        if (status != TBLOG_END) break;
    }
    tblog_run_reader_close(reader);
    return status == TBLOG_END ? good : say(command, "%s", err.message);
}

static bool is_wanted(const arguments *args, const tblog_series *s) {
    return strcmp(s->kind, args->kind) == 0 &&
           (!args->tag || regex_matches(args->tag, s->tag, s->tag_size));
}

/* Report what is not written or differs from what TensorBoard shows. False if values are left
 * out. */
static bool remark(const exporter *e, const tblog_series *s) {
    size_t slow = slow_points(s);
    if (slow)
        say(command,
            "run %s: tag '%s': %zu of %zu points are not float32 numbers of rank 0, which "
            "TensorBoard's default loader does not show",
            e->run, s->tag, slow, s->count);
    if (!s->unfit) return true;
    return say(command, "run %s: tag '%s': %u of %u values are not of the kind %s and are left out",
               e->run, s->tag, s->unfit, s->logged, s->kind);
}

static bool export_loaded(exporter *e, const tblog_logdir *logdir, size_t run) {
    size_t count = tblog_run_series_count(e->loaded);
    bool good = true, any = false;
    e->wanted = calloc(count + 1, sizeof *e->wanted);
    if (!e->wanted) return say(command, "out of memory");
    for (size_t i = 0; i < count; i++) {
        const tblog_series *s = tblog_run_series(e->loaded, i);
        if (!is_wanted(e->args, s)) continue;
        any = e->wanted[i] = true;
        good &= remark(e, s);
    }
    if (any) good &= put_values(e, logdir, run);
    free(e->wanted);
    return good;
}

static bool export_run(exporter *e, const tblog_logdir *logdir, size_t run) {
    tblog_error err;
    tblog_run *loaded;
    e->run = tblog_logdir_run_name(logdir, run);
    if (e->args->run && !regex_matches(e->args->run, e->run, strlen(e->run))) return true;
    bool good =
        tblog_run_load(logdir, run, e->args->all ? TBLOG_RESTARTS_KEEP : TBLOG_RESTARTS_REPLACE,
                       &loaded, &err) == TBLOG_OK ||
        say(command, "%s", err.message);
    if (!loaded) return false;
    e->loaded = loaded;
    good &= export_loaded(e, logdir, run);
    tblog_run_free(loaded);
    return good;
}

static bool export_runs(exporter *e, const tblog_logdir *logdir) {
    bool good = true;
    for (size_t run = 0; run < tblog_logdir_run_count(logdir); run++)
        good &= export_run(e, logdir, run);
    return good;
}

static bool to_files(exporter *e, const tblog_logdir *logdir) {
    e->files.folder = e->args->out;
    if (!folders_make_for(e->args->out) || (mkdir(e->args->out, 0777) != 0 && errno != EEXIST))
        return say(command, "%s: %s", e->args->out, strerror(errno));
    bool good = export_runs(e, logdir);
    export_files_free(&e->files);
    if (good) say_written(command, "%s: %zu files", e->args->out, e->written);
    return good;
}

/* Everything that can be read is written, even if something else cannot be read. */
static bool to_rows(exporter *e, const tblog_logdir *logdir) {
    new_file file;
    const char *out = e->args->out ? e->args->out : "-";
    if (!folders_make_for(out) || !new_file_open(&file, out))
        return say(command, "%s: %s", out, strerror(errno));
    e->rows = (export_rows){.out = file.out,
                            .json = strcmp(e->args->format, "jsonl") == 0,
                            .safe_csv = e->args->safe_csv,
                            .terminal = isatty(fileno(file.out))};
    export_heading(&e->rows, e->args->kind);
    bool good = export_runs(e, logdir);
    if (!new_file_close(&file, !ferror(file.out)))
        return say(command, "%s: %s", out, errno ? strerror(errno) : "cannot write");
    if (!new_file_is_stdout(out)) say_written(command, "%s: %zu points", out, e->written);
    return good;
}

int tblog_export_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .word = word,
        .arguments = "DIR|FILE",
        .examples = {"tblog export logs >scalars.csv", "tblog export -t '^loss' -f jsonl logs",
                     "tblog export -k images -o pictures logs"},
        .about = "Write the scalars of a log folder, or of one event file, as a table: a line for "
                 "each point with run, tag, step, wall time and value; or its histograms (a line "
                 "for each bucket), texts, images or sound (a file each).",
        .notes = "The points are those that TensorBoard shows, see `tblog ls`; scalars that only "
                 "its slower loader shows are written too, and reported. Files in the folder of "
                 "images or sound are not overwritten: if a name is taken, the new file gets "
                 "\"~2\"; long names are shortened. On a terminal controls are escaped. Exit "
                 "status 1 if something could not be read or written, values are not of their "
                 "tag's kind, or there are no event files."};
    arguments args = {.kind = "scalars", .format = "csv"};
    exporter e = {.args = &args};
    bool good;
    parse_arguments(&parser, argc, argv, &args);
    tblog_logdir *logdir = input_open(command, args.path, &good);
    if (logdir) good &= to_folder(&args) ? to_files(&e, logdir) : to_rows(&e, logdir);
    tblog_logdir_close(logdir);
    regex_free(args.run);
    regex_free(args.tag);
    return good ? 0 : 1;
}
