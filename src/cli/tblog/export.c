/* SPDX-License-Identifier: Apache-2.0 */
/* tblog export: what a log folder holds, for other programs. */
#include <argp.h>
#include <errno.h>
#include <inttypes.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <tblog/tblog.h>

#include "base/escape.h"
#include "base/folders.h"
#include "cli/option_table.h"
#include "cli/tblog/commands.h"
#include "cli/tblog/run_values.h"

typedef struct arguments {
    const char *path, *kind, *format, *out;
    regex_t run, tag;
    bool has_run, has_tag;
} arguments;

static const struct argp_option options[] = {
    {"kind", 'k', "KIND", 0, "scalars (default), histograms, text, images or audio", 0},
    {"format", 'f', "csv|jsonl", 0, "Of scalars and text (csv)", 0},
    {"run", 'r', "REGEX", 0, "Only runs that match this extended regular expression", 0},
    {"tag", 't', "REGEX", 0, "Only tags that match", 0},
    {"output", 'o', "OUT", 0, "A file (standard output), or for images and audio a folder", 0},
    {0}};

static void compile(regex_t *regex, const char *text, struct argp_state *state) {
    char reason[128];
    int code = regcomp(regex, text, REG_EXTENDED | REG_NOSUB);
    if (!code) return;
    regerror(code, regex, reason, sizeof reason);
    argp_error(state, "'%s': %s", text, reason);
}

static const char *one_of(const char *value, const char *const *words, struct argp_state *state) {
    for (size_t i = 0; words[i]; i++)
        if (strcmp(words[i], value) == 0) return words[i];
    argp_error(state, "'%s' is none of those that --help lists", value);
    return NULL;
}

/* What comes as a file for each, not as rows. */
static bool to_folder(const arguments *args) {
    return strcmp(args->kind, "images") == 0 || strcmp(args->kind, "audio") == 0;
}

static error_t parse_option(int key, char *value, struct argp_state *state) {
    static const char *const kinds[] = {"scalars", "histograms", "text", "images", "audio", NULL};
    static const char *const formats[] = {"csv", "jsonl", NULL};
    arguments *args = state->input;
    switch (key) {
    case 'k': args->kind = one_of(value, kinds, state); return 0;
    case 'f': args->format = one_of(value, formats, state); return 0;
    case 'r':
        compile(&args->run, value, state);
        args->has_run = true;
        return 0;
    case 't':
        compile(&args->tag, value, state);
        args->has_tag = true;
        return 0;
    case 'o': args->out = value; return 0;
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) argp_usage(state);
        args->path = value;
        return 0;
    case ARGP_KEY_NO_ARGS: argp_usage(state); return 0;
    case ARGP_KEY_END:
        if (to_folder(args) && !args->out)
            argp_error(state, "%s goes to a folder: -o DIR", args->kind);
        return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}

/* What is passed along while a run's values go by. */
typedef struct exporter {
    const arguments *args;
    const char *run;
    FILE *out;
    bool failed;
} exporter;

static bool is_kind(const tblog_value *value, const char *kind) {
    tblog_text_view k = tblog_value_kind(value);
    return k.size == strlen(kind) && memcmp(k.data, kind, k.size) == 0;
}

static bool tag_matches(const arguments *args, const tblog_value *value) {
    if (!args->has_tag) return true;
    char *tag = strndup(value->tag.data ? value->tag.data : "", value->tag.size);
    bool matches = tag && regexec(&args->tag, tag, 0, NULL, 0) == 0;
    free(tag);
    return matches;
}

/* ---- rows ---- */

/* run,tag,step,wall_time, */
static void put_place_csv(const exporter *e, const tblog_event *event, const tblog_value *value) {
    put_csv(e->out, e->run, strlen(e->run));
    putc(',', e->out);
    put_csv(e->out, value->tag.data, value->tag.size);
    fprintf(e->out, ",%" PRId64 ",%.17g,", event->step, event->wall_time_s);
}

