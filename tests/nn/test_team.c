/* SPDX-License-Identifier: Apache-2.0 */
/* Threads that share the work of one: each part once, also after they slept, and nothing twice. */
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#include "nn/team.h"
#include "suite.h"

enum { MOST = 7 };

typedef struct counts {
    atomic_uint of[MOST];
} counts;

static void count(void *context, size_t part) {
    counts *c = context;
    atomic_fetch_add(&c->of[part], 1);
}

START_TEST(each_part_is_done_once_each_time) {
    enum { TIMES = 300, NAPS = 30 };
    for (size_t size = 1; size <= MOST; size++) {
        counts c = {0};
        nn_team *team = nn_team_new(size);
        ck_assert_uint_eq(nn_team_size(team), size);
        for (unsigned i = 1; i <= TIMES; i++) {
            const struct timespec nap = {0, 300000}; /* longer than they stay awake */
            if (i % NAPS == 0) nanosleep(&nap, NULL);
            nn_team_run(team, count, &c);
            for (size_t part = 0; part < size; part++) ck_assert_uint_eq(c.of[part], i);
        }
        nn_team_free(team);
    }
}
END_TEST

START_TEST(no_team_is_the_caller_alone) {
    counts c = {0};
    ck_assert_ptr_null(nn_team_new(0));
    ck_assert_ptr_null(nn_team_new(1));
    nn_team_run(NULL, count, &c);
    ck_assert_uint_eq(c.of[0], 1);
    ck_assert_uint_eq(nn_team_size(NULL), 1);
    nn_team_free(NULL);
}
END_TEST

/* Shares follow each other from 0 to n, in whole pieces, and differ by at most one piece. */
START_TEST(shares_are_all_of_it_in_whole_pieces) {
    static const size_t pieces[] = {1, 16, 64};
    for (size_t size = 1; size <= MOST; size++) {
        nn_team *team = nn_team_new(size);
        for (size_t n = 0; n < 600; n += 7) {
            for (size_t p = 0; p < 3; p++) {
                size_t piece = pieces[p], all = (n + piece - 1) / piece, end = 0;
                for (size_t part = 0; part < size; part++) {
                    nn_range share = nn_team_share(team, part, n, piece);
                    size_t count = (share.limit - share.first + piece - 1) / piece;
                    ck_assert_uint_eq(share.first, end);
                    ck_assert(share.first % piece == 0 || share.first == n);
                    ck_assert(count == all / size || count == (all + size - 1) / size);
                    end = share.limit;
                }
                ck_assert_uint_eq(end, n);
            }
        }
        nn_team_free(team);
    }
}
END_TEST

SUITE("team", each_part_is_done_once_each_time, no_team_is_the_caller_alone,
      shares_are_all_of_it_in_whole_pieces)
