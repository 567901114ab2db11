/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What holds in a thread of the program's while it is inside of the writer: the library's own
 * floating-point environment. Every public function of the writer begins with tblog__enter and ends
 * with tblog__leave; what calculates in between is TBLOG__APART or in another file.
 */
#ifndef TBLOG_INSIDE_H
#define TBLOG_INSIDE_H

#include "tblog/float_env.h"

typedef struct tblog__inside {
    tblog__float_env env; /* the program's */
} tblog__inside;

static inline tblog__inside tblog__enter(void) {
    return (tblog__inside){tblog__float_env_enter()};
}

static inline void tblog__leave(const tblog__inside *outside) {
    tblog__float_env_leave(&outside->env);
}

#endif
