/* SPDX-License-Identifier: Apache-2.0 */
/* The settings of a thread that trains. */
#include "nn/thread.h"

#include <stdint.h>

#include "nn/kernels/gemm.h"

#if defined(__SSE2__)
#include <xmmintrin.h>
static void flush_subnormals(void) {
    enum { DENORMALS_ARE_ZERO = 1 << 6, FLUSH_TO_ZERO = 1 << 15 }; /* of MXCSR */
    _mm_setcsr(_mm_getcsr() | DENORMALS_ARE_ZERO | FLUSH_TO_ZERO);
}
#elif defined(__aarch64__)
static void flush_subnormals(void) {
    uint64_t control;
    __asm__ volatile("mrs %0, fpcr" : "=r"(control));
    control |= UINT64_C(1) << 24; /* FZ: both ways */
    __asm__ volatile("msr fpcr, %0" : : "r"(control));
}
#else
static void flush_subnormals(void) {}
#endif

void nn_thread_init(void) {
    nn_gemm_thread_init();
    flush_subnormals();
}
