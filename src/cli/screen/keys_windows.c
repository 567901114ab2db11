/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of a console of Windows. tblog watch reads them. */
#include "cli/screen/keys.h"

#include <conio.h>
#include <windows.h>

#include "cli/screen/ending.h"

bool keys_begin(void) {
    DWORD mode;
    if (!GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode)) return false;
    ending_begin();
    return true;
}

void keys_end(void) {}

/* The second half of a key that sends two. */
static int named(int half) {
    switch (half) {
    case 'H': return KEY_UP;
    case 'P': return KEY_DOWN;
    case 'I': return KEY_PAGE_UP;
    case 'Q': return KEY_PAGE_DOWN;
    default: return KEY_OTHER;
    }
}

int key_wait(double seconds) {
    HANDLE input = GetStdHandle(STD_INPUT_HANDLE);
    if (WaitForSingleObject(input, (DWORD)(seconds * 1e3)) != WAIT_OBJECT_0) return KEY_NONE;
    if (!_kbhit()) { /* a key that was let go, or the mouse */
        FlushConsoleInputBuffer(input);
        return KEY_NONE;
    }
    int key = _getch();
    return key == 0 || key == 0xe0 ? named(_getch()) : key;
}
