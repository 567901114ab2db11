/* SPDX-License-Identifier: Apache-2.0 */
/* CSV lines as scalars: RFC 4180, as spreadsheets, pandas and `tblog export` write it. log.c calls
 * this. */
#include "cli/tblog/lines/csv_rows.h"

#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/tblog/lines/lines.h"

typedef enum csv_role {
    ROLE_SCALAR,
    ROLE_STEP,
    ROLE_TAG,
    ROLE_VALUE,
    ROLE_RUN,
    ROLE_TIME,
    ROLE_NONE /* is not read */
} csv_role;

typedef struct csv_column {
    char *name;
    csv_role role;
} csv_column;

struct csv_rows {
    csv_column *columns; /* (count) */
    size_t count;
    bool narrow; /* there are a tag and a value */
    bool begun;  /* the first line has come */

    char *record; /* (size) the lines of a row, joined; the last of them ends in NUL */
    size_t size, capacity;
    bool quoted; /* it ends within quotes */

    char **fields; /* (field_count) of the row, without quotes; in 'texts' */
    size_t field_count, field_capacity;
    char *texts; /* (text_capacity) */
    size_t text_capacity;
};

csv_rows *csv_rows_new(void) {
    return calloc(1, sizeof(csv_rows));
}

static void free_columns(csv_rows *self) {
    for (size_t i = 0; i < self->count; i++) free(self->columns[i].name);
    free(self->columns);
    self->columns = NULL;
    self->count = 0;
}

void csv_rows_free(csv_rows *self) {
    if (!self) return;
    free_columns(self);
    free(self->record);
    free(self->fields);
    free(self->texts);
    free(self);
}

bool csv_rows_have_runs(const csv_rows *self) {
    for (size_t i = 0; i < self->count; i++)
        if (self->columns[i].role == ROLE_RUN) return true;
    return false;
}

__attribute__((format(printf, 2, 3))) static bool fail(tblog_error *err, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(err->message, sizeof err->message, format, arguments);
    va_end(arguments);
    return false;
}

/* ---- a row, of one line or several ---- */

/* Whether what ends with this text ends within quotes. */
static bool ends_quoted(const char *text, size_t length, bool quoted) {
    if (!memchr(text, '"', length)) return quoted;
    bool may_begin = !quoted; /* at the start of a field, or after a quote */
    for (size_t i = 0; i < length; i++) {
        bool quote = text[i] == '"';
        if (quoted)
            quoted = !quote;
        else
            quoted = quote && may_begin;
        may_begin = quote || text[i] == ',';
    }
    return quoted;
}

/* Append a line to the row; *whole is whether it ends there. */
static bool append(csv_rows *self, const char *text, size_t length, bool *whole, tblog_error *err) {
    bool more = self->quoted;
    size_t needed = self->size + length + 2;
    if (!more) self->size = 0;
    if (more && needed > LINES_MAX_LENGTH) return fail(err, "a quoted cell has more than 64 MiB");
    if (needed > self->capacity) {
        char *grown = realloc(self->record, 2 * needed);
        if (!grown) return fail(err, "out of memory");
        self->record = grown;
        self->capacity = 2 * needed;
    }
    if (more) self->record[self->size++] = '\n';
    memcpy(self->record + self->size, text, length + 1);
    self->size += length;
    self->quoted = ends_quoted(text, length, more);
    *whole = !self->quoted;
    return true;
}

/* ---- fields ---- */

static bool add_field(csv_rows *self, char *field, tblog_error *err) {
    if (self->field_count == self->field_capacity) {
        size_t capacity = self->field_capacity ? 2 * self->field_capacity : 16;
        char **grown = realloc(self->fields, capacity * sizeof *grown);
        if (!grown) return fail(err, "out of memory");
        self->fields = grown;
        self->field_capacity = capacity;
    }
    self->fields[self->field_count++] = field;
    return true;
}

/* Copy the field at *at to *to without its quotes, and move both past it. False if text follows the
 * quotes. */
static bool take_field(const char **at, char **to) {
    const char *from = *at;
    bool quoted = *from == '"';
    if (quoted) from++;
    for (; *from && (quoted || *from != ','); from++) {
        if (quoted && *from == '"' && *++from != '"') break;
        *(*to)++ = *from;
    }
    *(*to)++ = '\0';
    *at = from;
    return !*from || *from == ',';
}

