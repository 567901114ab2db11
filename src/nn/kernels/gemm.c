/* SPDX-License-Identifier: Apache-2.0 */
/* The seam to a library's matrix product. */
#include "nn/kernels/gemm.h"

#ifdef NN_WITH_ONEDNN
#include <dlfcn.h>
#include <dnnl.h>
#include <dnnl_version.h>

/* row-major; leading dimensions are those of A and B as they lie in memory */
void nn_gemm_columns(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K,
                     const float *A, const float *B, float *C, size_t first, size_t n) {
    dnnl_sgemm(transpose_a ? 'T' : 'N', transpose_b ? 'T' : 'N', (dnnl_dim_t)M, (dnnl_dim_t)n,
               (dnnl_dim_t)K, 1.0f, A, (dnnl_dim_t)(transpose_a ? M : K),
               B + (transpose_b ? first * K : first), (dnnl_dim_t)(transpose_b ? K : N), 0.0f,
               C + first, (dnnl_dim_t)N);
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

void nn_gemm_columns(bool transpose_a, bool transpose_b, size_t M, size_t N, size_t K,
                     const float *A, const float *B, float *C, size_t first, size_t n) {
    cblas_sgemm(CblasRowMajor, transpose_a ? CblasTrans : CblasNoTrans,
                transpose_b ? CblasTrans : CblasNoTrans, (int)M, (int)n, (int)K, 1.0f, A,
                (int)(transpose_a ? M : K), B + (transpose_b ? first * K : first),
                (int)(transpose_b ? K : N), 0.0f, C + first, (int)N);
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
    nn_gemm_columns(transpose_a, transpose_b, M, N, K, A, B, C, 0, N);
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
