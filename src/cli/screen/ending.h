/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Signals that ask a command to end, which then ends by itself: it restores a terminal, or writes
 * what it has. For commands that wait; initlab, which computes, has cli/initlab/interrupt.h.
 */
#ifndef CLI_ENDING_H
#define CLI_ENDING_H

#include <stdbool.h>

/* From now on SIGINT, SIGTERM and SIGHUP only let ending_asked return true, and end a wait. Signals
 * that the process was started to ignore, as by nohup, stay ignored. Call it from one thread. */
void ending_begin(void);
bool ending_asked(void);

#endif
