/* SPDX-License-Identifier: Apache-2.0 */
/* The options of an argp parser by their names. */
#include "cli/initlab/arguments/option_table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last of an option table. A group's title has a text only. */
static bool is_end(const struct argp_option *option) {
    return !option->name && !option->key && !option->doc && !option->group;
}

/* ---- looking up ---- */

const struct argp_option *option_find(const struct argp *root, const char *name,
                                      const struct argp **owner) {
    for (const struct argp_option *o = root->options; o && !is_end(o); o++) {
        if (!o->name || strcmp(o->name, name) != 0) continue;
        if (owner) *owner = root;
        return o;
    }
    for (const struct argp_child *child = root->children; child && child->argp; child++) {
        const struct argp_option *found = option_find(child->argp, name, owner);
        if (found) return found;
    }
    return NULL;
}

/* ---- what was given ---- */

enum { MAX_OPTIONS = 256 };

/* All groups' options in one table, parsed by a function that only notes them. */
typedef struct recorder {
    struct argp_option options[MAX_OPTIONS + 1];
    size_t count;
    option_visitor visit;
    void *context;
    bool good;
} recorder;

static void flatten(recorder *r, const struct argp *root) {
    for (const struct argp_option *o = root->options; o && !is_end(o); o++)
        if (o->name && r->count < MAX_OPTIONS) r->options[r->count++] = *o;
    for (const struct argp_child *child = root->children; child && child->argp; child++)
        flatten(r, child->argp);
}

static error_t record(int key, char *value, struct argp_state *state) {
    recorder *r = state->input;
    for (size_t i = 0; i < r->count; i++) {
        const struct argp_option *o = &r->options[i];
        if (o->key != key) continue;
        r->good = r->good && r->visit(r->context, o->name, o->arg ? value : "on");
        return 0;
    }
    return key == ARGP_KEY_ARG ? 0 : ARGP_ERR_UNKNOWN;
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
    bool good = argp_parse(&parser, argc, argv, ARGP_NO_EXIT | ARGP_NO_HELP, NULL, r) == 0;
    good = good && r->good;
    free(r);
    return good;
}

/* ---- one option ---- */

/* A parser around root's: it has what argp says written to 'said'. */
typedef struct listener {
    FILE *said;
    void *input;
} listener;

static error_t listen(int key, char *value, struct argp_state *state) {
    const listener *l = state->input;
    (void)value;
    if (key != ARGP_KEY_INIT) return ARGP_ERR_UNKNOWN;
    state->err_stream = l->said;
    state->child_inputs[0] = l->input;
    return 0;
}

/* The first line of what was said, behind "NAME: ". */
static void take_reason(char *said, const char *name, train_error *err) {
    size_t prefix = strlen(name);
    said[strcspn(said, "\n")] = '\0';
    if (strncmp(said, name, prefix) == 0 && strncmp(said + prefix, ": ", 2) == 0)
        said += prefix + 2;
    train_fail(err, "%s", said);
}

static bool parse(const struct argp *root, void *input, char *argument, train_error *err) {
    char name[] = "initlab", *argv[] = {name, argument, NULL}, *said = NULL;
    size_t size;
    listener l = {open_memstream(&said, &size), input};
    if (!l.said) return train_fail(err, "out of memory");
    const struct argp_child children[] = {{root, 0, NULL, 0}, {0}};
    const struct argp parser = {0, listen, 0, 0, children, 0, 0};
    error_t code = argp_parse(&parser, 2, argv, ARGP_NO_EXIT | ARGP_NO_HELP, NULL, &l);
    bool good = fclose(l.said) == 0 && said && !*said && !code;
    if (said && *said)
        take_reason(said, name, err);
    else if (!good)
        train_fail(err, "%s: cannot be parsed", argument);
    free(said);
    return good;
}

bool option_set(const struct argp *root, void *input, const char *name, const char *value,
                char **kept, train_error *err) {
    *kept = NULL;
    const struct argp_option *o = option_find(root, name, NULL);
    bool on = strcmp(value, "on") == 0;
    if (!o) return train_fail(err, "there is no option --%s", name);
    if (!o->arg && !on && strcmp(value, "off") != 0)
        return train_fail(err, "--%s: neither on nor off: '%s'", name, value);
    if (!o->arg && !on) return true;
    if (asprintf(kept, o->arg ? "--%s=%s" : "--%s", name, value) < 0) {
        *kept = NULL;
        return train_fail(err, "out of memory");
    }
    return parse(root, input, *kept, err);
}
