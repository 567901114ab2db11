/* SPDX-License-Identifier: Apache-2.0 */
/* Statistics against scipy's and statsmodels', golden/stats, made by tools/golden/make_stats.py. */
#include <math.h>
#include <stdlib.h>

#include "json_file.h"
#include "stats/beta.h"
#include "stats/holm.h"
#include "stats/sample.h"
#include "stats/t_distribution.h"
#include "suite.h"

/* Equal to 'relative'; NaN and infinities as they are. */
static void assert_close(double got, double want, double relative, const char *what, double a,
                         double b) {
    bool same =
        got == want || (isnan(got) && isnan(want)) || fabs(got - want) <= relative * fabs(want);
    ck_assert_msg(same, "%s of %.17g, %.17g: got %.17g, want %.17g", what, a, b, got, want);
}

/* Sums of many terms: what beta.h promises. */
static double tolerance(double df) {
    return fmax(1e-13, 1e-16 * df);
}

static double at(const cJSON *row, int i) {
    return json_number_text(cJSON_GetArrayItem(row, i));
}

static double field(const cJSON *row, const char *name) {
    return json_number_text(json_member(row, name));
}

/* An array of numbers, *n of them; free it. */
static double *numbers(const cJSON *array, size_t *n) {
    double *values = malloc(((size_t)cJSON_GetArraySize(array) + 1) * sizeof *values);
    const cJSON *item;
    *n = 0;
    cJSON_ArrayForEach(item, array) values[(*n)++] = json_number_text(item);
    return values;
}

static double cdf(double t, double df) {
    double tail = t_two_sided(t, df) / 2;
    return t > 0 ? 1 - tail : tail;
}

START_TEST(t_distribution_is_scipys) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/stats/t_distribution.json");
    const cJSON *row;
    int count = 0;
    cJSON_ArrayForEach(row, json_member(golden, "cdf")) {
        double df = at(row, 0), t = at(row, 1);
        assert_close(cdf(t, df), at(row, 2), tolerance(df), "cdf", t, df);
        assert_close(t_two_sided(fabs(t), df), fmin(at(row, 3), 2 - at(row, 3)), tolerance(df),
                     "two-sided", t, df);
        count++;
    }
    ck_assert_int_eq(count, 420);
    cJSON_Delete(golden);
}
END_TEST

START_TEST(quantiles_are_scipys) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/stats/t_distribution.json");
    const cJSON *row;
    int count = 0;
    cJSON_ArrayForEach(row, json_member(golden, "quantile")) {
        double df = at(row, 0), p = at(row, 1);
        assert_close(t_quantile(p, df), at(row, 2), 10 * tolerance(df), "quantile", p, df);
        count++;
    }
    ck_assert_int_eq(count, 300);
    cJSON_Delete(golden);
}
END_TEST

START_TEST(quantiles_near_the_centre_keep_their_digits) {
    /* of one degree of freedom it is tan(pi (p - 1/2)) */
    for (double d = 1e-15; d < .3; d *= 3)
        assert_close(t_quantile(.5 - d, 1), -tan(M_PI * (.5 - (.5 - d))), 1e-14, "quantile", d, 1);
}
END_TEST

START_TEST(quantile_undoes_the_cdf) {
    for (double df = .3; df < 1e6; df *= 7.7)
        for (double p = 1e-12; p < .5; p *= 3)
            assert_close(cdf(t_quantile(p, df), df), p, tolerance(df), "cdf of quantile", p, df);
}
END_TEST

START_TEST(beta_has_its_known_values) {
    /* I_x(a, 1) = x^a, I_x(1, b) = 1 - (1 - x)^b, I_1/2(a, a) = 1/2: DLMF 8.17.5, 8.17.7 */
    for (double a = .25; a < 1e6; a *= 3) {
        assert_close(beta_regularised(a, 1, .75, .25), pow(.75, a), 1e-11, "x^a", a, 1);
        assert_close(beta_regularised(1, a, .25, .75), 1 - pow(.75, a), 1e-12, "1-y^b", 1, a);
        assert_close(beta_regularised(a, a, .5, .5), .5, 1e-10, "half", a, a);
    }
    ck_assert(beta_regularised(2, 3, 0, 1) == 0 && beta_regularised(2, 3, 1, 0) == 1);
}
END_TEST

