/* SPDX-License-Identifier: Apache-2.0 */
/* Rules about command lines that argp does not have. main of every command calls this. */
#include "cli/parse_arguments.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The end of an option table. A group's title has only a text. */
static bool is_end(const struct argp_option *option) {
    return !option->name && !option->key && !option->doc && !option->group;
}

/* ---- listing what was given ---- */

enum { MAX_OPTIONS = 256 };

/* The options of all groups in one table, and a parser that only visits them. */
typedef struct recorder {
    struct argp_option options[MAX_OPTIONS + 1];
    size_t count;
    option_visitor visit;
    void *context;
    bool good;
} recorder;

static void flatten(recorder *r, const struct argp *root) {
    for (const struct argp_option *o = root->options; o && !is_end(o); o++)
        if ((o->name || o->key) && r->count < MAX_OPTIONS) r->options[r->count++] = *o;
    for (const struct argp_child *child = root->children; child && child->argp; child++)
        flatten(r, child->argp);
}

static error_t record(int key, char *value, struct argp_state *state) {
    recorder *r = state->input;
    if (key == ARGP_KEY_ARG) {
        r->good = r->good && r->visit(r->context, NULL, value);
        return 0;
    }
    for (size_t i = 0; i < r->count; i++) {
        const struct argp_option *o = &r->options[i];
        if (o->key != key) continue;
        if (o->name) r->good = r->good && r->visit(r->context, o->name, value ? value : "on");
        return 0;
    }
    return ARGP_ERR_UNKNOWN;
}

bool option_each(const struct argp *root, int argc, char **argv, option_visitor visit,
                 void *context) {
    recorder *r = calloc(1, sizeof *r);
    if (!r) return false;
    r->visit = visit;
    r->context = context;
    r->good = true;
    flatten(r, root);
    const struct argp parser = {r->options, record, 0, 0, 0, 0, 0};
    bool good = argp_parse(&parser, argc, argv, ARGP_SILENT, NULL, r) == 0;
    good = good && r->good;
    free(r);
    return good;
}

/* ---- empty values ---- */

/* Find the option with that long name, in the parser or its children; NULL if there is none. */
static const struct argp_option *find(const struct argp *root, const char *name) {
    for (const struct argp_option *o = root->options; o && !is_end(o); o++)
        if (o->name && strcmp(o->name, name) == 0) return o;
    for (const struct argp_child *child = root->children; child && child->argp; child++) {
        const struct argp_option *found = find(child->argp, name);
        if (found) return found;
    }
    return NULL;
}

static bool may_be_empty(const struct argp_option *option) {
    return !option->arg || strcmp(option->arg, "TEXT") == 0;
}

/* The first empty value, of an option or of an argument, which has no name. */
typedef struct empty_value {
    const struct argp *root;
    const struct argp_option *option;
    bool found;
} empty_value;

static bool look_at_value(void *context, const char *name, const char *value) {
    empty_value *empty = context;
    const struct argp_option *option = name ? find(empty->root, name) : NULL;
    if (empty->found || *value || (option && may_be_empty(option))) return true;
    empty->option = option;
    empty->found = true;
    return true;
}

/* argp moves options before arguments in argv, so it gets a copy. */
static void find_empty(empty_value *empty, int argc, char **argv) {
    char **copy = calloc((size_t)argc + 1, sizeof *copy);
    if (!copy) return; /* no memory: the command will report it */
    memcpy(copy, argv, (size_t)argc * sizeof *copy);
    option_each(empty->root, argc, copy, look_at_value, empty);
    free(copy);
}

/* A parser that always refuses, so that this error looks and ends like other wrong usage. */
static error_t refuse(int key, char *value, struct argp_state *state) {
    const empty_value *empty = state->input;
    (void)value;
    if (key != ARGP_KEY_END) return ARGP_ERR_UNKNOWN;
    if (empty->option)
        argp_error(state, "--%s=%s: the value is empty", empty->option->name, empty->option->arg);
    else
        argp_error(state, "an argument is empty");
    return 0;
}

void parse_arguments(const struct argp *root, int argc, char **argv, void *input) {
    static const struct argp refusing = {0, refuse, 0, 0, 0, 0, 0};
    empty_value empty = {.root = root};
    find_empty(&empty, argc, argv);
    if (empty.found) argp_parse(&refusing, 1, argv, 0, NULL, &empty);
    argp_parse(root, argc, argv, 0, NULL, input);
}

error_t parse_only_argument(int key, char *value, struct argp_state *state, const char **argument) {
    switch (key) {
    case ARGP_KEY_ARG:
        if (state->arg_num > 0) argp_usage(state);
        *argument = value;
        return 0;
    case ARGP_KEY_NO_ARGS: argp_usage(state); return 0;
    default: return ARGP_ERR_UNKNOWN;
    }
}
