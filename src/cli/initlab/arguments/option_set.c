/* SPDX-License-Identifier: Apache-2.0 */
/* One option of an argp parser, set by its name. */
#include "cli/initlab/arguments/option_set.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/option_table.h"

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
static void take_reason(char *said, const char *name, error *err) {
    size_t prefix = strlen(name);
    said[strcspn(said, "\n")] = '\0';
    if (strncmp(said, name, prefix) == 0 && strncmp(said + prefix, ": ", 2) == 0)
        said += prefix + 2;
    error_set(err, "%s", said);
}

static bool parse(const struct argp *root, void *input, char *argument, error *err) {
    char name[] = "initlab", *argv[] = {name, argument, NULL}, *said = NULL;
    size_t size;
    listener l = {open_memstream(&said, &size), input};
    if (!l.said) return error_set(err, "out of memory");
    const struct argp_child children[] = {{root, 0, NULL, 0}, {0}};
    const struct argp parser = {0, listen, 0, 0, children, 0, 0};
    error_t code = argp_parse(&parser, 2, argv, ARGP_NO_EXIT | ARGP_NO_HELP, NULL, &l);
    bool good = fclose(l.said) == 0 && said && !*said && !code;
    if (said && *said)
        take_reason(said, name, err);
    else if (!good)
        error_set(err, "%s: cannot be parsed", argument);
    free(said);
    return good;
}

bool option_set(const struct argp *root, void *input, const char *name, const char *value,
                char **kept, error *err) {
    *kept = NULL;
    const struct argp_option *o = option_find(root, name, NULL);
    bool on = strcmp(value, "on") == 0;
    if (!o) return error_set(err, "there is no option --%s", name);
    if (!o->arg && !on && strcmp(value, "off") != 0)
        return error_set(err, "--%s: neither on nor off: '%s'", name, value);
    if (!o->arg && !on) return true;
    if (!*value && !option_may_be_empty(o))
        return error_set(err, "--%s=%s: the value is empty", name, o->arg);
    if (asprintf(kept, o->arg ? "--%s=%s" : "--%s", name, value) < 0) {
        *kept = NULL;
        return error_set(err, "out of memory");
    }
    return parse(root, input, *kept, err);
}
