#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random log folders: `tblog` and the real TensorBoard show the same of them.

    python test_same_view.py BUILD_FOLDER FOLDERS [FIRST_SEED]

Of each folder `ls` and `export` are compared with TensorBoard's default loader, and with its Python loader where
that reads the folder at all; and TensorBoard is asked what it shows of the output of `merge`, `prune`, `repair`
and `edit`.  Every difference is printed with the seed of its folder; random_logs.py makes the same folder again.
"""

import collections
import csv
import json
import logging
import math
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
logging.disable(logging.WARNING)
import loaders
import random_logs

POINTS = 6  # that prune keeps
PREFIX, STEPS, SCALE, SECONDS = "new/", 7, 2, 0.5  # what edit makes of tags, steps and wall times
FIRST, LAST, DROPPED = 1, 8, "^a"  # what edit keeps of steps, and drops of tags


class Comparison:
    def __init__(self, tblog, folder, count, first_seed):
        self.tblog, self.folder, self.logs = tblog, folder, os.path.join(folder, "logs")
        self.differences, self.compared = [], collections.Counter()
        self.facts = {}
        for seed in range(first_seed, first_seed + count):
            place = os.path.join(folder, "run")
            facts = random_logs.write_run(random.Random(seed), place)
            name = "%s/%d" % ("odd" if facts.get("damaged") or facts.get("infinite") else "plain", seed)
            os.makedirs(os.path.dirname(os.path.join(self.logs, name)), exist_ok=True)
            os.rename(place, os.path.join(self.logs, name))
            self.facts[name] = facts

    def run(self, *arguments):
        done = subprocess.run([self.tblog, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if done.returncode not in (0, 1) or b"Sanitizer" in done.stderr:
            self.differ(arguments, "exit code %d: %s" % (done.returncode, done.stderr[-500:]))
        return done

    def differ(self, where, *what):
        self.differences.append("%s: %s" % (where, " ".join(map(str, what))))

    def equal(self, where, what, ours, theirs):
        self.compared[what] += 1
        if not same(ours, theirs):
            self.differ(where, what, "tblog:", ours, "TensorBoard:", theirs)


def same(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return a == b or (math.isnan(a) and math.isnan(b))
    if isinstance(a, (list, tuple)) and isinstance(b, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    return a == b


# ---- what tblog says ----


def number(x):
    return float(x.replace("Infinity", "inf")) if isinstance(x, str) else float(x)


def said_by_ls(c, logs):
    lines = c.run("ls", "--json", logs).stdout.decode().splitlines()
    return {(line["run"], line["tag"]): line for line in map(json.loads, lines)}


def exported_lines(c, logs, kind):
    """{(run, tag): [(step, wall time, value), ...]}"""
    found = collections.defaultdict(list)
    for line in map(json.loads, c.run("export", "-k", kind, "-f", "jsonl", logs).stdout.decode().splitlines()):
        value = number(line["value"]) if kind == "scalars" else line["value"]
        found[line["run"], line["tag"]].append((line["step"], number(line["wall_time"]), value))
    return found


def exported_buckets(c, logs):
    """{(run, tag): {step: [[left, right, count], ...]}}"""
    out = os.path.join(c.folder, "histograms.csv")
    c.run("export", "-k", "histograms", "-o", out, logs)
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    with open(out, newline="", encoding="utf-8") as f:
        for run, tag, step, _, *row in list(csv.reader(f))[1:]:
            found[run, tag][int(step)].append([float(x) for x in row])
    return found


def exported_files(c, logs, kind):
    """How many files of each kind were written."""
    out = os.path.join(c.folder, kind + "-of-" + os.path.basename(logs))
    c.run("export", "-k", kind, "-o", out, logs)
    return sum(len(files) for _, _, files in os.walk(out))


# ---- beside the default loader ----


def compare_ls(c, said, fast, shown):
    """Every tag that TensorBoard lists, as what, and how many of its points."""
    for key, (plugin, name) in shown.items():
        line = said.get(key)
        if line is None:
            c.differ(key, "listed by TensorBoard only, as", plugin)
            continue
        c.equal(key, "kind", line["kind"], plugin)
    points = {}
    for plugin in loaders.PLUGINS:
        for name in ("scalar", "tensor", "blobs"):
            for key, series in loaders.read(fast, plugin, name).items():
                if shown.get(key) == (plugin, name) and \
                        name == loaders.CLASS_OF.get(plugin, name):
                    points[key] = series
    for key, line in said.items():
        steps = [p.step for p in points.get(key, [])]
        c.equal(key, "points shown", line["shown"], len(steps))
        if steps and line["shown"] == line["count"]:
            c.equal(key, "steps", [line["first_step"], line["last_step"]], [steps[0], steps[-1]])
    return points


def compare_scalars(c, said, exported, points):
    for key, line in said.items():
        if line["kind"] != "scalars":
            continue
        ours, theirs = exported.get(key, []), points.get(key, [])
        theirs = [(p.step, p.wall_time, p.value) for p in theirs]
        if line["shown"] < line["count"]:  # others only --load_fast=false shows
            ours = [p for p in ours if p[0] in {q[0] for q in theirs}]
        c.equal(key, "scalars", [(s, w, single(x)) for s, w, x in ours], theirs)
        if ours and line["shown"] == line["count"]:
            c.equal(key, "last", single(number(line["last"])), theirs[-1][2])


def single(x):
    """As a float32, which is what the data server has."""
    return loaders.float32(x)


def compare_texts(c, said, exported, points):
    for key, line in said.items():
        if line["kind"] != "text" or line["unfit"]:
            continue
        theirs = [(p.step, p.wall_time, t.decode("utf-8", "replace"))
                  for p in points.get(key, []) for t in p.numpy.reshape(-1)]
        if line["shown"] == line["count"]:
            c.equal(key, "texts", exported.get(key, []), theirs)


def compare_histograms(c, said, exported, slow):
    """Beside the Python loader: the default one has the empty buckets at the ends of version 1, too."""
    for key, line in said.items():
        events = slow.events(key[0].removeprefix("plain/"), key[1], "histograms")
        if line["kind"] != "histograms" or line["unfit"] or events is None:
            continue
        last = {e.step: e.tensor_proto for e in events}
        for step, rows in exported.get(key, {}).items():
            c.equal(key, "buckets", [[single(x) for x in row] for row in rows],
                    loaders.tensor_util.make_ndarray(last[step]).astype("float32").tolist() if step in last else None)


def compare_blobs(c, said, points, logs):
    for kind, skip in (("images", 2), ("audio", 0)):
        keys = [k for k, line in said.items() if line["kind"] == kind]
        if any(said[k]["shown"] < said[k]["count"] or said[k]["unfit"] for k in keys):
            continue  # what is left out cannot be counted
        c.equal(logs, kind, exported_files(c, logs, kind),
                sum(max(len(p.values) - skip, 0) for k in keys for p in points.get(k, [])))


# ---- beside the Python loader ----


def compare_python(c, said, exported, slow):
    """It shows values that later ones replaced, too; and fails at values of another kind."""
    for key, line in said.items():
        events = slow.events(key[0].removeprefix("plain/"), key[1], "scalars")
        if line["kind"] != "scalars" or events is None:
            continue
        try:
            theirs = [(e.step, e.wall_time, float(loaders.item(e.tensor_proto))) for e in events]
        except (TypeError, ValueError, OverflowError):
            c.equal(key, "an error of the Python loader", line["unfit"] > 0, True)
            continue
        if line["unfit"] or c.facts[key[0]].get("no version"):
            continue  # without a version the Python loader has another rule for steps that go back
        c.equal(key, "points of the Python loader", line["logged"], len(theirs))
        left = iter(theirs)  # ours are some of theirs, in the same order
        missing = [p for p in exported.get(key, []) if not any(close(p, q) for q in left)]
        c.equal(key, "points that the Python loader has too", missing, [])
        (step, _, value), (their_step, _, their_value) = exported[key][-1], theirs[-1]
        c.equal(key, "last point of the Python loader", (step, single(value)), (their_step, single(their_value)))


def close(ours, theirs):
    return same(ours[:2], theirs[:2]) and (same(ours[2], theirs[2]) or single(ours[2]) == single(theirs[2]))


# ---- what is made of the folders ----


def write_copies(c):
    """merge, prune, repair and edit each run into a folder beside it."""
    for name, facts in c.facts.items():
        source = os.path.join(c.logs, name)
        files = sorted(os.listdir(source))
        for way in ("merged", "pruned", "repaired", "edited", "cut"):
            os.makedirs(os.path.join(c.folder, way, name))
        out = [os.path.join(c.folder, way, name, "events.out.tfevents.1") for way in ("merged", "pruned", "cut")]
        codes = [c.run("merge", source, "-o", out[0]).returncode,
                 c.run("prune", source, "-n", str(POINTS), "-o", out[1]).returncode,
                 c.run("edit", source, "--cut-before", str(FIRST), "--cut-after", str(LAST), "-d", DROPPED,
                       "-o", out[2]).returncode,
                 edit_in_place(c, name, source)]
        ls = c.run("ls", source)
        c.equal(name, "damage is refused", codes, [ls.returncode] * len(codes))
        for file in files:
            repaired = c.run("repair", os.path.join(source, file), "-o", os.path.join(c.folder, "repaired", name, file))
            c.equal(name, "repair works", repaired.returncode, 0)


def is_unknown(c, key):
    """No dashboard shows it, although one might if another of its values came first."""
    return not c.said[key]["shown"] and (not c.said[key]["kind"] or c.said[key]["unfit"])


def describes_run(c, key):
    return c.said[key]["kind"].startswith("graph") or c.said[key]["kind"] in ("hparams", "custom_scalars")


def edit_in_place(c, name, source):
    """Other names, steps, wall times and descriptions, in copies of the run's files."""
    place = os.path.join(c.folder, "edited", name)
    shutil.copytree(source, place, dirs_exist_ok=True)
    tags = [key[1] for key in c.said if key[0] == name and c.said[key]["kind"] and not describes_run(c, key)]
    described = [x for tag in tags for x in ("--describe", PREFIX + tag + "=about " + tag)]
    return c.run("edit", place, "-e", "s!^!%s!" % PREFIX, "--shift-steps", str(STEPS), "--scale-times", str(SCALE),
                 "--shift-times", str(SECONDS), *described).returncode


