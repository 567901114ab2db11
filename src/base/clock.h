/* SPDX-License-Identifier: Apache-2.0 */
/* Time that only increases, even if somebody sets the machine's clock. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <pthread.h>

/* Seconds since an unspecified moment. */
double monotonic_s(void);

/* Initialize a condition variable for monotonic_wait; destroy it as any other. */
void monotonic_cond_init(pthread_cond_t *cond);

/* Wait for a signal, at most 'ms' milliseconds. The caller holds 'lock' before and after. */
void monotonic_wait(pthread_cond_t *cond, pthread_mutex_t *lock, long ms);

#endif
