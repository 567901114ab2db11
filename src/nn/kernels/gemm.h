/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The seam to a library's matrix product: oneDNN, or a CBLAS where that is missing.
 *
 * The product runs in the calling thread: see nn_thread_init (thread.h). Its sums have the
 * library's order, which depends on the CPU: the same on one machine however many runs share it,
 * not bit by bit the same on all machines.
 */
#ifndef NN_GEMM_H
#define NN_GEMM_H

#include <stdbool.h>
#include <stddef.h>

#include "nn/kernels/range.h"

/*
 * C = op(A) op(B), row-major, all dense.
 *
 * op(A) is (M, K): A is (M, K), or (K, M) if transpose_a. op(B) is (K, N): B is (K, N), or (N, K)
 * if transpose_b. C is (M, N) and overwritten; it overlaps neither.
 */
void nn_gemm(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K, const float *A,
             const float *B, float *C);

/* The same, but only those rows and columns of C; the others stay. */
void nn_gemm_block(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K, const float *A,
                   const float *B, float *C, nn_range rows, nn_range columns);

/* nn_gemm in three plain loops: what the library is tested against. */
void nn_gemm_reference(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K,
                       const float *A, const float *B, float *C);

/* Make the library compute in the calling thread; for nn_thread_init (thread.h). */
void nn_gemm_thread_init(void);

/* The library in use, e.g. "oneDNN 2.6.0". */
const char *nn_gemm_library(void);

#endif
