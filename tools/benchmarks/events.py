# SPDX-License-Identifier: Apache-2.0
"""events.py FOLDER: what the event writers and readers of this Python do in a second, a line of JSON for
each case; those that cannot be imported are passed over. FOLDER/scalars and kernel.f32 are what bench_events wrote.
"""
import importlib
import json
import os
import re
import subprocess
import sys
import time

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

SCALARS, HISTOGRAMS, IMAGES = 20000, 60, 10
folder = sys.argv[1]
kernel = np.fromfile(os.path.join(folder, "kernel.f32"), np.float32).reshape(784, 256)
pixels = np.clip(kernel.T * 255.5, 0, 255).astype(np.uint8)


def report(peer, case, count, seconds):
    print(json.dumps({"peer": peer, "case": case, "rate": count / seconds}), flush=True)


def timed(peer, case, count, open_writer, log):
    writer = open_writer(os.path.join(folder, re.sub(r"\W", "_", peer + case)))
    start = time.perf_counter()
    for i in range(count):
        log(writer, i)
    writer.close()
    report(peer, case, count, time.perf_counter() - start)


def like_torch(peer, writer_class):
    timed(peer, "scalars", SCALARS, writer_class, lambda w, i: w.add_scalar("loss", i, i))
    timed(peer, "histograms", HISTOGRAMS, writer_class,
          lambda w, i: w.add_histogram("dense/kernel", kernel, i, bins="tensorflow"))
    timed(peer, "weight_images", IMAGES, writer_class,
          lambda w, i: w.add_image("dense/kernel", pixels, i, dataformats="HW"))


def tensorflow(tf):
    def log_scalar(w, i):
        with w.as_default():
            tf.summary.scalar("loss", float(i), i)

    def log_histogram(w, i):
        with w.as_default():
            tf.summary.histogram("dense/kernel", tensor, i)

    def log_image(w, i):
        with w.as_default():
            tf.summary.image("dense/kernel", image, i)

    tensor, image = tf.constant(kernel), tf.constant(kernel.T[None, :, :, None])
    timed("tf.summary", "scalars", SCALARS, tf.summary.create_file_writer, log_scalar)
    timed("tf.summary", "histograms", HISTOGRAMS, tf.summary.create_file_writer, log_histogram)
    timed("tf.summary", "weight_images", IMAGES, tf.summary.create_file_writer, log_image)


def small_copy(count):
    """The first records of the scalars, for readers that would take minutes over all of them."""
    source = next(e.path for e in os.scandir(os.path.join(folder, "scalars")))
    target = os.path.join(folder, "few_scalars", "events.out.tfevents.1.few")
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(source, "rb") as f, open(target, "wb") as out:
        for _ in range(count + 1):
            length = f.read(8)
            out.write(length + f.read(int.from_bytes(length, "little") + 8))
    return os.path.dirname(target)


def event_accumulator(module):
    count = 100000
    run = small_copy(count)
    start = time.perf_counter()
    accumulator = module.EventAccumulator(run, {module.TENSORS: 0, module.SCALARS: 0})
    accumulator.Reload()
    seconds = time.perf_counter() - start
    assert len(accumulator.Tensors("loss/0")) == count
    report("EventAccumulator", "load", count, seconds)


def tbparse(module):
    count = 100000
    run = small_copy(count)
    start = time.perf_counter()
    assert len(module.SummaryReader(run).tensors) == count
    report("tbparse", "load", count, time.perf_counter() - start)


def data_server(module):
    """TensorBoard's own fast loader, timed by itself."""
    server = os.path.join(os.path.dirname(module.__file__), "bin", "server")
    for name, flag in (("data server, no CRC", "--no-checksum"), ("data server", "--checksum")):
        with subprocess.Popen([server, "--logdir", os.path.join(folder, "scalars"), "--reload", "once", "--port",
                               "0", "-v", "-v", flag, "--die-after-stdin"], stdin=subprocess.PIPE,
                              stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
            for line in process.stderr:
                found = re.search(r"Finished load cycle \(([\d.]+)(ms|s)\)", line)
                if found:
                    report(name, "load", 2000000, float(found[1]) / (1000 if found[2] == "ms" else 1))
                    break
            process.stdin.close()


def imported(name):
    try:
        return importlib.import_module(name)
    except ImportError:
        return None


for name, bench in (("tensorflow", tensorflow),
                    ("torch.utils.tensorboard", lambda m: like_torch("torch", m.SummaryWriter)),
                    ("tensorboardX", lambda m: like_torch("tensorboardX", m.SummaryWriter)),
                    ("tensorboard.backend.event_processing.event_accumulator", event_accumulator),
                    ("tbparse", tbparse), ("tensorboard_data_server", data_server)):
    module = imported(name)
    if module:
        bench(module)