static void put_place_json(const exporter *e, const tblog_event *event, const tblog_value *value) {
    fputs("{\"run\": ", e->out);
    put_json(e->out, e->run, strlen(e->run));
    fputs(", \"tag\": ", e->out);
    put_json(e->out, value->tag.data, value->tag.size);
    fprintf(e->out, ", \"step\": %" PRId64 ", \"wall_time\": %.17g, \"value\": ", event->step,
            event->wall_time_s);
}

static bool is_csv(const exporter *e) {
    return strcmp(e->args->format, "csv") == 0;
}

/* float32 values are told with as many digits as bring them back. */
static void put_scalar(const exporter *e, const tblog_event *event, const tblog_value *value) {
    double number;
    if (!tblog_value_scalar(value, &number)) return;
    if (is_csv(e)) {
        put_place_csv(e, event, value);
        fprintf(e->out, "%.9g\n", number);
    } else {
        put_place_json(e, event, value);
        put_json_number(e->out, number);
        fputs("}\n", e->out);
    }
}

static void put_histogram(const exporter *e, const tblog_event *event, const tblog_value *value) {
    tblog_buckets buckets;
    double left, right, count;
    tblog_value_buckets(value, &buckets);
    for (size_t i = 0; tblog_buckets_get(&buckets, i, &left, &right, &count); i++) {
        put_place_csv(e, event, value);
        fprintf(e->out, "%.17g,%.17g,%.17g\n", left, right, count);
    }
}

static void put_text(const exporter *e, const tblog_event *event, const tblog_value *value) {
    tblog_text_view text;
    for (size_t i = 0; tblog_value_string(value, i, &text); i++) {
        if (is_csv(e)) {
            put_place_csv(e, event, value);
            put_csv(e->out, text.data, text.size);
            putc('\n', e->out);
        } else {
            put_place_json(e, event, value);
            put_json(e->out, text.data, text.size);
            fputs("}\n", e->out);
        }
    }
}

/* ---- images and audio ---- */

/*
 * Text as one name in a folder: letters, digits, '-', '_', and '.' but not first, as they are; all
 * else as %XX. So no '/' and no '..' of a tag reaches the file system.
 */
static char *file_name(tblog_text_view text) {
    char *name = malloc(3 * text.size + 2), *at = name;
    if (!name) return NULL;
    if (!text.size) *at++ = '_';
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     c == '-' || c == '_' || (c == '.' && i > 0);
        at += plain ? sprintf(at, "%c", c) : sprintf(at, "%%%02X", c);
    }
    *at = '\0';
    return name;
}

static const char *ending_of(tblog_text_view content) {
    static const struct {
        const char *start, *ending;
    } formats[] = {{"\x89PNG", "png"}, {"\xff\xd8\xff", "jpg"}, {"GIF8", "gif"}, {"RIFF", "wav"}};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        size_t size = strlen(formats[i].start);
        if (content.size >= size && memcmp(content.data, formats[i].start, size) == 0)
            return formats[i].ending;
    }
    return "bin";
}

static bool write_content(const char *path, tblog_text_view content) {
    FILE *out = fopen(path, "wb");
    bool good = out && fwrite(content.data, 1, content.size, out) == content.size;
    int saved = errno;
    if (out && fclose(out) != 0) good = false;
    if (!good) fprintf(stderr, "tblog export: %s: %s\n", path, strerror(saved));
    return good;
}

/* Image or clip i. */
static bool content_of(const exporter *e, const tblog_value *value, size_t i,
                       tblog_text_view *content) {
    return strcmp(e->args->kind, "images") == 0 ? tblog_value_image(value, i, content)
                                                : tblog_value_audio(value, i, content);
}

