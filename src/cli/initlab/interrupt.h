/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ctrl-C without a signal handler. A handler would run on the stack of whichever thread the signal
 * meets; generated code of a GEMM library may keep data below the stack's end, where a handler's
 * frame overwrites it. Here a thread of its own waits for the signal, and all others block it.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <stdatomic.h>
#include <stdbool.h>

/* Whether the user has interrupted; what takes long looks at it. */
extern atomic_bool interrupted;

/*
 * From now on the first SIGINT or SIGTERM sets 'interrupted', and the second ends the process at
 * once, by that signal, whatever its threads do. Call it before other threads are started; false
 * if there is no thread for it.
 */
bool interrupt_listen(void);

#endif
