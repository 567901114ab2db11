/* SPDX-License-Identifier: Apache-2.0 */
/* tblog log: lines of text become event files. */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tblog/tblog.h>
#include <unistd.h>

#include "cli/option_values.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/lines/csv_rows.h"
#include "cli/tblog/lines/follow.h"
#include "cli/tblog/lines/json_event.h"
#include "cli/tblog/lines/lines.h"
#include "cli/tblog/lines/match_event.h"
#include "cli/tblog/lines/run_writers.h"

typedef struct arguments {
    const char *folder, *file;
    bool csv, new_run, tee;
    matcher *matcher; /* NULL: lines are JSON or CSV */
    tblog_writer_options writer;
} arguments;

enum {
    KEY_CSV = 256,
    KEY_NEW,
    KEY_HOST,
    KEY_PID,
    KEY_INDEX,
    KEY_SUFFIX,
    KEY_SESSION,
    KEY_BYTES,
    KEY_SECONDS,
    KEY_TEE
};

static const cli_option options[] = {
    {"csv", KEY_CSV, NULL,
     "The lines are CSV instead: step,tag,value, or, with a heading, a step and a column for each "
     "tag; with columns run and wall_time too"},
    {"match", 'm', "PATTERN",
     "The lines are any program's: log what this regular expression finds in its named "
     "groups, as in 'step (?<step>\\d+).*loss (?<loss>[-.0-9e]+)'; may be repeated"},
    {"tee", KEY_TEE, NULL, "Print the lines in which --match finds nothing"},
    {"file", 'f', "FILE",
     "Read this file instead of standard input, wait for what is appended to it, and go on when it "
     "is replaced or cut; Ctrl-C ends it"},
    {"new", KEY_NEW, NULL, "Log in a new folder, LOGDIR/DATE_HOST, and print its name"},
    {"max-file-bytes", KEY_BYTES, "N", "Begin a new file when one has N bytes"},
    {"max-file-seconds", KEY_SECONDS, "N", "Begin a new file when one is N seconds old"},
    {"session-start", KEY_SESSION, "STEP",
     "Write that a session starts at STEP, 0 for the first, for loaders that replace what is "
     "logged again only then"},
    {NULL, 0, NULL, "The file's name is events.out.tfevents.SECONDS.HOST.PID.INDEX SUFFIX:"},
    {"host", KEY_HOST, "NAME", "Instead of this machine's name"},
    {"pid", KEY_PID, "N", "Instead of this process's id"},
    {"index", KEY_INDEX, "N", "Start from N instead of 0; a name that is taken is never reused"},
    {"suffix", KEY_SUFFIX, "TEXT", "Instead of .v2"},
    {0}};

static const char about[] =
    "Write JSON or CSV lines from standard input into one event file in LOGDIR, for TensorBoard.";

