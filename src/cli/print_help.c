/* SPDX-License-Identifier: Apache-2.0 */
/* The layout of --help. parse_arguments.c calls this. */
#include "cli/print_help.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "cli/screen/terminal.h"
#include "cli/walk_arguments.h"

enum { NAMES = 6 }; /* the column of long names */
enum { USUAL = 80, LEAST = 50, MOST = 100, NARROW = 60 };

/* The columns that lines may have, and in which the help of options begins. */
typedef struct layout {
    FILE *out;
    size_t width, help;
} layout;

static layout layout_of(FILE *out) {
    const char *set = getenv("COLUMNS");
    uint64_t columns;
    if (!set || !whole_parse(set, 1, 10000, &columns)) {
        terminal where = terminal_of(out);
        columns = terminal_size_of(&where).columns;
    }
    if (!columns) columns = USUAL;
    if (columns < LEAST) columns = LEAST;
    if (columns > MOST) columns = MOST;
    return (layout){out, (size_t)columns - 1, columns < NARROW ? NAMES + 4 : 29};
}

/* ---- lines that fit ---- */

/* Characters of UTF-8 text. */
static size_t width_of(const char *text, size_t size) {
    size_t width = 0;
    for (size_t i = 0; i < size; i++) width += (text[i] & 0xc0) != 0x80;
    return width;
}

/* Print words from column 'at' on, in lines that begin at 'indent'. Newlines stay, and so do the
 * spaces that begin a line. */
static void put_wrapped(const layout *l, const char *text, size_t at, size_t indent) {
    FILE *out = l->out;
    while (*text) {
        size_t spaces = strspn(text, " "), size = strcspn(text + spaces, " \n");
        size_t width = width_of(text + spaces, size);
        if (at > indent && at + spaces + width > l->width) {
            fprintf(out, "\n%*s", (int)indent, "");
            at = indent;
            spaces = 0;
            text += strspn(text, " ");
        }
        fwrite(text, 1, spaces + size, out);
        at += spaces + width;
        text += spaces + size;
        if (*text == '\n') {
            fprintf(out, "\n%*s", text[1] && text[1] != '\n' ? (int)indent : 0, "");
            at = indent;
            text++;
        }
    }
    putc('\n', out);
}

void print_wrapped(FILE *out, const char *text, size_t at, size_t indent) {
    const layout l = layout_of(out);
    put_wrapped(&l, text, at, indent);
}

/* ---- options ---- */

static void put_option(const layout *l, const cli_option *option) {
    FILE *out = l->out;
    char names[128];
    const char *argument = option->argument ? option->argument : "";
    const char *bracket = *argument == '[' ? "[" : "", *equals = *argument ? "=" : "";
    argument += *bracket != '\0';
    if (option->name)
        snprintf(names, sizeof names, "--%s%s%s%s", option->name, bracket, equals, argument);
    else
        snprintf(names, sizeof names, "%s", argument);
    bool letter = option->key > ' ' && option->key < 127;
    if (letter)
        fprintf(out, "  -%c%s%s", option->key, option->name ? ", " : " ", names);
    else
        fprintf(out, "%*s%s", NAMES, "", names);
    size_t at = NAMES + strlen(names);
    if (at + 2 > l->help) {
        putc('\n', out);
        at = 0;
    }
    fprintf(out, "%*s", (int)(l->help - at), "");
    put_wrapped(l, option->help, l->help, l->help);
}

static void put_options(const layout *l, const cli_parser *parser) {
    const cli_option *row;
    size_t table, last = 0;
    bool first = true;
    for (cli_place at = {0}; (row = cli_next_option(parser, &at, &table)); last = table) {
        bool title = !row->name && !row->key;
        if ((title || table != last) && !first) putc('\n', l->out);
        first = false;
        if (!title) {
            put_option(l, row);
            continue;
        }
        putc(' ', l->out);
        put_wrapped(l, row->help, 1, 1);
    }
}

void print_usage(FILE *out, const char *command, const cli_parser *parser) {
    fprintf(out, "Usage: %s [OPTION...]%s%s\n", command, parser->arguments ? " " : "",
            parser->arguments ? parser->arguments : "");
}

static void put_examples(FILE *out, const char *const *examples, size_t count) {
    for (size_t i = 0; i < count && examples[i]; i++) fprintf(out, "  %s\n", examples[i]);
    if (*examples) putc('\n', out);
}

void print_help(FILE *out, const char *command, const cli_parser *parser) {
    const layout l = layout_of(out);
    print_usage(out, command, parser);
    putc('\n', out);
    put_examples(out, parser->examples, sizeof parser->examples / sizeof *parser->examples);
    put_wrapped(&l, parser->about, 0, 0);
    putc('\n', out);
    put_options(&l, parser);
    if (!parser->notes) return;
    putc('\n', out);
    put_wrapped(&l, parser->notes, 0, 0);
}
