/* SPDX-License-Identifier: Apache-2.0 */
/*
 * bench_kernels DATA: how fast the products of a training step are beside this core's measured
 * peak, and how long each phase of a step takes, a line of JSON each.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/dataset_files.h"
#include "nn/initializers/rng.h"
#include "nn/kernels/gemm.h"
#include "nn/thread.h"
#include "train/batch.h"
#include "train/fit.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

enum { B = 128, D = 784, ROUNDS = 400 };

static double now_s(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(double *times, size_t n) {
    qsort(times, n, sizeof *times, ascending);
    return times[n / 2];
}

/* ---- the peak: multiply-adds in registers ---- */

enum { CHAINS = 12, STEPS = 1 << 18 };
static volatile float sink;

#if defined(__x86_64__)
__attribute__((target("avx512f"))) static double flops_avx512(void) {
    __m512 sums[CHAINS], x = _mm512_set1_ps(.999f), y = _mm512_set1_ps(1e-3f);
    for (int i = 0; i < CHAINS; i++) sums[i] = _mm512_set1_ps((float)i);
    for (int k = 0; k < STEPS; k++)
        for (int i = 0; i < CHAINS; i++) sums[i] = _mm512_fmadd_ps(sums[i], x, y);
    for (int i = 0; i < CHAINS; i++) sink = _mm512_reduce_add_ps(sums[i]);
    return 2.0 * 16 * CHAINS * STEPS;
}

__attribute__((target("avx2,fma"))) static double flops_avx2(void) {
    __m256 sums[CHAINS], x = _mm256_set1_ps(.999f), y = _mm256_set1_ps(1e-3f);
    for (int i = 0; i < CHAINS; i++) sums[i] = _mm256_set1_ps((float)i);
    for (int k = 0; k < STEPS; k++)
        for (int i = 0; i < CHAINS; i++) sums[i] = _mm256_fmadd_ps(sums[i], x, y);
    for (int i = 0; i < CHAINS; i++) sink = _mm256_cvtss_f32(sums[i]);
    return 2.0 * 8 * CHAINS * STEPS;
}
#endif

static double flops_portable(void) {
    float sums[16 * CHAINS];
    for (int i = 0; i < 16 * CHAINS; i++) sums[i] = (float)i;
    for (int k = 0; k < STEPS / 16; k++)
        for (int i = 0; i < 16 * CHAINS; i++) sums[i] = sums[i] * .999f + 1e-3f;
    for (int i = 0; i < 16 * CHAINS; i++) sink = sums[i];
    return 2.0 * 16 * CHAINS * (STEPS / 16);
}

static double measured_peak(void) {
    double (*run)(void) = flops_portable;
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) run = flops_avx2;
    if (__builtin_cpu_supports("avx512f")) run = flops_avx512;
#endif
    double best = 0;
    for (int i = 0; i < 20; i++) {
        double start = now_s(), flops = run(), rate = flops / (now_s() - start);
        if (rate > best) best = rate;
    }
    return best;
}

/* ---- the products ---- */

static float *new_floats(size_t n) {
    float *x = aligned_alloc(64, (n * sizeof *x + 63) / 64 * 64);
    nn_rng rng = nn_rng_stream(1, NN_STREAM_INIT, n);
    if (!x) exit(1);
    for (size_t i = 0; i < n; i++) x[i] = (float)nn_rng_uniform(&rng) - .5f;
    return x;
}

static void report(const char *name, double flops, double *times, double peak) {
    double seconds = median(times, ROUNDS);
    printf("{\"case\": \"%s\", \"us\": %.4g, \"gflops\": %.4g, \"percent_of_peak\": %.3g}\n", name,
           1e6 * seconds, flops / seconds / 1e9, 100 * flops / seconds / peak);
}

static void dense(const char *name, bool ta, bool tb, size_t M, size_t N, size_t K, double peak) {
    double times[ROUNDS];
    float *a = new_floats(M * K), *b = new_floats(K * N), *c = new_floats(M * N);
    for (int i = 0; i < ROUNDS; i++) {
        double start = now_s();
        nn_gemm(ta, tb, M, N, K, a, b, c);
        times[i] = now_s() - start;
    }
    report(name, 2.0 * (double)M * (double)N * (double)K, times, peak);
    free(a), free(b), free(c);
}

