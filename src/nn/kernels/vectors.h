/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors as wide as the registers of the present build, for the files that are built several times
 * (kernels.c). Arithmetic on them is the compilers' own; what that lacks is below.
 */
#ifndef NN_VECTORS_H
#define NN_VECTORS_H

#include <stdint.h>

#if defined(__AVX512F__)
enum { NN_VECTOR_BYTES = 64 };
#elif defined(__AVX2__)
enum { NN_VECTOR_BYTES = 32 };
#else
enum { NN_VECTOR_BYTES = 16 };
#endif

typedef float nn_floats __attribute__((vector_size(NN_VECTOR_BYTES)));
typedef uint32_t nn_u32s __attribute__((vector_size(NN_VECTOR_BYTES)));
typedef uint64_t nn_u64s __attribute__((vector_size(NN_VECTOR_BYTES)));

/* Memory has the lower 16 bits of each 32 first, as on little-endian machines. */
static inline nn_u32s nn_lower_half_first(nn_u32s x) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return x << 16 | x >> 16;
#else
    return x;
#endif
}

/* The products of the lower halves of each 64 bits: one instruction, which GCC 12 does not find. */
#if defined(__AVX512F__)
#include <immintrin.h>
static inline nn_u64s nn_multiply_low(nn_u64s a, nn_u64s b) {
    return (nn_u64s)_mm512_mul_epu32((__m512i)a, (__m512i)b);
}
#elif defined(__AVX2__)
#include <immintrin.h>
static inline nn_u64s nn_multiply_low(nn_u64s a, nn_u64s b) {
    return (nn_u64s)_mm256_mul_epu32((__m256i)a, (__m256i)b);
}
#elif defined(__SSE2__)
#include <emmintrin.h>
static inline nn_u64s nn_multiply_low(nn_u64s a, nn_u64s b) {
    return (nn_u64s)_mm_mul_epu32((__m128i)a, (__m128i)b);
}
#else
static inline nn_u64s nn_multiply_low(nn_u64s a, nn_u64s b) {
    return (a & UINT32_MAX) * (b & UINT32_MAX);
}
#endif

#endif
