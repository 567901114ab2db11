/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ctrl-C without a signal handler. A handler would run on the stack of any thread; generated code
 * of a GEMM library may keep data below the stack pointer, where the handler's frame would
 * overwrite it. Instead, one thread waits for the signal, and all others block it.
 */
#ifndef CLI_INTERRUPT_H
#define CLI_INTERRUPT_H

#include <stdatomic.h>
#include <stdbool.h>

/* Whether the user has interrupted the program; long operations check it. */
extern atomic_bool interrupted;

/*
 * From now on the first SIGINT or SIGTERM sets 'interrupted', and the second ends the process at
 * once, by that signal, whatever its threads do. Call it before other threads are started. False if
 * its thread cannot be created.
 */
bool interrupt_listen(void);

/* From now on the first signal ends the process, for a command that does not check 'interrupted'.
 */
void interrupt_ends_at_once(void);

/* Unblock the signals in this thread, for a program that replaces this one (execv). */
void interrupt_unlisten(void);

#endif
