/* SPDX-License-Identifier: Apache-2.0 */
/* Products of sparse batches against plain loops over the same numbers. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nn/initializers/rng.h"
#include "nn/kernels/gemm.h"
#include "nn/kernels/panels.h"
#include "nn/kernels/sparse.h"
#include "suite.h"

/* Sizes around the kernels' tiles: 64 columns, 400 rows. */
static const size_t sizes[][3] = {{128, 784, 256}, {1, 1, 1},     {7, 401, 63},
                                  {33, 400, 65},   {5, 1000, 10}, {64, 3, 130}};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

static float *new_floats(size_t n, uint64_t index) {
    nn_rng rng = nn_rng_stream(5, NN_STREAM_INIT, index);
    float *x = malloc(n * sizeof *x);
    for (size_t i = 0; i < n; i++) x[i] = (float)nn_rng_normal(&rng);
    return x;
}

/* Keep about one in five; nothing of row 0, and all of the last row. */
static void thin(float *x, size_t B, size_t D) {
    nn_rng rng = nn_rng_stream(6, NN_STREAM_INIT, D);
    for (size_t b = 0; b + 1 < B; b++)
        for (size_t d = 0; d < D; d++)
            if (b == 0 || nn_rng_below(&rng, 5)) x[b * D + d] = 0;
}

static nn_sparse sparse_of(const float *x, size_t B, size_t D) {
    nn_sparse s;
    uint32_t at = 0;
    ck_assert(nn_sparse_init(&s, B, D));
    s.B = B;
    for (size_t b = 0; b < B; b++) {
        s.row_starts[b] = at;
        for (size_t d = 0; d < D; d++) {
            if (x[b * D + d] == 0) continue;
            s.columns[at] = (uint16_t)d;
            s.values[at++] = x[b * D + d];
        }
    }
    s.row_starts[B] = at;
    return s;
}

static nn_sparse_view by_columns(nn_sparse *s) {
    nn_sparse_transpose(s, (nn_range){0, s->D});
    return nn_sparse_by_columns(s);
}

static nn_matrix in_rows(float *at) {
    return (nn_matrix){at, NN_ROWS};
}

/* The weights of a pixel that is lit nowhere are NaN: all its layer's outputs are. */
START_TEST(numbers_that_are_not_finite_are_not_hidden) {
    enum { B = 5, D = 900, H = 70, PIXEL = 830, UNIT = 66 };
    size_t count;
    const nn_kernels *const *all = nn_kernels_all(&count);
    float *x = new_floats((size_t)B * D, 1), *w = new_floats((size_t)D * H, 2), z[B * H];
    thin(x, B, D);
    for (size_t b = 0; b < B; b++) x[b * D + PIXEL] = 0;
    nn_sparse s = sparse_of(x, B, D);
    nn_sparse_view rows = nn_sparse_by_rows(&s);
    for (size_t k = 0; k < 2 * count; k++) {
        w[PIXEL * H + UNIT] = k % 2 ? NAN : INFINITY;
        all[k / 2]->sparse_product(&rows, in_rows(w), H, (nn_range){0, H}, in_rows(z));
        for (size_t i = 0; i < B * H; i++) ck_assert(!isnan(z[i]) == (i % H != UNIT));
    }
    nn_sparse_free(&s);
    free(x), free(w);
}
END_TEST

static void assert_near(const float *got, const float *want, size_t n, const char *what) {
    for (size_t i = 0; i < n; i++)
        ck_assert_msg(fabsf(got[i] - want[i]) < 2e-4f, "%s, %zu: %g, not %g", what, i,
                      (double)got[i], (double)want[i]);
}

