/* SPDX-License-Identifier: Apache-2.0 */
/* Choose the bucket loops that this CPU can run. histogram.c calls this. */
#include "tblog/kinds/bucket_loops.h"

extern const tblog__bucket_loops tblog__bucket_loops_portable;
#ifdef TBLOG_X86_LOOPS
extern const tblog__bucket_loops tblog__bucket_loops_avx2;
extern const tblog__bucket_loops tblog__bucket_loops_avx512;
#endif

const tblog__bucket_loops *tblog__bucket_loops_best(void) {
#ifdef TBLOG_X86_LOOPS
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw"))
        return &tblog__bucket_loops_avx512;
    if (__builtin_cpu_supports("avx2")) return &tblog__bucket_loops_avx2;
#endif
    return &tblog__bucket_loops_portable;
}
