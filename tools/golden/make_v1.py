#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Values in the forms of TensorFlow 1, written by tensorboardX, and what the real TensorBoard makes
of them (tensorboard/data_compat.py):

    python tools/golden/make_v1.py tests/golden/v1

events.tfevents: the file; expected.txt: each histogram's tag and number of buckets, then left, right, count; image.png and
sound.wav: what the image and the sound hold. Needs tensorboardX 2.6.5, tensorboard 2.21, soundfile.
"""
import pathlib
import sys

import numpy as np
from tensorboard import data_compat
from tensorboard.backend.event_processing import event_file_loader
from tensorboard.util import tensor_util
from tensorboardX import SummaryWriter

out = pathlib.Path(sys.argv[1])
for old in out.glob("events*"):
    old.unlink()
rng = np.random.default_rng(7)
with SummaryWriter(str(out)) as writer:
    for step in range(5):
        writer.add_scalar("scalar", step / 4, step, walltime=1000 + step)
    cases = {"normal": rng.normal(size=500), "zeros": np.zeros(9), "one": np.ones(1),
             "wide": np.array([-1e30, 0, 1e30]), "positive": np.arange(1, 50.0)}
    for name, values in cases.items():
        writer.add_histogram(f"histogram/{name}", values, 1, bins="tensorflow", walltime=1005)
    writer.add_histogram_raw("histogram/nothing", min=0, max=0, num=0, sum=0, sum_squares=0,
                             bucket_limits=[1, 2], bucket_counts=[0, 0], global_step=1, walltime=1005)
    writer.add_image("image", rng.random((3, 5, 7)), 2, walltime=1006)
    writer.add_audio("sound", np.sin(np.arange(80) / 3), 3, sample_rate=8000, walltime=1007)
next(out.glob("events*")).rename(out / "events.tfevents")

lines = []
for event in event_file_loader.LegacyEventFileLoader(str(out / "events.tfevents")).Load():
    for value in event.summary.value:
        new = data_compat.migrate_value(value)
        if value.WhichOneof("value") == "histo":
            rows = tensor_util.make_ndarray(new.tensor)
            lines.append(f"{value.tag} {len(rows)}")
            lines += [f"{left:.9g} {right:.9g} {count:.9g}" for left, right, count in rows]
        elif value.WhichOneof("value") == "image":
            (out / "image.png").write_bytes(tensor_util.make_ndarray(new.tensor)[2])
        elif value.WhichOneof("value") == "audio":
            (out / "sound.wav").write_bytes(tensor_util.make_ndarray(new.tensor)[0][0])
(out / "expected.txt").write_text("\n".join(lines) + "\n")
