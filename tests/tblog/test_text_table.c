/* SPDX-License-Identifier: Apache-2.0 */
#include "tblog/text_table.h"

#include <stdio.h>
#include <string.h>

#include "suite.h"

START_TEST(texts_are_numbered_in_the_order_in_which_they_came) {
    tblog__text_table table = {0};
    size_t number;
    ck_assert(!tblog__text_table_find(&table, "loss", 4, &number));
    ck_assert(tblog__text_table_add(&table, "loss", 4, &number));
    ck_assert_uint_eq(number, 0);
    ck_assert(tblog__text_table_add(&table, "accuracy", 8, &number));
    ck_assert_uint_eq(number, 1);
    ck_assert(tblog__text_table_add(&table, "loss", 4, &number));
    ck_assert_uint_eq(number, 0);
    ck_assert(tblog__text_table_find(&table, "accuracy", 8, &number));
    ck_assert_uint_eq(number, 1);
    ck_assert_str_eq(tblog__text_table_get(&table, 1), "accuracy");
    tblog__text_table_free(&table);
}
END_TEST

/* The length counts, and so does every byte, a NUL too. */
START_TEST(texts_that_differ_little_are_different) {
    static const char *const texts[] = {"",         "a",        "aa",        "a\0",      "a\0\0",
                                        "aaaaaaaa", "aaaaaaab", "aaaaaaaaa", "aaaaaaa\0"};
    static const size_t sizes[] = {0, 1, 2, 2, 3, 8, 8, 9, 8};
    tblog__text_table table = {0};
    size_t number;
    for (size_t i = 0; i < 9; i++) {
        ck_assert(tblog__text_table_add(&table, texts[i], sizes[i], &number));
        ck_assert_uint_eq(number, i);
    }
    for (size_t i = 0; i < 9; i++) {
        ck_assert(tblog__text_table_find(&table, texts[i], sizes[i], &number));
        ck_assert_uint_eq(number, i);
        ck_assert_mem_eq(tblog__text_table_get(&table, i), texts[i], sizes[i]);
        ck_assert_int_eq(tblog__text_table_get(&table, i)[sizes[i]], 0);
    }
    tblog__text_table_free(&table);
}
END_TEST

START_TEST(many_texts_are_found_again) {
    tblog__text_table table = {0};
    char text[32];
    size_t number;
    for (size_t round = 0; round < 2; round++)
        for (size_t i = 0; i < 100000; i++) {
            int size = snprintf(text, sizeof text, "dense_%zu/kernel", i);
            ck_assert(tblog__text_table_add(&table, text, (size_t)size, &number));
            ck_assert_uint_eq(number, i);
        }
    ck_assert(!tblog__text_table_find(&table, "dense", 5, &number));
    tblog__text_table_free(&table);
}
END_TEST

/* Two tables place the same texts differently, or a stranger could choose texts that collide. */
START_TEST(each_table_has_a_secret) {
    tblog__text_table a = {0}, b = {0};
    size_t number;
    for (char text = 'a'; text <= 'z'; text++) {
        ck_assert(tblog__text_table_add(&a, &text, 1, &number));
        ck_assert(tblog__text_table_add(&b, &text, 1, &number));
    }
    ck_assert_uint_eq(a.slot_count, b.slot_count);
    ck_assert_mem_ne(a.slots, b.slots, a.slot_count * sizeof *a.slots);
    tblog__text_table_free(&a);
    tblog__text_table_free(&b);
}
END_TEST

SUITE("text_table", texts_are_numbered_in_the_order_in_which_they_came,
      texts_that_differ_little_are_different, many_texts_are_found_again, each_table_has_a_secret)
