/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The options of an argp parser and its children by their names: what a sweep's file sets is parsed
 * by the same tables as the command line.
 */
#ifndef CLI_OPTION_TABLE_H
#define CLI_OPTION_TABLE_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "train/callback.h"

/* The option of that long name, and the parser it belongs to ('owner' may be NULL); NULL: none. */
const struct argp_option *option_find(const struct argp *root, const char *name,
                                      const struct argp **owner);

/* An option and its value; "on" where it takes none. */
typedef bool (*option_visitor)(void *context, const char *name, const char *value);

/*
 * Tell 'visit' of each option with a long name in the arguments, which 'root' has parsed before
 * without an error. False when there is no memory or 'visit' returned false.
 */
bool option_each(const struct argp *root, int argc, char **argv, option_visitor visit,
                 void *context);

/*
 * Parse "--name=value" with 'input' as root's input; an option without a value takes "on", and
 * "off" to leave it out. False, with the reason in 'err', when there is no such option or it does
 * not take the value; what argp_error says is caught. What the input points at from now on is in
 * *kept: free it behind the input.
 */
bool option_set(const struct argp *root, void *input, const char *name, const char *value,
                char **kept, train_error *err);

#endif
