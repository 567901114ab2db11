/* SPDX-License-Identifier: Apache-2.0 */
/* Which kernels this CPU can run. */
#include "nn/kernels/kernels.h"

extern const nn_kernels nn_kernels_portable;
#ifdef TBLOG_X86_LOOPS
extern const nn_kernels nn_kernels_avx2;
extern const nn_kernels nn_kernels_avx512;
static const nn_kernels *const all[] = {&nn_kernels_portable, &nn_kernels_avx2, &nn_kernels_avx512};
#else
static const nn_kernels *const all[] = {&nn_kernels_portable};
#endif

const nn_kernels *const *nn_kernels_all(size_t *count) {
    *count = 1;
#ifdef TBLOG_X86_LOOPS
    if (__builtin_cpu_supports("avx2")) *count = 2;
    if (*count == 2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
        *count = 3;
#endif
    return all;
}

const nn_kernels *nn_kernels_best(void) {
    size_t count;
    const nn_kernels *const *kernels = nn_kernels_all(&count);
    return kernels[count - 1];
}
