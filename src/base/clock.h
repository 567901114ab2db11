/* SPDX-License-Identifier: Apache-2.0 */
/* Time that only goes forward. */
#ifndef TRAIN_CLOCK_H
#define TRAIN_CLOCK_H

/* Seconds since some moment. */
double monotonic_s(void);

#endif
