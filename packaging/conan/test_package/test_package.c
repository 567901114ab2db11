/* SPDX-License-Identifier: Apache-2.0 */
/* A value written and found again. */
#include <stdio.h>
#include <tblog/tblog.h>

int main(void) {
    tblog_error err;
    tblog_writer *w = tblog_writer_open("test_package_logs", NULL, &err);
    if (!w) return fprintf(stderr, "%s\n", err.message), 1;
    tblog_scalar(w, "loss", 3, 0.5);
    if (tblog_writer_close(w, &err) != TBLOG_OK) return fprintf(stderr, "%s\n", err.message), 1;
    printf("tblog %s: logged\n", tblog_version());
    return 0;
}
