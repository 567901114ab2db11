/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The lock on a run's folder. A process takes it before it reads or writes the folder. The lock is
 * flock(2) on RUN/lock: the system releases it when the process ends, for whatever reason; over NFS
 * the server does. The file names the process and the host that hold the lock. On a file system
 * without locks, runs are written without one.
 */
#ifndef RUNS_LOCK_H
#define RUNS_LOCK_H

#include <stdatomic.h>

#include "runs/run.h"

/* Take the run's lock, or fail at once: 'err' then says who holds it, or why it cannot be taken.
 * Creates the folders. Does nothing if this process already holds the lock. */
bool run_lock_take(run *r, error *err);

/* Called once, when another process holds the lock: 'who' names it. */
typedef void (*run_lock_waits)(void *context, run *r, const char *who);

/*
 * Take the run's lock; wait while another process holds it. False with "" in 'err' if *stop became
 * true first; false with the reason in 'err' if the folder cannot be locked.
 */
bool run_lock_wait(run *r, const atomic_bool *stop, run_lock_waits waits, void *context,
                   error *err);

/* Release the lock, if this process holds it, and remove the folders that were created for it and
 * are still empty. */
void run_lock_release(run *r);

#endif
