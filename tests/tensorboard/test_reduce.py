#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tblog reduce`: TensorBoard shows of its output what NumPy makes of what it shows of the input.

    python test_reduce.py BUILD_FOLDER GROUPS [FIRST_SEED]

Each group has one to four runs of random scalars: steps that differ, restarts, tags that not every run has.
"""

import collections
import math
import os
import random
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import loaders
import numpy
import random_logs
from tensorboard.compat.proto import event_pb2

STATISTICS = {"mean": numpy.mean, "std": lambda x: numpy.std(x, ddof=1), "min": numpy.min, "max": numpy.max,
              "median": numpy.median}


def write_run(r, folder):
    os.makedirs(folder)
    events = [event_pb2.Event(wall_time=1700000000, file_version="brain.Event:2")]
    tags = ["loss"] + [tag for tag in ("a/b", "été", "acc") if r.random() < .9]
    every, step = r.choice([1, 1, 1, 2]), r.choice([0, 0, -3, 2])
    for i in range(r.randrange(3, 30)):
        event = event_pb2.Event(wall_time=1700000000 + r.random() + i, step=step)
        for tag in tags:
            if r.random() < .95:
                event.summary.value.add(tag=tag, simple_value=r.choice(random_logs.NUMBERS[:7] + [r.gauss(0, 1)] * 20))
        events.append(event)
        step += every if r.random() < .95 else -2  # a restart
    with open(os.path.join(folder, "events.out.tfevents.1.host"), "wb") as f:
        f.write(b"".join(random_logs.record(e.SerializeToString()) for e in events))


def shown(logdir):
    fast = loaders.FastLoader(logdir)
    points = loaders.read(fast, "scalars", "scalar")
    fast.close()
    return points


def expected(points, by):
    """{(group, statistic, tag): [(step, wall time, value), ...]}"""
    groups = collections.defaultdict(dict)
    for (run, tag), series in points.items():
        group, seed = run.split("/seed-")
        groups[group].setdefault(seed, {})[tag] = {p.step: p for p in series}
    want = {}
    for group, runs in groups.items():
        for tag in set.intersection(*(set(tags) for tags in runs.values())):
            series = [tags[tag] for tags in runs.values()]
            for step in sorted(set.intersection(*(set(s) for s in series))):
                values = [s[step].value for s in series]
                wall = numpy.mean([s[step].wall_time for s in series])
                for name in by if len(runs) > 1 else set(by) - {"std"}:
                    want.setdefault((group + "/" + name, tag), []).append((step, wall, STATISTICS[name](values)))
                for name, edge in (("mean", ""), ("min", "/low"), ("max", "/high")) if len(runs) > 1 else ():
                    want.setdefault((group + "/band", tag + edge), []).append((step, wall, STATISTICS[name](values)))
    return want


def close(ours, theirs):
    return len(ours) == len(theirs) and all(
        a.step == step and abs(a.wall_time - wall) < 1e-5 and
        (a.value == loaders.float32(x) or (math.isnan(a.value) and math.isnan(x)) or
         abs(a.value - x) <= 1e-6 * abs(x)) for a, (step, wall, x) in zip(ours, theirs))


def main(build, groups, first_seed="0"):
    with tempfile.TemporaryDirectory() as folder:
        r = random.Random(int(first_seed))
        logs, out = os.path.join(folder, "logs"), os.path.join(folder, "out")
        for group in range(int(groups)):
            for seed in range(r.randrange(1, 5)):
                write_run(r, os.path.join(logs, "g%d" % group, "seed-%d" % seed))
        subprocess.run([os.path.join(build, "tblog"), "reduce", logs, "-o", out, "--by", ",".join(STATISTICS)],
                       check=True, stderr=subprocess.DEVNULL)
        want, got = expected(shown(logs), STATISTICS), shown(out)
        wrong = [key for key in set(want) | set(got) if not close(got.get(key, []), want.get(key, []))]
        for key in wrong[:10]:
            print(key, "tblog:", got.get(key), "NumPy:", want.get(key))
        print("%d groups from seed %s: %d series, %d points, %d series differ" %
              (int(groups), first_seed, len(want), sum(map(len, want.values())), len(wrong)))
        return 1 if wrong or not want else 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
