/* SPDX-License-Identifier: Apache-2.0 */
/* Rankings against scipy's and statsmodels', golden/stats/ranking.json. */
#include "stats/ranking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "json_file.h"
#include "suite.h"

static ranking ranked;

static void setup(void) {
    ranked = (ranking){0};
}

static void teardown(void) {
    ranking_free(&ranked);
}

static void add(const char *name, uint64_t seed, double value) {
    ck_assert(ranking_add(&ranked, name, seed, value));
}

static size_t rank_of(const char *name) {
    size_t i = 0;
    while (i < ranked.count && strcmp(ranked.groups[i].name, name) != 0) i++;
    ck_assert_msg(i < ranked.count, "%s is not in the ranking", name);
    return i;
}

/* The first half of a group's measurements, or the second. */
static void add_half(const cJSON *golden, int half) {
    const cJSON *group, *row;
    cJSON_ArrayForEach(group, json_member(golden, "groups")) {
        int place = 0, count = cJSON_GetArraySize(group);
        cJSON_ArrayForEach(row, group) if ((place++ < count / 2) == (half == 0))
            add(group->string, (uint64_t)json_number_text(cJSON_GetArrayItem(row, 0)),
                json_number_text(cJSON_GetArrayItem(row, 1)));
    }
}

START_TEST(ranks_and_corrected_p_values_are_scipys) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/stats/ranking.json");
    const cJSON *row;
    add_half(golden, 1); /* seeds come in any order */
    add_half(golden, 0);
    ck_assert(ranking_finish(&ranked));
    ck_assert_uint_eq(ranked.count, 6);
    size_t place = 0, significant = 0;
    cJSON_ArrayForEach(row, json_member(golden, "order"))
        ck_assert_str_eq(ranked.groups[place++].name, row->valuestring);
    cJSON_ArrayForEach(row, json_member(golden, "pairs")) {
        const char *a = cJSON_GetArrayItem(row, 0)->valuestring;
        const char *b = cJSON_GetArrayItem(row, 1)->valuestring;
        double want = json_number_text(cJSON_GetArrayItem(row, 2));
        size_t i = rank_of(a), j = rank_of(b);
        double got = ranking_p(&ranked, i, j);
        ck_assert_msg((isnan(got) && isnan(want)) || fabs(got - want) <= 1e-9 * want,
                      "%s and %s: %.17g, not %.17g", a, b, got, want);
        ck_assert(ranking_p(&ranked, j, i) == got || isnan(got));
        ck_assert_int_eq(ranking_differ(&ranked, i, j), want < .05);
        significant += ranking_differ(&ranked, i, j);
    }
    ck_assert_uint_eq(ranking_tests(&ranked), 10); /* "few" has one seed only */
    ck_assert(significant > 0 && significant < 10);
    cJSON_Delete(golden);
}
END_TEST

START_TEST(groups_without_a_mean_are_last_and_equals_keep_their_order) {
    ck_assert(ranking_add_group(&ranked, "nothing"));
    add("nan", 0, NAN);
    add("b", 0, .5);
    add("a", 0, .5);
    add("best", 0, .75);
    ck_assert(ranking_add_group(&ranked, "best")); /* it is there already */
    ck_assert(ranking_finish(&ranked));
    static const char *const order[] = {"best", "b", "a", "nothing", "nan"};
    ck_assert_uint_eq(ranked.count, 5);
    for (size_t i = 0; i < 5; i++) ck_assert_str_eq(ranked.groups[i].name, order[i]);
    ck_assert_uint_eq(ranking_tests(&ranked), 0);
    ck_assert(!ranking_differ(&ranked, 0, 4));
}
END_TEST

START_TEST(groups_that_share_no_seeds_are_not_compared) {
    for (uint64_t seed = 0; seed < 5; seed++) {
        add("even", 2 * seed, .9 + .001 * (double)(seed % 2));
        add("odd", 2 * seed + 1, .1);
    }
    add("odd", 0, .1); /* one pair is none */
    ck_assert(ranking_finish(&ranked));
    ck_assert_double_nan(ranking_p(&ranked, 0, 1));
    ck_assert_uint_eq(ranked.groups[0].summary.n, 5);
    ck_assert_uint_eq(ranked.groups[1].summary.n, 6);
}
END_TEST

START_TEST(no_groups_are_a_ranking_too) {
    ck_assert(ranking_finish(&ranked));
    ck_assert_uint_eq(ranked.count + ranking_tests(&ranked), 0);
}
END_TEST

SUITE_WITH("ranking", setup, teardown, ranks_and_corrected_p_values_are_scipys,
           groups_without_a_mean_are_last_and_equals_keep_their_order,
           groups_that_share_no_seeds_are_not_compared, no_groups_are_a_ranking_too)
