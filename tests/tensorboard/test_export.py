#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tblog export`: what its files hold is what NumPy, protobuf and TensorBoard make of the same values.

    python test_export.py BUILD_FOLDER ROUNDS [FIRST_SEED]

Each round has random graphs, tensors, PR curves, meshes, hyperparameters and scalars; scalars go through
`tblog log --csv` and back.
"""

import csv
import io
import json
import math
import os
import random
import struct
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import loaders
import numpy
import random_logs
from google.protobuf import struct_pb2, text_format
from google.protobuf.descriptor import FieldDescriptor
from tensorboard.compat.proto import event_pb2, graph_pb2, tensor_pb2, types_pb2
from tensorboard.plugins.hparams import api_pb2, plugin_data_pb2
from tensorboard.plugins.mesh import metadata as mesh_metadata
from tensorboard.util import tensor_util

FAILED = []


def check(good, *what):
    if not good:
        FAILED.append(what)
        print(*what)


def write_run(folder, events):
    os.makedirs(folder, exist_ok=True)
    first = event_pb2.Event(wall_time=1700000000, file_version="brain.Event:2")
    with open(os.path.join(folder, "events.out.tfevents.1.host"), "wb") as f:
        f.write(b"".join(random_logs.record(e.SerializeToString()) for e in [first] + events))


def event(step, wall_time=1700000001.5):
    return event_pb2.Event(step=step, wall_time=wall_time)


def plugin(value, name, content=b""):
    value.metadata.plugin_data.plugin_name = name
    value.metadata.plugin_data.content = content


class Command:
    def __init__(self, build, folder):
        self.tblog, self.folder = os.path.join(build, "tblog"), folder

    def __call__(self, *arguments, stdin=None):
        done = subprocess.run([self.tblog, *arguments], input=stdin, stdout=subprocess.PIPE, cwd=self.folder)
        check(done.returncode == 0, "exit code", done.returncode, arguments)
        return done.stdout

    def table(self, *arguments):
        return list(csv.DictReader(io.StringIO(self("export", *arguments).decode(), newline="")))


# ---- graphs: any GraphDef, of all fields that protobuf knows ----


def random_message(r, message, depth):
    for field in message.DESCRIPTOR.fields:
        if r.random() < (.5 if depth else .1):
            continue
        if field.message_type and depth > 5:
            continue
        if field.message_type and field.message_type.GetOptions().map_entry:
            entries = getattr(message, field.name)
            for _ in range(r.randrange(3)):
                key, value = field.message_type.fields
                k = random_value(r, key)
                if value.message_type:
                    random_message(r, entries[k], depth + 1)
                else:
                    entries[k] = random_value(r, value)
        elif field.is_repeated and field.message_type:
            for _ in range(r.randrange(3)):
                random_message(r, getattr(message, field.name).add(), depth + 1)
        elif field.is_repeated:
            getattr(message, field.name).extend(random_value(r, field) for _ in range(r.randrange(4)))
        elif field.message_type:
            getattr(message, field.name).SetInParent()
            random_message(r, getattr(message, field.name), depth + 1)
        else:
            setattr(message, field.name, random_value(r, field))


def random_value(r, field):
    f = FieldDescriptor
    if field.type == f.TYPE_STRING:
        return r.choice(["", "a", "é\n\"\\", "损\x01\x7f", "Const", "'?"])
    if field.type == f.TYPE_BYTES:
        return r.choice([b"", b"\0\xff\n", b"relu", bytes(range(256))])
    if field.type == f.TYPE_BOOL:
        return r.random() < .5
    if field.type == f.TYPE_FLOAT:
        return loaders.float32(r.choice([0.0, -0.0, 1e-45, 3.4028234e38, .1, math.inf, -math.inf, r.gauss(0, 1)]))
    if field.type == f.TYPE_DOUBLE:
        return r.choice([0.0, -0.0, 5e-324, 1.7976931348623157e308, .1, math.inf, -math.inf, r.gauss(0, 1)])
    if field.type == f.TYPE_ENUM:
        return r.choice([v.number for v in field.enum_type.values] + [77, 5000, -1])
    bits = 64 if field.type in (f.TYPE_INT64, f.TYPE_UINT64, f.TYPE_FIXED64) else 32
    if field.type in (f.TYPE_INT32, f.TYPE_INT64):
        return r.choice([0, 1, -1, 2**(bits - 1) - 1, -2**(bits - 1)])
    return r.choice([0, 1, 2**bits - 1])


def test_graph(r, command):
    graph = graph_pb2.GraphDef()
    random_message(r, graph, 0)
    write_run(os.path.join(command.folder, "graph/g/h"), [event_pb2.Event(step=0, wall_time=1, graph_def=graph.SerializeToString())])
    command("export", "-k", "graphs", "-o", "graphs", "graph")
    with open(os.path.join(command.folder, "graphs/g/h/graph.pbtxt")) as f:
        again = text_format.Parse(f.read(), graph_pb2.GraphDef())
    check(again == graph, "graph", graph)


# ---- tensors ----

DTYPES = [t for t in range(1, 24) if t not in (20, 21, 7, 11, 12, 13, 15, 16)]  # also without quantized ones
LISTS = {1: "float_val", 2: "double_val", 8: "scomplex_val", 9: "int64_val", 10: "bool_val", 14: "half_val",
         18: "dcomplex_val", 19: "half_val", 22: "uint32_val", 23: "uint64_val"}


def test_tensors(r, command):
    events, want = [], {}
    for step, dtype in enumerate(DTYPES):
        shape = [r.randrange(4) for _ in range(r.randrange(4))]
        count = int(numpy.prod(shape))
        e = event(step)
        value = e.summary.value.add(tag="a/%d" % (dtype % 3))
        plugin(value, "mine")
        random_tensor(r, value, dtype, shape, count)
        want["t/run/a/%d/%d.npy" % (dtype % 3, step)] = as_numpy(value.tensor)
        events.append(e)
    write_run(os.path.join(command.folder, "tensors/run"), events)
    command("export", "-k", "tensors", "-o", "t", "tensors")
    for path, array in want.items():
        got = numpy.load(os.path.join(command.folder, path))
        check(got.dtype == array.dtype and got.shape == array.shape and got.tobytes() == array.tobytes(), path, got, array)


def random_tensor(r, value, dtype, shape, count):
    content = [1, 2, 3, 4, 5, 6, 9, 10, 17, 19, 22, 23]
    if dtype in content and r.random() < .5:
        numbers = numpy.array([r.choice([0, 1, 200, -5]) for _ in range(count)]).astype(
            tensor_util.dtypes.as_dtype(dtype).as_numpy_dtype)
        random_logs.tensor(value, dtype, shape, numbers.tobytes())
        return
    one = count > 0 and r.random() < .3  # stands for all
    parts = 2 if dtype in (8, 18) else 1
    numbers = [r.choice([0, 1, 7]) if dtype in (3, 4, 5, 6, 9, 10, 14, 17, 19, 22, 23) else r.gauss(0, 1)
               for _ in range(parts * (1 if one else count))]
    if dtype in (14, 19):
        numbers = [r.randrange(0x7c00) for _ in numbers]
    random_logs.tensor(value, dtype, shape, **{LISTS.get(dtype, "int_val"): numbers})


def as_numpy(t):
    """As TensorBoard, which knows no unsigned lists, and whose bfloat16 is not a type of NumPy."""
    shape = [d.size for d in t.tensor_shape.dim]
    if t.dtype == 14:
        halves = list(t.half_val)
        if len(halves) == 1:
            halves *= int(numpy.prod(shape))
        return (numpy.array(halves, numpy.uint32) << 16).view(numpy.float32).reshape(shape)
    if t.dtype in (22, 23) and not t.tensor_content:
        numbers = list(t.uint32_val if t.dtype == 22 else t.uint64_val)
        if len(numbers) == 1:
            numbers *= int(numpy.prod(shape))
        return numpy.array(numbers, numpy.uint32 if t.dtype == 22 else numpy.uint64).reshape(shape)
    return tensor_util.make_ndarray(t)


# ---- PR curves ----


def test_pr_curves(r, command):
    n = r.choice([1, 2, 5, 201])
    rows = numpy.array([[r.choice([0, 1, .25, 1 / 3, 7]) for _ in range(n)] for _ in range(6)], numpy.float32)
    e = event(3)
    plugin(e.summary.value.add(tag="pr"), "pr_curves")
    random_logs.tensor(e.summary.value[0], 1, [6, n], rows.tobytes())
    write_run(os.path.join(command.folder, "curves"), [e])
    table = command.table("-k", "pr_curves", "curves")
    names = ["true_positives", "false_positives", "true_negatives", "false_negatives", "precision", "recall"]
    got = numpy.array([[row[name] for row in table] for name in names], numpy.float32)
    check(numpy.array_equal(got, rows), "PR curve", got, rows)
    check([float(row["threshold"]) for row in table] == numpy.linspace(0, 1, n).tolist(), "thresholds")
    check({(row["run"], row["tag"], row["step"], row["wall_time"]) for row in table} == {(".", "pr", "3", "1700000001.5")})


# ---- meshes ----


def read_ply(path):
    """A reader of its own, by the format's description: Greg Turk, The PLY Polygon File Format."""
    with open(path, "rb") as f:
        head, _, body = f.read().partition(b"end_header\n")
    lines = head.decode("ascii").split("\n")
    check(lines[:2] == ["ply", "format binary_little_endian 1.0"], path, lines)
    elements = []
    for line in lines[2:]:
        words = line.split()
        if words[:1] == ["element"]:
            elements.append((words[1], int(words[2]), []))
        elif words[:1] == ["property"]:
            elements[-1][2].append(words[1:])
    found, at = {}, 0
    codes = {"float": "f", "uchar": "B", "int": "i"}
    for name, count, properties in elements:
        rows = []
        for _ in range(count):
            row = []
            for p in properties:
                if p[0] == "list":
                    (n,), at = struct.unpack_from("<" + codes[p[1]], body, at), at + struct.calcsize(codes[p[1]])
                    code = "<%d%s" % (n, codes[p[2]])
                else:
                    code = "<" + codes[p[0]]
                row += struct.unpack_from(code, body, at)
                at += struct.calcsize(code)
            rows.append(row)
        found[name] = rows
    check(at == len(body), path, "has", len(body) - at, "bytes more")
    return found


