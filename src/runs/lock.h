/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A run's folder, locked while a process trains the run: a process that was taken for gone may
 * write again. Another waits until it is really gone or has let go. The lock is RUN/lock, by
 * flock(2): the system drops it when the process ends, however it does; over NFS the server does.
 */
#ifndef TRAIN_RUN_LOCK_H
#define TRAIN_RUN_LOCK_H

#include <stdatomic.h>

#include "runs/run.h"

/* Wait for the lock; a descriptor for run_lock_release. -1 when *stop became true before, or there
 * is no lock to be had: its reason is in 'err' then, else "". */
int run_lock_take(const run *r, const atomic_bool *stop, error *err);

void run_lock_release(const run *r, int lock);

#endif
