/* SPDX-License-Identifier: Apache-2.0 */
/* What the commands say on standard error. */
#ifndef CLI_TBLOG_SAY_H
#define CLI_TBLOG_SAY_H

#include <stdbool.h>

/*
 * "<command>: <message>" as a line. Names of files and tags in it may be a stranger's: controls are
 * escaped. Returns false, so that callers can return it.
 */
__attribute__((format(printf, 2, 3))) bool say(const char *command, const char *format, ...);

#endif
