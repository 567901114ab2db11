/* SPDX-License-Identifier: Apache-2.0 */
/* Whether this is still the process that created an object. writer.c calls this in any thread. */
#include "tblog/write/fork_guard.h"

#include <unistd.h>

#include "tblog/os/os.h"

void tblog__fork_guard_init(tblog__fork_guard *guard) {
    *guard = (tblog__fork_guard){.pid = getpid(), .mark = tblog__os_fork_mark()};
}

void tblog__fork_guard_free(tblog__fork_guard *guard) {
    tblog__os_free_fork_mark(guard->mark);
    guard->mark = NULL;
}

bool tblog__fork_guard_same_process(const tblog__fork_guard *guard) {
    return guard->mark ? *guard->mark == 1 : guard->pid == getpid();
}
