# SPDX-License-Identifier: Apache-2.0
"""Random log folders as all kinds of writers leave them, from a seed.

A run is a folder of one to four files: begun in the same second or not, restarts in a file and from file to
file, torn tails, values of TensorFlow 1 and 2, metadata with each value, once, or once a file, odd tags, steps
and numbers.  Facts that decide what can be compared come back with it.
"""

import os
import struct
from tensorboard.compat.proto import event_pb2, summary_pb2
from tensorboard.compat.tensorflow_stub.pywrap_tensorflow import masked_crc32c

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c6360000000"
                    "020001e221bc330000000049454e44ae426082")
TAGS = ["loss", "a/b", "a.b", "", "x", "été", "損失", "two words", "a,b", 'quo"te', "new\nline", "\x1b[31m", "=1+1",
        "t" * 300, "a" * 20]
NUMBERS = [0.0, -0.0, 1.0, 0.1, 1e-45, 3.4e38, float("nan"), float("inf"), float("-inf"), 1 / 3, -2.5]


def record(payload):
    head = struct.pack("<Q", len(payload))
    return head + struct.pack("<I", masked_crc32c(head)) + payload + struct.pack("<I", masked_crc32c(payload))


def tensor(value, dtype, shape, content=None, **lists):
    t = value.tensor
    t.dtype = dtype
    for size in shape:
        t.tensor_shape.dim.add(size=size)
    t.tensor_shape.SetInParent()
    if content is not None:
        t.tensor_content = content
    for name, numbers in lists.items():
        getattr(t, name).extend(numbers)


# ---- kinds: each sets the data of a value; 'plugin' goes into its metadata ----


def v1_scalar(r, v):
    v.simple_value = r.choice(NUMBERS)


def scalar(r, v):
    x = r.choice(NUMBERS)
    if r.random() < .5:
        tensor(v, 1, [], float_val=[x])
    else:
        tensor(v, 1, [], struct.pack("<f", x if abs(x) < 3.4e38 or x != x else 1.0))


def odd_scalar(r, v):
    x, n = r.choice(NUMBERS), r.choice([0, 1, -5, 100])
    r.choice([
        lambda: tensor(v, 2, [], double_val=[x]),
        lambda: tensor(v, 2, [], struct.pack("<d", x)),
        lambda: tensor(v, 3, [], int_val=[n]),
        lambda: tensor(v, 9, [], int64_val=[n << 40]),
        lambda: tensor(v, 9, [1], struct.pack("<q", n << 40)),
        lambda: tensor(v, 19, [], half_val=[0x3c01]),
        lambda: tensor(v, 10, [], bool_val=[n > 0]),
        lambda: tensor(v, 1, [1], float_val=[x]),
        lambda: tensor(v, 1, [1, 1], struct.pack("<f", 2.5)),
        lambda: tensor(v, 4, [], int_val=[200]),
    ])()


def v1_histogram(r, v):
    n = r.choice([0, 1, 3, 5])
    edges = sorted(r.uniform(-3, 3) for _ in range(n))
    v.histo.min, v.histo.max = (edges[0] - 1 if n else 0), (edges[-1] if n else 0)
    v.histo.bucket_limit.extend(edges)
    v.histo.bucket.extend(r.choice([0, 1, 7]) for _ in range(n))


def histogram(r, v):
    k = r.choice([0, 1, 3])
    rows = [sorted(r.uniform(-3, 3) for _ in range(2)) + [float(r.randrange(9))] for _ in range(k)]
    wide = r.random() < .5
    content = b"".join(struct.pack("<3d" if wide else "<3f", *row) for row in rows)
    tensor(v, 2 if wide else 1, [k, 3], content)


def text(r, v):
    texts = [r.choice(["", "hello", "a,b", "é\n*x*", "=cmd"]).encode() for _ in range(r.choice([0, 1, 3]))]
    if len(texts) == 1 and r.random() < .5:
        tensor(v, 7, [], string_val=texts)
    else:
        tensor(v, 7, [len(texts)], string_val=texts)


