/* SPDX-License-Identifier: Apache-2.0 */
/* Lines redrawn in their place, as a terminal shows them. */
#include "cli/screen/screen.h"

#include <locale.h>
#include <pty.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "suite.h"
#include "tiny_terminal.h"

static int master;
static terminal out;
static screen region;
static tiny_terminal seen;

static void setup(void) {
    int slave;
    struct winsize size = {.ws_col = 40, .ws_row = 10};
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
    ck_assert_int_eq(openpty(&master, &slave, NULL, NULL, &size), 0);
    out = (terminal){.out = fdopen(slave, "w"), .is_terminal = true, .can_redraw = true};
    region = (screen){.out = &out};
    seen = tiny_terminal_new(40, 10);
}

static void teardown(void) {
    screen_draw(&region, NULL);
    fclose(out.out);
    close(master);
    tiny_terminal_free(&seen);
}

/* Show what was written so far: a terminal returns it in pieces, so read up to a mark. */
static void look(void) {
    const char mark = '\x05';
    char bytes[4096];
    size_t used = 0;
    fputc(mark, out.out);
    fflush(out.out);
    while (!used || bytes[used - 1] != mark) {
        ssize_t size = read(master, bytes + used, sizeof bytes - used);
        ck_assert_int_gt(size, 0);
        used += (size_t)size;
    }
    tiny_terminal_write(&seen, bytes, used - 1);
}

static void draw(const char *lines) {
    screen_draw(&region, lines ? strdup(lines) : NULL);
    look();
}

static void put(const char *lines) {
    screen_put(&region, lines);
    look();
}

/* The lines from the first ever to the cursor's, which is empty. */
static void assert_shown(const char *want) {
    char got[4096] = "";
    for (size_t i = 0; i < seen.used; i++) {
        const char *line = tiny_terminal_line(&seen, i);
        if (i >= seen.row && !*line) continue;
        strcat(strcat(got, line), "\n");
    }
    ck_assert_str_eq(got, want);
    ck_assert_uint_eq(seen.column, 0);
    ck_assert_str_eq(tiny_terminal_line(&seen, seen.row), "");
}

START_TEST(lines_are_replaced_in_their_place) {
    draw("a long first line\nb\n");
    draw("short\nbb\n");
    assert_shown("short\nbb\n");
    draw("1\n2\n3\n");
    assert_shown("1\n2\n3\n");
    draw("1\n");
    assert_shown("1\n");
    draw(NULL);
    assert_shown("");
}
END_TEST

START_TEST(lines_that_stay_go_above) {
    put("first\n");
    draw("bar\ntotal\n");
    put("second\nthird\n");
    assert_shown("first\nsecond\nthird\nbar\ntotal\n");
    draw(NULL);
    assert_shown("first\nsecond\nthird\n");
}
END_TEST

START_TEST(the_region_stays_at_the_bottom_while_lines_scroll_away) {
    draw("bar\ntotal\n");
    for (int i = 0; i < 30; i++) put("line\n");
    ck_assert_uint_eq(tiny_terminal_count(&seen, "line"), 30);
    ck_assert_uint_eq(tiny_terminal_count(&seen, "bar"), 1);
    ck_assert_str_eq(tiny_terminal_line(&seen, 31), "total");
}
END_TEST

START_TEST(colour_takes_no_columns) {
    out.colour = true;
    draw("\033[32mgreen, and just as long as a line is..\033[0m\n");
    draw("\033[32mgreen\033[0m, and just as long as a line is!!\n");
    assert_shown("green, and just as long as a line is!!\n");
    ck_assert_uint_eq(seen.styles, 4);
}
END_TEST

START_TEST(a_narrower_terminal_has_more_rows_to_go_up) {
    struct winsize size = {.ws_col = 15, .ws_row = 10};
    put("stays\n");
    draw("[=======>....] 123/469 \xe2\x96\x81\xe2\x96\x83\xe2\x96\x88 0.98\n3 of 12 runs done\n");
    ck_assert_int_eq(ioctl(master, TIOCSWINSZ, &size), 0);
    tiny_terminal_narrow(&seen, 15);
    ck_assert_uint_eq(seen.used, 1 + 3 + 2 + 1);
    draw("[==>.] 124/469\n3 of 12\n");
    assert_shown("stays\n[==>.] 124/469\n3 of 12\n");
}
END_TEST

SUITE_WITH("screen", setup, teardown, lines_are_replaced_in_their_place, lines_that_stay_go_above,
           the_region_stays_at_the_bottom_while_lines_scroll_away, colour_takes_no_columns,
           a_narrower_terminal_has_more_rows_to_go_up)
