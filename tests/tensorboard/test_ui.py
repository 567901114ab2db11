#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the real TensorBoard shows of our logs, asked over HTTP, with and without its data server.

    python test_ui.py BUILD_FOLDER GOLDEN_FOLDER

A run of initlab with the batches and epochs of the golden Keras run must show what that one shows:
the same runs, tags, steps, histograms, images and graph. Only sizes of images differ, as the golden
model is smaller. A log by `tblog log`, and one of every kind by the C example, must show what went in;
what initlab logs with --dashboards must fill those.
"""

import csv
import glob
import io
import json
import os
import shutil
import struct
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from PIL import Image

from idx_files import write_idx
from tb_probe import Probe, hparams, probe

TRAIN_SAMPLES, TEST_SAMPLES, BATCH, EPOCHS = 96, 32, 16, 9  # as tools/golden/make_golden.py


def train(build, folder):
    """One run by initlab; its log directory holds train/ and validation/ as the golden one does."""
    write_idx(folder, "train", TRAIN_SAMPLES)
    write_idx(folder, "t10k", TEST_SAMPLES)
    logs = os.path.join(folder, "logs")
    subprocess.run([os.path.join(build, "initlab"), "train", "--quiet", "--init", "glorot_uniform",
                    "--data", folder, "--logdir", logs, "--epochs", str(EPOCHS),
                    "--batch-size", str(BATCH)], check=True)
    return os.path.join(logs, "glorot_uniform")


def shape_of_run(run):
    """What must be the same whatever the model's size and luck."""
    return {
        "scalars": {t: (s["n"], s["steps"]) for t, s in run["scalars"].items()},
        "histograms": {t: (h["steps"], h["buckets"], h["percentiles"]) for t, h in run["histograms"].items()},
        "images": {t: (i["samples"], i["steps"], i["mode"], i["decode_ok"]) for t, i in run["images"].items()},
        "graphs": [(g["tag"], g["kind"], g["nodes"], g["edges"], g["names"]) for g in run["graphs"]],
    }


WEIGHTS = {"dense/kernel": (784, 256), "dense/bias": (1, 256), "dense_1/kernel": (256, 128),
           "dense_1/bias": (1, 128), "dense_2/kernel": (128, 10), "dense_2/bias": (1, 10)}


def check_initlab(ours, golden):
    assert ours["run_names"] == golden["run_names"] == ["train", "validation"], ours["run_names"]
    assert ours["plugins"] == golden["plugins"]
    for name in golden["runs"]:
        a, b = shape_of_run(ours["runs"][name]), shape_of_run(golden["runs"][name])
        for kind in b:
            assert a[kind] == b[kind], "%s %s:\n%s\nKeras:\n%s" % (name, kind, a[kind], b[kind])
    run = ours["runs"]["train"]
    for weight, (width, height) in WEIGHTS.items():
        tag = "sequential/" + weight
        assert run["images"][tag + "/image"]["sizes"] == "%dx%d" % (width, height), tag
        assert set(run["histograms"][tag + "/histogram"]["counts"]) == {width * height}, tag


LINES = [
    {"kind": "scalar", "tag": "loss", "step": s, "value": v, "display_name": "Loss", "description": "*mean*"}
    for s, v in enumerate([1.5, 0.25, "Infinity", -3])
] + [{"kind": "scalar", "tag": "größe/µ", "step": 10**15, "value": 1}]


def check_lines(build, folder, fast):
    logs = os.path.join(folder, "lines")
    text = "".join(json.dumps(line) + "\n" for line in LINES)
    subprocess.run([os.path.join(build, "tblog"), "log", os.path.join(logs, "shell")], check=True,
                   input=text.encode())
    shown = probe(logs, fast, True, True)
    assert shown["problems"] == [], shown["problems"]
    scalars = shown["runs"]["shell"]["scalars"]
    assert scalars["loss"]["steps"] == [0, 1, 2, 3], scalars
    assert [float(v) for v in scalars["loss"]["values"]] == [1.5, 0.25, float("inf"), -3], scalars
    assert scalars["größe/µ"]["steps"] == [10**15], scalars
    shutil.rmtree(logs)


