/* SPDX-License-Identifier: Apache-2.0 */
/* tblog report: report a log folder as an HTML page, Markdown and figures. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/parse_arguments.h"
#include "cli/say.h"
#include "cli/tblog/commands.h"
#include "report/report.h"

typedef struct arguments {
    const char *logdir;
    report_options outputs;
    double target; /* percent */
} arguments;

enum { KEY_FIGURES = 0x1000, KEY_TARGET };

static const cli_option options[] = {
    {"output", 'o', "FILE",
     "Output file (report.html): a page if it ends in .html, Markdown if it ends in .md; may be "
     "given twice, for both"},
    {"figures", KEY_FIGURES, "DIR",
     "Each figure as PNG and PDF too (with Markdown: its name without .md, and -figures)"},
    {"target", KEY_TARGET, "PERCENT", "The accuracy of \"epochs to\" (97)"},
    {0}};

static bool ends_with(const char *text, const char *end) {
    size_t n = strlen(text), m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

static void parse_output(const char *path, arguments *args, cli_call *call) {
    if (strcmp(path, "-") == 0 || ends_with(path, ".html") || ends_with(path, ".htm"))
        args->outputs.html = path;
    else if (ends_with(path, ".md"))
        args->outputs.markdown = path;
    else
        usage_error(call, "--output: '%s' ends neither in .html nor in .md", path);
}

static void parse_target(const char *text, arguments *args, cli_call *call) {
    if (!number_parse(text, &args->target) || !(args->target > 0 && args->target <= 100))
        usage_error(call, "--target: '%s' is not a percentage above 0 and up to 100", text);
}

static void set_option(int key, char *value, cli_call *call) {
    arguments *args = call->input;
    switch (key) {
    case 'o': parse_output(value, args, call); return;
    case KEY_FIGURES: args->outputs.figures = value; return;
    case KEY_TARGET: parse_target(value, args, call); return;
    }
}

static void finish(cli_call *call) {
    arguments *args = call->input;
    if (call->count) args->logdir = call->arguments[0];
}

/* On a terminal, say which files were written. */
static void say_outputs(const char *command, const log_report *report,
                        const report_options *outputs) {
    char list[3 * 4096] = "";
    const char *const paths[] = {outputs->html, outputs->markdown, outputs->figures};
    if (outputs->html && strcmp(outputs->html, "-") == 0) return; /* the page is shown itself */
    for (size_t i = 0, used = 0; i < 3 && used < sizeof list; i++)
        if (paths[i])
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                                     paths[i]);
    say_written(command, "%s: %s", list, report->scope);
}

static int make(const char *command, const arguments *args) {
    log_report report;
    error err;
    bool good = report_make(&report, args->logdir, args->target / 100, &err) &&
                report_write(&report, &args->outputs, &err);
    if (good)
        say_outputs(command, &report, &args->outputs);
    else
        say(command, "%s", err.message);
    for (size_t i = 0; good && i < report.logs.warning_count; i++)
        say(command, "%s", report.logs.warnings[i]);
    good = good && !report.logs.warning_count;
    report_free(&report);
    return good ? 0 : 1;
}

int tblog_report_command(int argc, char **argv) {
    char example[64]; /* of the program whose command it is */
    snprintf(example, sizeof example, "%s -o report.md logs", argv[0]);
    const cli_parser parser = {
        .options = options,
        .set = set_option,
        .finish = finish,
        .arguments = "[LOGDIR]",
        .examples = {argv[0], example},
        .about = "Report what the runs of a TensorBoard log folder (logs) reached: curves, a "
                 "table, which differences between seeds are significant, weight histograms and "
                 "images. Reads initlab's logs, Keras' and any others.",
        .notes = "A run is a folder with train/ and validation/ in it, or with seed-N/ in it that "
                 "have these; any other folder of event files is one run. Exit status 1 also if a "
                 "file could not be read to its end; the report is written all the same."};
    arguments args = {.logdir = "logs", .target = 97};
    parse_arguments(&parser, argc, argv, &args);
    char *figures = NULL;
    if (!args.outputs.html && !args.outputs.markdown && !args.outputs.figures)
        args.outputs.html = "report.html";
    const char *md = args.outputs.markdown;
    if (md && !args.outputs.figures && figures_can_be_written()) {
        if (asprintf(&figures, "%.*s-figures", (int)(strlen(md) - 3), md) < 0) {
            say(argv[0], "out of memory");
            return 1;
        }
        args.outputs.figures = figures;
    }
    int code = make(argv[0], &args);
    free(figures);
    return code;
}