def v1_image(r, v):
    v.image.width = v.image.height = v.image.colorspace = 1
    v.image.encoded_image_string = PNG + bytes([r.randrange(256)])


def image(r, v):
    pictures = [PNG + bytes([r.randrange(256)]) for _ in range(r.choice([0, 1, 2]))]
    tensor(v, 7, [2 + len(pictures)], string_val=[b"1", b"1"] + pictures)


def v1_audio(r, v):
    v.audio.sample_rate, v.audio.num_channels = 8000, 1
    v.audio.encoded_audio_string = b"RIFF\4\0\0\0WAVE" + bytes([r.randrange(256)])


def audio(r, v):
    n = r.choice([1, 2])
    clips = [b"RIFF\4\0\0\0WAVE" + bytes([r.randrange(256)]) for _ in range(n)]
    if r.random() < .5:
        tensor(v, 7, [n], string_val=clips)
    else:
        tensor(v, 7, [n, 2], string_val=[x for clip in clips for x in (clip, b"label")])


def own(r, v):
    tensor(v, 1, [2], struct.pack("<2f", 1, 2))


def numbers(r, v):
    rows, columns = r.choice([0, 1, 6]), r.choice([1, 3])
    tensor(v, 1, [rows, columns], float_val=[r.choice(NUMBERS) for _ in range(rows * columns)])


def message(r, v):
    """One string, of rank 0 as a graph's, or of rank 1."""
    tensor(v, 7, r.choice([[], [], [1]]), string_val=[r.choice([b"", b"{}", b"\x0a\x01x"])])


def nothing(r, v):
    pass


# kind: (plugin of its metadata, the ways in which its values are stored)
KINDS = {
    "scalars": ("scalars", [v1_scalar, scalar, scalar]),
    "odd scalars": ("scalars", [scalar, odd_scalar]),
    "histograms": ("histograms", [v1_histogram, histogram]),
    "text": ("text", [text]),
    "images": ("images", [v1_image, image]),
    "audio": ("audio", [v1_audio, audio]),
    "own": ("mine", [own]),
    "curves": ("pr_curves", [numbers]),
    "mesh": ("mesh", [numbers]),
    "hparams": ("hparams", [own, nothing, numbers]),
    "layout": ("custom_scalars", [message, text]),
    "model": ("graph_keras_model", [message, message, text]),
    "profile": ("graph_run_metadata", [message]),
    "empty": ("scalars", [nothing, scalar]),
}


class Series:
    """A tag, what is logged to it, and which of its values get metadata."""

    def __init__(self, r, tag):
        self.tag = tag
        self.kind = r.choice(list(KINDS) + ["scalars"] * 6)
        self.plugin, self.ways = KINDS[self.kind]
        self.way = r.choice(self.ways + [None])  # None: another way for each value
        self.metadata = r.choice(["each", "once", "once", "once a file", "never"])
        self.data_class = r.choice([0] * 9 + [1, 2, 3])
        self.strange = r.random() < .07  # some values are of another kind
        self.said_in = set()

    def wants_metadata(self, file):
        if self.metadata == "each" or (self.metadata == "once" and not self.said_in) or \
           (self.metadata == "once a file" and file not in self.said_in):
            self.said_in.add(file)
            return True
        return False

    def put(self, r, summary, file, facts):
        v = summary.value.add(tag=self.tag)
        plugin, way = self.plugin, self.way or r.choice(self.ways)
        if self.strange and r.random() < .4:
            plugin, ways = KINDS[r.choice(list(KINDS))]
            way = r.choice(ways)
            facts["strange"] = True
        way(r, v)
        if self.wants_metadata(file):
            v.metadata.plugin_data.plugin_name = plugin
            if self.data_class:
                v.metadata.data_class = self.data_class
        elif r.random() < .02:
            v.metadata.display_name = "named"


