/* SPDX-License-Identifier: Apache-2.0 */
/* Completion of options and their words. parse_arguments.c calls this. */
#include "cli/complete_arguments.h"

#include <string.h>

#include "cli/walk_arguments.h"

static bool begins(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

/* The parser that has this table; NULL for the common options. */
static const cli_parser *owner_of(const cli_parser *parser, size_t table) {
    if (!table) return parser;
    return parser->parts ? parser->parts[table - 1].parser : NULL;
}

/* Where the last word of a list begins, in text from 'start' on. The name of the option's value
 * shows what separates words: "A,B,...", "NAME[+NAME]". */
static size_t last_word(const cli_option *option, const char *text, size_t start) {
    for (const char *separator = ",+"; *separator; separator++) {
        const char *last =
            strchr(option->argument, *separator) ? strrchr(text + start, *separator) : NULL;
        if (last) start = (size_t)(last + 1 - text);
    }
    return start;
}

/* Print the words of an option that begin as the value does, which begins at text[start]; what is
 * before it stays. Of a list only its last word is completed. */
static void put_words(FILE *out, const cli_parser *owner, const cli_option *option,
                      const char *text, size_t start) {
    start = last_word(option, text, start);
    const char *word;
    for (size_t i = 0; owner->word && (word = owner->word(option->key, i)); i++)
        if (begins(word, text + start)) fprintf(out, "%.*s%s\n", (int)start, text, word);
    if (*option->argument == '[' && begins("off", text + start))
        fprintf(out, "%.*soff\n", (int)start, text);
}

static void put_options(FILE *out, const cli_parser *parser, const char *start) {
    const cli_option *row;
    size_t table;
    for (cli_place at = {0}; (row = cli_next_option(parser, &at, &table));)
        if (row->name && begins(row->name, start))
            fprintf(out, "--%s%s\t%s\n", row->name, cli_needs_value(row) ? "=" : "", row->help);
}

/* The option in a word that has its value in the next one; NULL if no option does. */
static const cli_option *awaiting(const cli_parser *parser, const char *word, size_t *table) {
    const cli_option *option = NULL;
    error unused;
    if (begins(word, "--"))
        option = cli_find_name(parser, word + 2, strlen(word + 2), table, &unused);
    for (size_t i = 1; *word == '-' && word[1] != '-' && word[i]; i++) {
        option = cli_find_letter(parser, word[i], table);
        if (option && cli_needs_value(option) && word[i + 1]) return NULL; /* the value: -nVALUE */
    }
    return option && cli_needs_value(option) ? option : NULL;
}

void complete_arguments(FILE *out, const cli_parser *parser, size_t count, char *const *words) {
    const char *last = count ? words[count - 1] : "";
    const cli_option *option = NULL;
    size_t table = 0, name = begins(last, "--") ? strcspn(last, "=") : 0;
    error unused;
    for (size_t i = 0; i + 1 < count; i++)
        if (strcmp(words[i], "--") == 0) return;
    if (count > 1) option = awaiting(parser, words[count - 2], &table);
    if (option) {
        put_words(out, owner_of(parser, table), option, last, 0);
    } else if (last[name] == '=' && name) {
        option = cli_find_name(parser, last + 2, name - 2, &table, &unused);
        if (option && option->argument)
            put_words(out, owner_of(parser, table), option, last, name + 1);
    } else if (*last == '-') {
        put_options(out, parser, last + (name ? 2 : 1));
    }
}
