/* SPDX-License-Identifier: Apache-2.0 */
/* The syntax of command lines, as GNU's getopt_long has it. parse_arguments.c calls this. */
#include "cli/walk_arguments.h"

#include <stdio.h>
#include <string.h>

#include "base/names/near_name.h"

/* ---- the tables ---- */

static bool is_end(const cli_option *row) {
    return !row->name && !row->key && !row->help;
}

/* The i-th table of the parser; NULL after the last. */
static const cli_option *table_at(const cli_parser *parser, size_t i) {
    static const cli_option empty[] = {{0}},
                            common[] = {{"help", 'h', NULL, "Print this help"}, {0}};
    size_t parts = 0;
    while (parser->parts && parser->parts[parts].parser) parts++;
    if (i > parts) return i == parts + 1 ? common : NULL;
    const cli_option *table = i ? parser->parts[i - 1].parser->options : parser->options;
    return table ? table : empty;
}

const cli_option *cli_next_option(const cli_parser *parser, cli_place *place, size_t *table) {
    for (const cli_option *rows; (rows = table_at(parser, place->table));) {
        const cli_option *row = &rows[place->row++];
        *table = place->table;
        if (!is_end(row)) return row;
        *place = (cli_place){place->table + 1, 0};
    }
    return NULL;
}

const cli_option *cli_find_letter(const cli_parser *parser, int letter, size_t *table) {
    const cli_option *row;
    for (cli_place at = {0}; (row = cli_next_option(parser, &at, table));)
        if (row->key == letter) return row;
    return NULL;
}

/* Whether an option's name begins so. */
static bool begins(const cli_option *row, const char *text, size_t length) {
    return row->name && strncmp(row->name, text, length) == 0;
}

static bool refuse_ambiguous(const cli_parser *parser, const char *text, size_t length,
                             error *err) {
    char list[256] = "";
    const cli_option *row;
    size_t table, used = 0;
    for (cli_place at = {0}; (row = cli_next_option(parser, &at, &table));) {
        if (!begins(row, text, length) || used + strlen(row->name) + 6 > sizeof list) continue;
        used += (size_t)snprintf(list + used, sizeof list - used, " '--%s'", row->name);
    }
    return error_set(err, "option '--%.*s' is ambiguous; possibilities:%s", (int)length, text,
                     list);
}

static bool refuse_unknown(const cli_parser *parser, const char *text, size_t length, error *err) {
    char name[64], hint[128];
    const cli_option *row;
    size_t table;
    snprintf(name, sizeof name, "%.*s", (int)length, text);
    near_name near = {.text = name};
    for (cli_place at = {0}; (row = cli_next_option(parser, &at, &table));)
        if (row->name) near_name_try(&near, row->name);
    near_name_hint(&near, "--", hint, sizeof hint);
    return error_set(err, "unrecognized option '--%.*s'%s", (int)length, text, hint);
}

const cli_option *cli_find_name(const cli_parser *parser, const char *text, size_t length,
                                size_t *table, error *err) {
    const cli_option *row, *found = NULL;
    size_t count = 0, of_row;
    for (cli_place at = {0}; (row = cli_next_option(parser, &at, &of_row));) {
        if (!begins(row, text, length)) continue;
        found = row;
        *table = of_row;
        count++;
        if (!row->name[length]) return found;
    }
    if (count == 1) return found;
    if (count)
        refuse_ambiguous(parser, text, length, err);
    else
        refuse_unknown(parser, text, length, err);
    return NULL;
}

/* ---- the words ---- */

typedef struct walk {
    const cli_parser *parser;
    int argc, at; /* the next word */
    char **argv;
    cli_visitor visit;
    void *context;
    error *err;
} walk;

bool cli_needs_value(const cli_option *option) {
    return option->argument && *option->argument != '[';
}

static bool may_be_empty(const cli_option *option) {
    return option->argument && strcmp(option->argument, "TEXT") == 0;
}

/* "NAME" or "[NAME]" without its brackets. */
static void put_name(const char *argument, char *name, size_t size) {
    size_t bracket = *argument == '[';
    snprintf(name, size, "%.*s", (int)(strlen(argument) - 2 * bracket), argument + bracket);
}

static bool give(const walk *w, size_t table, const cli_option *option, char *value) {
    if (!value || *value || may_be_empty(option)) return w->visit(w->context, table, option, value);
    char name[64];
    put_name(option->argument, name, sizeof name);
    return option->name ? error_set(w->err, "--%s=%s: the value is empty", option->name, name)
                        : error_set(w->err, "-%c %s: the value is empty", option->key, name);
}

static char *next_word(walk *w) {
    return w->at < w->argc ? w->argv[w->at++] : NULL;
}

/* --NAME, --NAME=VALUE, or --NAME before VALUE, its dashes cut off */
static bool long_option(walk *w, char *word) {
    size_t table = 0, length = strcspn(word, "=");
    char *value = word[length] ? word + length + 1 : NULL;
    const cli_option *option = cli_find_name(w->parser, word, length, &table, w->err);
    if (!option) return false;
    if (value && !option->argument)
        return error_set(w->err, "option '--%s' doesn't allow an argument", option->name);
    if (!value && cli_needs_value(option) && !(value = next_word(w)))
        return error_set(w->err, "option '--%s' requires an argument", option->name);
    return give(w, table, option, value);
}

/* Letters, the last of which may have a value after it or in the next word. */
static bool short_options(walk *w, char *letters) {
    for (; *letters; letters++) {
        size_t table;
        const cli_option *option = cli_find_letter(w->parser, (unsigned char)*letters, &table);
        if (!option) return error_set(w->err, "invalid option -- '%c'", *letters);
        if (cli_needs_value(option)) {
            char *value = letters[1] ? letters + 1 : next_word(w);
            if (value) return give(w, table, option, value);
            return error_set(w->err, "option requires an argument -- '%c'", *letters);
        }
        if (!give(w, table, option, NULL)) return false;
    }
    return true;
}

/* Exchange 'count' words and the one or two after them. */
static void move_up(char **words, size_t count, size_t after) {
    char *moved[2] = {words[count], after > 1 ? words[count + 1] : NULL};
    memmove(words + after, words, count * sizeof *words);
    memcpy(words, moved, after * sizeof *words);
}

bool cli_walk_arguments(const cli_parser *parser, int argc, char **argv, cli_visitor visit,
                        void *context, int *first, error *err) {
    walk w = {parser, argc, 1, argv, visit, context, err};
    int arguments = 0;
    bool good = true, ended = false;
    while (good && w.at < argc) {
        int begin = w.at++;
        char *word = argv[begin];
        if (ended || word[0] != '-' || !word[1]) {
            arguments++;
            if (!*word) return error_set(err, "an argument is empty");
            continue;
        }
        ended = strcmp(word, "--") == 0;
        if (!ended) good = word[1] == '-' ? long_option(&w, word + 2) : short_options(&w, word + 1);
        move_up(argv + begin - arguments, (size_t)arguments, (size_t)(w.at - begin));
    }
    *first = argc - arguments;
    return good;
}
