/* SPDX-License-Identifier: Apache-2.0 */
/* What the command line of a command may hold: tables of options, and the names of arguments. */
#ifndef CLI_PARSER_H
#define CLI_PARSER_H

#include <stdbool.h>
#include <stddef.h>

/* An option; or, without name and key, the title of the options after it. */
typedef struct cli_option {
    const char *name;     /* without its dashes; NULL: it has only a letter */
    int key;              /* its letter, or a number above 255 */
    const char *argument; /* the name of its value; NULL: it has none; "[off]": only after '=', and
                             may be left out; "TEXT": may be empty, as no other may */
    const char *help;
} cli_option;

/* A command that is called: what its parser works on. */
typedef struct cli_call {
    const char *command;
    void *input;      /* of this parser */
    char **arguments; /* (count) those that are not options, for 'finish' and later: in argv */
    size_t count;
} cli_call;

struct cli_part;

typedef struct cli_parser {
    const cli_option *options; /* in the order of --help; ends in a row of zeros; NULL: none */
    /* An option is given; 'value' is NULL if it has none. */
    void (*set)(int key, char *value, cli_call *call);
    /* After all options, those of parts first: what is missing or contradicts. May be NULL. */
    void (*finish)(cli_call *call);
    const struct cli_part *parts; /* options that several commands have; ends in a row of zeros */

    const char *arguments;     /* "MODEL IMAGE...", "[LOGDIR]": how many there may be; NULL: none */
    const char *about, *notes; /* for --help, before and after the options */
    const char *examples[3];   /* command lines, for --help */
    /* The words that an option accepts as its value, for completion: the i-th of the option with
     * this key; NULL after the last. May be NULL. */
    const char *(*word)(int key, size_t i);
} cli_parser;

/* A parser that is a part of others, and its input. */
typedef struct cli_part {
    const cli_parser *parser;
    void *input;
} cli_part;

#endif
