/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of a command, and what is wrong with it. Each command calls this first. */
#include "cli/parse_arguments.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/complete_arguments.h"
#include "cli/print_help.h"
#include "cli/say.h"
#include "cli/walk_arguments.h"

enum { WRONG_USAGE = 2 };

/* ---- wrong usage ---- */

static _Noreturn void end_wrong(const cli_call *call) {
    fprintf(stderr, "Try `%s --help' for more information.\n", call->command);
    exit(WRONG_USAGE);
}

void usage_error(const cli_call *call, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    say_all(call->command, format, arguments);
    va_end(arguments);
    end_wrong(call);
}

/* ---- the number of arguments ---- */

/* Of "A [B] C...", the word at 'i' without brackets or dots; false after the last. */
typedef struct argument_name {
    const char *text;
    size_t length;
    bool optional, repeated;
} argument_name;

static bool name_at(const char *names, size_t i, argument_name *name) {
    for (; names && i > 0; i--) {
        names += strcspn(names, " ");
        names += strspn(names, " ");
    }
    if (!names || !*names) return false;
    size_t length = strcspn(names, " ");
    *name = (argument_name){names, length, *names == '[', names[length - 1] == '.'};
    if (name->repeated) name->length -= strlen("...");
    return true;
}

/* The first argument that there may not be, or the name of the first that is missing. */
static void check_count(const cli_parser *parser, const cli_call *call) {
    argument_name name = {0};
    for (size_t i = 0; i < call->count; i++) {
        if (name.repeated || name_at(parser->arguments, i, &name)) continue;
        say(call->command, "unexpected argument '%s'", call->arguments[i]);
        print_usage(stderr, call->command, parser);
        end_wrong(call);
    }
    if (!name_at(parser->arguments, call->count, &name) || name.optional) return;
    say(call->command, "%.*s is missing", (int)name.length, name.text);
    print_usage(stderr, call->command, parser);
    end_wrong(call);
}

/* ---- parsing ---- */

typedef struct parsing {
    const cli_parser *parser;
    cli_call call;
    void *input; /* of the whole */
} parsing;

static bool set(void *context, size_t table, const cli_option *option, char *value) {
    parsing *p = context;
    if (option->name && strcmp(option->name, "help") == 0) {
        print_help(stdout, p->call.command, p->parser);
        exit(EXIT_SUCCESS);
    }
    const cli_part whole = {p->parser, p->input};
    const cli_part *part = table ? &p->parser->parts[table - 1] : &whole;
    p->call.input = part->input;
    part->parser->set(option->key, value, &p->call);
    return true;
}

static void finish(cli_call *call, const cli_parser *parser, void *input) {
    call->input = input;
    if (parser->finish) parser->finish(call);
}

void parse_arguments(const cli_parser *parser, int argc, char **argv, void *input) {
    if (argc > 1 && strcmp(argv[1], COMPLETE_ARGUMENTS) == 0) {
        complete_arguments(stdout, parser, (size_t)argc - 2, argv + 2);
        exit(EXIT_SUCCESS);
    }
    parsing p = {.parser = parser, .call = {.command = argv[0]}, .input = input};
    error err;
    int first;
    if (!cli_walk_arguments(parser, argc, argv, set, &p, &first, &err))
        usage_error(&p.call, "%s", err.message);
    p.call.arguments = argv + first;
    p.call.count = (size_t)(argc - first);
    check_count(parser, &p.call);
    for (const cli_part *part = parser->parts; part && part->parser; part++)
        finish(&p.call, part->parser, part->input);
    finish(&p.call, parser, input);
}