START_TEST(what_is_no_argument_is_nan) {
    const double bad[] = {0, -1, NAN, -INFINITY};
    for (size_t i = 0; i < 4; i++) {
        ck_assert_double_nan(cdf(1, bad[i]));
        ck_assert_double_nan(t_quantile(.9, bad[i]));
        ck_assert_double_nan(beta_regularised(bad[i], 1, .5, .5));
        ck_assert_double_nan(beta_regularised(1, bad[i], .5, .5));
    }
    ck_assert_double_nan(cdf(NAN, 3));
    ck_assert_double_nan(t_quantile(-.1, 3));
    ck_assert_double_nan(t_quantile(1.1, 3));
    ck_assert_double_nan(t_quantile(NAN, 3));
    ck_assert_double_nan(beta_regularised(1, 1, NAN, .5));
}
END_TEST

START_TEST(summaries_are_scipys) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/stats/samples.json");
    const cJSON *row;
    cJSON_ArrayForEach(row, golden) {
        size_t n;
        double *values = numbers(json_member(row, "values"), &n);
        sample_summary got = sample_summarise(values, n);
        double mean = field(row, "mean"), sd = field(row, "sd"), want = isfinite(mean) ? mean : NAN;
        /* numpy's sum of ten times .1 is not 1, so its sd is not 0 */
        double slack = sd < 1e-15 * fabs(mean) ? 1e-15 : 0;
        ck_assert_uint_eq(got.n, n);
        assert_close(got.mean, want, 1e-14, "mean", (double)n, 0);
        assert_close(got.sd + slack, sd + slack, 1e-9, "sd", (double)n, 0);
        assert_close(got.low, field(row, "low"), 1e-12, "low", (double)n, 0);
        assert_close(got.high, field(row, "high"), 1e-12, "high", (double)n, 0);
        free(values);
    }
    ck_assert_uint_eq(sample_summarise(NULL, 0).n, 0);
    ck_assert_double_nan(sample_summarise(NULL, 0).mean);
    cJSON_Delete(golden);
}
END_TEST

START_TEST(paired_tests_are_scipys) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/stats/pairs.json");
    const cJSON *row;
    cJSON_ArrayForEach(row, golden) {
        size_t n, m;
        double *a = numbers(json_member(row, "a"), &n), *b = numbers(json_member(row, "b"), &m);
        paired_test got = paired_t_test(a, b, n, 0);
        ck_assert_uint_eq(n, m);
        if (n > 1 && got.difference.mean == 0 && got.difference.sd == 0) { /* scipy: NaN */
            ck_assert(got.t == 0 && got.p == 1);
        } else {
            assert_close(got.t, field(row, "t"), 1e-11, "t", (double)n, a[0]);
            assert_close(got.p, field(row, "p"), 1e-10, "p", (double)n, a[0]);
        }
        free(a);
        free(b);
    }
    ck_assert_double_nan(paired_t_test(NULL, NULL, 0, 0).p);
    cJSON_Delete(golden);
}
END_TEST

START_TEST(pairs_that_are_equal_do_not_differ) {
    const double a[] = {.1, .2, .7}, one_up[] = {1.125, 2.125}, two[] = {1, 2};
    paired_test same = paired_t_test(a, a, 3, 0), shifted = paired_t_test(one_up, two, 2, 0);
    ck_assert(same.t == 0 && same.p == 1);
    ck_assert(isinf(shifted.t) && shifted.t > 0 && shifted.p == 0);
    ck_assert(shifted.difference.mean == .125);
}
END_TEST

START_TEST(holm_is_statsmodels) {
    cJSON *golden = json_file_read(TEST_DATA "/golden/stats/holm.json");
    const cJSON *row;
    cJSON_ArrayForEach(row, golden) {
        size_t m, k;
        double *p = numbers(json_member(row, "p"), &m);
        double *want = numbers(json_member(row, "adjusted"), &k);
        ck_assert(m == k && holm_adjust(p, m, p)); /* in place */
        for (size_t i = 0; i < m; i++)
            assert_close(p[i], want[i], 1e-14, "Holm", (double)i, (double)m);
        free(p);
        free(want);
    }
    cJSON_Delete(golden);
}
END_TEST

START_TEST(holm_counts_only_tests_that_were_made) {
    const double p[] = {.01, NAN, .04, NAN};
    double adjusted[4];
    ck_assert(holm_adjust(p, 4, adjusted));
    ck_assert(adjusted[0] == .02 && adjusted[2] == .04);
    ck_assert(isnan(adjusted[1]) && isnan(adjusted[3]));
    ck_assert(holm_adjust(NULL, 0, NULL));
}
END_TEST

SUITE("stats", t_distribution_is_scipys, quantiles_are_scipys,
      quantiles_near_the_centre_keep_their_digits, quantile_undoes_the_cdf,
      beta_has_its_known_values, what_is_no_argument_is_nan, summaries_are_scipys,
      paired_tests_are_scipys, pairs_that_are_equal_do_not_differ, holm_is_statsmodels,
      holm_counts_only_tests_that_were_made)
