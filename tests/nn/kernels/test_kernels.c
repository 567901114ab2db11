/* SPDX-License-Identifier: Apache-2.0 */
/* The loops of a step: what they compute, and that every instruction set computes the same bits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn/initializers/rng.h"
#include "nn/kernels/kernels.h"
#include "nn/thread.h"
#include "suite.h"

enum { B = 37, H = 201, N = B * H };

static const nn_dropout dropout = {{1, 2}, 0, 3, 0, 13107, 1.25f};

static void fill(float *x, size_t n, uint64_t index) {
    nn_rng rng = nn_rng_stream(2, NN_STREAM_INIT, index);
    for (size_t i = 0; i < n; i++) x[i] = (float)nn_rng_normal(&rng);
}

START_TEST(every_instruction_set_gives_the_same_bits) {
    static float z[2][N], d[2][N], sums[2][H], bias[H];
    size_t count;
    const nn_kernels *const *all = nn_kernels_all(&count);
    for (size_t k = 0; k < count; k++) {
        size_t to = k > 0;
        fill(bias, H, 1), fill(z[to], N, 3), fill(d[to], N, 4);
        all[k]->relu_dropout(z[to], bias, B, H, &dropout);
        all[k]->relu_dropout_backward(d[to], z[to], N, dropout.scale);
        all[k]->add_bias(d[to], bias, B, H);
        all[k]->dropout(d[to], B, H, &dropout);
        all[k]->column_sums(d[to], B, H, H, sums[to]);
        ck_assert_msg(!k || (!memcmp(z[0], z[1], sizeof z[0]) && !memcmp(d[0], d[1], sizeof d[0]) &&
                             !memcmp(sums[0], sums[1], sizeof sums[0])),
                      "%s differs", all[k]->name);
    }
}
END_TEST

/* Three steps of each, one after the other. */
static void step_all(const nn_optimizer_kernels *k, float *w, float slots[3][N], const float *g) {
    const nn_adam_step adam = {.001f, .1f, .001f, 1e-7f};
    const nn_rmsprop_step rmsprop = {.01f, .9f, .1f, .5f, 1e-3f};
    const nn_nadam_step nadam = {.001f, .1f, .001f, .7f, .5f, .3f, .6f, .1f, 1e-7f};
    const nn_adamax_step adamax = {.001f, .1f, .999f, .1f, 1e-7f};
    const nn_adadelta_step adadelta = {.001f, .95f, .05f, 1e-7f};
    const nn_lion_step lion = {.001f, .9f, .99f};
    for (int t = 0; t < 3; t++) {
        k->decay(w, N, .1f, .01f);
        k->sgd(w, g, N, .01f);
        k->momentum(w, g, slots[0], N, .01f, .9f, t % 2);
        k->adagrad(w, g, slots[1], N, .01f, 1e-7f);
        k->adam(w, g, slots[0], slots[1], N, &adam);
        k->amsgrad(w, g, slots[0], slots[1], slots[2], N, &adam);
        k->rmsprop(w, g, slots[1], NULL, NULL, N, &rmsprop);
        k->rmsprop(w, g, slots[1], slots[0], NULL, N, &rmsprop);
        k->nadam(w, g, slots[0], slots[1], N, &nadam);
        k->adamax(w, g, slots[0], slots[1], N, &adamax);
        k->adadelta(w, g, slots[1], slots[2], N, &adadelta);
        k->lion(w, g, slots[0], N, &lion);
    }
    /* centered: the variance of gradients that are the same is 0 but for rounding */
    for (size_t i = 0; i < N; i++) slots[1][i] = 1 + g[i] * g[i], slots[2][i] = g[i] / 2;
    k->rmsprop(w, g, slots[1], slots[0], slots[2], N, &rmsprop);
}

START_TEST(every_instruction_set_steps_to_the_same_bits) {
    static float w[2][N], slots[2][3][N], g[N];
    size_t count;
    const nn_kernels *const *all = nn_kernels_all(&count);
    fill(g, N, 2);
    for (size_t k = 0; k < count; k++) {
        size_t to = k > 0;
        fill(w[to], N, 5);
        memset(slots[to], 0, sizeof slots[to]);
        step_all(all[k]->optimizer, w[to], slots[to], g);
        for (size_t i = 0; i < N; i++) ck_assert(isfinite(w[to][i]));
        ck_assert_msg(!k || (!memcmp(w[0], w[1], sizeof w[0]) &&
                             !memcmp(slots[0], slots[1], sizeof slots[0])),
                      "%s differs", all[k]->name);
    }
}
END_TEST

/* As TensorFlow's: a diverged unit is not taken for one that is off. */
START_TEST(nan_passes_through_relu_there_and_back) {
    size_t count;
    const nn_kernels *const *all = nn_kernels_all(&count);
    for (size_t k = 0; k < count; k++) {
        const nn_dropout none = {.scale = 1};
        float z[] = {NAN, -1, 2}, bias[] = {0, NAN, 0}, d[] = {1, NAN, NAN};
        all[k]->relu_dropout(z, bias, 1, 3, &none);
        ck_assert(isnan(z[0]) && isnan(z[1]) && z[2] == 2);
        z[1] = 0;
        all[k]->relu_dropout_backward(d, z, 3, 1);
        ck_assert(d[0] == 0 && isnan(d[1]) && isnan(d[2]));
    }
}
END_TEST

