/* SPDX-License-Identifier: Apache-2.0 */
/* tblog verify: find what is wrong with event files. */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>

#include "base/escape.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/input.h"
#include "cli/tblog/remarks.h"

typedef struct arguments {
    char **paths;
    size_t count;
    bool quiet;
    size_t *files;  /* how many were read, */
    size_t *events; /* and how many records of theirs were intact */
} arguments;

static const cli_option options[] = {
    {"quiet", 'q', NULL, "Print nothing; only set the exit status"}, {0}};

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    (void)value;
    if (key == 'q') args->quiet = true;
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->paths = call->arguments;
    args->count = call->count;
}

/* Print a line of the report, formatted as by printf; controls are escaped. */
__attribute__((format(printf, 2, 3))) static void report(const arguments *args, const char *format,
                                                         ...) {
    char *line;
    va_list list;
    if (args->quiet) return;
    va_start(list, format);
    if (vasprintf(&line, format, list) < 0) line = NULL;
    va_end(list);
    const char *text = line ? line : "out of memory";
    put_escaped(stdout, text, strlen(text));
    putchar('\n');
    free(line);
}

/* ---- one file ---- */

/* Whether the record is an event that TensorBoard shows. */
static bool verify_event(const arguments *args, const char *path, const tblog_record *record) {
    tblog_error err;
    tblog_event event;
    tblog_status status = tblog_event_check(record, &err);
    if (!status) status = tblog_event_decode(record, &event, &err);
    if (status) {
        report(args, "%s: %s", path, err.message);
        return false;
    }
    if (isfinite(event.wall_time_s)) return true;
    report(args, "%s: record %llu at byte %llu: its wall time is %s, at which TensorBoard %s", path,
           (unsigned long long)event.number, (unsigned long long)event.offset,
           isnan(event.wall_time_s) ? "NaN" : "infinite",
           isnan(event.wall_time_s) ? "stops reading the file" : "skips the event");
    return false;
}

/* Print a line for each fault; returns how many. */
static int verify_file(const arguments *args, const char *path) {
    tblog_error err;
    tblog_record record;
    tblog_reader *reader = tblog_reader_open(path, NULL, &err);
    int faults = 0;
    ++*args->files;
    if (!reader) {
        report(args, "%s", err.message);
        return 1;
    }
    for (;;) {
        tblog_status status = tblog_reader_next(reader, &record, &err);
        if (status == TBLOG_END) break;
        if (status == TBLOG_OK) {
            bool intact = verify_event(args, path, &record);
            *args->events += intact;
            faults += !intact;
            continue;
        }
        report(args, "%s", err.message);
        faults++;
        if (status != TBLOG_ERR_DATA_CRC) break; /* no reader continues after this */
    }
    tblog_reader_close(reader);
    return faults;
}

/* ---- one run ---- */

/* The path of a run: its folder, or the file that was named. */
static char *run_path(const char *path, const tblog_logdir *logdir, size_t run) {
    const char *file = tblog_logdir_file(logdir, run, 0);
    const char *slash = strrchr(file, '/');
    return strcmp(path, file) == 0 || !slash ? strdup(file) : strndup(file, (size_t)(slash - file));
}

/* Print a note about a tag of which TensorBoard does not show everything. This is not a fault,
 * because it may be intended. */
static void note(const arguments *args, const char *path, const tblog_series *s) {
    char *tag = NULL, *remark = NULL;
    size_t size;
    FILE *text = args->quiet ? NULL : open_memstream(&remark, &size);
    if (!text) return;
    put_remark(text, s);
    fclose(text);
    if (asprintf(&tag, "%.*s", (int)(s->tag_size < 1000 ? s->tag_size : 1000), s->tag) < 0)
        tag = NULL;
    if (tag && remark)
        report(args, "%s: note: tag '%s': %s%s", path, tag, remark,
               s->logged > s->count ? ": its steps go back, and TensorBoard's default loader drops "
                                      "all points from a lower step on"
                                    : "");
    free(tag);
    free(remark);
}

/* Report a value that is not of its tag's kind. */
static void report_unfit(const arguments *args, const tblog_run_reader *reader,
                         const tblog_event *event, const tblog_series *s,
                         const tblog_run_value *v) {
    bool other = v->stated.size != strlen(s->kind) ||
                 (v->stated.size && memcmp(v->stated.data, s->kind, v->stated.size) != 0);
    report(args,
           "%s: record %llu at byte %llu: tag '%.*s': %s%.*s, but the tag's first value is of %s: "
           "TensorBoard shows an error or nothing (%u such values)",
           tblog_run_reader_path(reader), (unsigned long long)event->number,
           (unsigned long long)event->offset, (int)(s->tag_size < 200 ? s->tag_size : 200), s->tag,
           v->stated.size && other ? "a value of " : "data of another type",
           v->stated.size && other ? (int)v->stated.size : 0, v->stated.data ? v->stated.data : "",
           *s->kind ? s->kind : "no kind", s->unfit);
}

