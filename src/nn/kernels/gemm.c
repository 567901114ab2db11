/* SPDX-License-Identifier: Apache-2.0 */
/* The seam to a library's matrix product. */
#include "nn/kernels/gemm.h"

#ifdef NN_WITH_ONEDNN
#include <dlfcn.h>
#include <dnnl.h>
#include <dnnl_version.h>

/* row-major; leading dimensions are those of A and B as they lie in memory */
void nn_gemm_block(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K, const float *A,
                   const float *B, float *C, nn_range rows, nn_range columns) {
    dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N',
               (dnnl_dim_t)(rows.limit - rows.first), (dnnl_dim_t)(columns.limit - columns.first),
               (dnnl_dim_t)K, 1.0f, A + rows.first * (transpose_a ? 1 : K),
               (dnnl_dim_t)(transpose_a ? M : K), B + columns.first * (transpose_b ? K : 1),
               (dnnl_dim_t)(transpose_b ? K : N), 0.0f, C + rows.first * N + columns.first,
               (dnnl_dim_t)N);
}

/*
 * oneDNN asks OpenMP, whose number of threads is a property of the calling thread. It must be the
 * OpenMP that oneDNN was linked with, not the compiler's own: so it is asked for by name.
 */
void nn_gemm_thread_init(void) {
    void (*set_num_threads)(int);
    *(void **)&set_num_threads = dlsym(RTLD_DEFAULT, "omp_set_num_threads");
    if (set_num_threads) set_num_threads(1);
}

#define TEXT_OF(number) #number
#define TEXT(number)    TEXT_OF(number)

const char *nn_gemm_library(void) {
    return "oneDNN " TEXT(DNNL_VERSION_MAJOR) "." TEXT(DNNL_VERSION_MINOR) "." TEXT(
        DNNL_VERSION_PATCH);
}

#else
#include <cblas.h>

void nn_gemm_block(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K, const float *A,
                   const float *B, float *C, nn_range rows, nn_range columns) {
    cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
                transpose_b ? CblasTrans : CblasNoTrans, (int)(rows.limit - rows.first),
                (int)(columns.limit - columns.first), (int)K, 1.0f,
                A + rows.first * (transpose_a ? 1 : K), (int)(transpose_a ? M : K),
                B + columns.first * (transpose_b ? K : 1), (int)(transpose_b ? K : N), 0.0f,
                C + rows.first * N + columns.first, (int)N);
}

#ifdef OPENBLAS_VERSION
/* OpenBLAS has one number for the whole process: setting it from every thread does no harm. */
void nn_gemm_thread_init(void) {
    openblas_set_num_threads(1);
}
#else
void nn_gemm_thread_init(void) {}
#endif

const char *nn_gemm_library(void) {
    return "CBLAS";
}
#endif

void nn_gemm(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K, const float *A,
             const float *B, float *C) {
    nn_gemm_block(transpose_a, transpose_b, M, N, K, A, B, C, (nn_range){0, M}, (nn_range){0, N});
}

void nn_gemm_reference(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K,
                       const float *A, const float *B, float *C) {
    for (size_t m = 0; m < M; m++) {
        for (size_t n = 0; n < N; n++) {
            double sum = 0;
            for (size_t k = 0; k < K; k++)
                sum += (double)A[transpose_a ? k * M + m : m * K + k] *
                       (double)B[transpose_b ? n * K + k : k * N + n];
            C[m * N + n] = (float)sum;
        }
    }
}
