/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of a terminal, by termios. tblog watch reads them. */
#include "cli/screen/keys.h"

#include <poll.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "cli/screen/ending.h"

static struct termios before; /* of the one terminal that a process has */
static bool begun;
static int next = -1; /* a byte that came right after Esc; -1: none */

bool keys_begin(void) {
    if (tcgetattr(STDIN_FILENO, &before) != 0) return false;
    struct termios now = before;
    now.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    now.c_cc[VMIN] = 1;
    now.c_cc[VTIME] = 0;
    now.c_cc[VSUSP] = _POSIX_VDISABLE; /* the shell would get the changed terminal */
    begun = tcsetattr(STDIN_FILENO, TCSANOW, &now) == 0;
    if (begun) ending_begin();
    return begun;
}

void keys_end(void) {
    if (begun) tcsetattr(STDIN_FILENO, TCSANOW, &before);
    begun = false;
}

/* The next byte, if it comes within that time; -1: none. */
static int byte_within(int milliseconds) {
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    unsigned char byte;
    if (next >= 0) {
        int kept = next;
        next = -1;
        return kept;
    }
    if (poll(&input, 1, milliseconds) <= 0) return -1;
    return read(STDIN_FILENO, &byte, 1) == 1 ? byte : KEY_END;
}

/* The rest of a key that sends ESC [ ... or ESC O ...: its last byte is from '@' to '~'. */
static int sequence(void) {
    char text[16];
    size_t size = 0;
    int byte = byte_within(50);
    if (byte != '[' && byte != 'O') {
        next = byte;
        return KEY_ESCAPE;
    }
    while (size < sizeof text - 1 && (byte = byte_within(50)) >= 0) {
        text[size++] = (char)byte;
        if (byte >= '@' && byte <= '~') break;
    }
    text[size] = '\0';
    static const struct {
        const char *text;
        int key;
    } known[] = {{"A", KEY_UP}, {"B", KEY_DOWN}, {"5~", KEY_PAGE_UP}, {"6~", KEY_PAGE_DOWN}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(text, known[i].text) == 0) return known[i].key;
    return KEY_OTHER;
}

int key_wait(double seconds) {
    int byte = byte_within((int)(seconds * 1e3));
    return byte < 0 ? KEY_NONE : byte == KEY_ESCAPE ? sequence() : byte;
}
