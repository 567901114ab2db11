/* SPDX-License-Identifier: Apache-2.0 */
/* The README's program: a curve of 100 points. */
#include <stdio.h>
#include <tblog/tblog.h>

int main(void) {
    tblog_error err;
    tblog_writer *w = tblog_writer_open("logs/my-run", NULL, &err);
    if (!w) return fprintf(stderr, "%s\n", err.message), 1;
    for (int step = 0; step < 100; step++) tblog_scalar(w, "loss", step, 1.0 / (step + 1));
    if (tblog_writer_close(w, &err) != TBLOG_OK) return fprintf(stderr, "%s\n", err.message), 1;
    return 0;
}
