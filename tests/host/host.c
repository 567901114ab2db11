/* SPDX-License-Identifier: Apache-2.0 */
/* The host's library: log one value. */
#include <stdio.h>
#include <tblog/tblog.h>

int host_log(const char *folder);

int host_log(const char *folder) {
    tblog_error err;
    tblog_writer *w = tblog_writer_open(folder, NULL, &err);
    if (!w) return fprintf(stderr, "%s\n", err.message), 1;
    tblog_scalar(w, "loss", 3, 0.5);
    if (tblog_writer_close(w, &err) != TBLOG_OK) return fprintf(stderr, "%s\n", err.message), 1;
    return 0;
}
