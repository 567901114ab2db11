/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writers that are still open when the program ends by exit() or by return from main: their values
 * are written to the file, as stdio does. The list of open writers is the only state that the
 * library has besides its handles.
 */
#ifndef TBLOG_AT_EXIT_H
#define TBLOG_AT_EXIT_H

#include <pthread.h>
#include <stdbool.h>

/* An entry of the list; 'end' is called at exit with 'context'. */
typedef struct tblog__at_exit {
    void (*end)(void *context);
    void *context;
    struct tblog__at_exit *next, *previous; /* in the list */
} tblog__at_exit;

/* Add an entry; it stays until it is removed. */
void tblog__at_exit_add(tblog__at_exit *entry);

/* Remove an entry; waits while 'end' is being called. */
void tblog__at_exit_remove(tblog__at_exit *entry);

/* For 'end': take a lock, but do not wait for a thread that keeps it. False without the lock. */
bool tblog__at_exit_lock(pthread_mutex_t *mutex);

#endif
