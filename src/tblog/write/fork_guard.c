/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether this is still the process that created an object. writer.c calls this in any thread.
 *
 * The mark sees every kind of fork, but some systems only pretend to have one: qemu's user mode
 * takes the advice and does not follow it. So the process's number is compared as well. It is noted
 * by a handler of fork(), since to ask for it at each call would take longer than to log a value.
 */
#include "tblog/write/fork_guard.h"

#include <stdatomic.h>
#include <unistd.h>

#include "tblog/os/os.h"

static _Atomic pid_t process; /* this one; noted again while other threads read it */

static void note_process(void) {
    atomic_store_explicit(&process, getpid(), memory_order_relaxed);
}

__attribute__((constructor)) static void register_handler(void) {
    note_process();
    tblog__os_at_fork(note_process, note_process);
}

void tblog__fork_guard_init(tblog__fork_guard *guard) {
    *guard = (tblog__fork_guard){.pid = getpid(), .mark = tblog__os_fork_mark()};
}

void tblog__fork_guard_free(tblog__fork_guard *guard) {
    tblog__os_free_fork_mark(guard->mark);
    guard->mark = NULL;
}

bool tblog__fork_guard_same_process(const tblog__fork_guard *guard) {
    if (!guard->mark) return guard->pid == getpid();
    return *guard->mark == 1 && guard->pid == atomic_load_explicit(&process, memory_order_relaxed);
}
