/* SPDX-License-Identifier: Apache-2.0 */
/* What TensorBoard does not show of a tag, and why. */
#ifndef CLI_TBLOG_REMARKS_H
#define CLI_TBLOG_REMARKS_H

#include <stdbool.h>
#include <stdio.h>
#include <tblog/tblog.h>

/* Whether there is a remark: TensorBoard does not show every value of the tag. */
bool has_remark(const tblog_series *series);

/* Print "8 points, 4 shown", and the reasons unless it is only that steps go back. */
void put_remark(FILE *out, const tblog_series *series);

/* The number of points that only TensorBoard's Python loader shows: not float32, or not of rank
 * 0. */
size_t slow_points(const tblog_series *series);

#endif
