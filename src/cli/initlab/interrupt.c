/* SPDX-License-Identifier: Apache-2.0 */
/* Ctrl-C without a signal handler. main starts the thread that waits for it, before all other
 * threads. */
#include "cli/initlab/interrupt.h"

#include <pthread.h>
#include <signal.h>

atomic_bool interrupted;
static atomic_bool ends_at_once;

static void fill(sigset_t *signals) {
    sigemptyset(signals);
    sigaddset(signals, SIGINT);
    sigaddset(signals, SIGTERM);
}

static void *listen_for_signals(void *unused) {
    (void)unused;
    sigset_t signals;
    int number;
    fill(&signals);
    if (sigwait(&signals, &number) != 0) return NULL;
    atomic_store(&interrupted, true);
    if (!atomic_load(&ends_at_once) && sigwait(&signals, &number) != 0) return NULL;
    /* Unblock the signal in this thread, so that it ends the process, even if the process was
     * started with the signal ignored, as background jobs of scripts are. */
    signal(number, SIG_DFL);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    raise(number);
    return NULL;
}

void interrupt_ends_at_once(void) {
    atomic_store(&ends_at_once, true);
}

bool interrupt_listen(void) {
    sigset_t signals;
    pthread_t thread;
    fill(&signals);
    if (pthread_sigmask(SIG_BLOCK, &signals, NULL) != 0 ||
        pthread_create(&thread, NULL, listen_for_signals, NULL) != 0)
        return false;
    pthread_detach(thread);
    return true;
}

void interrupt_unlisten(void) {
    sigset_t signals;
    fill(&signals);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}
