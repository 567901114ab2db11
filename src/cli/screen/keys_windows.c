/* SPDX-License-Identifier: Apache-2.0 */
/* Keys of a console of Windows. tblog watch reads them. */
#include "cli/screen/keys.h"

#include <conio.h>
#include <windows.h>

static volatile LONG ended;

static BOOL WINAPI end(DWORD event) {
    (void)event;
    ended = 1;
    return TRUE;
}

bool keys_begin(void) {
    DWORD mode;
    return GetConsoleMode(GetStdHandle(STD_INPUT_HANDLE), &mode) &&
           SetConsoleCtrlHandler(end, TRUE);
}

void keys_end(void) {
    SetConsoleCtrlHandler(end, FALSE);
}

bool keys_ended(void) {
    return ended;
}

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
