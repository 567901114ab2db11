# SPDX-License-Identifier: Apache-2.0
"""A report's page in a headless Chromium: browser.py BUILD

Trains three tiny runs, and uses their page as a reader does: its numbers are those of comparison.csv; a click on the legend
hides a run everywhere; pointing and keys show the values at an epoch; scale, smoothing, copies and figures; dark and print;
letters of 10 px or more at every width; the same page with the script switched off. Exit status 77 without Chromium and its
driver. AXE names a copy of axe-core, if it is to look for what keeps readers out.
"""
import base64, csv, json, os, pathlib, random, re, shutil, struct, subprocess, sys, tempfile, urllib.request
import xml.etree.ElementTree as ElementTree

build = pathlib.Path(sys.argv[1])
chromium = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
driver = os.environ.get("CHROMEDRIVER") or shutil.which("chromedriver")
if not chromium or not driver:
    print("skipped: Chromium or its driver is missing (Debian: chromium, chromium-driver)")
    sys.exit(77)


ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # what WebDriver calls one


class Browser:
    """WebDriver's protocol, as much of it as is needed here."""

    def __init__(self, profile):
        self.process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, text=True)
        said = iter(self.process.stdout)
        found = next(filter(None, (re.search(r"successfully on port (\d+)", line) for line in said)))
        self.address = f"http://127.0.0.1:{found[1]}/session"
        arguments = ["headless=new", "no-sandbox", "disable-gpu", "no-first-run", "disable-background-networking",
                     "disable-component-update", "disable-sync", "hide-scrollbars", f"user-data-dir={profile}"]
        options = {"binary": chromium, "args": [f"--{argument}" for argument in arguments]}
        try:
            made = self.post("", {"capabilities": {"alwaysMatch": {"goog:chromeOptions": options}}})
        except Exception as error:
            self.process.terminate()
            print(f"skipped: Chromium does not start here: {error}")
            sys.exit(77)
        self.address += "/" + made["sessionId"]

    def post(self, path, body):
        request = urllib.request.Request(self.address + path, json.dumps(body).encode(), {"Content-Type": "application/json"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=300) as answer:
            return json.load(answer)["value"]

    def run(self, script, *arguments):
        return self.post("/execute/sync", {"script": script, "args": arguments})

    def devtools(self, command, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": command, "params": parameters})

    def width(self, width):
        self.devtools("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)

    def scheme(self, scheme):
        self.devtools("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])

    def press(self, selector, *, shift=False):
        element = self.post("/element", {"using": "css selector", "value": selector})
        point = {"type": "pointerMove", "duration": 0, "x": 0, "y": 0, "origin": element}
        pointer = {"type": "pointer", "id": "mouse", "actions": [
            {"type": "pause"}, point, {"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}, {"type": "pause"}]}
        shift_key = [{"type": "keyDown", "value": "\ue008"}, *[{"type": "pause"}] * 3, {"type": "keyUp", "value": "\ue008"}]
        keys = {"type": "key", "id": "keys", "actions": shift_key if shift else [{"type": "pause"}] * 5}
        self.run("document.querySelector(arguments[0]).scrollIntoView({block: 'center'})", selector)
        self.post("/actions", {"actions": [pointer, keys]})

    def point(self, x, y):
        move = {"type": "pointerMove", "duration": 0, "x": round(x), "y": round(y)}
        self.post("/actions", {"actions": [{"type": "pointer", "id": "mouse", "actions": [move]}]})

    def key(self, key):
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.post("/actions", {"actions": [{"type": "key", "id": "keys", "actions": actions}]})

    def close(self):
        """The browser, and the driver, which ends with its browser or when it is told."""
        request = urllib.request.Request(self.address, method="DELETE")
        urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=300).close()
        self.process.terminate()
        self.process.wait()


def idx(path, sizes, values):
    path.write_bytes(struct.pack(f">BBBB{len(sizes)}I", 0, 0, 8, len(sizes), *sizes) + bytes(values))


def train(work):
    """Three runs of six epochs on images whose class is to be seen."""
    draw, files = random.Random(1), []
    for name, n in (("train", 256), ("test", 64)):
        labels = [i % 10 for i in range(n)]
        pixels = [draw.randrange(60) + (180 if place % 10 == label else 0) for label in labels for place in range(64)]
        idx(work / f"{name}-images", [n, 8, 8], pixels)
        idx(work / f"{name}-labels", [n], labels)
        files += [f"{name}-images", f"{name}-labels"]
    subprocess.run([build / "initlab", "compare", "--data", ",".join(files), "--init", "he_normal,ones,zeros", "--epochs", "6",
                    "--quiet", "--layers", "16", "--diagnostics", "--histogram-freq", "1"], cwd=work, check=True,
                   stdout=subprocess.DEVNULL)
    subprocess.run([build / "tblog", "report", "-o", "page.html"], cwd=work, check=True, stdout=subprocess.DEVNULL)
    # A sweep, whose curves end one name's height apart, every second one from above.
    for i in range(6):
        first, last = 1 if i % 2 else .2, .25 + .12 * i
        points = [last + (first - last) * (5 - step) / 5 for step in range(6)]
        lines = [{"kind": "scalar", "tag": "epoch_accuracy", "step": step, "value": point} for step, point in enumerate(points)]
        subprocess.run([build / "tblog", "log", f"ends/init={'ab'[i % 2]},lr=0.{i + 1},how=a name that is longer than a telephone {'ab'[i % 2]}/validation"], cwd=work, check=True, text=True,
                       input="\n".join(map(json.dumps, lines)))
    subprocess.run([build / "tblog", "report", "ends", "-o", "ends.html"], cwd=work, check=True, stdout=subprocess.DEVNULL)
    rows = {}
    for row in csv.DictReader(open(work / "logs" / "comparison.csv", newline="")):
        rows.setdefault(row["run"], []).append({name: float(row[name]) for name in
                                                ("loss", "accuracy", "val_loss", "val_accuracy", "seconds")})
    return rows


def close_to(text, value, digits=5):
    """A number as the page has it: of float32 that the logs have, and that comparison.csv has in more digits."""
    return abs(float(text) - value) <= abs(value) * 10 ** (1 - digits) + 1e-9


TABLE = """
return [...document.querySelectorAll('#table ~ .wide tr')].map(row => [...row.cells].map(c => c.firstChild.textContent.trim()
    || c.textContent.trim()));
"""
TIP = """
const tip = document.querySelector('.chart .tip');
return tip && [tip.firstChild.textContent, ...[...tip.querySelectorAll('tr')].map(r => [r.cells[1].textContent, r.cells[2].textContent])];
"""
SHOWN = """
const shown = {};
for (const e of document.querySelectorAll('svg g[data-run], figure[data-run]'))
    (shown[e.dataset.run] ??= []).push(getComputedStyle(e).display != 'none');
return Object.fromEntries(Object.entries(shown).map(([run, list]) => [run, list.every(x => x) ? 1 : list.some(x => x) ? 0.5 : 0]));
"""
SMALLEST = """
for (const fold of document.querySelectorAll('details')) fold.open = true;
return Math.min(...[...document.querySelectorAll('svg text')].map(t =>
    parseFloat(getComputedStyle(t).fontSize) * t.ownerSVGElement.getScreenCTM().a));
"""


def check_table(page, rows):
    heads, *cells = page.run(TABLE)
    assert len(cells) == len(rows), cells
    for row in cells:
        cell, run = dict(zip(heads, row)), rows[row[0]]
        late = [epoch["val_accuracy"] for epoch in run][-5:]
        for name, value in (("final accuracy", run[-1]["val_accuracy"]), ("validation loss", run[-1]["val_loss"]),
                            ("best accuracy", max(epoch["val_accuracy"] for epoch in run)), ("training loss", run[-1]["loss"]),
                            ("last 5 epochs", sum(late) / 5), ("seconds", sum(epoch["seconds"] for epoch in run))):
            shown = float(cell[name].split()[0])
            assert abs(shown - value) <= (.051 if name == "seconds" else .000051), (row[0], name, cell[name], value)
    finals = [rows[row[0]][-1]["val_accuracy"] for row in cells]
    assert finals == sorted(finals, reverse=True), "not the best first"


def check_values(page, rows):
    """What pointing at an epoch shows, and what keys show."""
    page.run("document.querySelector('.chart svg').scrollIntoView({block: 'center'})")
    box = page.run("const b = document.querySelector('.chart svg').getBoundingClientRect(); return [b.left, b.top, b.width, b.height]")
    frame = json.loads(page.run("return document.querySelector('.chart script').textContent"))["frame"]
    for epoch in (6, 3):
        x = frame[0] + (epoch - 1) / 5 * (frame[2] - frame[0])
        page.point(box[0] + x / 520 * box[2], box[1] + box[3] / 2)
        title, *values = page.run(TIP)
        assert title == f"epoch {epoch}", title
        assert sorted(name for name, _ in values) == sorted(rows), values
        for name, value in values:
            assert close_to(value, rows[name][epoch - 1]["val_accuracy"]), (epoch, name, value)
        assert len({len(value) for _, value in values}) == 1, f"not of one length: {values}"
        numbers = [float(value) for _, value in values]
        assert numbers == sorted(numbers, reverse=True), numbers
    page.point(2, 2)
    assert page.run(TIP) is None, "the values stay"
    page.run("document.querySelector('.chart svg').focus()")
    for key, title in (("\ue012", "epoch 2"), ("\ue011", "epoch 1"), ("\ue014", "epoch 2"), ("\ue010", "epoch 6")):
        page.key(key)
        assert page.run(TIP)[0] == title, (title, page.run(TIP))
    page.key("\ue00c")
    assert page.run(TIP) is None, "Escape leaves the values"


def check_legend(page):
    run = page.run("return document.querySelector('.legend button').dataset.run")
    entry = f'.legend [data-run="{run}"]'
    assert set(page.run(SHOWN).values()) == {1}
    page.press(entry)
    assert page.run(SHOWN) == {**{other: 1 for other in page.run(SHOWN)}, run: 0}, page.run(SHOWN)
    assert page.run("return document.querySelector(arguments[0]).getAttribute('aria-pressed')", entry) == "false"
    assert page.run("return document.querySelectorAll('tr.off').length") == 1
    page.press(entry)
    assert set(page.run(SHOWN).values()) == {1}
    page.press(entry, shift=True)
    assert page.run(SHOWN) == {**{other: 0 for other in page.run(SHOWN)}, run: 1}, page.run(SHOWN)
    page.press("[data-all]")
    assert set(page.run(SHOWN).values()) == {1}


def check_scales(page, rows):
    labels = "return [...document.querySelectorAll('.chart .values')].map(v => v.textContent)[1]"
    loss = page.run("return [...document.querySelectorAll('.chart')].findIndex(f => f.id == 'validation-epoch_loss')")
    labels = labels.replace("[1]", f"[{loss}]")
    before, pressed = page.run(labels), page.run("return document.querySelector('#validation-epoch_loss [data-log]').ariaPressed")
    page.press("#validation-epoch_loss [data-log]")
    assert page.run(labels) != before
    assert page.run("return document.querySelector('#validation-epoch_loss [data-log]').ariaPressed") != pressed
    page.press("#validation-epoch_loss [data-log]")
    # TensorBoard's smoothing: an exponential moving average, without the bias of its start.
    page.run("const i = document.querySelector('.tools input'); i.value = .6; i.dispatchEvent(new Event('input'))")
    page.run("document.querySelector('.chart svg').focus()")
    page.key("\ue010")
    values = dict(page.run(TIP)[1:])
    for name, run in rows.items():
        points, last = [epoch["val_accuracy"] for epoch in run], 0
        for point in points:
            last = last * .6 + .4 * point
        want = points[-1] if len(set(points)) == 1 else last / (1 - .6 ** len(points))
        assert close_to(values[name], want, 4), (name, values[name], want)
    page.run("const i = document.querySelector('.tools input'); i.value = 0; i.dispatchEvent(new Event('input'))")


def check_copies(page, rows):
    page.run("window.copied = []; Object.defineProperty(navigator, 'clipboard', {value: {writeText: async t => { copied.push(t) }}})")
    page.press('[data-copy="markdown"]')
    page.press('[data-copy="latex"]')
    markdown, latex = page.run("return copied")
    lines = markdown.splitlines()
    assert lines[0].startswith("| run | final accuracy |") and lines[1].startswith("|---|--:|") and len(lines) == 2 + len(rows)
    assert latex.startswith("\\begin{tabular}{lr") and "he\\_normal & " in latex and latex.count("\\\\\n") == 1 + len(rows), latex


def download(page, heading):
    """What the SVG button in a heading gives, and its file's name."""
    page.run("window.made = []; window.make ??= URL.createObjectURL; URL.createObjectURL = b => { b.text().then(t => "
             "made.push(t)); return make(b) }; HTMLAnchorElement.prototype.click = function () { made.push(this.download) }")
    page.press(f"{heading} [data-svg]")
    name, text = sorted(page.run("return new Promise(done => { const look = () => made.length == 2 ? done(made) : "
                                 "setTimeout(look, 20); look() })"), key=len)
    return name, ElementTree.fromstring(text)


def check_download(page, rows):
    """The file needs no page: title, axes, legend of the runs that are shown, and every part with its colours."""
    svg_name = "{http://www.w3.org/2000/svg}"
    name, svg = download(page, "#validation-epoch_accuracy")
    assert name == "validation-epoch_accuracy.svg" and float(svg.get("width")) >= 520, (name, svg.attrib)
    parts = [e for e in svg.iter() if e.tag.removeprefix(svg_name) in ("path", "circle", "rect", "text")]
    assert all("stroke: " in e.get("style") and "var(" not in e.get("style") and not e.get("class") for e in parts)
    colours = {re.search(r"stroke: ([^;]*)", e.get("style"))[1] for e in svg.iterfind(f".//{svg_name}g[@data-run]/{svg_name}path")}
    assert len(colours) == len(rows) and all(colour.startswith("rgb(") for colour in colours), colours
    texts = [e.text for e in svg.iter(f"{svg_name}text")]
    assert texts[0] == "Validation accuracy" and "epoch" in texts and "6" in texts, texts
    legend = [g.find(f"{svg_name}text").text for g in svg[4:]]
    assert sorted(legend) == sorted(rows) and all(g.find(f"{svg_name}path") is not None for g in svg[4:]), legend
    low, high = float(svg[-1].get("transform")[:-1].split()[1]), float(svg.get("height"))
    assert 360 < low < high - 12, "the legend is not in the picture"
    first = page.run("return document.querySelector('.legend button').dataset.run")
    page.press(f'.legend [data-run="{first}"]')
    _, svg = download(page, "#validation-epoch_accuracy")
    assert len(svg[4:]) == len(rows) - 1 and svg.find(f".//{svg_name}g[@data-run='{first}']") is None
    name, svg = download(page, "h3:has(+ #histogram-dense-kernel)")
    texts = [e.text for e in svg.iter(f"{svg_name}text")]
    shown = set(rows) - {page.run("return document.querySelector('.legend button').innerText.trim()")}
    assert name == "histogram-dense-kernel.svg" and texts[:2] == ["dense/kernel", "by epoch"] and shown == set(rows) & set(texts), texts
    hills = [path.get("style") for path in svg.iter(f"{svg_name}path") if "fill: none" not in path.get("style")]
    assert len(hills) == 6 * len(shown) and all(style.startswith("fill: rgb(") for style in hills), hills
    page.press("[data-all]")
    assert page.run("return document.querySelector('.stage')") is None


ENDS = """
const chart = document.querySelector('#validation-epoch_accuracy');
return [...chart.querySelectorAll('.ends text')].map(t => {
    const box = t.getBBox(), line = [...chart.querySelectorAll('g[data-run]')].filter(g => !g.classList.contains('hide') &&
        g.querySelector('title').textContent == t.textContent).at(-1);
    const path = line?.querySelector('path:last-child');
    return {name: t.textContent, top: box.y, bottom: box.y + box.height, left: box.x,
            end: path && path.getPointAtLength(path.getTotalLength()).y};
});
"""


def check_ends(page):
    """Names stand at the ends of the curves that are shown, wherever these are drawn anew, and cover no other name."""
    def look():
        ends = page.run(ENDS)
        for i, a in enumerate(ends):
            assert a["end"] is not None, f"{a['name']} is hidden"
            assert min(abs(a["top"] - a["end"]), abs(a["bottom"] - a["end"])) < 12, a
            assert all(b["bottom"] <= a["top"] or b["top"] >= a["bottom"] for b in ends[:i]), ends
        return [end["name"] for end in ends]
    names = look()
    assert 4 <= len(names) <= 6, names
    page.press("#validation-epoch_accuracy [data-log]")
    assert look()
    page.press("#validation-epoch_accuracy [data-log]")
    assert look() == names, look()
    page.run("const i = document.querySelector('.tools input'); i.value = .6; i.dispatchEvent(new Event('input'))")
    assert look()
    page.run("const i = document.querySelector('.tools input'); i.value = 0; i.dispatchEvent(new Event('input'))")
    run = page.run("return [...document.querySelectorAll('.legend button')].find(b => b.innerText.trim() == arguments[0]).dataset.run", names[2])
    page.press(f'.legend [data-run="{run}"]')
    assert names[2] not in look() and len(look()) >= 4, look()
    page.press("[data-all]")
    assert look() == names, look()


def check_looks(page):
    ground = "return getComputedStyle(document.documentElement).backgroundColor"
    light = page.run(ground)
    page.scheme("dark")
    dark = page.run(ground)
    page.scheme("light")
    assert sum(map(int, re.findall(r"\d+", light)[:3])) > 600 > 100 > sum(map(int, re.findall(r"\d+", dark)[:3])), (light, dark)
    page.devtools("Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}])
    ink = page.run("return getComputedStyle(document.querySelector('h1')).color")
    paper = page.run("return getComputedStyle(document.querySelector('.card')).backgroundColor")
    assert sum(map(int, re.findall(r"\d+", ink))) < 200 and sum(map(int, re.findall(r"\d+", paper))) > 600, (ink, paper)
    page.devtools("Emulation.setEmulatedMedia", media="", features=[])
    folds = "return [...document.querySelectorAll('details')].map(d => d.open)"
    before = page.run(folds)
    page.run("dispatchEvent(new Event('beforeprint'))")
    assert before and not all(before) and all(page.run(folds)), before
    page.run("dispatchEvent(new Event('afterprint'))")
    assert page.run(folds) == before
    assert base64.b64decode(page.post("/print", {}))[:5] == b"%PDF-"
    check_letters(page)


def check_tip(page):
    """What pointing at a chart shows lies in the chart's width, whatever the names."""
    for width in (1400, 400):
        page.width(width)
        page.run("document.querySelector('#validation-epoch_accuracy svg').focus()")
        for key in ("\ue011", "\ue010"):
            page.key(key)
            left, right, inner, outer = page.run(
                "const t = document.querySelector('.tip'), f = t.closest('figure').getBoundingClientRect(), b = t.getBoundingClientRect();"
                "return [b.left - f.left, f.right - b.right, t.scrollWidth, t.clientWidth]")
            assert len({len(value) for _, value in page.run(TIP)[1:]}) == 1, page.run(TIP)
            assert min(left, right) >= 0 and inner <= outer, (width, left, right, inner, outer)
        page.key("\ue00c")


def check_letters(page):
    """Letters of 10 px or more at every width, and nothing wider than the page."""
    for width in (1400, 1081, 1080, 800, 761, 760, 500, 400, 320):
        page.width(width)
        smallest, wide = page.run(SMALLEST), page.run("return document.documentElement.scrollWidth")
        assert smallest >= 9.99, f"{width}: letters of {smallest} px"
        assert wide <= width, f"{width}: the page is {wide} wide"


WORDS = """
for (const fold of document.querySelectorAll('details')) fold.open = true;
const shown = element => element.checkVisibility() && element.getBoundingClientRect().width > 0;
const words = selector => [...document.querySelectorAll(selector)].filter(shown).map(e => e.innerText ?? e.textContent);
return {script: document.documentElement.classList.contains('script'), tools: words('.js').length, table: words('tr'),
        legend: words('.legend li'), contents: words('nav a'), folds: words('summary'), said: words('h1, h2, p:not(.js), .said li'),
        charts: [...document.querySelectorAll('figure:has(> svg)')].filter(shown).map(f => [f.id, f.querySelectorAll('path').length,
            [...f.querySelectorAll('text')].filter(shown).map(t => t.textContent)])};
"""


def check_without_script(page, address):
    """With the script switched off the page has the same tables, charts, legend, contents and folds; what needs it is not there."""
    page.post("/url", {"url": address})
    before = page.run(WORDS)
    assert before["script"] and before["tools"] and before["folds"], before["folds"]
    page.devtools("Emulation.setScriptExecutionDisabled", value=True)
    page.post("/url", {"url": address})
    summary = page.post("/element", {"using": "css selector", "value": "summary"})[ELEMENT]
    page.post(f"/element/{summary}/click", {})
    assert page.run("return document.querySelector('details').open"), "a fold does not open"
    after = page.run(WORDS)
    assert not after["script"] and not after["tools"], after["tools"]
    for part in ("table", "legend", "contents", "folds", "said", "charts"):
        assert after[part] and after[part] == before[part], (part, before[part], after[part])
    assert all(texts for _, _, texts in after["charts"]), "a chart without words"
    page.devtools("Emulation.setScriptExecutionDisabled", value=False)


def check_axe(page):
    axe = os.environ.get("AXE")
    for width in (1400, 800, 400) if axe else ():
        for scheme in ("light", "dark"):
            page.width(width)
            page.scheme(scheme)
            page.run(pathlib.Path(axe).read_text())
            found = page.run("return axe.run().then(r => r.violations.map(v => [v.id, v.help, v.nodes.slice(0, 3).map(n => "
                             "n.html.slice(0, 200) + ' ' + n.failureSummary)]))")
            assert not found, f"{width} {scheme}: {json.dumps(found, indent=1)}"


with tempfile.TemporaryDirectory() as folder:
    work = pathlib.Path(folder)
    rows = train(work)
    page = Browser(work / "profile")
    try:
        page.width(1400)
        page.scheme("light")
        page.post("/url", {"url": (work / "page.html").as_uri()})
        check_table(page, rows)
        check_values(page, rows)
        check_legend(page)
        check_scales(page, rows)
        check_copies(page, rows)
        check_download(page, rows)
        check_axe(page)
        page.scheme("light")
        check_looks(page)
        page.width(1400)
        check_without_script(page, (work / "page.html").as_uri())
        page.post("/url", {"url": (work / "ends.html").as_uri()})
        check_ends(page)
        check_tip(page)
        assert page.run("return document.querySelectorAll('#option-2, #parallel-coordinates').length") == 2
        check_axe(page)
        check_letters(page)
    finally:
        page.close()
