/* SPDX-License-Identifier: Apache-2.0 */
/* The monotonic clock, on a machine whose wall clock was set: it is an hour ahead for this program.
 */
#include "base/clock.h"

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "suite.h"

#ifdef SYS_clock_gettime64 /* 32-bit systems: the other has 32-bit times */
enum { CALL = SYS_clock_gettime64 };
#else
enum { CALL = SYS_clock_gettime };
#endif

/* In libc's place. */
int clock_gettime(clockid_t clock, struct timespec *now) {
    int result = (int)syscall(CALL, clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += 3600;
    return result;
}

START_TEST(a_wait_ends_in_its_time_when_the_wall_clock_was_set) {
    pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    pthread_cond_t cond;
    monotonic_cond_init(&cond);
    pthread_mutex_lock(&lock);
    double start = monotonic_s();
    monotonic_wait(&cond, &lock, 20);
    ck_assert_double_ge(monotonic_s() - start, .02);
    pthread_mutex_unlock(&lock);
    pthread_cond_destroy(&cond);
}
END_TEST

SUITE("clock", a_wait_ends_in_its_time_when_the_wall_clock_was_set)
