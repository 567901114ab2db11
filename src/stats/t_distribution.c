/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Student's t distribution. With x = df / (df + t^2), P(|T| >= |t|) = I_x(df/2, 1/2): Abramowitz
 * and Stegun, Handbook of Mathematical Functions, 26.7.1 and 26.5.27.
 */
#include "stats/t_distribution.h"

#include <float.h>
#include <math.h>

#include "stats/beta.h"

double t_two_sided(double t, double df) {
    if (!(df > 0) || isnan(t)) return NAN;
    if (isinf(t)) return 0;
    double r = t / sqrt(df), s = r * r; /* t^2 / df */
    if (isinf(s)) s = DBL_MAX;
    return beta_regularised(df / 2, .5, 1 / (1 + s), s / (1 + s));
}

/* The density at t. */
static double density(double t, double df) {
    double rest = lgamma((df + 1) / 2) - lgamma(df / 2) - log(df * M_PI) / 2;
    return exp(rest - (df + 1) / 2 * log1p(t / df * t));
}

/* P(|T| <= t) for t >= 0; small ones keep their digits. */
static double central(double t, double df) {
    double s = t / df * t;
    return beta_regularised(.5, df / 2, s / (1 + s), 1 / (1 + s));
}

/*
 * The t > 0 with P(T >= t) = 'tail', at most 1/4: Newton's steps on the logarithm of the tail, each
 * kept inside the bracket that the earlier ones left, or else halved (in the exponent: t may be
 * huge).
 */
static double from_upper_tail(double tail, double df) {
    double low = .5, high = 1; /* P(T >= .5) > 1/4 for all df: Cauchy's is .35, the normal's .31 */
    while (t_two_sided(high, df) / 2 > tail && high < DBL_MAX / 4) low = high, high *= 4;
    double t = high;
    for (int i = 0; i < 200; i++) {
        double at = t_two_sided(t, df) / 2;
        if (at > tail)
            low = t;
        else
            high = t;
        double next = t + log(at / tail) * at / density(t, df);
        if (!(next > low && next < high)) next = sqrt(low) * sqrt(high);
        if (fabs(next - t) <= 2 * DBL_EPSILON * t) return next;
        t = next;
    }
    return t;
}

/* The t > 0 with P(0 <= T <= t) = 'half', at most 1/4: Newton, from below as the mass is concave.
 */
static double from_centre(double half, double df) {
    double t = half / density(0, df);
    for (int i = 0; i < 50; i++) {
        double next = t - (central(t, df) / 2 - half) / density(t, df);
        if (fabs(next - t) <= 2 * DBL_EPSILON * t) return next;
        t = next;
    }
    return t;
}

double t_quantile(double p, double df) {
    if (!(df > 0) || !(p >= 0 && p <= 1)) return NAN;
    double tail = fmin(p, 1 - p), t;
    if (tail == .5) return 0;
    if (tail == 0)
        t = INFINITY;
    else
        t = tail > .25 ? from_centre(.5 - tail, df) : from_upper_tail(tail, df);
    return p < .5 ? -t : t;
}
