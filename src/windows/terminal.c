/* SPDX-License-Identifier: Apache-2.0 */
/* The console, and text as it is shown there. */
#include <langinfo.h>
#include <sys/ioctl.h>
#include <windows.h>

#include <posix_for_windows.h>

int posix_isatty(int fd) {
    DWORD mode;
    return GetConsoleMode((HANDLE)_get_osfhandle(fd), &mode) != 0;
}

int ioctl(int fd, int request, struct winsize *window) {
    CONSOLE_SCREEN_BUFFER_INFO info;
    (void)request;
    if (!GetConsoleScreenBufferInfo((HANDLE)_get_osfhandle(fd), &info)) return -1;
    *window =
        (struct winsize){.ws_row = (unsigned short)(info.srWindow.Bottom - info.srWindow.Top + 1),
                         .ws_col = (unsigned short)(info.srWindow.Right - info.srWindow.Left + 1)};
    return 0;
}

char *nl_langinfo(int item) {
    static char codeset[] = "UTF-8";
    (void)item;
    return codeset;
}

/* MultiByteToWideChar looks for the sequence's size: one to four bytes that are one character. */
size_t posix_mbrtowc(wchar_t *to, const char *text, size_t size, mbstate_t *state) {
    (void)state;
    if (size && !*text) {
        *to = 0;
        return 0;
    }
    for (int bytes = 1; bytes <= 4 && (size_t)bytes <= size; bytes++) {
        wchar_t units[2];
        int count = MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, text, bytes, units, 2);
        if (count) {
            *to = count == 1 ? units[0] : 0xfffd;
            return (size_t)bytes;
        }
    }
    return (size_t)-1;
}

int wcwidth(wchar_t c) {
    static const struct {
        wchar_t first, last;
        int width;
    } ranges[] = {{0x0001, 0x001f, -1}, {0x007f, 0x009f, -1}, {0x0300, 0x036f, 0},
                  {0x1100, 0x115f, 2},  {0x200b, 0x200f, 0},  {0x2e80, 0x303e, 2},
                  {0x3041, 0xa4cf, 2},  {0xac00, 0xd7a3, 2},  {0xf900, 0xfaff, 2},
                  {0xfe00, 0xfe0f, 0},  {0xff00, 0xff60, 2},  {0xffe0, 0xffe6, 2}};
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++)
        if (c >= ranges[i].first && c <= ranges[i].last) return ranges[i].width;
    return c ? 1 : 0;
}