static bool split(csv_rows *self, tblog_error *err) {
    const char *at = self->record;
    if (self->text_capacity < self->capacity) {
        char *grown = realloc(self->texts, self->capacity);
        if (!grown) return fail(err, "out of memory");
        self->texts = grown;
        self->text_capacity = self->capacity;
    }
    char *to = self->texts;
    self->field_count = 0;
    if (self->size && self->record[self->size - 1] == '\r') self->record[--self->size] = '\0';
    for (;; at++) {
        if (!add_field(self, to, err)) return false;
        if (!take_field(&at, &to))
            return fail(err, "column %zu: text follows the closing quote", self->field_count);
        if (!*at) return true;
    }
}

/* ---- cells ---- */

/* "column 2 ('loss'): " and the reason. */
static bool fail_cell(const csv_rows *self, size_t i, const char *reason, tblog_error *err) {
    return fail(err, "column %zu ('%.60s'): '%.60s' %s", i + 1, self->columns[i].name,
                self->fields[i], reason);
}

static bool is_blank(char c) {
    return c == ' ' || c == '\t';
}

/* Without blanks at both ends: moves the start, and ends the text earlier. */
static const char *trimmed(char *text) {
    size_t length = strlen(text);
    while (length && is_blank(text[length - 1])) text[--length] = '\0';
    while (is_blank(*text)) text++;
    return text;
}

/* A whole number, also as "3.0", which pandas makes of a column with gaps. */
static bool step_parse(const char *text, int64_t *step) {
    double number;
    uint64_t whole;
    bool negative = *text == '-';
    if (whole_parse(text + negative, 0, (uint64_t)INT64_MAX + negative, &whole)) {
        *step = negative && whole ? -(int64_t)(whole - 1) - 1 : (int64_t)whole;
        return true;
    }
    if (!number_parse(text, &number) || !(fabs(number) <= 9007199254740992.0) ||
        number != floor(number))
        return false;
    *step = (int64_t)number;
    return true;
}

/* "1e999" is not the infinity that strtod makes of it. */
static bool is_too_large(const char *text, double number) {
    return isinf(number) && strpbrk(text, "0123456789");
}

/* Whether a run's folder is in the log folder, on every system. */
static bool is_run(const char *name) {
    if (*name == '/' || *name == '\\') return false;
    for (; *name; name += strcspn(name, "/\\"), name += *name != '\0')
        if (strcspn(name, "/\\") == 2 && strncmp(name, "..", 2) == 0) return false;
    return true;
}

/* The number that is the trimmed text of a cell. */
static bool read_number(const csv_rows *self, size_t i, const char *text, double *number,
                        tblog_error *err) {
    if (!number_parse(text, number)) return fail_cell(self, i, "is not a number", err);
    return !is_too_large(text, *number) || fail_cell(self, i, "is too large", err);
}

/* What is not a scalar. */
static bool read_cell(const csv_rows *self, size_t i, csv_row *row, tblog_error *err) {
    char *text = self->fields[i];
    switch (self->columns[i].role) {
    case ROLE_STEP:
        return step_parse(trimmed(text), &row->step) ||
               fail_cell(self, i, "is not a whole number", err);
    case ROLE_RUN:
        if (*text) row->run = text;
        return is_run(text) || fail_cell(self, i, "is not in the log folder", err);
    case ROLE_TIME:
        return !*trimmed(text) || read_number(self, i, trimmed(text), &row->wall_time_s, err);
    default: return true;
    }
}

/* ---- the heading ---- */

/* "Wall time" is wall_time: TensorBoard's own downloads are written so. */
static bool is_named(const char *text, const char *name) {
    for (; *text && *name; text++, name++) {
        char c = *text == ' ' ? '_' : (char)tolower((unsigned char)*text);
        if (c != *name) return false;
    }
    return *text == *name;
}

/* The first column of that name gets this role; false if no column has that name. */
static bool assign(csv_rows *self, const char *name, csv_role role) {
    for (size_t i = 0; i < self->count; i++)
        if (self->columns[i].role == ROLE_SCALAR && is_named(self->columns[i].name, name)) {
            self->columns[i].role = role;
            return true;
        }
    return false;
}