def edited_key(c, key):
    return key if describes_run(c, key) else (key[0], PREFIX + key[1])


def edited(step, wall_time, value):
    return step + STEPS, wall_time * SCALE + SECONDS, value


def compare_edited(c, original):
    """Every tag with its new name, points and description; all but these as it was."""
    want = {edited_key(c, key): [edited(*p) for p in points] for key, points in original.items()}
    fast = loaders.FastLoader(os.path.join(c.folder, "edited"))
    descriptions = loaders.descriptions(fast)
    copies = values(points_of(fast))
    for key in set(want) | set(copies):
        facts = c.facts[key[0]]
        if facts.get("damaged") or key[1].removeprefix(PREFIX) in facts["profiled"]:
            continue  # a session's metadata, whose tag cannot change, may be of another tag
        c.equal(key, "edited", copies.get(key, []), want.get(key, []))
        if key[1].startswith(PREFIX):
            c.equal(key, "description", descriptions.get(key), "about " + key[1][len(PREFIX):])


def compare_edited_python(c, slow):
    """The same of scalars, as the Python loader shows them."""
    new = loaders.PythonLoader(os.path.join(c.folder, "edited", "plain"))
    for key, line in c.said.items():
        run = key[0].removeprefix("plain/")
        events = slow.events(run, key[1], "scalars")
        if run == key[0] or events is None or line["kind"] != "scalars" or line["unfit"]:
            continue
        copies = new.events(run, PREFIX + key[1], "scalars") or []
        c.equal(key, "edited, for the Python loader",
                [(e.step, e.wall_time, float(loaders.item(e.tensor_proto))) for e in copies],
                [edited(e.step, e.wall_time, float(loaders.item(e.tensor_proto))) for e in events])


