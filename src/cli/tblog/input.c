/* SPDX-License-Identifier: Apache-2.0 */
/* The log folder that a command reads. ls, export, diff and rewrite.c call this. */
#include "cli/tblog/input.h"

#include "cli/say.h"

tblog_logdir *input_open(const char *command, const char *path, bool *whole) {
    tblog_error err;
    tblog_logdir *logdir = tblog_logdir_open(path, &err);
    if (!logdir) {
        *whole = say(command, "%s", err.message);
        return NULL;
    }
    size_t problems = tblog_logdir_problem_count(logdir);
    for (size_t i = 0; i < problems; i++) say(command, "%s", tblog_logdir_problem(logdir, i));
    *whole = problems == 0;
    if (tblog_logdir_run_count(logdir)) return logdir;
    *whole = say(command, NO_EVENT_FILE, path);
    tblog_logdir_close(logdir);
    return NULL;
}