/* Batches of the training set, each once; the work counted is that on what is lit. */
static void sparse(const dataset *train, double peak) {
    enum { H = 256 };
    double forward[ROUNDS], transpose[ROUNDS], backward[ROUNDS], flops = 0;
    float *w = new_floats(D * H), *z = new_floats(B * H), *dw = new_floats(D * H);
    const nn_range all = {0, H};
    uint32_t order[B];
    batch x;
    if (!batch_init(&x, train, B)) exit(1);
    for (uint32_t i = 0; i < ROUNDS; i++) {
        for (uint32_t b = 0; b < B; b++) order[b] = (i * B + b) % (uint32_t)train->n;
        batch_gather(&x, train, order, B, NULL);
        nn_sparse_view rows = nn_sparse_by_rows(&x.sparse), columns;
        double start = now_s();
        nn_kernels_best()->sparse_product(&rows, (nn_matrix){w, NN_PANELS}, H, all,
                                          (nn_matrix){z, NN_ROWS});
        double forward_end = now_s();
        nn_sparse_transpose(&x.sparse, (nn_range){0, D});
        columns = nn_sparse_by_columns(&x.sparse);
        double transpose_end = now_s();
        nn_kernels_best()->sparse_product(&columns, (nn_matrix){z, NN_ROWS}, H, all,
                                          (nn_matrix){dw, NN_PANELS});
        forward[i] = forward_end - start;
        transpose[i] = transpose_end - forward_end;
        backward[i] = now_s() - transpose_end;
        flops += 2.0 * H * x.sparse.row_starts[B] / ROUNDS;
    }
    report("first layer forward, sparse", flops, forward, peak);
    report("the batch transposed", 0, transpose, peak);
    report("first layer backward, sparse", flops, backward, peak);
    batch_free(&x);
    free(w), free(z), free(dw);
}

/* ---- the phases ---- */

static void phases(const char *inputs, const dataset *train, const dataset *test) {
    enum { EPOCHS = 3 };
    error err;
    nn_profile profile = {0};
    nn_model_config config = nn_model_config_default();
    config.batch_size = 500;
    config.profile = &profile;
    nn_model *model = nn_model_new(&config);
    const fit_options options = {.epochs = EPOCHS, .batch_size = B, .profile = &profile};
    double start = now_s();
    if (!model || fit(model, train, test, &options, NULL, 0, &err) != FIT_DONE) exit(1);
    double seconds = now_s() - start, steps = (double)nn_model_iterations(model);
    for (int i = 0; i < NN_PHASES; i++)
        printf("{\"inputs\": \"%s\", \"phase\": \"%s\", \"us_a_step\": %.4g, \"percent\": %.3g}\n",
               inputs, nn_phase_name((nn_phase)i), 1e6 * profile.seconds[i] / steps,
               100 * profile.seconds[i] / seconds);
    printf("{\"inputs\": \"%s\", \"phase\": \"all\", \"us_a_step\": %.4g, \"percent\": 100}\n",
           inputs, 1e6 * seconds / steps);
    nn_model_free(model);
}

int main(int argc, char **argv) {
    dataset train, test;
    error err = {"out of memory"};
    if (argc != 2) {
        fprintf(stderr, "Usage: bench_kernels DATA\n");
        return 2;
    }
    if (!dataset_load(argv[1], 0, &train, &test, &err) || !batch_prepare(&train) ||
        !batch_prepare(&test)) {
        fprintf(stderr, "bench_kernels: %s\n", err.message);
        return 1;
    }
    nn_thread_init();
    double peak = measured_peak();
    printf("{\"case\": \"peak\", \"gflops\": %.4g, \"library\": \"%s\", \"kernels\": \"%s\"}\n",
           peak / 1e9, nn_gemm_library(), nn_kernels_best()->name);
    dense("first layer forward, dense", false, false, B, 256, D, peak);
    dense("first layer backward, dense", true, false, D, 256, B, peak);
    if (train.starts) sparse(&train, peak);
    dense("second layer forward", false, false, B, 128, 256, peak);
    dense("second layer X' dZ", true, false, 256, 128, B, peak);
    dense("second layer dZ W'", false, true, B, 256, 128, peak);
    dense("third layer forward", false, false, B, 10, 128, peak);
    dense("third layer X' dZ", true, false, 128, 10, B, peak);
    dense("third layer dZ W'", false, true, B, 128, 10, peak);
    dataset dense_train = train, dense_test = test;
    dense_train.starts = dense_test.starts = NULL; /* as if they were not compressed */
    phases("dense", &dense_train, &dense_test);
    if (train.starts) phases("sparse", &train, &test);
    dataset_free(&train);
    dataset_free(&test);
    return 0;
}
