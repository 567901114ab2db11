/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The floating-point environment of the library's own arithmetic: rounding to nearest and no traps,
 * even if the program has set something else. Otherwise a program that traps invalid operations
 * would be killed when it logs a NaN, and another rounding mode would change the bytes that are
 * written.
 *
 *     tblog__float_env before = tblog__float_env_enter();
 *     ... call a function that is TBLOG__APART ...
 *     tblog__float_env_leave(&before);
 *
 * Leaving restores the program's environment, including its exception flags. Compilers do not know
 * that the two functions change arithmetic, so it must be in a function that is not inlined.
 *
 * On x86-64 all arithmetic uses SSE, so only its control register matters; for a program that has
 * not changed it, it is only read. Elsewhere <fenv.h> is used; on x86-64 it would take a hundred
 * times as long, too long for each scalar.
 */
#ifndef TBLOG_FLOAT_ENV_H
#define TBLOG_FLOAT_ENV_H

#define TBLOG__APART __attribute__((noinline))

#if defined(__x86_64__) && defined(__SSE2_MATH__)

#include <xmmintrin.h>

typedef unsigned tblog__float_env; /* MXCSR */

enum { TBLOG__MXCSR_FLAGS = 0x3f, TBLOG__MXCSR_DEFAULT = 0x1f80 };

static inline tblog__float_env tblog__float_env_enter(void) {
    unsigned before = _mm_getcsr();
    if ((before & ~(unsigned)TBLOG__MXCSR_FLAGS) != TBLOG__MXCSR_DEFAULT)
        _mm_setcsr(TBLOG__MXCSR_DEFAULT);
    return before;
}

static inline void tblog__float_env_leave(const tblog__float_env *before) {
    if (_mm_getcsr() != *before) _mm_setcsr(*before);
}

#else

#include <fenv.h>

typedef fenv_t tblog__float_env;

static inline tblog__float_env tblog__float_env_enter(void) {
    fenv_t before;
    fegetenv(&before);
    fesetenv(FE_DFL_ENV);
    return before;
}

static inline void tblog__float_env_leave(const tblog__float_env *before) {
    fesetenv(before);
}

#endif

#endif
