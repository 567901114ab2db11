/* SPDX-License-Identifier: Apache-2.0 */
/* Who takes which run. */
#include "runs/queue.h"

#include "suite.h"

enum { LOCAL, OTHER };

static atomic_bool stop;
static run_queue *queue;

static void setup(void) {
    static const size_t order[] = {4, 2, 7};
    stop = false;
    queue = run_queue_new(order, 3, &stop);
    ck_assert_ptr_nonnull(queue);
}

static void teardown(void) {
    run_queue_free(queue);
}

static size_t take(int taker) {
    size_t index;
    ck_assert_int_eq(run_queue_take(queue, taker, &index), RUN_QUEUE_TAKEN);
    return index;
}

START_TEST(runs_are_taken_in_order_and_over_when_all_are_done) {
    size_t index;
    ck_assert_uint_eq(take(LOCAL), 4);
    ck_assert_uint_eq(take(OTHER), 2);
    ck_assert_uint_eq(take(OTHER), 7);
    ck_assert_int_eq(run_queue_take(queue, LOCAL, &index), RUN_QUEUE_WAIT);
    run_queue_done(queue, 2);
    run_queue_done(queue, 4);
    ck_assert(!run_queue_over(queue));
    run_queue_done(queue, 7);
    ck_assert(run_queue_over(queue));
    ck_assert_int_eq(run_queue_take(queue, LOCAL, &index), RUN_QUEUE_OVER);
}
END_TEST

START_TEST(what_a_taker_had_goes_to_others) {
    take(OTHER);
    take(LOCAL);
    take(OTHER);
    run_queue_done(queue, 4);
    ck_assert(run_queue_has(queue, OTHER, 7));
    ck_assert_uint_eq(run_queue_give_back(queue, OTHER), 1);
    ck_assert(!run_queue_has(queue, OTHER, 7));
    ck_assert_uint_eq(take(LOCAL), 7);
    ck_assert(run_queue_has(queue, LOCAL, 7));
    run_queue_done(queue, 7);
    run_queue_done(queue, 7); /* once is enough */
    ck_assert(!run_queue_over(queue));
    run_queue_done(queue, 2);
    ck_assert(run_queue_over(queue));
}
END_TEST

START_TEST(a_stopped_queue_is_over_when_nobody_has_a_run) {
    size_t index = take(OTHER);
    stop = true;
    ck_assert(!run_queue_take_wait(queue, LOCAL, &index));
    ck_assert(!run_queue_over(queue));
    run_queue_give_back(queue, OTHER);
    ck_assert(run_queue_over(queue));
}
END_TEST

SUITE_WITH("run_queue", setup, teardown, runs_are_taken_in_order_and_over_when_all_are_done,
           what_a_taker_had_goes_to_others, a_stopped_queue_is_over_when_nobody_has_a_run)
