/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether this is still the process that created an object, or one forked from it. It is called for
 * every value that is logged, so it only reads memory: a byte that the kernel zeroes in a child
 * (Linux 4.14), and this process's number; elsewhere it is a system call.
 */
#ifndef TBLOG_FORK_GUARD_H
#define TBLOG_FORK_GUARD_H

#include <stdbool.h>
#include <sys/types.h>

typedef struct tblog__fork_guard {
    /* 1 in the first process, 0 in others; NULL if the system cannot do that. */
    volatile char *mark;
    pid_t pid;
} tblog__fork_guard;

void tblog__fork_guard_init(tblog__fork_guard *guard);
void tblog__fork_guard_free(tblog__fork_guard *guard);
bool tblog__fork_guard_same_process(const tblog__fork_guard *guard);

#endif