def check_every_kind(build, folder, fast):
    """doc/examples/every_kind.c: each dashboard has something to show, and shows it."""
    logs = os.path.join(folder, "kinds")
    subprocess.run([os.path.join(build, "every_kind"), os.path.join(logs, "run")], check=True)
    shown = probe(logs, fast, False, True)
    assert shown["problems"] == shown["log"] == [], (shown["problems"], shown["log"])
    assert set(shown["plugins"]) >= {"audio", "custom_scalars", "graphs", "histograms", "hparams", "images",
                                     "mesh", "pr_curves", "scalars", "text"}, shown["plugins"]
    run = shown["runs"]["run"]
    assert run["graphs"][0]["names"] == ["model/input", "model/dense", "model/dropout", "model/softmax"]
    assert run["images"]["gradient"]["sizes"] == "96x64" and run["images"]["gradient"]["mode"] == "RGB"
    (group,) = shown["hparams"]["groups"]
    assert group["hparams"] == {"initializer": "he_normal", "learning_rate": 0.001, "dropout": True}
    assert group["sessions"][0]["status"] == "STATUS_SUCCESS"
    assert abs(group["metrics"]["loss/validation"] - 0.0668512) < 1e-6
    check_projector(logs, fast)
    shutil.rmtree(logs)


def check_killed(build, folder, fast):
    """A file that a kill -9 tore: its whole records are shown. Behind `tblog repair` too."""
    logs, tblog = os.path.join(folder, "killed"), os.path.join(build, "tblog")
    with subprocess.Popen([tblog, "log", "--csv", os.path.join(logs, "run")], stdin=subprocess.PIPE) as process:
        process.stdin.write(b"".join(b"%d,loss,%d\n" % (i, i) for i in range(100)))
        process.stdin.flush()
        while not glob.glob(os.path.join(logs, "run", "*")) or subprocess.run(
                [tblog, "export", logs], capture_output=True).stdout.count(b"\n") != 101:
            time.sleep(.05)
        process.kill()
    (path,) = glob.glob(os.path.join(logs, "run", "*"))
    os.truncate(path, os.path.getsize(path) - 5)  # torn in the last record
    for repaired in (False, True):
        if repaired:
            subprocess.run([tblog, "repair", path], check=True, stderr=subprocess.DEVNULL)
        scalars = probe(logs, fast, True, True)["runs"]["run"]["scalars"]
        assert scalars["loss"]["n"] == 99 and float(scalars["loss"]["values"][-1]) == 98, scalars
    shutil.rmtree(logs)


def check_dashboards(build, folder, fast):
    """initlab --dashboards: the HParams table, the Custom Scalars charts and the texts."""
    logs = os.path.join(folder, "dashboards")
    names = ["he_normal", "zeros"]

    def initlab(command, init, *options):
        subprocess.run([os.path.join(build, "initlab"), command, "--quiet", "--data", folder, "--logdir", logs, "--epochs",
                        "2", "--batch-size", str(BATCH), "--dashboards", "--init", init, *options], check=True,
                       stdout=subprocess.DEVNULL)

    initlab("compare", ",".join(names))
    initlab("train", "ones", "--lr", "0.25", "--seed", "5")
    with open(os.path.join(logs, "comparison.csv")) as f:
        last = {line["initializer"]: line for line in csv.DictReader(f)}
    p = Probe(logs, fast)
    try:
        check_table(hparams(p), names, last)
        (category,) = p.get("data/plugin/custom_scalars/layout")["category"]
        for chart, tag in zip(category["chart"], ("epoch_accuracy", "epoch_loss")):
            (regex,) = chart["multiline"]["tag"]
            for run in p.get("data/runs"):  # a chart asks each run for the tags that match
                found = p.get("data/plugin/custom_scalars/scalars", run=run, tag=regex)["tag_to_events"]
                values = [v for events in found.values() for _, _, v in events]
                want = [x[2] for x in p.get("data/plugin/scalars/scalars", run=run, tag=tag)] \
                    if run.endswith("/validation") else []
                assert values == want, (chart, run, found)
        for name in ["ones"] + names:
            (text,) = p.get("data/plugin/text/text", run=name, tag="run")
            assert "<h3>%s</h3>" % name in text["text"] and "<td>formula</td>" in text["text"], text
            assert "--dashboards --init" in text["text"], text
        assert p.problems == [], p.problems
    finally:
        p.close()
    shutil.rmtree(logs)