def test_meshes(r, command):
    batch, n, faces = r.choice([1, 3]), r.randrange(1, 5), r.choice([0, 2])
    parts = {1: (1, numpy.array([r.gauss(0, 1) for _ in range(batch * n * 3)], numpy.float32).reshape(batch, n, 3))}
    if r.random() < .7:
        parts[2] = 3, numpy.array([r.randrange(n) for _ in range(batch * faces * 3)], numpy.int32).reshape(batch, faces, 3)
    if r.random() < .7:
        parts[3] = 4, numpy.array([r.randrange(256) for _ in range(batch * n * 3)], numpy.uint8).reshape(batch, n, 3)
    e = event(4)
    for part in sorted(parts, key=lambda _: r.random()):
        dtype, array = parts[part]
        value = e.summary.value.add(tag=mesh_metadata.get_instance_name("head/x", part))
        value.metadata.CopyFrom(mesh_metadata.create_summary_metadata(
            "head/x", None, part, mesh_metadata.get_components_bitmask(list(parts)), list(array.shape)))
        random_logs.tensor(value, dtype, array.shape, array.tobytes())
    write_run(os.path.join(command.folder, "mesh"), [e])
    command("export", "-k", "mesh", "-o", "ply", "mesh")
    for i in range(batch):
        got = read_ply(os.path.join(command.folder, "ply/head/x/4.%d.ply" % i))
        want = [row.tolist() + (parts[3][1][i][k].tolist() if 3 in parts else []) for k, row in enumerate(parts[1][1][i])]
        check(got["vertex"] == want, "mesh", got, want)
        check(("face" in got) == (2 in parts) and (2 not in parts or got["face"] == parts[2][1][i].tolist()), "faces")


