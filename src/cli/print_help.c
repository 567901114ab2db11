/* SPDX-License-Identifier: Apache-2.0 */
/* The layout of --help. parse_arguments.c calls this. */
#include "cli/print_help.h"

#include <string.h>

#include "cli/walk_arguments.h"

enum { WIDTH = 79, NAMES = 6, HELP = 29 }; /* columns: the last, of long names, of their help */

/* ---- lines that fit ---- */

/* Characters of UTF-8 text. */
static size_t width_of(const char *text, size_t size) {
    size_t width = 0;
    for (size_t i = 0; i < size; i++) width += (text[i] & 0xc0) != 0x80;
    return width;
}

/* Print words from column 'at' on, in lines that begin at 'indent'. Newlines stay, and so do the
 * spaces that begin a line. */
static void put_wrapped(FILE *out, const char *text, size_t at, size_t indent) {
    while (*text) {
        size_t spaces = strspn(text, " "), size = strcspn(text + spaces, " \n");
        size_t width = width_of(text + spaces, size);
        if (at > indent && at + spaces + width > WIDTH) {
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

/* ---- options ---- */

static void put_option(FILE *out, const cli_option *option) {
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
    if (at + 2 > HELP) putc('\n', out), at = 0;
    fprintf(out, "%*s", (int)(HELP - at), "");
    put_wrapped(out, option->help, HELP, HELP);
}

static void put_options(FILE *out, const cli_parser *parser) {
    const cli_option *row;
    size_t table, last = 0;
    for (cli_place at = {0}; (row = cli_next_option(parser, &at, &table)); last = table) {
        bool title = !row->name && !row->key;
        if (title || table != last) putc('\n', out);
        if (title)
            fprintf(out, " %s\n", row->help);
        else
            put_option(out, row);
    }
}

void print_usage(FILE *out, const char *command, const cli_parser *parser) {
    fprintf(out, "Usage: %s [OPTION...]%s%s\n", command, parser->arguments ? " " : "",
            parser->arguments ? parser->arguments : "");
}

void print_help(FILE *out, const char *command, const cli_parser *parser) {
    print_usage(out, command, parser);
    put_wrapped(out, parser->about, 0, 0);
    putc('\n', out);
    put_options(out, parser);
    if (!parser->notes) return;
    putc('\n', out);
    put_wrapped(out, parser->notes, 0, 0);
}