static bool assign_roles(csv_rows *self, tblog_error *err) {
    /* An index without a name is what pandas writes first. */
    static const char *const steps[] = {"step", "global_step", "", "epoch"};
    size_t i = 0;
    while (i < sizeof steps / sizeof steps[0] && !assign(self, steps[i], ROLE_STEP)) i++;
    if (i == sizeof steps / sizeof steps[0])
        return fail(err, "no column is called step; there has to be step,tag,value or "
                         "step,TAG,TAG,...");
    while (assign(self, "", ROLE_NONE)) {
    }
    assign(self, "run", ROLE_RUN);
    assign(self, "wall_time", ROLE_TIME);
    bool has_tag = false, has_value = false;
    for (i = 0; i < self->count; i++) {
        has_tag |= is_named(self->columns[i].name, "tag");
        has_value |= is_named(self->columns[i].name, "value");
    }
    self->narrow = has_tag && has_value;
    if (!self->narrow) return true;
    assign(self, "tag", ROLE_TAG);
    assign(self, "value", ROLE_VALUE);
    for (i = 0; i < self->count; i++)
        if (self->columns[i].role == ROLE_SCALAR)
            return fail(err,
                        "column %zu ('%.60s'): a table with tag and value has no columns but "
                        "run, tag, step, wall_time and value",
                        i + 1, self->columns[i].name);
    return true;
}

static bool set_columns(csv_rows *self, const char *const *names, size_t count, tblog_error *err) {
    free_columns(self);
    self->columns = calloc(count, sizeof *self->columns);
    if (!self->columns) return fail(err, "out of memory");
    for (; self->count < count; self->count++) {
        self->columns[self->count].name = strdup(names[self->count]);
        if (!self->columns[self->count].name) return fail(err, "out of memory");
    }
    return assign_roles(self, err);
}

/* Of the first line. *is_heading: it has no values. */
static bool begin(csv_rows *self, bool *is_heading, tblog_error *err) {
    static const char *const narrow[] = {"step", "tag", "value"};
    double number;
    self->begun = true;
    *is_heading = !number_parse(trimmed(self->fields[0]), &number);
    if (!*is_heading) return set_columns(self, narrow, 3, err);
    return set_columns(self, (const char *const *)self->fields, self->field_count, err);
}

/* ---- rows ---- */

static bool visit_row(const csv_rows *self, csv_visitor visit, void *context, tblog_error *err) {
    const char *tag = NULL;
    double value;
    for (size_t i = 0; i < self->count; i++)
        if (self->columns[i].role == ROLE_TAG) tag = self->fields[i];
    for (size_t i = 0; i < self->count; i++) {
        csv_role is = self->columns[i].role;
        if (is != ROLE_SCALAR && is != ROLE_VALUE) continue;
        const char *text = trimmed(self->fields[i]);
        if (!*text) continue;
        if (!read_number(self, i, text, &value, err)) return false;
        if (!visit(context, is == ROLE_VALUE ? tag : self->columns[i].name, value)) return false;
    }
    return true;
}

static bool take_row(csv_rows *self, csv_row *row, csv_visitor visit, void *context,
                     tblog_error *err) {
    bool is_heading = false;
    if (!split(self, err)) return false;
    if (!self->begun && !begin(self, &is_heading, err)) return false;
    if (is_heading) return true;
    if (self->field_count != self->count)
        return fail(err, "%zu cells, and there are %zu columns", self->field_count, self->count);
    for (size_t i = 0; i < self->count; i++)
        if (!read_cell(self, i, row, err)) return false;
    return visit_row(self, visit, context, err);
}

bool csv_rows_take(csv_rows *self, const char *text, size_t length, csv_row *row, csv_visitor visit,
                   void *context, tblog_error *err) {
    static const char bom[] = "\xef\xbb\xbf";
    size_t nul = strlen(text);
    bool whole = false, blank = !self->quoted && !text[strspn(text, " \t\r")];
    *row = (csv_row){.wall_time_s = TBLOG_NOW};
    if (nul < length) return fail(err, "a NUL character at byte %zu", nul + 1);
    if (!self->begun && !self->quoted && strncmp(text, bom, 3) == 0) text += 3, length -= 3;
    if (blank) return true;
    if (!append(self, text, length, &whole, err)) return false;
    return !whole || take_row(self, row, visit, context, err);
}

bool csv_rows_end(const csv_rows *self, tblog_error *err) {
    return !self->quoted || fail(err, "a quoted cell does not end");
}
