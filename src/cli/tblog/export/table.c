/* SPDX-License-Identifier: Apache-2.0 */
/* A table, written row by row. rows.c, wide.c and hparams.c print through this. */
#include "cli/tblog/export/table.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/escape.h"

/* ---- texts ---- */

/* Whether a spreadsheet would read the text as a formula: OWASP, "CSV Injection". */
static bool is_formula(const char *text, size_t size) {
    static const char *const starts[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                         "\n", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        size_t length = strlen(starts[i]);
        if (size >= length && memcmp(text, starts[i], length) == 0) return true;
    }
    return false;
}

static bool is_word(char c) {
    return isalnum((unsigned char)c) || (c & 0x80);
}

/* Whether the character at 'i' would format the text: GitHub Flavored Markdown. */
static bool is_markup(const char *text, size_t size, size_t i) {
    if (text[i] && strchr("\\|*`<[~", text[i])) return true;
    bool within = i > 0 && i + 1 < size && is_word(text[i - 1]) && is_word(text[i + 1]);
    return text[i] == '_' && !within;
}

static void put_markdown(FILE *out, const char *text, size_t size) {
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '\n')
            fputs("<br>", out);
        else if (text[i] != '\r')
            fprintf(out, "%s%c", is_markup(text, size, i) ? "\\" : "", text[i]);
    }
}

static void put_plain(const export_table *self, const char *text, size_t size) {
    if (self->format == FORMAT_MARKDOWN)
        put_markdown(self->out, text, size);
    else
        put_csv(self->out, text, size);
}

/* On a terminal the controls of the text are escaped first. */
static void put_text(const export_table *self, const char *text, size_t size) {
    bool quoted = self->format == FORMAT_CSV && self->safe_csv && is_formula(text, size);
    if (!quoted && !self->terminal) {
        put_plain(self, text, size);
        return;
    }
    char *shown = NULL;
    size_t shown_size;
    FILE *memory = open_memstream(&shown, &shown_size);
    if (!memory) return;
    if (quoted) putc('\'', memory);
    if (self->terminal)
        put_escaped(memory, text, size);
    else
        fwrite(text, 1, size, memory);
    fclose(memory);
    if (shown) put_plain(self, shown, shown_size);
    free(shown);
}

/* ---- cells ---- */

static void begin_cell(export_table *self) {
    const export_column *column = &self->columns[self->at];
    if (self->format == FORMAT_JSONL) {
        fputs(self->in_row ? ", " : "{", self->out);
        put_json(self->out, column->name, column->size);
        fputs(": ", self->out);
        self->in_row = true;
    } else if (self->format == FORMAT_MARKDOWN) {
        fputs(self->at ? " | " : "| ", self->out);
    } else if (self->at) {
        putc(',', self->out);
    }
}

static void end_cell(export_table *self) {
    if (++self->at < self->count) return;
    if (self->format == FORMAT_JSONL)
        fputs(self->in_row ? "}\n" : "{}\n", self->out);
    else
        fputs(self->format == FORMAT_MARKDOWN ? " |\n" : "\n", self->out);
    self->at = 0;
    self->in_row = false;
}

void table_text(export_table *self, const char *text, size_t size) {
    begin_cell(self);
    if (self->format == FORMAT_JSONL)
        put_json(self->out, text, size);
    else
        put_text(self, text, size);
    end_cell(self);
}

void table_whole(export_table *self, int64_t number) {
    begin_cell(self);
    fprintf(self->out, "%" PRId64, number);
    end_cell(self);
}

void table_number(export_table *self, double number, bool wide) {
    begin_cell(self);
    if (self->format == FORMAT_JSONL)
        put_json_number(self->out, number, wide);
    else
        put_number(self->out, number, wide);
    end_cell(self);
}

void table_bool(export_table *self, bool truth) {
    begin_cell(self);
    fputs(truth ? "true" : "false", self->out);
    end_cell(self);
}

void table_empty(export_table *self) {
    if (self->format != FORMAT_JSONL) begin_cell(self);
    end_cell(self);
}

void table_begin(export_table *self, const export_column *columns, size_t count) {
    self->columns = columns;
    self->count = count;
    self->at = 0;
    self->in_row = false;
    if (self->format == FORMAT_JSONL) return;
    for (size_t i = 0; i < count; i++) table_text(self, columns[i].name, columns[i].size);
    if (self->format != FORMAT_MARKDOWN) return;
    for (size_t i = 0; i < count; i++) fputs(columns[i].numbers ? "|---:" : "|---", self->out);
    fputs("|\n", self->out);
}
