/* SPDX-License-Identifier: Apache-2.0 */
/* Time that only goes forward, whatever is done to the machine's wall clock. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <pthread.h>

/* Seconds since some moment. */
double monotonic_s(void);

/* Initialize a condition for monotonic_wait; destroy it as any other. */
void monotonic_cond_init(pthread_cond_t *cond);

/* Wait for a signal, but not longer than 'ms' milliseconds; 'lock' is held before and after. */
void monotonic_wait(pthread_cond_t *cond, pthread_mutex_t *lock, long ms);

#endif
