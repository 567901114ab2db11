/* SPDX-License-Identifier: Apache-2.0 */
/* A plugin that logs by a queue and leaves its writer open: test_endings unloads it. */
#include <tblog/tblog.h>

__attribute__((visibility("default"))) void log_values_and_leave_open(const char *folder);

void log_values_and_leave_open(const char *folder) {
    tblog_writer_options options = TBLOG_WRITER_OPTIONS_INIT;
    options.queue_bytes = 1 << 16;
    options.flush_interval_s = .05; /* its thread has something to do by itself */
    tblog_writer *writer = tblog_writer_open(folder, &options, NULL);
    for (int64_t step = 0; step < 100; step++) tblog_scalar(writer, "a", step, 1);
}
