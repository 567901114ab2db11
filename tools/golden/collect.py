#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turn the golden data that make_golden.py made into what the tests need of it.

    python collect.py GOLDEN TESTS_GOLDEN

For every event file of keras3/, keras2/, histograms/, images/ and most of summaries/ this writes the JSON lines that
`tblog log` must turn back into the same bytes: lines.jsonl beside it. Their values come from the
real arrays and from the decoded listings (expected.json); only wall times are read from the event
file itself. The arrays, model.json and scalars.json are copied along; the listings are not.

Needs nothing but Python.
"""

import json
import os
import shutil
import struct
import sys

WORDS = {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}


def wall_times(path):
    """offset -> wall_time of every record (field 1 of Event comes first on the wire)."""
    times, at = {}, 0
    data = open(path, "rb").read()
    while at < len(data):
        (length,) = struct.unpack_from("<Q", data, at)
        assert data[at + 12] == 0x09, "a record without wall_time"
        (times[at],) = struct.unpack_from("<d", data, at + 13)
        at += 16 + length
    return times


def write_lines(path, lines):
    with open(path, "w") as f:
        for line in lines:
            f.write(json.dumps(line) + "\n")


def copy(source, target, *parts):
    os.makedirs(os.path.join(target, *parts[:-1]), exist_ok=True)
    shutil.copyfile(os.path.join(source, *parts), os.path.join(target, *parts))


def scalar(text):
    return WORDS[text] if text in WORDS else float(text)


def run_line(record, weights):
    """The line of one record of a Keras run; None for a traced graph, which tblog does not make."""
    line = {"wall_time": float(record["wall_time"])}
    if "file_version" in record["fields"]:
        return {"kind": "file_version", **line}
    if "graph_def" in record["fields"]:
        return None
    (value,) = record["values"]
    line["step"] = record["step"]
    plugin, tag = value["plugin_name"], value["tag"]
    if plugin == "graph_keras_model":
        return {"kind": "keras_model", "file": "model.json", **line}
    if plugin == "scalars":
        return {"kind": "scalar", "tag": tag, "value": scalar(value["tensor"]["values"][0]), **line}
    kind = {"histograms": "histogram", "images": "weight_image"}[plugin]
    return {"kind": kind, "tag": tag, "npy": weights(tag, record["step"]), **line}


def weight_finder(run):
    """The weights of an epoch lie in the order in which they are written."""
    seen = {}

    def find(tag, epoch):
        names = sorted(os.listdir(os.path.join(run, "weights", "epoch_%d" % epoch)))
        tags = seen.setdefault(epoch, [])
        weight = tag.rsplit("/", 1)[0]
        if weight not in tags:
            tags.append(weight)
        return "weights/epoch_%d/%s" % (epoch, names[tags.index(weight)])

    return find


def collect_run(source, target, run):
    folder = os.path.join(source, run)
    with open(os.path.join(folder, "expected.json")) as f:
        expected = json.load(f)
    for name, records in expected.items():
        copy(source, target, *run.split("/"), *name.split("/"))
        weights = weight_finder(folder)
        lines = [run_line(record, weights) for record in records]
        write_lines(os.path.join(target, run, os.path.dirname(name), "lines.jsonl"),
                    [x for x in lines if x])
    for name in ("model.json", "scalars.json", "run.json"):
        copy(source, target, *run.split("/"), name)
    for epoch in os.listdir(os.path.join(folder, "weights")):
        for name in os.listdir(os.path.join(folder, "weights", epoch)):
            copy(source, target, *run.split("/"), "weights", epoch, name)


def collect_arrays(source, target, part, kind, folder):
    """histograms/ and images/kerasN/: one record a case, in the listing's order."""
    events = os.path.join(part, "events.tfevents")
    with open(os.path.join(source, part, "expected.json")) as f:
        cases = json.load(f)
    copy(source, target, *events.split("/"))
    times = wall_times(os.path.join(source, events))
    lines = [{"kind": "file_version", "wall_time": times[0]}]
    for case in cases:
        line = {"kind": kind, "tag": case.get("tag") or case["npy"] + "/image", "step": case["step"],
                "npy": os.path.relpath(os.path.join(folder, case["npy"]), part)}
        if "buckets" in case:
            line["buckets"] = case["buckets"]
        if "offset" in case:  # else: a weight that Keras skipped
            line["wall_time"] = times[case["offset"]]
        lines.append(line)
        copy(source, target, *folder.split("/"), case["npy"])
    write_lines(os.path.join(target, part, "lines.jsonl"), lines)