static const char notes[] =
    "Each line is an object:\n"
    "  {\"kind\": \"scalar\", \"tag\": \"loss\", \"step\": 1, \"value\": 0.25}\n"
    "  {\"kind\": \"histogram\", \"tag\": \"dense/kernel\", \"step\": 1, \"npy\": \"kernel.npy\"}\n"
    "\n"
    "kind           data   what it is\n"
    "scalar         value  a number; NaN, Infinity or -Infinity, also as texts\n"
    "histogram      npy    an array of any shape; \"buckets\": 30; \"nonfinite\":\n"
    "                      \"keep\", \"drop\" or \"refuse\"\n"
    "image          npy    (h, w), (h, w, c) or (k, h, w, c), uint8 or float\n"
    "                      0..1, or other integers; \"layout\": \"NCHW\" for another\n"
    "                      order; \"max_outputs\": 3; or \"columns\" of a grid of all,\n"
    "                      \"padding\": 2\n"
    "encoded_image  file   a PNG, JPEG, GIF or BMP; \"width\", \"height\"\n"
    "clip           npy    frames (t, h, w, c), played; \"fps\": 10; \"loops\": 0, again\n"
    "                      and again; \"layout\"\n"
    "weight_image   npy    a layer's weight, as the Keras callback draws it\n"
    "text           value  Markdown; a list of texts; or a table, a list of lists\n"
    "audio          npy    (k, frames, channels), float -1..1; \"sample_rate\";\n"
    "                      \"max_outputs\": 3\n"
    "tensor         npy    any array; \"plugin\": the dashboard\n"
    "pr_curve              \"labels\", \"predictions\", \"weights\": .npy files;\n"
    "                      \"thresholds\": 201; or \"counts\": (4, thresholds),\n"
    "                      true and false positives, true and false negatives\n"
    "mesh                  \"vertices\": .npy (B, N, 3) f4; \"faces\" i4, \"colors\" u1,\n"
    "                      \"scene\" JSON\n"
    "These take no \"tag\":\n"
    "hparams_experiment    \"hparams\": [{\"name\", \"values\" or \"min\" and \"max\",\n"
    "                      \"type\", \"differs\", \"display_name\", \"description\"}],\n"
    "                      \"metrics\": [{\"tag\", \"group\", \"dataset\": \"training\" or\n"
    "                      \"validation\", \"display_name\", \"description\"}], \"name\",\n"
    "                      \"user\", \"time\"\n"
    "hparams        value  an object of numbers, texts and bools; \"group\";\n"
    "                      \"time\" in seconds\n"
    "hparams_end    value  \"success\", \"failure\", \"running\"; \"time\"\n"
    "custom_scalars value  [{\"title\", \"closed\", \"charts\": [{\"title\", \"tags\":\n"
    "                      [regex], \"margins\": [{\"value\", \"lower\", \"upper\"}]}]}]\n"
    "graph          nodes  [{\"name\", \"op\", \"inputs\": [name], \"attributes\": {}}]\n"
    "keras_model    file   the model's JSON\n"
    "file_version   -      only in the first line: \"wall_time\" of the file itself\n"
    "\n"
    "In a --match, the group step is the step, value the value of the tag that the group tag has, "
    "and each other group a value of the tag that is its name. Each match in a line counts; what "
    "is "
    "not a number does not. A line without a step has the last one's; if no pattern has a step, "
    "lines are counted. Of a line that a program wrote over by carriage returns, the last text "
    "counts.\n"
    "\n"
    "The first line of --csv is a heading unless it begins with a number. The column step, or the "
    "index without a name that pandas writes first, or epoch, is the step; run is a folder in "
    "LOGDIR; "
    "wall_time is in seconds. Of the other columns each is a tag, or there are tag and value. "
    "Empty "
    "cells are left out. It reads what `tblog export` writes.\n"
    "\n"
    "A missing \"step\" is 0. Every line may have \"wall_time\" (seconds; default: now), "
    "\"display_name\" and \"description\" (Markdown). Paths are relative to the current folder.\n"
    "\n"
    "A line has at most 64 MiB. All lines read so far are in the file whenever tblog waits for "
    "input. A bad line ends tblog "
    "with the line's number and exit status 1; the lines before it stay. A step that is not above "
    "its tag's last one gives a warning: TensorBoard drops all points of the tag from there on.";

static void add_pattern(arguments *args, const char *pattern, cli_call *call) {
    char reason[256] = "out of memory";
    if (!args->matcher) args->matcher = matcher_new();
    if (!args->matcher || !matcher_add(args->matcher, pattern, reason, sizeof reason))
        usage_error(call, "--match: '%s': %s", pattern, reason);
}

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 'm': add_pattern(args, value, call); return;
    case 'f': args->file = value; return;
    case KEY_TEE: args->tee = true; return;
    case KEY_CSV: args->csv = true; return;
    case KEY_NEW: args->new_run = true; return;
    case KEY_HOST: args->writer.host = value; return;
    case KEY_PID:
        args->writer.pid = (int64_t)option_whole_value(value, "pid", 1, INT64_MAX, call);
        return;
    case KEY_INDEX:
        args->writer.index = option_whole_value(value, "index", 0, INT64_MAX, call);
        return;
    case KEY_BYTES:
        args->writer.max_file_bytes =
            option_whole_value(value, "max-file-bytes", 1, INT64_MAX, call);
        return;
    case KEY_SECONDS:
        args->writer.max_file_seconds =
            (double)option_whole_value(value, "max-file-seconds", 1, INT32_MAX, call);
        return;
    case KEY_SESSION:
        args->writer.session_start = 1;
        args->writer.session_step =
            (int64_t)option_whole_value(value, "session-start", 0, INT64_MAX, call);
        return;
    case KEY_SUFFIX: args->writer.suffix = value; return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    args->folder = call->arguments[0];
    if (args->csv && args->matcher) usage_error(call, "--csv and --match exclude each other");
    if (args->tee && !args->matcher) usage_error(call, "--tee needs --match");
}

