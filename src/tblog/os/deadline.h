/* SPDX-License-Identifier: Apache-2.0 */
/* When a wait ends. */
#ifndef TBLOG_OS_DEADLINE_H
#define TBLOG_OS_DEADLINE_H

#include <time.h>

/* The time of the clock in that number of seconds (at most a million) and a millisecond, so that
 * what is waited for is due by then. */
struct timespec tblog__os_deadline(clockid_t clock, double seconds);

#endif
