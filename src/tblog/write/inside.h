/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds in a thread of the program's while it is inside of the writer: the library's own
 * floating-point environment; and the thread, which may have a lock, is not cancelled. Every public
 * function of the writer begins with tblog__enter and ends with tblog__leave; what calculates in
 * between is TBLOG__APART or in another file.
 */
#ifndef TBLOG_INSIDE_H
#define TBLOG_INSIDE_H

#include <pthread.h>

#include "tblog/float_env.h"

typedef struct tblog__inside {
    tblog__float_env env; /* the program's */
    int cancelling;       /* likewise: whether it may be cancelled */
} tblog__inside;

static inline tblog__inside tblog__enter(void) {
    tblog__inside outside;
    pthread_testcancel(); /* here, where nothing has been done yet: later would be too late */
    pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &outside.cancelling);
    outside.env = tblog__float_env_enter();
    return outside;
}

static inline void tblog__leave(const tblog__inside *outside) {
    int unused;
    tblog__float_env_leave(&outside->env);
    pthread_setcancelstate(outside->cancelling, &unused);
}

#endif
