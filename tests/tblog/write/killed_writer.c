/* SPDX-License-Identifier: Apache-2.0 */
/* A writer that kill -9 ends at some moment. */
#include "killed_writer.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { VALUES = 3000 };

/* Log without end; the step of each flush that returned is written to the pipe. */
static _Noreturn void log_for_ever(const char *folder, int pipe, unsigned seed,
                                   tblog_compression compression) {
    static float values[VALUES];
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.start_time_s = 1;
    options.buffer_bytes = seed % 2 ? 500 : 20000;
    options.queue_bytes = seed % 3 ? 0 : 8192;
    options.compression = compression;
    tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
    for (int64_t step = 0; writer; step++) {
        values[step % VALUES] = (float)step;
        tblog_scalar(writer, "a", step, 1);
        if (step % 5 == 0) tblog_histogram(writer, "h", step, values, VALUES);
        if (step % 9 == 0 && tblog_writer_flush(writer, NULL) == TBLOG_OK &&
            write(pipe, &step, sizeof step) != sizeof step)
            break;
    }
    _exit(1);
}

/* The last step that the child reported, or -1. */
static int64_t last_reported(int pipe) {
    int64_t step, last = -1;
    while (read(pipe, &step, sizeof step) == sizeof step) last = step;
    return last;
}

int64_t killed_writer_run(const char *folder, unsigned seed, tblog_compression compression) {
    int ends[2];
    if (pipe(ends) != 0) abort();
    pid_t child = fork();
    if (child < 0) abort();
    if (child == 0) {
        close(ends[0]);
        log_for_ever(folder, ends[1], seed, compression);
    }
    close(ends[1]);
    usleep((useconds_t)(seed * UINT64_C(2654435761) % 6000 + 200));
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    int64_t flushed = last_reported(ends[0]);
    close(ends[0]);
    return flushed;
}