/* OUT/<run>.<tag>.<step>.<n>.png */
static void put_files(exporter *e, const tblog_event *event, const tblog_value *value) {
    tblog_text_view content;
    char *run = file_name((tblog_text_view){e->run, strlen(e->run)}), *tag = file_name(value->tag);
    for (size_t i = 0; content_of(e, value, i, &content) && !e->failed; i++) {
        char *path;
        if (!run || !tag ||
            asprintf(&path, "%s/%s.%s.%" PRId64 ".%zu.%s", e->args->out, run, tag, event->step, i,
                     ending_of(content)) < 0) {
            fprintf(stderr, "tblog export: out of memory\n");
            e->failed = true;
            break;
        }
        e->failed = !write_content(path, content);
        free(path);
    }
    free(run);
    free(tag);
}

/* ---- all of it ---- */

static bool export_value(void *context, const tblog_event *event, const tblog_value *value) {
    exporter *e = context;
    const char *kind = e->args->kind;
    if (!is_kind(value, kind) || !tag_matches(e->args, value)) return true;
    if (strcmp(kind, "scalars") == 0)
        put_scalar(e, event, value);
    else if (strcmp(kind, "histograms") == 0)
        put_histogram(e, event, value);
    else if (strcmp(kind, "text") == 0)
        put_text(e, event, value);
    else
        put_files(e, event, value);
    return !e->failed;
}

static void put_header(const exporter *e) {
    if (to_folder(e->args)) return;
    if (strcmp(e->args->kind, "histograms") == 0)
        fputs("run,tag,step,wall_time,left,right,count\n", e->out);
    else if (is_csv(e))
        fputs("run,tag,step,wall_time,value\n", e->out);
}

static bool export_runs(exporter *e, const tblog_logdir *logdir) {
    bool good = true;
    put_header(e);
    for (size_t run = 0; run < tblog_logdir_run_count(logdir) && !e->failed; run++) {
        e->run = tblog_logdir_run_name(logdir, run);
        if (e->args->has_run && regexec(&e->args->run, e->run, 0, NULL, 0) != 0) continue;
        good &= run_values("tblog export", logdir, run, export_value, e);
    }
    return good && !e->failed;
}

static bool open_output(exporter *e) {
    const char *out = e->args->out;
    e->out = stdout;
    if (!out || strcmp(out, "-") == 0) return true;
    if (!folders_make_for(out)) {
        e->out = NULL;
    } else if (to_folder(e->args)) {
        if (mkdir(out, 0777) == 0 || errno == EEXIST) return true;
    } else {
        e->out = fopen(out, "w");
        if (e->out) return true;
    }
    fprintf(stderr, "tblog export: %s: %s\n", out, strerror(errno));
    return false;
}

static bool close_output(exporter *e) {
    bool good = !ferror(e->out);
    if ((e->out == stdout ? fflush(stdout) : fclose(e->out)) != 0) good = false;
    if (!good) fprintf(stderr, "tblog export: the output could not be written\n");
    return good;
}

int tblog_export_command(int argc, char **argv) {
    static const struct argp parser = {
        options,
        parse_option,
        "DIR|FILE",
        "Write the scalars of a log folder, or of one event file, as a table: a line for each "
        "point with "
        "run, tag, step, wall time and value; or its histograms (a line for each bucket), texts, "
        "images or sound (a file each).\v"
        "Every point of the files is written, also those that a restarted run logged again. Exit "
        "status 1 "
        "when a file could not be read to its end.",
        0,
        0,
        0};
    char name[] = "tblog export";
    argv[0] = name;
    arguments args = {.kind = "scalars", .format = "csv"};
    exporter e = {.args = &args};
    tblog_error err;
    parse_arguments(&parser, argc, argv, &args);
    tblog_logdir *logdir = tblog_logdir_open(args.path, &err);
    if (!logdir) fprintf(stderr, "tblog export: %s\n", err.message);
    bool good = logdir && open_output(&e);
    if (good) {
        good = export_runs(&e, logdir);
        good &= close_output(&e);
    }
    tblog_logdir_close(logdir);
    if (args.has_run) regfree(&args.run);
    if (args.has_tag) regfree(&args.tag);
    return good ? 0 : 1;
}