START_TEST(products_are_those_of_plain_loops) {
    size_t count;
    const nn_kernels *const *all = nn_kernels_all(&count);
    for (size_t i = 0; i < SIZES; i++) {
        size_t B = sizes[i][0], D = sizes[i][1], H = sizes[i][2];
        float *x = new_floats(B * D, 1), *w = new_floats(D * H, 2), *d = new_floats(B * H, 3);
        float *z = new_floats(B * H, 4), *dw = new_floats(D * H, 5);
        float *want_z = malloc(B * H * sizeof(float)), *want_dw = malloc(D * H * sizeof(float));
        thin(x, B, D);
        nn_sparse s = sparse_of(x, B, D);
        nn_gemm_reference(false, false, B, H, D, x, w, want_z);
        nn_gemm_reference(true, false, D, H, B, x, d, want_dw);
        for (size_t k = 0; k < count; k++) {
            nn_sparse_view rows = nn_sparse_by_rows(&s);
            all[k]->sparse_product(&rows, in_rows(w), H, (nn_range){0, H}, in_rows(z));
            assert_near(z, want_z, B * H, all[k]->name);
            nn_sparse_view columns = by_columns(&s);
            all[k]->sparse_product(&columns, in_rows(d), H, (nn_range){0, H}, in_rows(dw));
            assert_near(dw, want_dw, D * H, all[k]->name);
        }
        nn_sparse_free(&s);
        free(x), free(w), free(d), free(z), free(dw), free(want_z), free(want_dw);
    }
}
END_TEST

/* A row of x times a column of m, its zeros left out: the order in which all kernels add. */
static float plain_sum(const float *x, size_t K, const float *m, size_t H) {
    volatile float sum = 0; /* so that no product is fused with its addition */
    for (size_t k = 0; k < K; k++) sum += m[k * H] - m[k * H];
    for (size_t k = 0; k < K; k++) {
        volatile float product = x[k] * m[k * H];
        if (x[k] != 0) sum += product;
    }
    return sum;
}

/* The matrix' numbers in panels, from rows or back: element (k, h) of D x H, as kernels.h has it.
 */
static void move(float *rows, float *panels, size_t D, size_t H, bool pack) {
    for (size_t k = 0; k < D; k++) {
        for (size_t h = 0; h < H; h++) {
            size_t first = h / 64 * 64, width = H - first < 64 ? H - first : 64;
            float *row = &rows[k * H + h], *panel = &panels[first * D + k * width + (h - first)];
            *(pack ? panel : row) = *(pack ? row : panel);
        }
    }
}

/* z = S w in a layout of w and one of z, some panels of columns after others. */
static void multiply(const nn_kernels *kernels, const nn_sparse_view *S, float *w, nn_layout of_w,
                     size_t H, float *z, nn_layout of_z) {
    float *packed_w = malloc(S->K * H * sizeof *w), *packed_z = malloc(S->count * H * sizeof *z);
    size_t middle = H / 2 / NN_PANEL * NN_PANEL;
    move(w, packed_w, S->K, H, true);
    const nn_matrix M = {of_w == NN_PANELS ? packed_w : w, of_w};
    const nn_matrix P = {of_z == NN_PANELS ? packed_z : z, of_z};
    kernels->sparse_product(S, M, H, (nn_range){middle, H}, P);
    kernels->sparse_product(S, M, H, (nn_range){0, middle}, P);
    if (of_z == NN_PANELS) move(z, packed_z, S->count, H, false);
    free(packed_w), free(packed_z);
}

/* Of every shape and layout: a share of entries from 0 to 1, negative zeros, numbers that are not
 * finite. */
