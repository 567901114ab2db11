/* SPDX-License-Identifier: Apache-2.0 */
/* The interface of ranks.h when built without MPI: there is one process. */
#include "runs/ranks/launched.h"
#include "runs/ranks/ranks.h"

const char *ranks_library(void) {
    return NULL;
}

bool ranks_start(const ranks_options *options, ranks **joined, error *err) {
    int count = ranks_launched();
    (void)options;
    *joined = NULL;
    return count < 2 || error_set(err,
                                  "started as %d processes, but built without MPI: configure with "
                                  "-DTBLOG_MPI=ON, or start one process",
                                  count);
}

int ranks_self(const ranks *self) {
    (void)self;
    return 0;
}

int ranks_neighbours(const ranks *self) {
    (void)self;
    return 1;
}

fit_result ranks_compare(ranks *self, const comparison *c, const size_t *order, size_t count) {
    (void)self;
    return compare(c, order, count);
}

bool ranks_work(ranks *self, const comparison *c, error *err) {
    (void)self;
    (void)c;
    return error_set(err, "built without MPI");
}

size_t ranks_lost(const ranks *self) {
    (void)self;
    return 0;
}

void ranks_end(ranks *self) {
    (void)self;
}