/* keras.layers.Dropout(1): nothing is kept, and no gradient. */
START_TEST(dropout_of_all_leaves_nothing) {
    static float z[N], d[N], bias[H];
    const nn_dropout all = {.key = {7, 9}, .threshold = 65536, .scale = INFINITY};
    fill(z, N, 3), fill(d, N, 4);
    nn_kernels_best()->relu_dropout(z, bias, B, H, &all);
    nn_kernels_best()->relu_dropout_backward(d, z, N, all.scale);
    for (size_t i = 0; i < N; i++) ck_assert(z[i] == 0 && d[i] == 0);
    fill(z, N, 3);
    nn_kernels_best()->dropout(z, B, H, &all);
    for (size_t i = 0; i < N; i++) ck_assert(z[i] == 0);
}
END_TEST

START_TEST(dropout_alone_has_the_mask_of_the_fused_one) {
    static float fused[N], alone[N];
    float bias[H] = {0};
    for (size_t i = 0; i < N; i++) fused[i] = alone[i] = 2;
    nn_kernels_best()->relu_dropout(fused, bias, B, H, &dropout);
    nn_kernels_best()->dropout(alone, B, H, &dropout);
    ck_assert_mem_eq(fused, alone, sizeof fused);
}
END_TEST

START_TEST(dropout_drops_its_share_and_scales_the_rest) {
    enum { ROWS = 2000, COLS = 128 };
    float *z = malloc(ROWS * COLS * sizeof *z), bias[COLS] = {0};
    size_t dropped = 0, per_column[COLS] = {0};
    for (size_t i = 0; i < ROWS * COLS; i++) z[i] = 2;
    nn_kernels_best()->relu_dropout(z, bias, ROWS, COLS, &dropout);
    for (size_t i = 0; i < ROWS * COLS; i++) {
        ck_assert(z[i] == 0 || z[i] == 2.5f);
        dropped += z[i] == 0;
        per_column[i % COLS] += z[i] == 0;
    }
    /* 4 standard deviations of a binomial */
    ck_assert(fabs((double)dropped / (ROWS * COLS) - .2) < 4 * sqrt(.16 / (ROWS * COLS)));
    for (size_t h = 0; h < COLS; h++)
        ck_assert(fabs((double)per_column[h] / ROWS - .2) < 4.5 * sqrt(.16 / ROWS));
    free(z);
}
END_TEST

/* Unit u of row b has half u % 2 of word u / 32 of block 16 (b ceil(H / 128) + u / 128) + u / 2
 * % 16. */
START_TEST(masks_are_philox_of_the_documented_counters) {
    float z[3 * H], bias[H] = {0};
    for (size_t i = 0; i < 3 * H; i++) z[i] = 1;
    nn_kernels_best()->relu_dropout(z, bias, 3, H, &dropout);
    for (uint32_t b = 0; b < 3; b++) {
        for (uint32_t h = 0; h < H; h++) {
            uint32_t u = h % 128, out[4];
            uint32_t block = 16 * (b * ((H + 127) / 128) + h / 128) + u / 2 % 16;
            const uint32_t counter[] = {block, dropout.layer, dropout.step, NN_STREAM_DROPOUT};
            nn_philox(counter, dropout.key, out);
            uint32_t bits = out[u / 32] >> 16 * (u % 2) & 0xffff;
            ck_assert_int_eq(z[b * H + h] == 0, bits < dropout.threshold);
        }
    }
}
END_TEST

START_TEST(masks_differ_by_layer_step_and_seed) {
    float bias[H] = {0}, z[4][H];
    nn_dropout cases[4] = {dropout, dropout, dropout, dropout};
    cases[1].layer++, cases[2].step++, cases[3].key[0]++;
    for (int i = 0; i < 4; i++) {
        for (int h = 0; h < H; h++) z[i][h] = 1;
        nn_kernels_best()->relu_dropout(z[i], bias, 1, H, &cases[i]);
        for (int j = 0; j < i; j++) ck_assert_int_ne(memcmp(z[i], z[j], sizeof z[i]), 0);
    }
}
END_TEST

START_TEST(without_dropout_it_is_relu_with_bias) {
    const nn_dropout none = {.threshold = 0, .scale = 1.25f};
    float z[] = {-1, 0, 1, 3}, bias[] = {.5f, -1}, d[] = {1, 2, 3, 4};
    const float want[] = {0, 0, 1.5f, 2}, passed[] = {0, 0, 6, 8};
    nn_kernels_best()->relu_dropout(z, bias, 2, 2, &none);
    ck_assert_mem_eq(z, want, sizeof want);
    nn_kernels_best()->relu_dropout_backward(d, z, 4, 2);
    ck_assert_mem_eq(d, passed, sizeof passed);
}
END_TEST

/* Without, an update of moments that fade out would take many times as long. */
START_TEST(a_training_thread_flushes_subnormals) {
#if !defined(__SSE2__) && !defined(__aarch64__)
    SKIP("no way to flush subnormals is known on this CPU");
#endif
    volatile float smallest = 1.17549435e-38f;
    nn_thread_init();
    ck_assert(smallest / 4 == 0);
    ck_assert(smallest / 4 * 4 != smallest);
}
END_TEST

SUITE("kernels", nan_passes_through_relu_there_and_back, dropout_of_all_leaves_nothing,
      a_training_thread_flushes_subnormals, every_instruction_set_gives_the_same_bits,
      every_instruction_set_steps_to_the_same_bits, dropout_alone_has_the_mask_of_the_fused_one,
      dropout_drops_its_share_and_scales_the_rest, masks_are_philox_of_the_documented_counters,
      masks_differ_by_layer_step_and_seed, without_dropout_it_is_relu_with_bias)
