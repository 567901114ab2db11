#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Pictures of pages in a headless Chromium, TensorBoard's or files.

    python shots.py LOGDIR OUTDIR NAME=ADDRESS[@WIDTHxHEIGHT] ...

ADDRESS is a page of the real TensorBoard over LOGDIR, as "?tagFilter=loss#timeseries" or "#images&tagFilter=kernel",
or file:PATH, with file+dark:PATH as a reader sees it who prefers dark pages. Each picture is OUTDIR/NAME.png. Exit
status 1 when a page stayed empty.
"""
import contextlib
import io
import os
import pathlib
import sys
import tempfile
import time

from PIL import Image
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "tensorboard"))
from tb_probe import Probe

SIZE = "1600x1000"
MAX_BYTES = 250_000

# All elements, through the shadow roots of which the older dashboards are built.
EVERY = """
function every(root) {
  return [...root.querySelectorAll('*')].flatMap(e => e.shadowRoot ? [e, ...every(e.shadowRoot)] : [e]);
}
"""
# What a page has drawn: no more of it for a while means that the page is ready.
DRAWN = EVERY + """
return every(document).filter(e => ['path', 'canvas', 'img', 'svg', 'td', 'circle'].includes(e.localName)
                                   && e.getBoundingClientRect().width > 1).length;
"""
# Panes that start folded are opened, the settings closed, and charts made as wide as the page.
TIDY = EVERY + """
for (const e of every(document)) if (e.localName == 'tf-category-paginated-view') e.opened = true;
const press = name => document.querySelectorAll('button[aria-label="' + name + '"]').forEach(b => b.click());
press('Close side pane');
press('Toggle full size mode');
"""


@contextlib.contextmanager
def browser():
    options = Options()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    with tempfile.TemporaryDirectory() as profile:
        for flag in ("headless=new", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
                     "disable-component-update", "disable-sync", "hide-scrollbars", "no-proxy-server",
                     "user-data-dir=" + profile):
            options.add_argument("--" + flag)
        driver = webdriver.Chrome(options=options,
                                  service=Service(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver")))
        try:
            yield driver
        finally:
            driver.quit()


def settle(driver, quiet=2.0, limit=40.0):
    """Wait until nothing more is drawn; how much was."""
    last, since, end = 0, time.time(), time.time() + limit
    while time.time() < end and not (last and time.time() - since > quiet):
        drawn = driver.execute_script(DRAWN)
        if drawn != last:
            last, since = drawn, time.time()
        time.sleep(.25)
    return last


def save(png, path):
    """As small as may be: the fewest colours that keep it below MAX_BYTES."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    picture.save(path, optimize=True)
    for colours in (256, 64, 32):
        if os.path.getsize(path) <= MAX_BYTES:
            break
        picture.quantize(colours, dither=Image.Dither.NONE).save(path, optimize=True)


def shoot(driver, address, size, port):
    width, height = map(int, size.split("x"))
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           dict(width=width, height=height, deviceScaleFactor=1, mobile=False))
    scheme, _, path = address.partition(":")
    if scheme in ("file", "file+dark"):
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": "dark" if scheme == "file+dark" else "light"}]})
        driver.get(pathlib.Path(path).resolve().as_uri())
    else:
        driver.get("about:blank")  # a change behind the # alone loads nothing
        driver.get(f"http://127.0.0.1:{port}/{address}")
        settle(driver)
        driver.execute_script(TIDY)
    return settle(driver), driver.get_screenshot_as_png()


def main(logdir, outdir, *pages):
    os.makedirs(outdir, exist_ok=True)
    board, empty = Probe(logdir, True), []
    try:
        with browser() as driver:
            for page in pages:
                name, _, address = page.partition("=")
                address, _, size = address.partition("@")
                drawn, png = shoot(driver, address, size or SIZE, board.port)
                path = os.path.join(outdir, name + ".png")
                save(png, path)
                print(f"{path}: {drawn} elements, {os.path.getsize(path)} bytes", flush=True)
                if not drawn:
                    empty.append(name)
    finally:
        board.close()
    sys.exit("Empty: " + ", ".join(empty) if empty else 0)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
