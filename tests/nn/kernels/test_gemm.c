/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "nn/initializers/rng.h"
#include "nn/kernels/gemm.h"
#include "nn/thread.h"
#include "suite.h"

static float *random_floats(size_t n, uint64_t index) {
    nn_rng rng = nn_rng_stream(1, NN_STREAM_INIT, index);
    float *x = malloc(n * sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = (float)nn_rng_normal(&rng);
    return x;
}

/* The error of a float sum of K products of standard normals. */
static void assert_product(bool ta, bool tb, size_t M, size_t N, size_t K) {
    float *A = random_floats(M * K, 1), *B = random_floats(K * N, 2);
    float *C = random_floats(M * N, 3), *want = malloc(M * N * sizeof *want);
    nn_gemm(ta, tb, M, N, K, A, B, C);
    nn_gemm_reference(ta, tb, M, N, K, A, B, want);
    for (size_t i = 0; i < M * N; i++)
        ck_assert_msg(fabsf(C[i] - want[i]) < 1e-6f * (float)K + 1e-6f,
                      "%zu x %zu x %zu: %g, not %g", M, N, K, (double)C[i], (double)want[i]);
    free(A);
    free(B);
    free(C);
    free(want);
}

START_TEST(products_of_odd_shapes_match_the_plain_loops) {
    static const size_t shapes[][3] = {{1, 1, 1},   {3, 5, 7},      {128, 10, 128}, {96, 256, 784},
                                       {17, 1, 33}, {784, 256, 96}, {10, 128, 1},   {1, 31, 64}};
    nn_thread_init();
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
        for (int t = 0; t < 4; t++)
            assert_product(t & 1, t >> 1, shapes[i][0], shapes[i][1], shapes[i][2]);
}
END_TEST

/* A hand-made product, so that the plain loops are not their own judge. */
START_TEST(the_plain_loops_multiply) {
    const float A[] = {1, 2, 3, 4, 5, 6};    /* (2, 3) */
    const float B[] = {7, 8, 9, 10, 11, 12}; /* (3, 2) */
    const float AT[] = {1, 4, 2, 5, 3, 6}, BT[] = {7, 9, 11, 8, 10, 12};
    const float want[] = {58, 64, 139, 154};
    float C[4];
    nn_gemm_reference(false, false, 2, 2, 3, A, B, C);
    ck_assert_mem_eq(C, want, sizeof want);
    nn_gemm_reference(true, true, 2, 2, 3, AT, BT, C);
    ck_assert_mem_eq(C, want, sizeof want);
}
END_TEST

#ifdef TEST_EMULATED
enum { ROUNDS = 1 }; /* a round takes seconds */
#else
enum { ROUNDS = 20 };
#endif

static void *multiply(void *out) {
    float *A = random_floats(128 * 784, 1), *B = random_floats(784 * 256, 2);
    nn_thread_init();
    for (int i = 0; i < ROUNDS; i++) nn_gemm(false, false, 128, 256, 784, A, B, out);
    free(A);
    free(B);
    return NULL;
}

START_TEST(threads_beside_each_other_get_the_same_bits) {
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    float *out[THREADS], *alone = malloc(128 * 256 * sizeof *alone);
    multiply(alone);
    for (int i = 0; i < THREADS; i++) {
        out[i] = malloc(128 * 256 * sizeof *out[i]);
        pthread_create(&threads[i], NULL, multiply, out[i]);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
        ck_assert_int_eq(memcmp(out[i], alone, 128 * 256 * sizeof *alone), 0);
        free(out[i]);
    }
    free(alone);
}
END_TEST

SUITE("gemm", products_of_odd_shapes_match_the_plain_loops, the_plain_loops_multiply,
      threads_beside_each_other_get_the_same_bits)
