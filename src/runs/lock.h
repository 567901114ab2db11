/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lock on a run's folder: whoever writes to it has the lock, and takes it before looking at
 * what the folder holds. It is RUN/lock, by flock(2): the system drops it when the process ends,
 * however it does; over NFS the server does. The file says which process on which host has it. A
 * file system that has no locks is written to without one.
 */
#ifndef RUNS_LOCK_H
#define RUNS_LOCK_H

#include <stdatomic.h>

#include "runs/run.h"

/* Take the run's lock, or fail at once: 'err' then says who has it, or why there is none. Makes the
 * folders. A lock that this process has already is kept. */
bool run_lock_take(run *r, error *err);

/* Called once, when the lock is another's: 'who' says whose. */
typedef void (*run_lock_waits)(void *context, run *r, const char *who);

/*
 * Take the run's lock, and wait for it if another process has it. False when *stop became true
 * before, with "" in 'err'; or when it cannot be locked, with the reason.
 */
bool run_lock_wait(run *r, const atomic_bool *stop, run_lock_waits waits, void *context,
                   error *err);

/* Let it go, if this process has it, and remove the folders that taking it made and that are still
 * empty. */
void run_lock_release(run *r);

#endif
