#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writers killed by kill -9: what `tblog verify`, `tblog repair` and the real TensorBoard make of their files.

    python test_killed.py BUILD_FOLDER KILLS

Each file must show every step from 0 on without a gap, at least those that had been flushed; TensorBoard
must show the same as `tblog export`, before and after `tblog repair`, and a repaired file has no fault.
"""

import csv
import glob
import io
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from tb_probe import Probe


def shown_by_tensorboard(logs, fast):
    """{run: steps of the scalar "a"}"""
    p = Probe(logs, fast)
    try:
        series = p.time_series([{"plugin": "scalars", "tag": "a"}])[0]["runToSeries"]
        return {run: [point["step"] for point in points] for run, points in series.items()}
    finally:
        p.close()


def shown_by_export(tblog, logs):
    out = subprocess.run([tblog, "export", logs, "--tag", "a"], stdout=subprocess.PIPE).stdout.decode()
    shown = {}
    for row in csv.DictReader(io.StringIO(out)):
        shown.setdefault(row["run"], []).append(int(row["step"]))
    return shown


def check_files(tblog, logs, flushed):
    """What is there is a beginning, and holds all that was flushed; at most one fault, at the end."""
    shown = shown_by_export(tblog, logs)
    for run, last in enumerate(flushed):
        steps = shown.get(str(run), [])
        assert steps == list(range(len(steps))) and len(steps) > last, (run, last, len(steps))
    faults = subprocess.run([tblog, "verify", logs], stdout=subprocess.PIPE).stdout.decode().splitlines()
    assert all("the file ends within" in fault for fault in faults), faults
    assert len({fault.split(": record")[0] for fault in faults}) == len(faults), faults
    return shown, len(faults)


def main(build, kills):
    tblog = os.path.join(build, "tblog")
    with tempfile.TemporaryDirectory() as folder:
        logs = os.path.join(folder, "logs")
        out = subprocess.run([os.path.join(build, "kill_writers"), logs, kills], check=True, stdout=subprocess.PIPE)
        flushed = [int(line) for line in out.stdout.split()]
        shown, torn = check_files(tblog, logs, flushed)
        assert len(shown) > 50, len(shown)  # the others were killed before their first step
        for fast in (True, False):
            assert shown_by_tensorboard(logs, fast) == shown, fast
        for path in glob.glob(os.path.join(logs, "*", "events*")):
            subprocess.run([tblog, "repair", path], check=True, stderr=subprocess.DEVNULL)
        subprocess.run([tblog, "verify", logs], check=True)
        assert shown_by_export(tblog, logs) == shown
        for fast in (True, False):
            assert shown_by_tensorboard(logs, fast) == shown, fast
        print("%d killed writers, %d files with a step, %d torn: TensorBoard shows the same of all, repaired too" %
              (len(flushed), len(shown), torn))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