# ---- hyperparameters ----


def test_hparams(r, command):
    sessions = {}
    for name in r.sample(["s1", "deep/s2", "s3", "s4"], r.randrange(1, 4)):
        hparams = {h: r.choice([.1, 1e-300, 3.0, True, False, "adam", "a,b"]) for h in ("lr", "opt", "drop") if r.random() < .8}
        start = plugin_data_pb2.SessionStartInfo()
        for h, x in hparams.items():
            start.hparams[h].CopyFrom(
                struct_pb2.Value(bool_value=x) if isinstance(x, bool) else
                struct_pb2.Value(string_value=x) if isinstance(x, str) else struct_pb2.Value(number_value=x))
        e = event(0)
        plugin(e.summary.value.add(tag="_hparams_/session_start_info"), "hparams",
               plugin_data_pb2.HParamsPluginData(session_start_info=start).SerializeToString())
        random_logs.tensor(e.summary.value[0], 1, [1], b"\0\0\0\0")
        points = {}
        for group, tag in (("", "loss"), ("validation", "loss")):
            if r.random() < .8:
                points[group, tag] = [loaders.float32(r.gauss(0, 1)) for _ in range(r.randrange(1, 5))]
                series = [event(i) for i in range(len(points[group, tag]))]
                for at, x in zip(series, points[group, tag]):
                    at.summary.value.add(tag=tag, simple_value=x)
                write_run(os.path.join(command.folder, "hp", name, group), ([e] if not group else []) + series)
        if ("", "loss") not in points:
            write_run(os.path.join(command.folder, "hp", name), [e])
        sessions[name] = hparams, points
    if r.random() < .5:
        e = event(0)
        experiment = api_pb2.Experiment(hparam_infos=[api_pb2.HParamInfo(name="opt")], metric_infos=[
            api_pb2.MetricInfo(name=api_pb2.MetricName(group="validation", tag="loss")),
            api_pb2.MetricInfo(name=api_pb2.MetricName(tag="loss"))])
        plugin(e.summary.value.add(tag="_hparams_/experiment"), "hparams",
               plugin_data_pb2.HParamsPluginData(experiment=experiment).SerializeToString())
        random_logs.tensor(e.summary.value[0], 1, [1], b"\0\0\0\0")
        write_run(os.path.join(command.folder, "hp"), [e])
    table = {row["run"]: row for row in command.table("-k", "hparams", "hp")}
    check(table.keys() == sessions.keys(), "sessions", table, sessions)
    for name, (hparams, points) in sessions.items():
        for h in ("lr", "opt", "drop"):
            want = hparams.get(h, "")
            got = table[name].get(h, "")
            check(got == str(want).lower() if isinstance(want, bool) else
                  got == want if isinstance(want, str) else float(got) == want, name, h, got, want)
        for (group, tag), values in points.items():
            column = os.path.join(group, tag)
            got = [loaders.float32(float(table[name]["%s.%s" % (column, f)])) for f in ("last", "min", "max")]
            check(got == [values[-1], min(values), max(values)], name, column, got, values)
    subprocess.run(["rm", "-r", os.path.join(command.folder, "hp")], check=True)