def summary_lines():
    """The lines of summaries/: what summary_cases() in make_golden.py hands to the real API."""
    loss = enumerate([0.0, 1.5, -2.25, 1 / 3, "Infinity", "-Infinity", "NaN", 1e-45])
    image = lambda tag, **more: {"kind": "image", "tag": tag, "step": 1,
                                 "npy": "../inputs/%s.npy" % tag, **more}
    npy = lambda name: "../inputs/%s.npy" % name
    return {
        "scalar": [{"kind": "scalar", "tag": "loss", "step": s, "value": v} for s, v in loss] + [
            {"kind": "scalar", "tag": "described", "step": 2**40, "value": 7, "description": "**bold** text"},
            {"kind": "scalar", "tag": "group/with space & \u00fcmlaut", "step": 1, "value": 0.1},
            {"kind": "scalar", "tag": "from_int", "step": 1, "value": 16777217}],
        "text": [
            {"kind": "text", "tag": "plain", "step": 3, "value": "Hello, *world*"},
            {"kind": "text", "tag": "vector", "step": 4, "value": ["a", "", "line\nbreak", "za\u017c\u00f3\u0142\u0107"]},
            {"kind": "text", "tag": "matrix", "step": 5, "value": [["a", "b"], ["c", "d"]], "description": "a table"}],
        "image": [image("float_rgb"), image("uint8_gray"), image("uint8_gray_alpha"),
                  image("uint8_rgba_five", max_outputs=4), image("described", description="black")],
        "audio": [
            {"kind": "audio", "tag": "stereo", "step": 1, "npy": npy("stereo"), "sample_rate": 8000},
            {"kind": "audio", "tag": "two_mono", "step": 2, "npy": npy("two_mono"), "sample_rate": 44100,
             "description": "noise"}],
        "pr_curve": [
            {"kind": "pr_curve", "tag": "pr", "step": 1, "labels": npy("labels"),
             "predictions": npy("predictions"), "thresholds": 11, "display_name": "pr", "description": "d"},
            {"kind": "pr_curve", "tag": "pr_default", "step": 2, "labels": npy("labels"),
             "predictions": npy("predictions")}],
        "hparams": [
            {"kind": "hparams_experiment", "time": 1700000000.25,
             "hparams": [{"name": "initializer", "values": ["he_normal", "zeros"]},
                         {"name": "learning_rate", "min": 1e-4, "max": 1e-2},
                         {"name": "units", "display_name": "Units", "description": "width",
                          "min": 8, "max": 256},
                         {"name": "bias", "values": [False, True]},
                         {"name": "free"}],
             "metrics": [{"tag": "epoch_accuracy", "group": "validation", "display_name": "accuracy"},
                         {"tag": "epoch_loss", "group": "train", "dataset": "training"}]},
            {"kind": "hparams", "time": 1700000001.5, "group": "trial-1",
             "value": {"bias": True, "free": "x", "initializer": "he_normal", "learning_rate": 1e-3,
                       "units": 256}},
            {"kind": "hparams_end", "time": 1700000009.0, "value": "success"}],
        "custom_scalar": [
            {"kind": "custom_scalars", "value": [
                {"title": "losses", "charts": [
                    {"title": "loss", "tags": ["epoch_loss", "batch_.*"]},
                    {"title": "band", "margins": [{"value": "mean", "lower": "low", "upper": "high"}]}]},
                {"title": "closed one", "closed": True}]}],
        "hparams_default_trial": [
            {"kind": "hparams", "time": 1700000002.0,
             "group": "99e8b2798aec1f8b9600e586dcc77c6208be80654b12004ac80c4b34f805c958",
             # in the order in which the golden file happens to have them: a map has none
             "value": {"bias": False, "initializer": "zeros", "dropout": 0.2, "units": 128}},
            {"kind": "hparams_end", "time": 1700000003.0, "value": "failure"}],
    }


def collect_summaries(source, target):
    for kind, lines in summary_lines().items():
        events = "summaries/%s/events.tfevents" % kind
        times = sorted(wall_times(os.path.join(source, events)).items())
        for line, (_, time) in zip(lines, times[1:], strict=True):
            line["wall_time"] = time
        write_lines(os.path.join(target, "summaries", kind, "lines.jsonl"),
                    [{"kind": "file_version", "wall_time": times[0][1]}] + lines)
    for kind in list(summary_lines()) + ["histogram", "mesh", "tensor"]:
        copy(source, target, "summaries", kind, "events.tfevents")
    for name in os.listdir(os.path.join(source, "summaries", "inputs")):
        copy(source, target, "summaries", "inputs", name)


def main(source, target):
    for version in ("keras3", "keras2"):
        for variant in sorted(os.listdir(os.path.join(source, version))):
            collect_run(source, target, version + "/" + variant)
        collect_arrays(source, target, "images/" + version, "weight_image", "images")
    collect_arrays(source, target, "histograms", "histogram", "histograms")
    collect_summaries(source, target)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