def steps(r):
    """Where a series goes on from: a first step and what is added to it each time."""
    first = r.choice([0, 0, 0, 1, -3, 2**53 + 1, 2**62, -2**63])
    return first, r.choice([1, 1, 1, 10, 0, -1]) if first > -2**62 else 1


def event_of(r, series, step, wall, file, facts):
    e = event_pb2.Event(wall_time=wall, step=step)
    for s in series:
        for _ in range(2 if r.random() < .03 else 1):
            s.put(r, e.summary, file, facts)
    e.summary.SetInParent()
    return e


def write_file(r, series, path, file, wall, facts):
    """One file's records; a restart goes back some steps."""
    out = []
    if r.random() < .97:
        out.append(event_pb2.Event(wall_time=wall, file_version="brain.Event:2"))
    else:
        facts["no version"] = True
    step, add = facts["at"]
    if file and r.random() < .5:
        step = max(step - r.randrange(6), -2**63)
    for i in range(r.choice([0, 1, 5, 12])):
        chosen = [s for s in series if r.random() < .7]
        if r.random() < .4:  # as TensorFlow 2: an event for each value
            out += [event_of(r, [s], step, wall + i, file, facts) for s in chosen]
        else:
            out.append(event_of(r, chosen, step, wall + i, file, facts))
        if r.random() < .02:
            out.append(event_pb2.Event(wall_time=wall, step=step, graph_def=b"\x0a\x03\x0a\x01x"))
        if r.random() < .02:
            profile = event_pb2.TaggedRunMetadata(tag=r.choice(["step 1", "loss", ""]), run_metadata=b"\x0a\x00")
            out.append(event_pb2.Event(wall_time=wall, step=step, tagged_run_metadata=profile))
            facts["profiled"] += [profile.tag]
        if r.random() < .01:
            out.append(event_pb2.Event(wall_time=float("inf"), step=step,
                                       summary=summary_pb2.Summary(value=[dict(tag="loss", simple_value=1)])))
            facts["infinite"] = True
        step += add if r.random() < .95 else r.choice([-5, -1, 0, 100])
        step = max(min(step, 2**63 - 1), -2**63)
    facts["at"] = step, add
    records = [record(e.SerializeToString()) for e in out]
    with open(path, "wb") as f:
        f.write(damage(r, records, facts))


def damage(r, records, facts):
    data = b"".join(records)
    x = r.random()
    if x < .25 and data:  # torn: what a killed writer leaves
        facts["torn"] = True
        return data[:len(data) - r.randrange(1, min(len(records[-1]), 40))]
    if x < .29 and len(records) > 2:  # a bit of a length or of the data
        i = r.randrange(1, len(records))
        at = len(b"".join(records[:i])) + r.choice([0, 3, 9, 12 + r.randrange(len(records[i]) - 16)])
        facts["damaged"] = True
        return data[:at] + bytes([data[at] ^ 1 << r.randrange(8)]) + data[at + 1:]
    if x < .30:
        wrong = record(b"\x0a\x7fnot an event") if r.random() < .5 else \
            record(event_pb2.Event(wall_time=float("nan"), step=1).SerializeToString())
        facts["damaged"] = True
        i = r.randrange(len(records) + 1)
        return b"".join(records[:i]) + wrong + b"".join(records[i:])
    return data


def write_run(r, folder):
    """A random run in a new folder; the facts that its comparison needs."""
    os.makedirs(folder)
    facts = {"at": steps(r), "profiled": []}
    series = [Series(r, tag) for tag in r.sample(TAGS, r.choice([1, 1, 2, 4]))]
    second = 1700000000
    for file in range(r.choice([1, 1, 2, 3, 4])):
        name = "events.out.tfevents.%d.host.%d.%d%s" % (second, r.choice([9999, 10000]), file, r.choice(["", ".v2"]))
        second += r.choice([0, 0, 1])
        write_file(r, series, os.path.join(folder, name), file, second + r.random(), facts)
    return facts
