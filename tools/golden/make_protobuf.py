#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Damaged and odd events, and what Google's protobuf makes of each:

    python tools/golden/make_protobuf.py record tests/golden/protobuf   # the test's data
    python tools/golden/make_protobuf.py fuzz build/tblog 100000 [SEED] # by hand: `tblog verify` beside protobuf

events.bin: a record for each event, both CRCs right. expected.txt: a line for each, "bad" where protobuf cannot parse
it, else "ok STEP WHAT" and the values of its summary: TAG:FORM, the tag in hexadecimal, and for a simple_value its bits.
Needs protobuf 7.36 and tensorboard 2.21, whose event_pb2 has TensorFlow's schema.
"""
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

from google.protobuf.message import DecodeError
from tensorboard.compat.proto import event_pb2, summary_pb2, tensor_pb2, types_pb2

RECORDED = 800
RECORD_SIZE_MOST = 300

# ---- records ----

CRC_TABLE = []
for n in range(256):
    for _ in range(8):
        n = n >> 1 ^ (0x82F63B78 if n & 1 else 0)
    CRC_TABLE.append(n)


def masked_crc(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 255]
    crc ^= 0xFFFFFFFF
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked_crc(length)) + data + struct.pack("<I", masked_crc(data))


# ---- the oracle ----

def parse(data):
    try:
        return event_pb2.Event.FromString(data)
    except DecodeError:
        return None


def describe(data):
    event = parse(data)
    if event is None:
        return "bad"
    words = ["ok", str(event.step), event.WhichOneof("what") or "nothing"]
    for value in event.summary.value:
        form = value.WhichOneof("value") or "nothing"
        words.append(f"{value.tag.encode().hex()}:{form}")
        if form == "simple_value":
            words[-1] += ":" + struct.pack(">f", value.simple_value).hex()
    return " ".join(words)


# ---- sound events of every kind ----

def tensors():
    shape = {"dim": [{"size": 2, "name": "rows"}, {"size": 1}]}
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_shape=shape, float_val=[1.5, -2])
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_DOUBLE, tensor_shape=shape, double_val=[1.5, -2])
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_INT32, int_val=[1, -1], half_val=[300], version_number=1)
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_INT64, int64_val=[1 << 40], uint32_val=[7], uint64_val=[9])
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_BOOL, bool_val=[True, False], scomplex_val=[1, 2], dcomplex_val=[3, 4])
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_STRING, string_val=[b"a\xff", "ü".encode()])
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, tensor_content=struct.pack("<2f", 1, 2), tensor_shape=shape)
    handle = {"device": "cpu", "container": "c", "name": "n", "hash_code": 5, "maybe_type_name": "t",
              "dtypes_and_shapes": [{"dtype": 1, "shape": shape}]}
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_RESOURCE, resource_handle_val=[handle])
    inner = tensor_pb2.TensorProto(dtype=types_pb2.DT_FLOAT, float_val=[1])
    yield tensor_pb2.TensorProto(dtype=types_pb2.DT_VARIANT,
                                 variant_val=[{"type_name": "v", "metadata": b"m", "tensors": [inner]}])


def values():
    metadata = summary_pb2.SummaryMetadata(
        plugin_data={"plugin_name": "scalars", "content": b"\x08\x01"}, display_name="α", summary_description="d",
        data_class=1)
    for i, tensor in enumerate(tensors()):
        yield summary_pb2.Summary.Value(tag=f"t{i}", tensor=tensor, metadata=metadata if i % 2 else None)
    yield summary_pb2.Summary.Value(tag="s/ü", simple_value=0.25, node_name="node")
    yield summary_pb2.Summary.Value(tag="h", histo={"min": 0, "max": 2, "num": 3, "sum": 4, "sum_squares": 5,
                                                    "bucket_limit": [1, 2], "bucket": [1, 2]})
    yield summary_pb2.Summary.Value(tag="i", image={"height": 1, "width": 2, "colorspace": 3,
                                                    "encoded_image_string": b"\x89PNG"})
    yield summary_pb2.Summary.Value(tag="a", audio={"sample_rate": 8000, "num_channels": 1, "length_frames": 2,
                                                    "encoded_audio_string": b"RIFF", "content_type": "audio/wav"})
    yield summary_pb2.Summary.Value(tag="o", obsolete_old_style_histogram=b"old")
    yield summary_pb2.Summary.Value(metadata=metadata)


def sound_events():
    made = list(values())
    for i, value in enumerate(made):
        yield event_pb2.Event(wall_time=1.5, step=i, summary={"value": [value]})
    for i in range(0, len(made) - 2, 3):
        yield event_pb2.Event(step=-1, summary={"value": made[i:i + 3]}, source_metadata={"writer": "w"})
    yield event_pb2.Event(file_version="brain.Event:2")
    yield event_pb2.Event(graph_def=b"\x0a\x00")
    yield event_pb2.Event(meta_graph_def=b"\xff")
    yield event_pb2.Event(log_message={"level": 20, "message": "m"})
    yield event_pb2.Event(session_log={"status": 1, "checkpoint_path": "p", "msg": "m"})
    yield event_pb2.Event(tagged_run_metadata={"tag": "t", "run_metadata": b"r"})
    yield event_pb2.Event()


# ---- damage ----

def varint(number, pad=0):
    out = bytearray()
    while number > 127 or pad:
        pad -= number <= 127
        out.append(number & 127 | 128)
        number >>= 7
    return bytes(out + bytes([number]))


def read_varint(data, at):
    number = shift = 0
    while True:
        number |= (data[at] & 127) << shift
        shift += 7
        at += 1
        if data[at - 1] < 128:
            return number, at


def fields(data):
    """The fields of a sound message: number, wire type, and its bytes without key and length."""
    out, at = [], 0
    while at < len(data):
        key, at = read_varint(data, at)
        if key & 7 == 2:
            size, at = read_varint(data, at)
        else:
            size = {0: 0, 1: 8, 5: 4}[key & 7]
            if not size:
                size = read_varint(data, at)[1] - at
        out.append((key >> 3, key & 7, data[at:at + size]))
        at += size
    return out


def joined(parts, rng=None):
    out = b""
    for number, wire, data in parts:
        pad = rng.randrange(1, 7) if rng and rng.random() < 0.03 else 0
        out += varint(number << 3 | wire, pad) + (varint(len(data), pad) if wire == 2 else b"") + data
    return out


def damage_bytes(data, rng):
    data = bytearray(data)
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        at = rng.randrange(len(data) + 1)
        how = rng.randrange(6)
        if how == 0 and at < len(data):
            data[at] ^= 1 << rng.randrange(8)
        elif how == 1 and at < len(data):
            data[at] = rng.choice([0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)])
        elif how == 2:
            del data[at:]
        elif how == 3:
            del data[at:at + rng.randrange(1, 4)]
        elif how == 4:
            data[at:at] = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 4)))
        else:
            data[at:at] = rng.choice([b"\x0b", b"\x0c", b"\x0b\x0c", b"\x0b\x08\x01\x0c", b"\xff" * 9 + b"\x7f",
                                      b"\x80" * 10, b"\xed\xa0\x80", b"\xc0\x80", b"\x7a\x00"])
    return bytes(data)


def odd_field(rng):
    number = rng.choice([0, 1, 2, 3, 5, 8, 9, 15, 100, (1 << 29) - 1, 1 << 29])
    return rng.choice([
        varint(number << 3) + varint(rng.choice([0, 1, (1 << 64) - 1])),
        varint(number << 3 | 1) + bytes(8),
        varint(number << 3 | 2) + varint(2) + b"\x08\x01",
        varint(number << 3 | 5) + bytes(4),
        varint(number << 3 | 3) + b"\x08\x01" + varint(number << 3 | 4),
        varint(number << 3 | 3) * (n := rng.choice([2, 99, 100, 101])) + varint(number << 3 | 4) * n,
        varint(number << 3 | rng.randrange(8)),
    ])


def change_fields(parts, rng):
    """One thing done to the fields of a message: damage, another order, one twice or away, an odd one."""
    how = rng.randrange(6)
    i = rng.randrange(len(parts)) if parts else 0
    if how == 0 and len(parts) > 1:
        rng.shuffle(parts)
    elif how == 1 and parts:
        parts.insert(rng.randrange(len(parts) + 1), parts[i])
    elif how == 2 and parts:
        del parts[i]
    elif how == 3 and parts:
        parts[i] = (rng.choice([parts[i][0], rng.randrange(1, 20)]), rng.choice([0, 1, 2, 5]), parts[i][2])
    else:
        return None
    return parts


def looks_like_message(data):
    try:
        return bool(data) and joined(fields(data)) == data
    except (IndexError, KeyError):
        return False


def damage(data, rng, deep=0.75):
    """Damage somewhere inside; the lengths around it are right again, so that it is the inner message that is wrong."""
    parts = fields(data)
    inner = [i for i, part in enumerate(parts) if part[1] == 2 and looks_like_message(part[2])]
    if inner and rng.random() < deep:
        i = rng.choice(inner)
        parts[i] = (parts[i][0], 2, damage(parts[i][2], rng))
        return joined(parts, rng)
    leaves = [i for i, part in enumerate(parts) if part[1] == 2 and part[2]]
    if leaves and rng.random() < 0.3:
        i = rng.choice(leaves)
        parts[i] = (parts[i][0], 2, damage_bytes(parts[i][2], rng))
        return joined(parts, rng)
    changed = change_fields(list(parts), rng)
    if changed is not None:
        return joined(changed, rng)
    if rng.random() < 0.4:
        return joined(parts) + odd_field(rng)
    return damage_bytes(data, rng)


def part(number, data):
    return varint(number << 3 | 2) + varint(len(data)) + data


def nested(depth):
    """A tensor within variants, its message at that depth below the event."""
    data = b""
    for level in range(depth, 3, -1):  # event 0, summary 1, value 2, tensor 3, variant 4, tensor 5, ...
        data = part(15 if level % 2 == 0 else 3, data)
    return part(5, part(1, part(8, data)))


def each_field(message=event_pb2.Event.DESCRIPTOR, path=(), seen=()):
    """An event for each way in which each field of the schema can be wrong by itself."""
    for field in message.fields:
        wrong = {field.TYPE_STRING: [b"\xff", b"\xe2\x82"], field.TYPE_BYTES: [b"\xff"], field.TYPE_MESSAGE: [b"\x0a"],
                 field.TYPE_FLOAT: [bytes(2), bytes(4)], field.TYPE_DOUBLE: [bytes(4), bytes(8)]}.get(
                     field.type, [b"\x80", b"\xff" * 9 + b"\x7f"])
        for data in wrong:
            data = part(field.number, data)
            for number in reversed(path):
                data = part(number, data)
            yield data
        if field.message_type and field.message_type not in seen:
            yield from each_field(field.message_type, path + (field.number,), seen + (field.message_type,))


def chosen_events():
    """What the issue had, each field, and the limits."""
    simple = lambda tag, x: summary_pb2.Summary.Value(tag=tag, simple_value=x).SerializeToString()
    one, two = part(5, part(1, simple("a", 1))), part(5, part(1, simple("b", 2)))
    yield bytes.fromhex("2a070a050a32616263")
    yield from (b"", one + two, one + part(4, b"graph") + two, one + part(3, b"version"), part(3, b"v") + one + two)
    yield from (one + b"\x2a\x00" + two, one + b"\x7a\x01x" + two + b"\x10\x07", one + part(5, b"\x0a\x05a"), b"\x2a\x00",
                part(4, one), part(3, one), part(9, one + two))
    yield from each_field()
    for odd in ("7b7c", "7b74", "7b", "7c", "7b00017c", "7b03047c", "7b03007c", "7b047c", "0001", "0304", "7b0e7c",
                "9080808010" "01", "908080800f01", "90808080800001", "22818080801078", "2281808080000178"):
        yield bytes.fromhex(odd)
        yield part(5, bytes.fromhex(odd))
        yield part(5, b"") + bytes.fromhex(odd) + one
    for depth in (99, 100, 101, 102):
        yield nested(depth)
        yield b"\x7b" * depth + b"\x7c" * depth
        yield part(5, b"\x7b" * (depth - 1) + b"\x7c" * (depth - 1))


# ---- the two uses ----

def damaged(seed):
    sound = [event.SerializeToString() for event in sound_events()]
    rng = random.Random(seed)
    while True:
        data = rng.choice(sound)
        for _ in range(rng.choice([1, 1, 1, 2])):
            try:
                data = damage(data, rng)
            except (IndexError, KeyError):
                break  # damaged so that its fields cannot be told apart any more
        yield data


def write_recorded(folder):
    events = list(chosen_events()) + [event.SerializeToString() for event in sound_events()]
    seen = set(events)
    good = sum(parse(data) is not None for data in events)
    for data in damaged(1):
        if len(events) >= RECORDED:
            break
        accepted = parse(data) is not None
        if data in seen or len(data) > RECORD_SIZE_MOST or (accepted and good > RECORDED // 2):
            continue
        seen.add(data)
        good += accepted
        events.append(data)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "events.bin").write_bytes(b"".join(record(data) for data in events))
    (folder / "expected.txt").write_text("".join(describe(data) + "\n" for data in events))
    print(f"{len(events)} events, {good} good")


def verify(tool, events):
    """The numbers of the records that `tblog verify` reports."""
    with tempfile.NamedTemporaryFile(suffix=".tfevents") as file:
        file.write(b"".join(record(data) for data in events))
        file.flush()
        said = subprocess.run([tool, "verify", file.name], capture_output=True, text=True, errors="replace")
    return {int(line.split(": record ")[1].split()[0]) for line in said.stdout.splitlines()}


def fuzz(tool, count, seed):
    source, differ, bad_count = damaged(seed), 0, 0
    for begin in range(0, count, 10000):
        events = [next(source) for _ in range(min(10000, count - begin))]
        bad = verify(tool, events)
        for i, data in enumerate(events):
            wrong = parse(data) is None
            bad_count += wrong
            if wrong != (i in bad):
                differ += 1
                print("protobuf", "refuses" if wrong else "accepts", data.hex())
    print(f"{count} events, {bad_count} bad, {differ} judged otherwise than by protobuf")
    return 1 if differ else 0


if sys.argv[1] == "record":
    write_recorded(pathlib.Path(sys.argv[2]))
else:
    sys.exit(fuzz(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 0))
