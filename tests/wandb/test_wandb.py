#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the real wandb client, offline, takes of our logs by tools/wandb-sync.

    python test_wandb.py BUILD_FOLDER SOURCE_FOLDER

Every scalar, histogram and image that `tblog export` finds in the event files must be in the file that `wandb sync` would
upload, with its value, once: of a finished comparison, and of one that is followed while it trains.
"""
import collections
import csv
import glob
import hashlib
import io
import json
import os
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "tensorboard"))
from idx_files import write_idx
from wandb.proto import wandb_internal_pb2

BLOCK = 32768


def records(path):
    """The records of a .wandb file: LevelDB's log format behind a header of 7 bytes."""
    with open(path, "rb") as f:
        data = f.read()
    assert data[:4] == b":W&B", data[:7]
    at, whole = 7, b""
    while at + 7 <= len(data):
        if BLOCK - at % BLOCK < 7:  # no room for a header: padding
            at += BLOCK - at % BLOCK
            continue
        _, size, kind = struct.unpack_from("<IHB", data, at)  # CRC, size, full 1, first 2, middle 3, last 4
        piece = data[at + 7:at + 7 + size]
        whole = piece if kind in (1, 2) else whole + piece
        at += 7 + size
        if kind in (1, 4):
            yield wandb_internal_pb2.Record.FromString(whole)


def taken(folder):
    """The name of a W&B run, and of each key and step the values that the client took, nested ones as objects."""
    (path,) = glob.glob(os.path.join(folder, "*.wandb"))
    name, found = None, collections.defaultdict(list)
    for record in records(path):
        if record.HasField("run"):
            name = record.run.display_name
        row = {}
        for item in record.history.item:
            keys, at = list(item.nested_key) or [item.key], row
            for key in keys[:-1]:
                at = at.setdefault(key, {})
            at[keys[-1]] = json.loads(item.value_json)
        for key, value in row.items():
            if key[0] != "_" and key != "global_step":
                found[key, row["global_step"]].append(value)
    return name, found


def export(build, logdir, kind):
    """The rows of `tblog export`, by key and step as W&B has them."""
    text = subprocess.run([os.path.join(build, "tblog"), "export", logdir, "--kind", kind], check=True,
                          capture_output=True, text=True).stdout
    rows = collections.defaultdict(list)
    for row in csv.DictReader(io.StringIO(text)):
        part = "run" if row["run"] == "." else row["run"]
        rows["%s/%s" % (part, row["tag"]), int(row["step"])].append(row)
    return rows


def f32(x):
    return struct.unpack("<f", struct.pack("<f", float(x)))[0]


def near(a, b):
    return len(a) == len(b) and all(abs(x - y) <= 1e-6 * max(abs(x), abs(y)) for x, y in zip(a, b))


def check_histogram(key, value, rows):
    edges = [float(rows[0]["left"])] + [float(r["right"]) for r in rows]
    assert value["_type"] == "histogram", (key, value)
    assert value["values"] == [float(r["count"]) for r in rows], (key, value["values"], rows)
    assert near(value["bins"], edges), (key, value["bins"], edges)


def check_images(build, logdir, folder, values):
    with tempfile.TemporaryDirectory() as out:
        subprocess.run([os.path.join(build, "tblog"), "export", logdir, "--kind", "images", "-o", out], check=True)
        want = sorted(digest(p) for p in glob.glob(os.path.join(out, "**", "*.png"), recursive=True))
    assert want, logdir
    names = [name for value in values for name in value["filenames"]]
    assert sorted(digest(os.path.join(folder, "files", name)) for name in names) == want, (folder, names)


def digest(path):
    with open(path, "rb") as f:
        return hashlib.sha256(f.read()).hexdigest()


def check_run(build, logdir, folder):
    name, found = taken(folder)
    run = os.path.join(logdir, name)
    scalars, histograms = export(build, run, "scalars"), export(build, run, "histograms")
    assert len(scalars) > 40 and len(histograms) > 10, (len(scalars), len(histograms))
    images = []
    for (key, step), values in found.items():
        (value,) = values  # once
        if (key, step) in scalars:
            (row,) = scalars.pop((key, step))
            assert f32(value) == f32(row["value"]), (key, step, value, row)
        elif (key, step) in histograms:
            check_histogram(key, value, histograms.pop((key, step)))
        else:
            assert value["_type"] == "images/separated", (key, step, value)
            images.append(value)
    assert not scalars and not histograms, (sorted(scalars), sorted(histograms))
    check_images(build, run, folder, images)
    return name


def main(build, source):
    build, source = os.path.abspath(build), os.path.abspath(source)
    with tempfile.TemporaryDirectory() as work:
        write_idx(work, "train", 96)
        write_idx(work, "t10k", 32)
        env = dict(os.environ, WANDB_MODE="offline", WANDB_SILENT="true", HOME=work)
        sync = [sys.executable, os.path.join(source, "tools", "wandb-sync")]
        compare = [os.path.join(build, "initlab"), "compare", "--quiet", "--data", work, "--epochs", "9", "--batch-size",
                   "16", "--init", "he_normal,ones", "--dashboards", "--diagnostics", "--logdir"]
        for how in ("finished", "followed"):
            logdir, place = os.path.join(work, how), os.path.join(work, how + "-wandb")
            os.mkdir(place)
            train, behind = compare + [logdir], []
            if how == "finished":
                subprocess.run(train, check=True, stdout=subprocess.DEVNULL)
            else:
                behind = ["--"] + train
            subprocess.run(sync + [logdir, "project"] + behind, check=True, cwd=place, env=env,
                           stdout=subprocess.DEVNULL)
            folders = glob.glob(os.path.join(place, "wandb", "offline-run-*"))
            names = sorted(check_run(build, logdir, folder) for folder in folders)
            assert names == ["he_normal", "ones"], names
            print("%s: W&B took everything of %s" % (how, ", ".join(names)))
        # One folder that is a run itself.
        place = os.path.join(work, "alone")
        os.mkdir(place)
        subprocess.run(sync + [os.path.join(work, "finished", "ones")], check=True, cwd=place, env=env,
                       stdout=subprocess.DEVNULL)
        (folder,) = glob.glob(os.path.join(place, "wandb", "offline-run-*"))
        assert check_run(build, os.path.join(work, "finished"), folder) == "ones"
        failed = subprocess.run(sync + [logdir, "project", "--", "false"], cwd=place, env=env, stdout=subprocess.DEVNULL)
        assert failed.returncode == 1, failed
        empty = subprocess.run(sync + [place + "/nothing"], cwd=place, env=env, capture_output=True, text=True)
        assert empty.returncode == 1 and "no event files" in empty.stderr, empty


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
