/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One option of an argp parser, set by its name: what a sweep's file sets is parsed by the same
 * tables as the command line.
 */
#ifndef CLI_OPTION_SET_H
#define CLI_OPTION_SET_H

#include <argp.h>
#include <stdbool.h>

#include "train/callback.h"

/*
 * Parse "--name=value" with 'input' as root's input; an option without a value takes "on", and
 * "off" to leave it out. False, with the reason in 'err', when there is no such option or it does
 * not take the value; what argp_error says is caught. What the input points at from now on is in
 * *kept: free it behind the input.
 */
bool option_set(const struct argp *root, void *input, const char *name, const char *value,
                char **kept, error *err);

#endif
