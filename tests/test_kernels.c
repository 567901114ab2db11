/* SPDX-License-Identifier: Apache-2.0 */
/* The loops of a step: what they compute, and that every instruction set computes the same bits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "nn/adam.h"
#include "nn/rng.h"
#include "nn/thread.h"
#include "suite.h"

enum { B = 37, H = 201, N = B * H };

static const nn_dropout dropout = {{1, 2}, 0, 3, 13107, 1.25f};

static void fill(float *x, size_t n, uint64_t index) {
    nn_rng rng = nn_rng_stream(2, NN_STREAM_INIT, index);
    for (size_t i = 0; i < n; i++) x[i] = (float)nn_rng_normal(&rng);
}

START_TEST(every_instruction_set_gives_the_same_bits) {
    static float z[2][N], d[2][N], w[2][N], m[2][N], v[2][N], sums[2][H], bias[H], g[N];
    const nn_adam_step step = {.001f, .1f, .001f, 1e-7f};
    size_t count;
    const nn_kernels *const *all = nn_kernels_all(&count);
    for (size_t k = 0; k < count; k++) {
        size_t to = k > 0;
        fill(bias, H, 1), fill(g, N, 2);
        fill(z[to], N, 3), fill(d[to], N, 4), fill(w[to], N, 5), fill(m[to], N, 6);
        for (size_t i = 0; i < N; i++) v[to][i] = g[i] * g[i];
        all[k]->relu_dropout(z[to], bias, B, H, &dropout);
        all[k]->relu_dropout_backward(d[to], z[to], N, dropout.scale);
        all[k]->add_bias(d[to], bias, B, H);
        all[k]->column_sums(d[to], B, H, sums[to]);
        all[k]->adam(w[to], g, m[to], v[to], N, &step);
        ck_assert_msg(!k || (!memcmp(z[0], z[1], sizeof z[0]) && !memcmp(d[0], d[1], sizeof d[0]) &&
                             !memcmp(sums[0], sums[1], sizeof sums[0]) &&
                             !memcmp(w[0], w[1], sizeof w[0]) && !memcmp(v[0], v[1], sizeof v[0])),
                      "%s differs", all[k]->name);
    }
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

/* Twelve steps of the real Keras 3.15 Adam on known gradients: golden/optimizer/adam.json. */
START_TEST(adam_follows_the_real_one) {
    cJSON *rows = json_file_read(TEST_DATA "/golden/optimizer/adam.json");
    float w[8], g[8], m[8] = {0}, v[8] = {0};
    int t = 0;
    const cJSON *row;
    cJSON_ArrayForEach(row, rows) {
        for (int i = 0; i < 8 && t; i++)
            g[i] = (float)json_number_text(cJSON_GetArrayItem(json_member(row, "gradient"), i));
        if (t) {
            const nn_adam_config config = {.001, .9, .999, 1e-7};
            nn_adam_step step = nn_adam_step_at(&config, (uint64_t)t);
            nn_kernels_best()->adam(w, g, m, v, 8, &step);
        }
        for (int i = 0; i < 8; i++) {
            float want =
                (float)json_number_text(cJSON_GetArrayItem(json_member(row, "weights"), i));
            if (!t) w[i] = want;
            ck_assert_msg(fabsf(w[i] - want) <= 1.2e-7f * fmaxf(fabsf(want), .01f),
                          "step %d, weight %d: %a, not %a", t, i, (double)w[i], (double)want);
        }
        t++;
    }
    ck_assert_int_eq(t, 13);
    cJSON_Delete(rows);
}
END_TEST

/* Without, an update of moments that fade out would take many times as long. */
START_TEST(a_training_thread_flushes_subnormals) {
    volatile float smallest = 1.17549435e-38f;
    nn_thread_init();
    ck_assert(smallest / 4 == 0);
    ck_assert(smallest / 4 * 4 != smallest);
}
END_TEST

SUITE("kernels", a_training_thread_flushes_subnormals, every_instruction_set_gives_the_same_bits,
      dropout_drops_its_share_and_scales_the_rest, masks_are_philox_of_the_documented_counters,
      masks_differ_by_layer_step_and_seed, without_dropout_it_is_relu_with_bias,
      adam_follows_the_real_one)
