/* SPDX-License-Identifier: Apache-2.0 */
/* Keys as they are pressed on the terminal of standard input, without an echo. */
#ifndef CLI_KEYS_H
#define CLI_KEYS_H

#include <stdbool.h>

/* What key_wait returns: one of these, or the character. */
enum {
    KEY_NONE = 0, /* the time is over, or a signal came */
    KEY_END = 4,  /* the terminal is gone, or Ctrl-D */
    KEY_ESCAPE = 27,
    KEY_UP = 256,
    KEY_DOWN,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_OTHER, /* an unknown sequence */
};

/* Begin; false if standard input is not a terminal. keys_end makes the terminal what it was.
 * Signals ask for the end from then on (ending.h). To be called from one thread only. */
bool keys_begin(void);
void keys_end(void);

/* Wait for a key, at most so long. */
int key_wait(double seconds);

#endif
