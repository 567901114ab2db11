/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writers that must be ended at exit. Threads that open and close writers add and remove them; the
 * thread that exits ends them, while all other threads continue.
 */
#include "tblog/write/at_exit.h"

#include <stdlib.h>
#include <time.h>

#include "tblog/os/os.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards the list */
static tblog__at_exit *first;

/* fork() takes the lock first, so that the list is consistent in the child. */
static void take_lock(void) {
    pthread_mutex_lock(&lock);
}

static void give_lock(void) {
    pthread_mutex_unlock(&lock);
}

/* Other threads hold the lock for less than a microsecond. A thread that exits from a signal
 * handler may hold it itself. */
bool tblog__at_exit_lock(pthread_mutex_t *mutex) {
    const struct timespec moment = {0, 100000};
    for (int i = 0; i < 100; i++) {
        if (pthread_mutex_trylock(mutex) == 0) return true;
        nanosleep(&moment, NULL);
    }
    return false;
}

static void end_all(void) {
    if (!tblog__at_exit_lock(&lock)) return;
    for (tblog__at_exit *entry = first; entry; entry = entry->next) entry->end(entry->context);
    pthread_mutex_unlock(&lock);
}

/* Runs when the library is loaded: before a fork can happen with the lock held, and so that the
 * program's own atexit functions, which may log, are called first. */
__attribute__((constructor)) static void register_handlers(void) {
    tblog__os_at_fork(take_lock, give_lock);
    atexit(end_all);
}

void tblog__at_exit_add(tblog__at_exit *entry) {
    pthread_mutex_lock(&lock);
    entry->previous = NULL;
    entry->next = first;
    if (first) first->previous = entry;
    first = entry;
    pthread_mutex_unlock(&lock);
}

void tblog__at_exit_remove(tblog__at_exit *entry) {
    pthread_mutex_lock(&lock);
    if (entry->next) entry->next->previous = entry->previous;
    if (entry->previous) entry->previous->next = entry->next;
    if (first == entry) first = entry->next;
    entry->next = entry->previous = NULL;
    pthread_mutex_unlock(&lock);
}