def check_pictures(build, folder, fast):
    """initlab --samples --predictions: images of the run's own file; train/ and validation/ have none of them."""
    logs = os.path.join(folder, "pictures")
    subprocess.run([os.path.join(build, "initlab"), "train", "--quiet", "--init", "zeros", "--data", folder, "--logdir", logs,
                    "--epochs", "3", "--batch-size", str(BATCH), "--histogram-freq", "2", "--no-write-images", "--samples",
                    "--predictions", "10"], check=True)
    shown = probe(logs, fast, False, True)
    assert shown["problems"] == shown["log"] == [], (shown["problems"], shown["log"])
    found = {(run, tag): i for run, what in shown["runs"].items() for tag, i in (what.get("images") or {}).items()}
    assert sorted(found) == [("zeros", "predictions/" + t) for t in ("confusion", "images", "worst")] + [
        ("zeros", "samples")], sorted(found)
    for (_, tag), image in found.items():
        assert image["decode_ok"] and image["mode"] == "RGB" and image["steps"] == ([0] if tag == "samples" else [0, 2]), image
    assert found["zeros", "samples"]["sizes"].startswith("350x"), found
    assert found["zeros", "predictions/images"]["sizes"].startswith("350x"), found
    shutil.rmtree(logs)


def check_table(table, names, last):
    """The HParams table: the comparison's last epochs, and the run that was trained alone."""
    assert table["hparams"] == [(name, "DATA_TYPE_STRING") for name in ("initializer", "initializer_arguments")], table
    assert table["metrics"] == [("epoch_accuracy", "validation"), ("epoch_loss", "validation"), ("seconds", "")], table
    rows = {g["hparams"]["initializer"]: g for g in table["groups"]}
    assert sorted(rows) == sorted(["ones"] + names), rows
    for row in rows.values():
        assert [s["status"] for s in row["sessions"]] == ["STATUS_SUCCESS"], row
        assert set(row["hparams"]) > {name for name, _ in table["hparams"]}, row  # columns are what the runs differ in
        assert row["metrics"]["seconds"] > 0, row
    assert (rows["ones"]["hparams"]["learning_rate"], rows["ones"]["hparams"]["seed"]) == (.25, 5), rows["ones"]
    for name in names:
        assert abs(rows[name]["metrics"]["epoch_accuracy"] - float(last[name]["val_accuracy"])) < 1e-6, rows[name]
        assert abs(rows[name]["metrics"]["epoch_loss"] - float(last[name]["val_loss"])) < 1e-6, rows[name]


def check_projector(logs, fast):
    p = Probe(logs, fast)
    try:
        where = "data/plugin/projector/"
        assert p.get(where + "runs") == ["run"]
        (info,) = p.get(where + "info", run="run")["embeddings"]
        assert info["tensorName"] == "clock" and info["tensorShape"] == [12, 3], info
        assert info["sprite"]["singleImageDim"] == [8, 8], info
        tensor = p.raw(where + "tensor", dict(run="run", name="clock"))[0]
        assert struct.unpack("<36f", tensor)[1] == 1.0  # cos 0
        assert p.raw(where + "metadata", dict(run="run", name="clock"))[0].split()[:3] == [b"12", b"1", b"2"]
        sprite = Image.open(io.BytesIO(p.raw(where + "sprite_image", dict(run="run", name="clock"))[0]))
        assert sprite.size == (32, 32) and sprite.getpixel((8, 8)) == 100, sprite  # the sixth picture
    finally:
        p.close()


def main(build, golden):
    with tempfile.TemporaryDirectory() as folder:
        logs = train(build, folder)
        for fast in (True, False):
            ours = probe(logs, fast, False, True)
            keras = probe(os.path.join(golden, "keras3", "default"), fast, False, True)
            assert ours["problems"] == keras["problems"] == [], ours["problems"] + keras["problems"]
            assert ours["log"] == keras["log"] == [], ours["log"] + keras["log"]
            check_initlab(ours, keras)
            check_lines(build, folder, fast)
            check_every_kind(build, folder, fast)
            check_killed(build, folder, fast)
            check_dashboards(build, folder, fast)
            check_pictures(build, folder, fast)
            print("TensorBoard %s, %s: as Keras" % (ours["tensorboard"], ours["data_provider"]))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