def compare_cut(c, original):
    """The points from the first to the last step of the tags that were not dropped. Graphs and the
    like are not cut, nor are tags of which no single values may go."""
    copies = values(points_of(loaders.FastLoader(os.path.join(c.folder, "cut"))))
    for key in set(original) | set(copies):
        if c.facts[key[0]].get("damaged"):
            continue
        points = original.get(key, [])
        if not describes_run(c, key) and not is_unknown(c, key):
            points = [p for p in points if FIRST <= p[0] <= LAST]
        c.equal(key, "cut", copies.get(key, []), [] if re.search(DROPPED, key[1]) else points)


def plain_value(p):
    return (p.step, p.wall_time, float(p.value) if hasattr(p, "value") else
            p.numpy.tolist() if hasattr(p, "numpy") else len(p.values))


def values(points):
    return {key: [plain_value(p) for p in series] for key, series in points.items()}


def compare_copies(c, fast, way, original, exact):
    copies = values(points_of(loaders.FastLoader(os.path.join(c.folder, way))))
    for key in set(original) | set(copies):
        facts = c.facts[key[0]]
        if facts.get("damaged"):
            continue
        if exact or not thinned(c, key):
            c.equal(key, way, copies.get(key, []), original.get(key, []))
        else:
            compare_pruned(c, key, copies.get(key, []), original.get(key, []))