# ---- scalars, to CSV and back ----


def shown(logdir):
    fast = loaders.FastLoader(logdir)
    points = loaders.read(fast, "scalars", "scalar")
    fast.close()
    return points


def same(a, b):
    return a == b or (math.isnan(a) and math.isnan(b))


def write_scalars(r, folder):
    for run in r.sample([".", "train", "a b/été", "seed-1", "x,y"], r.randrange(1, 4)):
        events = []
        tags = r.sample(["loss", "a/b", "été", 'quo"te', "a,b", "new\nline", "two words", " x "], 3)
        for step in sorted(r.sample(range(-5, 60), 12)):
            for tag in tags:
                if r.random() < .8:
                    e = event(step, 1700000000 + r.random() * 1e6)
                    e.summary.value.add(tag=tag, simple_value=r.choice(random_logs.NUMBERS + [r.gauss(0, 1)] * 5))
                    events.append(e)
        write_run(os.path.join(folder, run), events)


def test_scalars(r, command, with_tensorboard):
    logs = os.path.join(command.folder, "s")
    write_scalars(r, logs)
    command("log", "--csv", "back", stdin=command("export", "s"))
    command("diff", "s", "back")
    command("log", "--csv", "wide", stdin=command("export", "--wide", "s"))
    check(command.table("--wide", "wide") == command.table("--wide", "s"), "wide CSV")  # columns may have another order
    lines = [json.loads(line) for line in command("export", "-f", "jsonl", "s").decode().split("\n")[:-1]]
    again = command.table("s")
    check([(x["run"], x["tag"], str(x["step"])) for x in lines] == [(x["run"], x["tag"], x["step"]) for x in again], "JSON")
    if with_tensorboard:
        here, there = shown(logs), shown(os.path.join(command.folder, "back"))
        check(here.keys() == there.keys(), "tags", here.keys(), there.keys())
        for key, points in here.items():
            got = there.get(key, [])
            check(len(got) == len(points) and all(a.step == b.step and a.wall_time == b.wall_time and
                                                  same(a.value, b.value) for a, b in zip(points, got)), key, points, got)


def main(build, rounds, first_seed="0"):
    for seed in range(int(first_seed), int(first_seed) + int(rounds)):
        with tempfile.TemporaryDirectory() as folder:
            r, command = random.Random(seed), Command(os.path.abspath(build), folder)
            for test in test_graph, test_tensors, test_pr_curves, test_meshes, test_hparams:
                test(r, command)
            test_scalars(r, command, seed < int(first_seed) + 2)
        if FAILED:
            print("seed", seed)
            return 1
    print("%d rounds from seed %s" % (int(rounds), first_seed))
    return 0


if __name__ == "__main__":
    if len(sys.argv) not in (3, 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
