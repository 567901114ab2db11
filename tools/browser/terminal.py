#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A command on a terminal as a moving picture.

    python terminal.py OUT.svg COLUMNSxROWS [--keys KEYS] COMMAND...

Runs it on a terminal of that size, and draws what the screen showed: some moments of it while it ran, and its end, where
the picture stays for a while before it begins again. KEYS are typed, one a second. A reader who wants no motion, and a program that knows none, see the
end. Exit status: that of the command.
"""
import fcntl
import html
import os
import pty
import select
import struct
import sys
import termios
import time

import pyte

MOMENTS, SECONDS, LAST_SECONDS = 14, .9, 8  # frames before the last one, how long each is shown
CELL, LINE, SIZE, EDGE = 8.43, 18, 14, 14
PAPER, INK = "#1e1e1e", "#dddddd"
COLORS = {"red": "#f14c4c", "green": "#23d18b", "brown": "#e5c07b", "blue": "#3b8eea", "cyan": "#29b8db",
          "magenta": "#d670d6"}


def watch(columns, rows, command, keys):
    """The screens of the command as it runs, every tenth of a second: (screens, exit status)."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8")
        os.environ.pop("NO_COLOR", None)
        time.sleep(.2)  # until the size is set
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    screen, screens = pyte.Screen(columns, rows), []
    stream, due = pyte.ByteStream(screen), time.monotonic()
    typed = due + 1.5
    while True:
        ready, _, _ = select.select([terminal], [], [], .05)
        try:
            data = os.read(terminal, 65536) if ready else None
        except OSError:  # the command has closed it
            break
        if data == b"":
            break
        if data:
            stream.feed(data)
        if keys and time.monotonic() >= typed:
            os.write(terminal, keys[:1].encode())
            keys, typed = keys[1:], typed + 1
        if time.monotonic() >= due and any(line.strip() for line in screen.display):
            screens.append(lines_of(screen))
            due = time.monotonic() + .1
    screens.append(lines_of(screen))
    return screens, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def lines_of(screen):
    """Each line as pieces of one style: (column, text, colour, bold)."""
    lines = []
    for y in range(screen.lines):
        pieces = []
        for x in range(screen.columns):
            cell = screen.buffer[y][x]
            style = (COLORS.get(cell.fg, INK), bool(cell.bold))
            if pieces and pieces[-1][2:] == style:
                pieces[-1] = (pieces[-1][0], pieces[-1][1] + cell.data, *style)
            else:
                pieces.append((x, cell.data, *style))
        lines.append([piece for piece in pieces if piece[1].strip()])
    return lines


def words(column, text):
    """Words with the columns at which they stand, so that a font of another width shifts nothing."""
    at = 0
    for word in text.split("  "):
        if word.strip():
            start = at + len(word) - len(word.lstrip(" "))
            yield column + start, word.strip(" ")
        at += len(word) + 2


def frame(lines):
    for y, line in enumerate(lines):
        for column, text, color, bold in line:
            style = f' fill="{color}"' * (color != INK) + ' font-weight="bold"' * bold
            for x, word in words(column, text):
                yield (f'<text x="{EDGE + x * CELL:.1f}" y="{EDGE + y * LINE + SIZE}" '
                       f'textLength="{len(word) * CELL:.1f}"{style}>{html.escape(word)}</text>')


def draw(columns, screens, title):
    """All screens one above the other, of which one is visible at a time."""
    used = max(i for screen in screens for i, line in enumerate(screen) if line) + 1
    width, height = round(columns * CELL + 2 * EDGE), used * LINE + 2 * EDGE
    whole = (len(screens) - 1) * SECONDS + LAST_SECONDS
    yield (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
           f'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, DejaVu Sans Mono, monospace" '
           f'font-size="{SIZE}" fill="{INK}" xml:space="preserve">')
    yield f"<title>{html.escape(title)}</title>"
    yield "<style>g{visibility:hidden}g:last-of-type{visibility:visible}"
    yield "@media (prefers-reduced-motion:no-preference){"
    for i in range(len(screens)):
        begin, end = (100 * s / whole for s in (i * SECONDS, whole if i == len(screens) - 1 else (i + 1) * SECONDS))
        hidden = "visibility:hidden"
        yield (f"@keyframes k{i}{{0%{{{hidden if i else 'visibility:visible'}}}{begin:.2f}%{{visibility:visible}}"
               f"{min(end, 99.99):.2f}%{{{hidden}}}100%{{{hidden}}}}}"
               f"#f{i}{{animation:k{i} {whole}s step-end infinite}}")
    yield "}</style>"
    yield f'<rect width="100%" height="100%" rx="8" fill="{PAPER}"/>'
    for i, screen in enumerate(screens):
        yield f'<g id="f{i}">'
        yield from frame(screen)
        yield "</g>"
    yield "</svg>"


def main(out, size, *command):
    columns, rows = map(int, size.split("x"))
    keys = ""
    if command[0] == "--keys":
        keys, *command = command[1:]
    screens, status = watch(columns, rows, list(command), keys)
    some = [screens[i * (len(screens) - 1) // MOMENTS] for i in range(MOMENTS)] + screens[-1:]
    some = [screen for i, screen in enumerate(some) if not i or screen != some[i - 1]]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(draw(columns, some, " ".join(command[1:]))) + "\n")
    print(f"{out}: {len(some)} moments, {os.path.getsize(out)} bytes", flush=True)
    return status


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
