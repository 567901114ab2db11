/* SPDX-License-Identifier: Apache-2.0 */
/* The file that describes a sweep. cli/initlab/sweep.c reads it before anything is trained. */
#include "runs/sweep/file.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file_text.h"
#include "base/number.h"
#include "runs/options.h"

enum { MAX_BYTES = 1 << 20, MAX_VALUES = 1000000 };

/* The state of the parser. */
typedef struct reader {
    sweep_file *file;
    size_t line;
    error *err;
} reader;

/* "PATH:LINE: " and the reason; returns false. */
__attribute__((format(printf, 2, 3))) static bool fail(const reader *r, const char *format, ...) {
    char reason[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return error_set(r->err, "%.200s:%zu: %s", r->file->path, r->line, reason);
}

static bool no_memory(const reader *r) {
    return error_set(r->err, "out of memory");
}

void sweep_line_fail(const sweep_file *self, const sweep_line *line, const char *reason,
                     error *err) {
    if (line->line)
        error_set(err, "%.200s:%zu: %.400s", self->path, line->line, reason);
    else
        error_set(err, "%.400s", reason);
}

/* ---- text ---- */

/* The text without the space around it; 'text' is modified. */
static char *trim(char *text) {
    while (isspace((unsigned char)*text)) text++;
    char *end = text + strlen(text);
    while (end > text && isspace((unsigned char)end[-1])) end--;
    *end = '\0';
    return text;
}

/*
 * The first character of 'wanted' outside quotes and parentheses, or the end of the text. *open
 * becomes true if a quote or a parenthesis is not closed.
 */
static char *find_outside(char *text, const char *wanted, bool *open) {
    int depth = 0;
    char quote = 0;
    for (; *text; text++) {
        if (quote) {
            if (*text == quote) quote = 0;
        } else if (!depth && strchr(wanted, *text)) {
            break;
        } else if (*text == '"' || *text == '\'') {
            quote = *text;
        } else if (*text == '(') {
            depth++;
        } else if (*text == ')' && depth) {
            depth--;
        }
    }
    if (open) *open = quote || depth;
    return text;
}

/* Ends the text where a comment begins: at a # outside quotes. */
static void cut_comment(char *text) {
    char quote = 0;
    for (; *text && (quote || *text != '#'); text++) {
        if (quote)
            quote = *text == quote ? 0 : quote;
        else if (*text == '"' || *text == '\'')
            quote = *text;
    }
    *text = '\0';
}

static bool is_whole(const char *text) {
    if (*text == '-') text++;
    size_t digits = strspn(text, "0123456789");
    return digits && digits <= 15 && !text[digits]; /* exact as a double */
}

/* A number of a range. */
static bool parse_number(const reader *r, const char *name, const char *text, double *number) {
    return (number_parse(text, number) && isfinite(*number)) ||
           fail(r, "%s: '%s' is not a number; a range is [log] FROM .. TO [step S]", name, text);
}

static bool parse_count(const reader *r, const char *name, const char *text, uint64_t least,
                        uint64_t most, uint64_t *number) {
    return whole_parse(text, least, most, number) ||
           fail(r, "%s: '%s' is not a whole number from %" PRIu64 " to %" PRIu64, name, text, least,
                most);
}

/* ---- an option's values ---- */

static bool add_value(const reader *r, sweep_line *line, const char *value) {
    for (size_t i = 0; i < line->count; i++)
        if (strcmp(line->list[i], value) == 0)
            return fail(r, "%s: '%s' is listed twice", line->name, value);
    char **grown = reallocarray(line->list, line->count + 1, sizeof *grown);
    if (!grown) return no_memory(r);
    line->list = grown;
    grown[line->count] = strdup(value);
    return grown[line->count++] || no_memory(r);
}

/* Parses "a, 'b, c', d(1,2)" and removes the quotes. 'text' is modified. */
static bool parse_list(const reader *r, char *text, sweep_line *line) {
    bool open = false;
    for (bool last = false; !last;) {
        char *end = find_outside(text, ",", &open);
        if (open) return fail(r, "%s: a quote or a parenthesis is not closed", line->name);
        last = !*end;
        *end = '\0';
        char *value = trim(text);
        size_t size = strlen(value);
        if (!size) return fail(r, "%s: a value is missing", line->name);
        if (size >= 2 && (*value == '"' || *value == '\'') && value[size - 1] == *value) {
            value[size - 1] = '\0';
            value++;
        }
        if (!add_value(r, line, value)) return false;
        text = end + 1;
    }
    return true;
}

/* Count the points from 'from' to 'to'. The end is included even if rounding makes a sum miss
 * it. */
static bool count_points(const reader *r, sweep_line *line) {
    double steps = line->kind == SWEEP_LOG ? log(line->to / line->from) / log(line->step)
                                           : (line->to - line->from) / line->step;
    if (!(steps < MAX_VALUES)) return fail(r, "%s: more than %d values", line->name, MAX_VALUES);
    line->count = (size_t)(steps + 1e-9) + 1;
    return true;
}

/* Parses "FROM .. TO [step S]" with ".." at 'dots'. 'text' is modified. */
static bool parse_range(const reader *r, char *text, char *dots, bool logarithmic,
                        sweep_line *line) {
    *dots = '\0';
    char *from = trim(text), *to = trim(dots + 2), *step = strstr(to, "step");
    if (step) {
        *step = '\0';
        step = trim(step + 4);
        to = trim(to);
    }
    if (!parse_number(r, line->name, from, &line->from) ||
        !parse_number(r, line->name, to, &line->to) ||
        (step && !parse_number(r, line->name, step, &line->step)))
        return false;
    line->whole = is_whole(from) && is_whole(to) && (!step || is_whole(step));
    line->kind = logarithmic ? SWEEP_LOG : line->whole ? SWEEP_WHOLE : SWEEP_LINEAR;
    if (line->from >= line->to)
        return fail(r, "%s: a range ascends, but %s is not below %s", line->name, from, to);
    if (logarithmic && line->from <= 0)
        return fail(r, "%s: log: %s is not above 0", line->name, from);
    if (step && line->step <= (logarithmic ? 1 : 0))
        return fail(r, "%s: step %s is not above %d", line->name, step, logarithmic ? 1 : 0);
    return !step || count_points(r, line);
}

/* Whether the text is FROM .. TO and not a path that contains "..": a path has no number before the
 * dots. In "2..9" strtod also reads the first dot. */
static bool is_range(const char *text, const char *dots) {
    char *end;
    strtod(text, &end);
    while (isspace((unsigned char)*end)) end++;
    return end != text && (end == dots || end == dots + 1);
}

/* The whole text; quotes around it are removed. */
static bool parse_one(const reader *r, char *text, sweep_line *line) {
    size_t size = strlen(text);
    bool quoted = size >= 2 && (*text == '"' || *text == '\'') && text[size - 1] == *text;
    if (quoted) text[size - 1] = '\0';
    return add_value(r, line, text + quoted);
}

static bool parse_values(const reader *r, char *text, sweep_line *line) {
    const run_option *row = run_option_find(line->name);
    if (row && row->has_commas) return parse_one(r, text, line);
    bool logarithmic = strncmp(text, "log", 3) == 0 && isspace((unsigned char)text[3]);
    char *dots = strstr(text, "..");
    char *from = logarithmic ? text + 3 : text;
    if (dots && is_range(from, dots)) return parse_range(r, from, dots, logarithmic, line);
    if (logarithmic) return fail(r, "%s: log needs a range FROM .. TO", line->name);
    return parse_list(r, text, line);
}

/* ---- settings ---- */

static bool set_search(const reader *r, const char *value) {
    r->file->search = strcmp(value, "random") == 0 ? SWEEP_RANDOM : SWEEP_GRID;
    return r->file->search == SWEEP_RANDOM || strcmp(value, "grid") == 0 ||
           fail(r, "search: '%s' is neither grid nor random", value);
}

static bool set_runs(const reader *r, const char *value) {
    uint64_t number;
    if (!parse_count(r, "runs", value, 1, MAX_VALUES, &number)) return false;
    r->file->runs = (size_t)number;
    return true;
}

static bool set_search_seed(const reader *r, const char *value) {
    return parse_count(r, "search-seed", value, 0, UINT64_MAX, &r->file->search_seed);
}

static bool set_halving(const reader *r, const char *value) {
    uint64_t number;
    if (!parse_count(r, "halving", value, 2, 1000, &number)) return false;
    r->file->halving = (size_t)number;
    return true;
}

static bool set_min_epochs(const reader *r, const char *value) {
    uint64_t number;
    if (!parse_count(r, "min-epochs", value, 1, 1000000, &number)) return false;
    r->file->min_epochs = (size_t)number;
    return true;
}

static const struct setting {
    const char *name;
    bool (*set)(const reader *r, const char *value);
} settings[] = {{"search", set_search},
                {"runs", set_runs},
                {"search-seed", set_search_seed},
                {"halving", set_halving},
                {"min-epochs", set_min_epochs}};
enum { SETTINGS = sizeof settings / sizeof settings[0] };

static const struct setting *find_setting(const char *name) {
    for (size_t i = 0; i < SETTINGS; i++)
        if (strcmp(settings[i].name, name) == 0) return &settings[i];
    return NULL;
}

/* ---- the file ---- */

static sweep_line *find_line(const sweep_file *self, const char *name) {
    for (size_t i = 0; i < self->count; i++)
        if (strcmp(self->lines[i].name, name) == 0) return &self->lines[i];
    return NULL;
}

/* A new line at the end; NULL when there is no memory. */
static sweep_line *add_line(sweep_file *self, const char *name, size_t number) {
    sweep_line *grown = reallocarray(self->lines, self->count + 1, sizeof *grown);
    if (!grown) return NULL;
    self->lines = grown;
    grown[self->count] = (sweep_line){.name = strdup(name), .line = number};
    return grown[self->count].name ? &grown[self->count++] : NULL;
}

/* 'seen' has the line at which each setting was given. */
static bool parse_line(const reader *r, char *text, size_t seen[SETTINGS]) {
    cut_comment(text);
    text = trim(text);
    if (!*text) return true;
    char *equals = strchr(text, '=');
    if (!equals) return fail(r, "'%s' is not 'name = value'", text);
    *equals = '\0';
    char *name = trim(text), *value = trim(equals + 1);
    if (strncmp(name, "--", 2) == 0) name += 2;
    if (!*name) return fail(r, "no name before '='");
    if (!*value) return fail(r, "%s: a value is missing", name);
    const struct setting *setting = find_setting(name);
    const sweep_line *before = setting ? NULL : find_line(r->file, name);
    size_t at = setting ? seen[setting - settings] : before ? before->line : 0;
    if (at) return fail(r, "%s: already given in line %zu", name, at);
    if (setting) {
        seen[setting - settings] = r->line;
        return setting->set(r, value);
    }
    sweep_line *line = add_line(r->file, name, r->line);
    return line ? parse_values(r, value, line) : no_memory(r);
}

/* Check at the end of the file what depends on 'search', which may be in any line. */
static bool finish_lines(reader *r) {
    sweep_file *file = r->file;
    for (size_t i = 0; i < file->count; i++) {
        sweep_line *line = &file->lines[i];
        r->line = line->line;
        if (line->count || file->search == SWEEP_RANDOM) continue;
        if (line->kind == SWEEP_LINEAR)
            return fail(r, "%s: a grid needs the range's step: %g .. %g step ...", line->name,
                        line->from, line->to);
        line->step = line->kind == SWEEP_LOG ? 10 : 1;
        if (!count_points(r, line)) return false;
    }
    if (!file->count)
        return error_set(r->err, "%s: has no option; a sweep needs a line such as init = A, B",
                         file->path);
    if (file->search == SWEEP_RANDOM && !file->runs)
        return error_set(r->err, "%s: a random search needs a number of runs: runs = 40",
                         file->path);
    if (file->search == SWEEP_GRID && file->runs)
        return error_set(r->err, "%s: runs is for search = random; a grid has all its runs",
                         file->path);
    return true;
}

bool sweep_file_parse(sweep_file *self, const char *path, const char *text, error *err) {
    *self = (sweep_file){.path = strdup(path), .min_epochs = 1};
    char *copy = strdup(text), *rest = copy;
    reader r = {.file = self, .err = err};
    size_t seen[SETTINGS] = {0};
    bool good = (copy && self->path) || no_memory(&r);
    for (char *line; good && (line = strsep(&rest, "\n"));) {
        r.line++;
        good = parse_line(&r, line, seen);
    }
    free(copy);
    return good && finish_lines(&r);
}

/* The whole file; free it. NULL with the reason in 'err'. */
static char *read_text(const char *path, error *err) {
    static const char mark[] = "\xef\xbb\xbf"; /* of UTF-8, which some editors write first */
    char *text;
    size_t size;
    if (!file_text_read(path, &text, &size, err)) return NULL;
    if (strncmp(text, mark, strlen(mark)) == 0) memset(text, ' ', strlen(mark));
    if (size <= MAX_BYTES && !memchr(text, 0, size)) return text;
    error_set(err, "%s: %s", path,
              size > MAX_BYTES ? "larger than 1 MiB: not a sweep's file" : "not a text file");
    free(text);
    return NULL;
}

bool sweep_file_read(sweep_file *self, const char *path, error *err) {
    *self = (sweep_file){0};
    char *text = read_text(path, err);
    bool good = text && sweep_file_parse(self, path, text, err);
    free(text);
    return good;
}

static void clear_list(sweep_line *line) {
    for (size_t i = 0; line->list && i < line->count; i++) free(line->list[i]);
    free(line->list);
}

void sweep_file_free(sweep_file *self) {
    for (size_t i = 0; i < self->count; i++) {
        clear_list(&self->lines[i]);
        free(self->lines[i].name);
    }
    free(self->lines);
    free(self->path);
    *self = (sweep_file){0};
}

bool sweep_file_set(sweep_file *self, const char *name, const char *value) {
    sweep_line *line = find_line(self, name);
    if (!line) line = add_line(self, name, 0);
    char **list = line ? malloc(sizeof *list) : NULL;
    char *copy = list ? strdup(value) : NULL;
    if (!copy) {
        free(list);
        return false;
    }
    clear_list(line);
    *list = copy;
    *line = (sweep_line){.name = line->name, .kind = SWEEP_LIST, .list = list, .count = 1};
    return true;
}

bool sweep_file_check(const sweep_file *self, sweep_check check, void *context, error *err) {
    error reason;
    char number[SWEEP_NUMBER];
    for (size_t i = 0; i < self->count; i++) {
        const sweep_line *line = &self->lines[i];
        bool good = true;
        for (size_t k = 0; line->list && k < line->count && good; k++)
            good = check(context, line->name, line->list[k], &reason);
        for (int end = 0; !line->list && end < 2 && good; end++)
            good = check(context, line->name,
                         sweep_line_draw(line, end ? nextafter(1, 0) : 0, number), &reason);
        if (good) continue;
        sweep_line_fail(self, line, reason.message, err);
        return false;
    }
    return true;
}

/* ---- values ---- */

/* Twelve digits hide the rounding of sums of steps: .1 stays 0.1. */
static const char *format_point(double value, char number[SWEEP_NUMBER]) {
    snprintf(number, SWEEP_NUMBER, "%.12g", value);
    return number;
}

/* Whole numbers have up to 15 digits. */
static const char *format_whole(double value, char number[SWEEP_NUMBER]) {
    snprintf(number, SWEEP_NUMBER, "%.0f", value);
    return number;
}

const char *sweep_line_value(const sweep_line *line, size_t i, char number[SWEEP_NUMBER]) {
    double steps = (double)i;
    switch (line->kind) {
    case SWEEP_LIST: return line->list[i];
    case SWEEP_WHOLE: return format_whole(line->from + steps * line->step, number);
    case SWEEP_LINEAR: return format_point(line->from + steps * line->step, number);
    case SWEEP_LOG: break;
    }
    return format_point(line->from * pow(line->step, steps), number);
}

/* Six digits are precise enough to search with, and short enough for a folder's name. */
const char *sweep_line_draw(const sweep_line *line, double fraction, char number[SWEEP_NUMBER]) {
    if (line->count)
        return sweep_line_value(line, (size_t)(fraction * (double)line->count), number);
    double from = line->from, to = line->to;
    double ceiling = line->whole ? to + 1 : to; /* each whole number, the last too */
    double value = line->kind == SWEEP_LOG ? from * pow(ceiling / from, fraction)
                                           : from + fraction * (ceiling - from);
    if (line->whole) return format_whole(fmin(floor(value), to), number);
    snprintf(number, SWEEP_NUMBER, "%.6g", value);
    return number;
}
