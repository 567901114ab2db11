/* SPDX-License-Identifier: Apache-2.0 */
enum { TIOCGWINSZ };

struct winsize {
    unsigned short ws_row, ws_col;
};

/* The size of a console. */
int ioctl(int fd, int request, struct winsize *window);