START_TEST(every_instruction_set_gives_the_bits_of_plain_sums) {
    static const unsigned one_in[] = {1, 2, 5, 30, 100000};
    size_t count;
    const nn_kernels *const *all = nn_kernels_all(&count);
    for (size_t i = 0; i < SIZES * 5; i++) {
        size_t B = sizes[i / 5][0] % 41, D = sizes[i / 5][1], H = sizes[i / 5][2];
        nn_rng rng = nn_rng_stream(7, NN_STREAM_INIT, i);
        float *x = new_floats(B * D, 1), *w = new_floats(D * H, 2), *z = new_floats(B * H, 4);
        for (size_t k = 0; k < B * D; k++) x[k] = nn_rng_below(&rng, one_in[i % 5]) ? 0 : x[k];
        for (size_t k = 0; k < D * H; k += 7) w[k] = -0.f;
        w[nn_rng_below(&rng, (uint32_t)(D * H))] = i % 2 ? INFINITY : NAN;
        nn_sparse s = sparse_of(x, B, D);
        nn_sparse_view rows = nn_sparse_by_rows(&s);
        for (size_t k = 0; k < 3 * count; k++) {
            const nn_kernels *kernels = all[k / 3];
            multiply(kernels, &rows, w, k % 3 == 1 ? NN_PANELS : NN_ROWS, H, z,
                     k % 3 == 2 ? NN_PANELS : NN_ROWS);
            for (size_t j = 0; j < B * H; j++) {
                float want = plain_sum(x + j / H * D, D, w + j % H, H);
                ck_assert_msg(isnan(want) ? isnan(z[j]) : memcmp(&z[j], &want, sizeof want) == 0,
                              "%s, size %zu, layouts %zu: %a, not %a", kernels->name, i, k % 3,
                              (double)z[j], (double)want);
            }
        }
        nn_sparse_free(&s);
        free(x), free(w), free(z);
    }
}
END_TEST

START_TEST(columns_are_the_rows_transposed) {
    const float x[] = {0, 1, 0, 2, 0, 3, 4, 0, 5, 0, 0, 0};
    nn_sparse s = sparse_of(x, 3, 4);
    nn_sparse_transpose(&s, (nn_range){2, 4}); /* in any order */
    nn_sparse_transpose(&s, (nn_range){0, 2});
    const uint32_t starts[] = {0, 1, 3, 4}, ends[] = {1, 3, 4, 5};
    const uint16_t rows[] = {2, 0, 1, 1, 0};
    const float values[] = {5, 1, 3, 4, 2};
    ck_assert_mem_eq(s.column_starts, starts, sizeof starts);
    ck_assert_mem_eq(s.next, ends, sizeof ends);
    ck_assert_mem_eq(s.rows, rows, sizeof rows);
    ck_assert_mem_eq(s.column_values, values, sizeof values);
    nn_sparse_free(&s);
}
END_TEST

/* Both ways, of widths around a panel's; what is moved is what the definition says. */
START_TEST(panels_have_the_numbers_of_the_rows) {
    enum { D = 5 };
    static const size_t widths[] = {1, 63, 64, 65, 128, 200};
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        size_t H = widths[i], n = D * H;
        float *rows[] = {new_floats(n, 1), new_floats(n, 2)}, *want = malloc(n * sizeof(float));
        nn_panels *p = nn_panels_new(D, H, rows, 2);
        nn_panels_unpack(p); /* nothing is packed */
        ck_assert(nn_panels_pack(p, false));
        for (int k = 0; k < 2; k++) {
            move(rows[k], want, D, H, true);
            ck_assert_mem_eq(p->panels[k], want, n * sizeof(float));
        }
        nn_panels_free(p);
        free(rows[0]), free(rows[1]), free(want);
    }
}
END_TEST

/* Of two sides with a number of their own the one that was said to change it is right. */
START_TEST(numbers_are_copied_only_after_a_change) {
    float number[] = {1}, *rows = number;
    nn_panels *p = nn_panels_new(1, 1, &rows, 1);
    ck_assert(nn_panels_pack(p, true));
    p->panels[0][0] = 2;
    number[0] = 3;
    ck_assert(nn_panels_pack(p, false) && p->panels[0][0] == 2); /* it is there already */
    nn_panels_unpack(p);
    ck_assert(number[0] == 2);
    number[0] = 4;
    ck_assert(nn_panels_pack(p, false) && p->panels[0][0] == 4); /* the rows may have changed */
    number[0] = 5;
    nn_panels_unpack(p); /* the panels have not: the rows may be read meanwhile */
    ck_assert(number[0] == 5);
    nn_panels_free(p);
}
END_TEST

SUITE("sparse", numbers_that_are_not_finite_are_not_hidden, products_are_those_of_plain_loops,
      every_instruction_set_gives_the_bits_of_plain_sums, columns_are_the_rows_transposed,
      panels_have_the_numbers_of_the_rows, numbers_are_copied_only_after_a_change)
