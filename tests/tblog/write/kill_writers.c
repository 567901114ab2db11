/* SPDX-License-Identifier: Apache-2.0 */
/*
 * kill_writers FOLDER COUNT: COUNT killed writers, each with a folder of its own in FOLDER, 0, 1,
 * ...; prints for each the last step that it had flushed. For tensorboard/test_killed.py.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "killed_writer.h"

int main(int argc, char **argv) {
    if (argc != 3) return 2;
    unsigned count = (unsigned)strtoul(argv[2], NULL, 10);
    for (unsigned i = 0; i < count; i++) {
        char folder[4096];
        snprintf(folder, sizeof folder, "%s/%u", argv[1], i);
        printf("%" PRId64 "\n", killed_writer_run(folder, i, TBLOG_COMPRESSION_NONE));
        fflush(stdout); /* the next child has a copy of what waits in the buffer */
    }
    return 0;
}
