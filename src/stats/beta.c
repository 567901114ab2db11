/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The regularised incomplete beta function by its continued fraction, DLMF 8.17.22
 * (https://dlmf.nist.gov/8.17#v), evaluated by the modified Lentz algorithm (DLMF 3.10(iii)):
 *
 *     I_x(a, b) = x^a (1 - x)^b / (a B(a, b)) * 1/(1 + d1/(1 + d2/(1 + ...)))
 *
 * It converges fast, in O(sqrt(max(a, b))) terms, where x < (a + 1) / (a + b + 2); beyond, by
 * I_x(a, b) = 1 - I_{1-x}(b, a), DLMF 8.17.4.
 */
#include "stats/beta.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

enum { MAX_TERMS = 1000000 };

/* What Stirling's formula leaves of log Gamma(x), DLMF 5.11.1; for x >= 10 to double's precision.
 */
static double stirling_rest(double x) {
    double s = 1 / (x * x);
    return (1. / 12 - s * (1. / 360 - s * (1. / 1260 - s * (1. / 1680 - s * (1. / 1188))))) / x;
}

/*
 * log B(a, b). Of a large argument lgamma's difference would leave few digits: there Stirling's
 * formula is subtracted by hand, as by DiDonato and Morris, ACM TOMS 18 (1992), algorithm 708.
 */
static double log_beta(double a, double b) {
    double p = fmin(a, b), q = fmax(a, b), sum = p + q;
    if (q < 10) return lgamma(p) + lgamma(q) - lgamma(sum);
    double rest = stirling_rest(q) - stirling_rest(sum);
    double large = (q - .5) * log1p(-p / sum);
    if (p < 10) return lgamma(p) + p - p * log(sum) + large + rest;
    return .5 * log(2 * M_PI) - .5 * log(q) + (p - .5) * log(p / sum) + .5 * log(q / sum) + large +
           stirling_rest(p) + rest;
}

/* Coefficient d_n of the fraction, n >= 1. */
static double coefficient(double a, double b, double x, int n) {
    double m = n / 2; /* whole */
    if (n % 2) return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
    return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
}

/* 1/(1 + d1/(1 + d2/(1 + ...))); NaN where it does not converge. */
static double fraction(double a, double b, double x) {
    const double tiny = DBL_MIN / DBL_EPSILON; /* in place of a zero */
    double f = 1, c = 1, d = 0;
    for (int n = 1; n <= MAX_TERMS; n++) {
        double k = coefficient(a, b, x, n);
        c = 1 + k / c;
        d = 1 + k * d;
        if (fabs(c) < tiny) c = tiny;
        if (fabs(d) < tiny) d = tiny;
        d = 1 / d;
        f *= c * d;
        if (fabs(c * d - 1) <= DBL_EPSILON) return 1 / f;
    }
    return NAN;
}

/* log of a number whose complement is known as well. */
static double log_of(double x, double complement) {
    return x > .5 ? log1p(-complement) : log(x);
}

static double series(double a, double b, double x, double y) {
    double logarithm = a * log_of(x, y) + b * log_of(y, x) - log_beta(a, b);
    return exp(logarithm) / a * fraction(a, b, x);
}

double beta_regularised(double a, double b, double x, double y) {
    bool good = a > 0 && b > 0 && isfinite(a) && isfinite(b) && x >= 0 && y >= 0;
    if (!good) return NAN;
    if (x == 0) return 0;
    if (y == 0) return 1;
    return x < (a + 1) / (a + b + 2) ? series(a, b, x, y) : 1 - series(b, a, y, x);
}
