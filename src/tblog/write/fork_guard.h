/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether this is still the process that made something, or one forked from it since. Asked for
 * every value that is logged, so it is a look at memory that the kernel empties in a child (Linux
 * 4.14); elsewhere a system call.
 */
#ifndef TBLOG_FORK_GUARD_H
#define TBLOG_FORK_GUARD_H

#include <stdbool.h>
#include <sys/types.h>

typedef struct tblog__fork_guard {
    volatile char *mark; /* 1 in the first process, 0 in others; NULL where that cannot be had */
    pid_t pid;
} tblog__fork_guard;

void tblog__fork_guard_init(tblog__fork_guard *guard);
void tblog__fork_guard_free(tblog__fork_guard *guard);
bool tblog__fork_guard_same_process(const tblog__fork_guard *guard);

#endif