/* The state of the command. */
typedef struct session {
    arguments args;
    lines in;
    follow file;
    unsigned long long line_number;
    run_writers writers; /* opened by the first line of each run */
    csv_rows *csv;       /* NULL: lines are not CSV */
    tblog_summary *summary;
    unsigned long long events;
    bool bad_step; /* one was reported */
} session;

/* Returns 1, the exit code after a failure. */
static int complain(const session *s, const char *message) {
    if (s->line_number)
        say("tblog log", "line %llu: %s", s->line_number, message);
    else
        say("tblog log", "%s", message);
    return 1;
}

/* The writer of a run (NULL: the log folder itself); NULL after a failure, which is reported. */
static run_writer *writer_of(session *s, const char *run) {
    tblog_error err;
    run_writer *writer = run_writers_get(&s->writers, run, &err);
    if (!writer) complain(s, err.message);
    return writer;
}

/* Warn of points that TensorBoard will not show, once for each tag. */
static void warn_of_steps(const session *s, run_writer *writer, const char *tag, int64_t step) {
    int64_t last;
    if (!tag || !tag_steps_go_back(&writer->steps, tag, step, &last)) return;
    say("tblog log",
        "line %llu: warning: tag '%s': step %" PRId64 " is not above the last one, %" PRId64
        ": TensorBoard's default loader drops all points from there on",
        s->line_number, tag, step, last);
}

/* Write the summary. */
static int add_event(session *s, run_writer *writer, int64_t step, double wall_time_s) {
    tblog_error err;
    if (tblog_writer_add_each(writer->writer, step, wall_time_s, s->summary, &err))
        return complain(s, err.message);
    s->events++;
    return 0;
}

static int add_graph(session *s, const run_writer *writer, const json_event *event) {
    tblog_error err;
    if (tblog_writer_add_graph(writer->writer, event->wall_time_s, event->graph, &err))
        return complain(s, err.message);
    s->events++;
    return 0;
}

static int log_event(session *s, const json_event *event) {
    if (event->file_version) {
        if (s->writers.count) return complain(s, "file_version is only allowed in the first line");
        s->writers.options.start_time_s = event->wall_time_s;
        return writer_of(s, NULL) ? 0 : 1;
    }
    run_writer *writer = writer_of(s, NULL);
    if (!writer) return 1;
    if (event->graph) return add_graph(s, writer, event);
    if (add_event(s, writer, event->step, event->wall_time_s)) return 1;
    warn_of_steps(s, writer, event->tag, event->step);
    return 0;
}

/* What --match or --csv finds in a line. */
typedef struct found_scalars {
    session *session;
    const char *const *run; /* of the line; known when the first scalar is visited */
    const int64_t *step;    /* likewise */
    run_writer *writer;     /* NULL: no scalar was found */
    tblog_error err;
} found_scalars;

static bool add_scalar(void *context, const char *tag, double value) {
    found_scalars *found = context;
    session *s = found->session;
    if (!found->writer) found->writer = run_writers_get(&s->writers, *found->run, &found->err);
    if (!found->writer) return false;
    warn_of_steps(s, found->writer, tag, *found->step);
    return tblog_summary_scalar(s->summary, tag, value, &found->err) == TBLOG_OK;
}

static int log_matches(session *s, const char *text) {
    match_line line;
    const char *const run = NULL;
    found_scalars found = {.session = s, .run = &run, .step = &line.step};
    if (!matcher_visit(s->args.matcher, text, &line, add_scalar, &found, found.err.message,
                       sizeof found.err.message))
        return complain(s, found.err.message);
    if (*line.bad_step && !s->bad_step) {
        say("tblog log",
            "line %llu: warning: the step '%s' is not a whole number: such lines have the last "
            "step, %" PRId64,
            s->line_number, line.bad_step, line.step);
        s->bad_step = true;
    }
    if (!line.found && s->args.tee && (puts(text) < 0 || fflush(stdout) != 0))
        return complain(s, "standard output cannot be written");
    return found.writer ? add_event(s, found.writer, line.step, TBLOG_NOW) : 0;
}