def thinned(c, key):
    return c.said[key]["logged"] > POINTS


def compare_pruned(c, key, pruned, original):
    """Some of the points: about as many as asked for, the ends, and the extremes of scalars."""
    left = iter(original)
    c.equal(key, "pruned points are points", [p for p in pruned if not any(same(p, q) for q in left)], [])
    if c.said[key]["shown"] < c.said[key]["count"]:
        return  # ends and extremes may be points that this loader does not show
    c.equal(key, "number of pruned points", min(len(original), POINTS) <= len(pruned) <= POINTS + 2 or
            len(pruned) >= 2, True)
    c.equal(key, "ends", [pruned[0], pruned[-1]], [original[0], original[-1]])
    numbers = [p[2] for p in original if isinstance(p[2], float) and not math.isnan(p[2])]
    kept = [p[2] for p in pruned if isinstance(p[2], float) and not math.isnan(p[2])]
    if numbers:
        c.equal(key, "extremes", [min(kept), max(kept)], [min(numbers), max(numbers)])


def points_of(loader):
    """{(run, tag): points} of all that is shown."""
    shown = loaders.listed(loader)
    points = {}
    for plugin in loaders.PLUGINS:
        for name in ("scalar", "tensor", "blobs"):
            points.update({k: p for k, p in loaders.read(loader, plugin, name).items() if k in shown and p})
    loader.close()
    return points


# ----


def main(build, count, first_seed="0"):
    with tempfile.TemporaryDirectory() as folder:
        c = Comparison(os.path.join(build, "tblog"), folder, int(count), int(first_seed))
        c.said = said_by_ls(c, c.logs)
        fast = loaders.FastLoader(c.logs)
        points = compare_ls(c, c.said, fast, loaders.listed(fast))
        scalars = exported_lines(c, c.logs, "scalars")
        compare_scalars(c, c.said, scalars, points)
        compare_texts(c, c.said, exported_lines(c, c.logs, "text"), points)
        for name in c.facts:
            compare_blobs(c, {k: v for k, v in c.said.items() if k[0] == name}, points, os.path.join(c.logs, name))
        slow = loaders.PythonLoader(os.path.join(c.logs, "plain"))
        plain = {k: v for k, v in c.said.items() if k[0].startswith("plain/")}
        compare_python(c, plain, scalars, slow)
        compare_histograms(c, plain, exported_buckets(c, c.logs), slow)
        write_copies(c)
        original = values(points_of(fast))
        for way, exact in (("merged", True), ("pruned", False), ("repaired", True)):
            compare_copies(c, fast, way, original, exact)
        compare_edited(c, original)
        compare_edited_python(c, slow)
        compare_cut(c, original)
        for way in ("merged", "pruned", "repaired", "edited", "cut"):
            logs = os.path.join(folder, way)
            fast = loaders.FastLoader(logs)
            compare_ls(c, said_by_ls(c, logs), fast, loaders.listed(fast))
            fast.close()
    for difference in c.differences[:40]:
        print(difference[:1500])
    print("%d folders from seed %s: %d differences in %d comparisons: %s" %
          (len(c.facts), first_seed, len(c.differences), sum(c.compared.values()), dict(c.compared)))
    return 1 if c.differences else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
