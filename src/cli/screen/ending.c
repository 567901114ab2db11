/* SPDX-License-Identifier: Apache-2.0 */
/* Signals that ask a command to end. tblog watch and tblog log -f call this. */
#include "cli/screen/ending.h"

#include <signal.h>

static volatile sig_atomic_t asked;

static void ask(int number) {
    (void)number;
    asked = 1;
}

void ending_begin(void) {
    static const int signals[] = {SIGINT, SIGTERM,
#ifdef SIGHUP
                                  SIGHUP
#endif
    };
    for (unsigned i = 0; i < sizeof signals / sizeof signals[0]; i++)
        if (signal(signals[i], ask) == SIG_IGN) signal(signals[i], SIG_IGN);
}

bool ending_asked(void) {
    return asked;
}