static int log_csv(session *s, const char *text, size_t length) {
    csv_row row;
    found_scalars found = {.session = s, .run = &row.run, .step = &row.step};
    if (!csv_rows_take(s->csv, text, length, &row, add_scalar, &found, &found.err))
        return complain(s, found.err.message);
    if (s->args.new_run && csv_rows_have_runs(s->csv))
        return complain(s, "a column 'run' cannot go with --new");
    return found.writer ? add_event(s, found.writer, row.step, row.wall_time_s) : 0;
}

static int log_line(session *s, const char *text, size_t length) {
    tblog_error err;
    json_event event;
    tblog_summary_clear(s->summary);
    if (s->args.matcher) return log_matches(s, text);
    if (s->csv) return log_csv(s, text, length);
    tblog_status status = json_event_parse(text, length, s->summary, &event, &err);
    int failed = status ? complain(s, err.message) : log_event(s, &event);
    json_event_free(&event);
    return failed;
}

/* Handle one line of the input. *more becomes false at its end. Returns the exit code so far. */
static int next_line(session *s, int *more) {
    tblog_error err;
    char *text;
    size_t length;
    /* Flush before waiting for input, so that readers of the log see everything sent so far. */
    if (!lines_ready(&s->in) && !run_writers_flush(&s->writers, &err))
        return complain(s, err.message);
    lines_result result = lines_next(&s->in, &text, &length);
    if (result == LINES_END) {
        *more = 0;
        return !s->csv || csv_rows_end(s->csv, &err) ? 0 : complain(s, err.message);
    }
    s->line_number++;
    if (result == LINES_READ_ERROR) return complain(s, strerror(errno));
    if (result == LINES_TOO_LONG)
        return complain(s, "the line is longer than 64 MiB, the most that tblog log takes");
    bool blank = !text[strspn(text, " \t\r")]; /* these are fine */
    return blank && !s->args.tee && !s->csv ? 0 : log_line(s, text, length);
}

int tblog_log_command(int argc, char **argv) {
    static const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "LOGDIR",
        .examples = {"echo '{\"kind\": \"scalar\", \"tag\": \"loss\", \"step\": 1, \"value\": "
                     "0.25}' | tblog log logs/mine",
                     "printf '%s\\n' 1,loss,0.5 2,loss,0.25 | tblog log --csv logs/mine",
                     "echo 'step 7: loss 0.5' | tblog log -m 'step (?<step>[0-9]+): loss "
                     "(?<loss>[^ ]+)' logs/mine"},
        .about = about,
        .notes = notes};
    session s = {.args.writer = TBLOG_WRITER_OPTIONS_INIT};
    parse_arguments(&parser, argc, argv, &s.args);

    int failed = 0;
    s.summary = tblog_summary_new();
    if (s.args.csv) s.csv = csv_rows_new();
    if (!lines_init(&s.in, STDIN_FILENO) || !s.summary || (s.args.csv && !s.csv))
        failed = complain(&s, "out of memory");
    s.writers = (run_writers){
        .folder = s.args.folder, .options = s.args.writer, .new_folder = s.args.new_run};
    if (s.args.file) s.in.file = &s.file;
    if (s.args.file && !follow_open(&s.file, s.args.file)) {
        say("tblog log", "%s: cannot open: %s", s.args.file, strerror(errno));
        failed = 1;
    }
    for (int more = 1; more && !failed;) failed = next_line(&s, &more);
    if (!failed && !s.writers.count) failed = !writer_of(&s, NULL); /* an empty event file */

    tblog_error err;
    s.line_number = 0;
    if (!run_writers_close(&s.writers, &err) && !failed) failed = complain(&s, err.message);
    if (!failed) say_written("tblog log", "%s: %llu events", s.args.folder, s.events);
    tblog_summary_free(s.summary);
    lines_free(&s.in);
    if (s.args.file) follow_close(&s.file);
    matcher_free(s.args.matcher);
    csv_rows_free(s.csv);
    return failed;
}
