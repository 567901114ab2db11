/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <string.h>

#include "nn/initializers/rng.h"
#include "suite.h"

/* The known answers of Random123, tests/kat_vectors, philox4x32 10. */
START_TEST(philox_gives_the_known_answers) {
    static const struct {
        uint32_t counter[4], key[2], out[4];
    } cases[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < 3; i++) {
        uint32_t out[4];
        nn_philox(cases[i].counter, cases[i].key, out);
        ck_assert_mem_eq(out, cases[i].out, sizeof out);
    }
}
END_TEST

START_TEST(streams_differ_by_seed_purpose_and_index) {
    nn_rng streams[] = {nn_rng_stream(1, NN_STREAM_INIT, 0), nn_rng_stream(2, NN_STREAM_INIT, 0),
                        nn_rng_stream(1, NN_STREAM_SHUFFLE, 0), nn_rng_stream(1, NN_STREAM_INIT, 1),
                        nn_rng_stream(1ull << 32, NN_STREAM_INIT, 0)};
    uint32_t first[5];
    for (size_t i = 0; i < 5; i++) {
        first[i] = nn_rng_u32(&streams[i]);
        for (size_t j = 0; j < i; j++) ck_assert_uint_ne(first[i], first[j]);
    }
    nn_rng again = nn_rng_stream(1, NN_STREAM_INIT, 0);
    ck_assert_uint_eq(nn_rng_u32(&again), first[0]);
}
END_TEST

START_TEST(a_copied_stream_continues_alike) {
    nn_rng rng = nn_rng_stream(5, NN_STREAM_INIT, 0);
    for (int i = 0; i < 7; i++) nn_rng_u32(&rng);
    nn_rng copy = rng;
    for (int i = 0; i < 100; i++) ck_assert_uint_eq(nn_rng_u32(&rng), nn_rng_u32(&copy));
}
END_TEST

START_TEST(bounded_numbers_are_even) {
    enum { BOUND = 7, DRAWS = 70000 };
    nn_rng rng = nn_rng_stream(3, NN_STREAM_SHUFFLE, 0);
    int counts[BOUND] = {0};
    double chi2 = 0;
    for (int i = 0; i < DRAWS; i++) counts[nn_rng_below(&rng, BOUND)]++;
    for (int i = 0; i < BOUND; i++) {
        double off = counts[i] - DRAWS / BOUND;
        chi2 += off * off / (DRAWS / BOUND);
    }
    ck_assert(chi2 < 22.46); /* 6 degrees of freedom, p = .001 */
}
END_TEST

/* Every one of the 24 orders of 4 is as likely as the others. */
START_TEST(shuffles_are_even) {
    enum { DRAWS = 24000 };
    int counts[256] = {0};
    double chi2 = 0;
    int orders = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        nn_rng rng = nn_rng_stream(9, NN_STREAM_SHUFFLE, i);
        uint32_t order[4] = {0, 1, 2, 3};
        nn_rng_shuffle(&rng, order, 4);
        counts[order[0] | order[1] << 2 | order[2] << 4 | order[3] << 6]++;
    }
    for (int i = 0; i < 256; i++) {
        if (!counts[i]) continue;
        orders++;
        double off = counts[i] - 1000;
        chi2 += off * off / 1000;
    }
    ck_assert_int_eq(orders, 24);
    ck_assert(chi2 < 49.73); /* 23 degrees of freedom, p = .001 */
}
END_TEST

START_TEST(a_shuffle_keeps_every_element) {
    enum { N = 1000 };
    uint32_t order[N];
    char seen[N] = {0};
    nn_rng rng = nn_rng_stream(1, NN_STREAM_SHUFFLE, 0);
    for (uint32_t i = 0; i < N; i++) order[i] = i;
    nn_rng_shuffle(&rng, order, N);
    for (int i = 0; i < N; i++) ck_assert_int_eq(seen[order[i]]++, 0);
}
END_TEST

START_TEST(uniform_numbers_stay_below_one_and_normal_ones_have_their_moments) {
    enum { DRAWS = 200000 };
    nn_rng rng = nn_rng_stream(4, NN_STREAM_INIT, 0);
    double sum = 0, squares = 0, fourth = 0;
    for (int i = 0; i < DRAWS; i++) {
        double u = nn_rng_uniform(&rng), z = nn_rng_normal(&rng);
        ck_assert(u >= 0 && u < 1);
        sum += z;
        squares += z * z;
        fourth += z * z * z * z;
    }
    ck_assert(fabs(sum / DRAWS) < .01);
    ck_assert(fabs(squares / DRAWS - 1) < .015);
    ck_assert(fabs(fourth / DRAWS - 3) < .12);
}
END_TEST

SUITE("rng", philox_gives_the_known_answers, streams_differ_by_seed_purpose_and_index,
      a_copied_stream_continues_alike, bounded_numbers_are_even, shuffles_are_even,
      a_shuffle_keeps_every_element,
      uniform_numbers_stay_below_one_and_normal_ones_have_their_moments)
