#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Restarts, with and without SessionLog.START: the points are those of TensorBoard's two loaders.

    python test_restarts.py BUILD_FOLDER FOLDERS

Random runs of some sessions that overlap, read by tblog_run_load as each loader reads them; and what a writer with
session_start writes shows the same in both.
"""

import logging
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
logging.disable(logging.WARNING)
import libtblog
import loaders
import random_logs
from tensorboard.compat.proto import event_pb2

TAGS = ["loss", "rare", "first session only"]


def event(step, **what):
    return event_pb2.Event(wall_time=1, step=step, **what)


def start(r, step):
    status = r.choice([1, 1, 1, 1, 2, 3, 0])  # START, STOP, CHECKPOINT, none
    return event(step, session_log={"status": status, "msg": r.choice(["", "x"])})


def session(r, number, at):
    """A session's events: it begins at or before 'at'; the step after its last one."""
    step = at - r.choice([0, 0, 1, 3, 20])
    out = [start(r, step + r.choice([0, 0, 0, 0, 1, -2]))] if r.random() < .8 else []
    for _ in range(r.choice([0, 1, 5, 12])):
        tags = [t for i, t in enumerate(TAGS) if i == 0 or (i == 1 and r.random() < .3) or (i == 2 and not number)]
        out.append(event(step, summary={"value": [{"tag": t, "simple_value": step} for t in tags]}))
        if r.random() < .05:
            out.append(start(r, step))
        step += r.choice([1, 1, 1, 1, 5, 0, -1])
    return out, step


def write_run(r, folder):
    os.makedirs(folder)
    at = r.choice([0, 0, 1000, -3])
    versions = r.choice([["brain.Event:2"]] * 4 + [["brain.Event:1"], [None], ["brain.Event:2", "brain.Event:1", None]])
    for number in range(r.choice([1, 2, 3, 4])):
        events, at = session(r, number, at)
        version = r.choice(versions)
        if version:
            events.insert(0, event(0, file_version=version))
        with open(os.path.join(folder, "events.out.tfevents.%010d.host.1.0.v2" % number), "wb") as f:
            f.write(b"".join(random_logs.record(e.SerializeToString()) for e in events))


def shown(logs):
    """What each loader shows, {(run, tag): steps}."""
    fast, slow = loaders.FastLoader(logs), loaders.PythonLoader(logs)
    by_fast = {key: [p.step for p in points] for key, points in loaders.read(fast, "scalars", "scalar").items()}
    fast.close()
    by_slow = {key: [e.step for e in slow.events(*key, "scalars") or []] for key in by_fast}
    return by_fast, by_slow


def differences(what, ours, theirs):
    return ["%s: %s: tblog %s, TensorBoard %s" % (what, key, ours.get(key), theirs[key])
            for key in theirs if ours.get(key) != theirs[key]]


def read_as_the_loaders_do(library, folder, count):
    logs = os.path.join(folder, "random")
    for seed in range(count):
        write_run(random.Random(seed), os.path.join(logs, str(seed)))
    fast, slow = shown(logs)
    purged = sum(fast[key] != slow[key] for key in fast)
    print("%d series, %d of them differ between the loaders" % (len(fast), purged))
    assert purged > count / 10, "too few restarts to compare"
    return differences("data server", library.steps(logs, libtblog.REPLACE), fast) + \
        differences("--load_fast=false", library.steps(logs, libtblog.SESSIONS), slow)


def log(tblog, folder, first, last, *options):
    lines = "".join("%d,loss,%d\n" % (step, step) for step in range(first, last))
    subprocess.run([tblog, "log", "--csv", *options, folder], input=lines.encode(), check=True)


def written_for_every_loader(tblog, folder):
    """Two sessions that overlap at steps 5 to 9."""
    logs = os.path.join(folder, "written")
    for name, options in (("marked", ["--session-start=%d"]), ("plain", [])):
        for first, last in ((0, 10), (5, 13)):
            log(tblog, os.path.join(logs, name), first, last, *[o % first for o in options])
    fast, slow = shown(logs)
    once = list(range(13))
    wants = [("data server, marked", fast["marked", "loss"], once), ("data server", fast["plain", "loss"], once),
             ("--load_fast=false, marked", slow["marked", "loss"], once),
             ("--load_fast=false", slow["plain", "loss"], list(range(10)) + list(range(5, 13)))]
    return ["%s: %s, not %s" % wrong for wrong in wants if wrong[1] != wrong[2]]


def main():
    build, count = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        wrong = read_as_the_loaders_do(libtblog.Library(build), folder, count)
        wrong += written_for_every_loader(os.path.join(build, "tblog"), folder)
    print("\n".join(wrong[:20] + ["%d differences" % len(wrong)]))
    sys.exit(bool(wrong))


main()
