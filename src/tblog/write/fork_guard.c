/* SPDX-License-Identifier: Apache-2.0 */
/* Whether this is still the process that created an object. writer.c calls this in any thread. */
#include "tblog/write/fork_guard.h"

#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

void tblog__fork_guard_init(tblog__fork_guard *guard) {
    *guard = (tblog__fork_guard){.pid = getpid()};
#ifdef MADV_WIPEONFORK
    void *page = mmap(NULL, 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) return;
    if (madvise(page, 1, MADV_WIPEONFORK) != 0) {
        munmap(page, 1);
        return;
    }
    guard->mark = page;
    *guard->mark = 1;
#endif
}

void tblog__fork_guard_free(tblog__fork_guard *guard) {
    if (guard->mark) munmap((void *)(uintptr_t)guard->mark, 1);
    guard->mark = NULL;
}

bool tblog__fork_guard_same_process(const tblog__fork_guard *guard) {
    return guard->mark ? *guard->mark == 1 : guard->pid == getpid();
}
