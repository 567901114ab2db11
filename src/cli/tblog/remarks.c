/* SPDX-License-Identifier: Apache-2.0 */
/* What TensorBoard does not show of a tag. ls, verify and export print it. */
#include "cli/tblog/remarks.h"

#include <string.h>

#include "base/escape.h"

bool has_remark(const tblog_series *series) {
    return series->shown < series->logged || series->unfit;
}

size_t slow_points(const tblog_series *series) {
    size_t count = 0;
    for (size_t i = 0; i < series->count && strcmp(series->kind, "scalars") == 0; i++)
        count += series->points[i].fits && !series->points[i].shown;
    return count;
}

void put_remark(FILE *out, const tblog_series *series) {
    size_t slow = slow_points(series);
    fprintf(out, "%u point%s, %u shown", series->logged, series->logged == 1 ? "" : "s",
            series->shown);
    if (slow) fprintf(out, "; %zu only with --load_fast=false", slow);
    if (!series->unfit) return;
    fprintf(out, "; %u not of the kind ", series->unfit);
    put_escaped(out, series->kind, strlen(series->kind));
    fputs(", which TensorBoard may fail at", out);
}
