/* SPDX-License-Identifier: Apache-2.0 */
/* Where Windows enters a program: its main gets arguments in UTF-8, and its standard streams have
 * the bytes that are written, in UTF-8 on a console. */
#include <stdio.h>
#include <stdlib.h>
#include <windows.h>
/* After windows.h. */
#include <shellapi.h>

#include "tblog/os/windows_path.h"
#include <posix_for_windows.h>

int posix_main(int argc, char **argv); /* or of no arguments */

static UINT code_page; /* of the console, until this program ends */

static void restore_console(void) {
    SetConsoleOutputCP(code_page);
}

static void set_streams(void) {
    _setmode(0, O_BINARY);
    _setmode(1, O_BINARY);
    _setmode(2, O_BINARY);
    if (!posix_isatty(1)) setvbuf(stdout, NULL, _IOFBF, 65536); /* also to a device */
    code_page = GetConsoleOutputCP();
    if (code_page && SetConsoleOutputCP(CP_UTF8)) atexit(restore_console);
}

#undef main
int main(void) {
    int count;
    wchar_t **wide = CommandLineToArgvW(GetCommandLineW(), &count);
    char **arguments = wide ? calloc((size_t)count + 1, sizeof *arguments) : NULL;
    if (!arguments) return 1;
    for (int i = 0; i < count; i++)
        if (!(arguments[i] = tblog__os_utf8(wide[i]))) return 1;
    set_streams();
    return posix_main(count, arguments);
}
