/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writers that are open when the program ends: by exit() or a return from main, their values get
 * into the file, as stdio's do. The list of open writers is the one thing that the library keeps
 * beside its handles.
 */
#ifndef TBLOG_AT_EXIT_H
#define TBLOG_AT_EXIT_H

#include <pthread.h>
#include <stdbool.h>

/* A member of each thing that is to be ended; 'end' is called at exit with 'context'. */
typedef struct tblog__at_exit {
    void (*end)(void *context);
    void *context;
    struct tblog__at_exit *next, *previous; /* in the list */
} tblog__at_exit;

/* From now on, until it is removed. */
void tblog__at_exit_add(tblog__at_exit *entry);

/* Not any more; waits if 'end' is being called. */
void tblog__at_exit_remove(tblog__at_exit *entry);

/* In 'end': take a lock, but do not wait for a thread that goes on having it. */
bool tblog__at_exit_lock(pthread_mutex_t *mutex);

#endif
