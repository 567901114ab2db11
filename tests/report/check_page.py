# SPDX-License-Identifier: Apache-2.0
"""A report page as a browser reads it: check_page.py PAGE [GOLDEN]

It is well-formed, as XML and for the HTML parser; it has nothing from elsewhere; no coordinate is NaN.
With GOLDEN, a folder of tests/golden, its table has the accuracies that Keras handed to the callback.
"""
import base64, html.parser, json, pathlib, re, struct, sys
import xml.etree.ElementTree as ElementTree

page = pathlib.Path(sys.argv[1]).read_bytes().decode("utf-8")  # strict
root = ElementTree.fromstring(page.removeprefix("<!DOCTYPE html>"))
ids = [element.get("id") for element in root.iter() if element.get("id")]
assert len(ids) == len(set(ids)), "an id is there twice"
for data in root.iter("script"):
    if data.get("type"):
        json.loads(data.text, parse_constant=lambda name: sys.exit(f"{name} in the numbers of a chart"))


class Parser(html.parser.HTMLParser):
    """What HTML, which knows no self-closing tags, makes of it: the same tree."""
    void = {"meta", "img", "path", "circle", "input", "br"}
    allowed = {"html", "head", "meta", "title", "style", "body", "header", "main", "h1", "h2", "h3", "p", "bdi", "b", "ul",
               "li", "div", "span", "table", "thead", "tbody", "tr", "th", "td", "small", "figure", "figcaption", "details",
               "summary", "svg", "g", "path", "circle", "text", "img", "section", "nav", "a", "code", "button", "label", "input",
               "output", "script", "br"}

    def __init__(self):
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attributes):
        assert tag in self.allowed, f"<{tag}>"
        self.seen.append(tag)
        for name, value in attributes:
            assert not name.startswith("on") and name not in ("srcset", "xlink:href"), f"{tag} {name}={value}"
            assert name != "href" or value.startswith("#") and value[1:] in ids, f"{tag} {name}={value}"
            assert name != "src" or tag == "img" and value.startswith("data:image/png;base64,"), f"{tag} {name}={value[:40]}"
            assert "nan" not in value.lower().split() and "inf" not in value.lower().split(), f"{tag} {name}={value}"
            if name == "d":
                assert re.fullmatch(r"(?:[ML]-?[\d.]+ -?[\d.]+)+Z?", value), value
            if name == "src":
                width, height = struct.unpack(">II", base64.b64decode(value.split(",")[1], validate=True)[16:24])
                assert dict(attributes)["width"] == str(width) and dict(attributes)["height"] == str(height)
        if tag not in self.void:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        assert tag in self.void, f"<{tag}/>"
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, tag


parser = Parser()
parser.feed(page)
parser.close()
assert not parser.open, parser.open
assert parser.seen == [element.tag for element in root.iter()], "XML and HTML see different elements"
style = root.find("head/style").text
assert not re.search(r"https?:|//|url\(|@import", style), "the style refers to elsewhere"
assert "http" not in re.sub(r"base64,[^\"]*|http://www.w3.org/2000/svg", "", page), "the page refers to elsewhere"
assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]", page), "control characters"
assert root.find("body/main//li") is not None or root.find("body/main//h2") is not None


def text(element):
    return "".join(element.itertext())


if len(sys.argv) > 2:
    rows = {text(row[0]).strip(): [text(cell) for cell in row[1:]] for row in root.find(".//table/tbody")}
    heads = [text(cell) for cell in root.find(".//table/thead/tr")[1:]]
    runs = sorted(path.parent for path in pathlib.Path(sys.argv[2]).glob("*/scalars.json"))
    assert sorted(rows) == [run.name for run in runs], sorted(rows)
    for run in runs:
        logs = [epoch["logs"] for epoch in json.loads((run / "scalars.json").read_text())["on_epoch_end"]]
        reached = [float(log["val_accuracy"]["value"]) for log in logs]
        if run.parts[-2:] == ("keras3", "update_freq_4"):  # of 6 batches an epoch, it logs where a fourth ends one
            reached, logs = reached[1::2], logs[1::2]
        last = logs[-1]
        row = dict(zip(heads, rows[run.name]))
        assert row["final accuracy"] == f"{reached[-1]:.4f}" and row["best accuracy"] == f"{max(reached):.4f}", (run.name, row)
        assert row["validation loss"] == f"{float(last['val_loss']['value']):.4f}", (run.name, row)
        late = reached[-5:]
        if len(late) == 5:
            want = f"{sum(late) / 5:.4f} {min(late):.4f}\u2013{max(late):.4f}"
            assert row["last 5 epochs"] == want, (run.name, row, want)