/* Print a line for each series with such values, about the first one; returns how many. */
static int report_unfit_values(const arguments *args, const tblog_logdir *logdir, size_t run,
                               const tblog_run *loaded) {
    tblog_error err;
    tblog_event event;
    tblog_run_value v;
    int faults = 0;
    bool *reported = calloc(tblog_run_series_count(loaded) + 1, sizeof *reported);
    tblog_run_reader *reader = reported ? tblog_run_reader_open(logdir, run, loaded, &err) : NULL;
    tblog_status status = reader ? TBLOG_OK : TBLOG_ERR_NO_MEMORY;
    while (!status && !(status = tblog_run_reader_next(reader, NULL, &event, &err))) {
        while (!(status = tblog_run_reader_next_value(reader, &v, &err))) {
            if (v.fits || reported[v.series]) continue;
            reported[v.series] = true;
            report_unfit(args, reader, &event, tblog_run_series(loaded, v.series), &v);
            faults++;
        }
        if (status == TBLOG_END) status = TBLOG_OK;
    }
    tblog_run_reader_close(reader);
    free(reported);
    if (status == TBLOG_END) return faults;
    report(args, "%s", reported ? err.message : "out of memory");
    return faults + 1;
}

/* Check what a single file cannot show: how TensorBoard reads the run as a whole. Unreadable files
 * have been reported before. */
static int verify_view(const arguments *args, const char *path, const tblog_logdir *logdir,
                       size_t run) {
    tblog_error err;
    tblog_run *loaded;
    bool unfit = false;
    tblog_run_load(logdir, run, TBLOG_RESTARTS_REPLACE, &loaded, &err);
    char *name = loaded ? run_path(path, logdir, run) : NULL;
    if (!name) {
        tblog_run_free(loaded);
        report(args, "out of memory");
        return 1;
    }
    for (size_t i = 0; i < tblog_run_series_count(loaded); i++) {
        const tblog_series *s = tblog_run_series(loaded, i);
        unfit |= s->unfit > 0;
        if (*s->kind && has_remark(s)) note(args, name, s);
    }
    int faults = unfit ? report_unfit_values(args, logdir, run, loaded) : 0;
    free(name);
    tblog_run_free(loaded);
    return faults;
}

static int verify_path(const arguments *args, const char *path) {
    tblog_error err;
    int faults = 0;
    if (strcmp(path, "-") == 0) return verify_file(args, path);
    tblog_logdir *logdir = tblog_logdir_open(path, &err);
    if (!logdir) {
        report(args, "%s", err.message);
        return 1;
    }
    for (size_t i = 0; i < tblog_logdir_problem_count(logdir); i++, faults++)
        report(args, "%s", tblog_logdir_problem(logdir, i));
    for (size_t run = 0; run < tblog_logdir_run_count(logdir); run++) {
        for (size_t i = 0; i < tblog_logdir_file_count(logdir, run); i++)
            faults += verify_file(args, tblog_logdir_file(logdir, run, i));
        faults += verify_view(args, path, logdir, run);
    }
    if (!tblog_logdir_run_count(logdir)) {
        report(args, NO_EVENT_FILE, path);
        faults++;
    }
    tblog_logdir_close(logdir);
    return faults;
}

int tblog_verify_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "FILE|DIR...",
        .examples = {"tblog verify logs", "tblog verify -q logs && echo intact"},
        .about = "Read event files, or all those in log folders, and check every length, CRC and "
                 "message, and that the values of a tag are of one kind.",
        .notes =
            "Prints a line for each fault: file, record, offset, reason; on a terminal, also how "
            "much was "
            "read. Exit status 1 if there is "
            "one, 0 otherwise. A torn record at the end is also a fault: a killed writer leaves "
            "one, and a file that is being written may end in one; TensorBoard skips it. A note is "
            "not a fault: it names a tag of which TensorBoard does not show all values, because "
            "steps go back or values are not float32. FILE - is standard input."};
    size_t files = 0, events = 0;
    arguments args = {.files = &files, .events = &events};
    int faults = 0;
    parse_arguments(&parser, argc, argv, &args);
    for (size_t i = 0; i < args.count; i++) faults += verify_path(&args, args.paths[i]);
    if (!args.quiet)
        say_written("tblog verify", "files: %zu, intact records: %zu, faults: %d", files, events,
                    faults);
    return faults ? 1 : 0;
}
