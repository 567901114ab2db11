/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "suite.h"
#include "tblog/arena.h"

START_TEST(pieces_are_aligned_and_apart) {
    tblog__arena arena;
    tblog__arena_init(&arena);
    uint8_t *pieces[200];
    for (size_t i = 0; i < 200; i++) {
        pieces[i] = tblog__arena_take(&arena, i);
        ck_assert_uint_eq((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        memset(pieces[i], (int)i, i);
    }
    for (size_t i = 0; i < 200; i++)
        for (size_t j = 0; j < i; j++) ck_assert_uint_eq(pieces[i][j], i);
    tblog__arena_reset(&arena);
}
END_TEST

START_TEST(small_events_allocate_nothing) {
    tblog__arena arena;
    tblog__arena_init(&arena);
    for (int i = 0; i < TBLOG__ARENA_INLINE / 64; i++)
        ck_assert_ptr_nonnull(tblog__arena_take(&arena, 64));
    ck_assert_ptr_null(arena.chunks);
    ck_assert_ptr_nonnull(tblog__arena_take(&arena, 64));
    ck_assert_ptr_nonnull(arena.chunks);
    tblog__arena_reset(&arena);
    ck_assert_ptr_null(arena.chunks);
}
END_TEST

START_TEST(impossible_sizes_give_null) {
    tblog__arena arena;
    tblog__arena_init(&arena);
    ck_assert_ptr_null(tblog__arena_take(&arena, SIZE_MAX));
    ck_assert_ptr_null(tblog__arena_take(&arena, TBLOG__ARENA_PIECE_MAX + 1));
    ck_assert_ptr_nonnull(tblog__arena_take(&arena, 8));
    tblog__arena_reset(&arena);
}
END_TEST

SUITE("arena", pieces_are_aligned_and_apart, small_events_allocate_nothing,
      impossible_sizes_give_null)
