/* SPDX-License-Identifier: Apache-2.0 */
/* Student's t distribution. 'df', its degrees of freedom, is any number above 0; else it is NaN. */
#ifndef STATS_T_DISTRIBUTION_H
#define STATS_T_DISTRIBUTION_H

/* P(|T| >= |t|), the p-value of a two-sided test; small ones keep their digits. */
double t_two_sided(double t, double df);

/* The t with P(T <= t) = p: -inf for 0, inf for 1, NaN for a p that is no probability. */
double t_quantile(double p, double df);

#endif
