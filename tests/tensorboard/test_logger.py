#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What programs log that are not Keras, as the real TensorBoard shows it.

    python test_logger.py BUILD_FOLDER

Arrays come from NumPy by doc/examples/tblog.py, as they are: slices, transposed, of every type; expected values are
NumPy's own, or those that TensorBoard's plugins serve.
"""

import io
import json
import logging
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "doc", "examples")]
logging.disable(logging.WARNING)
import loaders
import numpy
import tblog
from PIL import Image
from tensorboard.context import RequestContext
from tensorboard.plugins import base_plugin
from tensorboard.plugins.pr_curve import pr_curves_plugin

SEED = numpy.random.default_rng(19)


class Checks:
    def __init__(self, build, folder):
        self.library = os.path.join(build, "src", "tblog", "libtblog.so")
        self.tool, self.folder, self.logs = os.path.join(build, "tblog"), folder, os.path.join(folder, "logs")
        self.later, self.wrong, self.count = [], [], 0

    def writer(self, run, **options):
        return tblog.Writer(os.path.join(self.logs, run), self.library, **options)

    def log(self, run, *lines):
        text = "".join(json.dumps(line) + "\n" for line in lines)
        subprocess.run([self.tool, "log", os.path.join(self.logs, run)], input=text.encode(), check=True)

    def npy(self, name, array):
        path = os.path.join(self.folder, name + ".npy")
        numpy.save(path, array)
        return path

    def equal(self, what, got, want):
        self.count += 1
        if not numpy.array_equal(numpy.asarray(got), numpy.asarray(want)):
            self.wrong.append("%s: %s, not %s" % (what, str(got)[:200], str(want)[:200]))


def pictures(fast, run, tag):
    """The pixels of a tag's images at its only step."""
    ctx = RequestContext()
    point, = loaders.read(fast, "images", "blobs")[run, tag]
    blobs = [fast.provider.read_blob(ctx, blob_key=b.blob_key) for b in point.values]
    assert blobs[0].isdigit() and blobs[1].isdigit()
    images = [Image.open(io.BytesIO(blob)) for blob in blobs[2:]]
    assert all(image.size == (int(blobs[0]), int(blobs[1])) for image in images)
    return [numpy.asarray(image) for image in images]


# ---- arrays ----


def images(c):
    """Each layout and kind of view shows the same pixels."""
    pixels = SEED.integers(0, 256, (2, 5, 7, 3), numpy.uint8)
    padded = numpy.zeros((2, 5, 10, 4), numpy.uint8)
    padded[:, :, :7, 1:] = pixels
    views = {"dense": (pixels, None), "NCHW": (numpy.ascontiguousarray(pixels.transpose(0, 3, 1, 2)), "NCHW"),
             "a view as NCHW": (pixels.transpose(0, 3, 1, 2), "NCHW"), "rows with padding": (padded[:, :, :7, 1:], "NHWC"),
             "Fortran order": (numpy.asfortranarray(pixels), None), "WHCN": (pixels.transpose(2, 1, 3, 0), "WHCN"),
             "backwards": (numpy.ascontiguousarray(pixels[:, ::-1])[:, ::-1], "NHWC"),
             "the other byte order": ((pixels.astype(">u2") * 256), None)}
    with c.writer("images") as w:
        for tag, (array, layout) in views.items():
            w.image(tag, 1, array, layout)
        w.image("bool", 1, pixels[0, :, :, 0] > 99)
        w.image("int16", 1, pixels[0].astype(numpy.int16) * 128 - 7)
        w.image_grid("grid", 1, pixels[:, :, :, :1].transpose(0, 3, 1, 2), "NCHW")
        buffer = io.BytesIO()
        Image.fromarray(pixels[0]).save(buffer, "GIF")
        w.encoded_image("gif", 1, buffer.getvalue())
    gif = numpy.asarray(Image.open(buffer))
    grid = numpy.zeros((5 + 4, 7 * 2 + 6), numpy.uint8)
    grid[2:7, 2:9], grid[2:7, 11:18] = pixels[:, :, :, 0]

    def check(fast):
        for tag in views:
            c.equal(tag, pictures(fast, "images", tag), list(pixels))
        c.equal("bool", pictures(fast, "images", "bool")[0], (pixels[0, :, :, 0] > 99) * 255)
        # tf.image.convert_image_dtype: x // 128, saturated
        c.equal("int16", pictures(fast, "images", "int16")[0],
                ((pixels[0].astype(int) * 128 - 7) // 128).clip(0, 255))
        c.equal("grid", pictures(fast, "images", "grid")[0], grid)
        c.equal("gif", pictures(fast, "images", "gif")[0], gif)

    c.later.append(check)


def lines_of_images(c):
    pixels = SEED.integers(0, 256, (3, 3, 4, 5), numpy.uint8)
    path = c.npy("nchw", pixels)
    gif = os.path.join(c.folder, "one.gif")
    Image.fromarray(pixels[0, 0]).save(gif)
    c.log("lines", {"kind": "image", "tag": "chw", "npy": path, "layout": "NCHW"},
          {"kind": "image", "tag": "grid", "npy": path, "layout": "NCHW", "columns": 3, "padding": 0},
          {"kind": "encoded_image", "tag": "gif", "file": gif})

    def check(fast):
        rows = pixels.transpose(0, 2, 3, 1)
        c.equal("log: NCHW", pictures(fast, "lines", "chw"), list(rows))
        c.equal("log: grid", pictures(fast, "lines", "grid")[0], numpy.concatenate(list(rows), 1))
        c.equal("log: gif", pictures(fast, "lines", "gif")[0], numpy.asarray(Image.open(gif)))

    c.later.append(check)


def histograms(c):
    """Of a view and of every type, what numpy.histogram counts."""
    table = SEED.integers(0, 100, (40, 30))
    names = [name for name in tblog.DTYPES if "complex" not in name and name not in ("bool", "bfloat16")]
    with c.writer("histograms") as w:
        for name in names:
            w.histogram(name, 1, table.astype(name)[::2, 1::3])
        w.tensor("tensor", 1, table.T[::-1])

    def check(fast):
        part = table[::2, 1::3].astype(float)
        counts, edges = numpy.histogram(part, 30)
        for name in names:
            point, = loaders.read(fast, "histograms", "tensor")["histograms", name]
            c.equal("histogram of " + name, point.numpy[:, 2], counts)
            c.equal("edges of " + name, point.numpy[:, 0].round(9), edges[:-1].round(9))

    c.later.append(check)


# ---- clips ----


def clips(c):
    """Pillow finds every frame of the animation that TensorBoard serves, as image/png."""
    frames = SEED.integers(0, 256, (4, 6, 5, 3), numpy.uint8)
    with c.writer("clips") as w:
        w.clip("clip", 1, frames.transpose(0, 3, 1, 2), 12.5, "NCHW")
    c.log("clips2", {"kind": "clip", "tag": "clip", "npy": c.npy("frames", frames), "fps": 25, "loops": 2})

    def check(fast):
        for run, milliseconds, loops in (("clips", 80, 0), ("clips2", 40, 2)):
            point, = loaders.read(fast, "images", "blobs")[run, "clip"]
            blob = fast.provider.read_blob(RequestContext(), blob_key=point.values[2].blob_key)
            image = Image.open(io.BytesIO(blob))
            c.equal(run, [image.n_frames, image.info["loop"], image.info["duration"]], [4, loops, milliseconds])
            for i in range(4):
                image.seek(i)
                c.equal("%s: frame %d" % (run, i), numpy.asarray(image.convert("RGB")), frames[i])

    c.later.append(check)


# ---- PR curves ----


def curves(c):
    """TensorBoard's own plugin shows the counts, and those of labels and predictions of every type."""
    labels, predictions = SEED.integers(0, 2, 500), SEED.random(500).round(2)
    weights = SEED.integers(0, 5, 500)
    at = numpy.arange(5) / 4
    taken = numpy.floor(predictions[:, None] * 4) / 4 >= at
    tp = ((labels[:, None] == 1) & taken) * weights[:, None]
    fp = ((labels[:, None] == 0) & taken) * weights[:, None]
    tp, fp = tp.sum(0), fp.sum(0)
    counts = numpy.stack([tp, fp, fp[0] - fp, tp[0] - tp])
    lines = [{"kind": "pr_curve", "tag": "counts", "counts": c.npy("counts", counts)},
             {"kind": "pr_curve", "tag": "float32", "counts": c.npy("counts32", counts.astype(numpy.float32))}]
    for name in ("int64", "uint8", "bool", "float64", "float32"):
        lines.append({"kind": "pr_curve", "tag": "labels of " + name, "thresholds": 5,
                      "labels": c.npy("labels " + name, labels.astype(name)),
                      "predictions": c.npy("predictions", predictions), "weights": c.npy("weights", weights)})
    c.log("curves", *lines)

    def check(fast):
        plugin = pr_curves_plugin.PrCurvesPlugin(base_plugin.TBContext(data_provider=fast.provider))
        for line in lines:
            shown, = plugin.pr_curves_impl(RequestContext(), "", ["curves"], line["tag"] + "/pr_curves")["curves"]
            c.equal(line["tag"] + ": true positives", shown["true_positives"], tp)
            c.equal(line["tag"] + ": false positives", shown["false_positives"], fp)
            c.equal(line["tag"] + ": thresholds", shown["thresholds"], at)
            c.equal(line["tag"] + ": precision", shown["precision"], (tp / numpy.maximum(1e-7, tp + fp)).astype("f4"))
            c.equal(line["tag"] + ": recall", shown["recall"], (tp / tp[0]).astype("f4"))

    c.later.append(check)


# ---- names ----


def names(c):
    """Twelve writers of one folder, each begun in a process of its own, in one second."""
    for step in range(12):
        subprocess.run([c.tool, "log", "--csv", "--host", "bac"[step % 3], "--index", str(step % 4 * 3),
                        os.path.join(c.logs, "names")], input=b"%d,loss,%d\n" % (step, step), check=True,
                       env=dict(os.environ, SOURCE_DATE_EPOCH="1795780800"))

    def check(fast):
        steps = [p.step for p in loaders.read(fast, "scalars", "scalar")["names", "loss"]]
        c.equal("steps of twelve writers", steps, range(12))

    c.later.append(check)


# ---- files ----


def rotation(c):
    """A run in many files is one run, in both loaders."""
    lines = "".join("%d,loss,%d\n" % (step, step) for step in range(500))
    subprocess.run([c.tool, "log", "--csv", "--max-file-bytes", "4000", os.path.join(c.logs, "rotation")],
                   input=lines.encode(), check=True)
    c.equal("files", len(os.listdir(os.path.join(c.logs, "rotation"))) > 5, True)

    def check(fast):
        steps = [p.step for p in loaders.read(fast, "scalars", "scalar")["rotation", "loss"]]
        c.equal("steps in many files", steps, range(500))
        slow = loaders.PythonLoader(c.logs)
        c.equal("the same with --load_fast=false", [e.step for e in slow.events("rotation", "loss", "scalars")],
                range(500))

    c.later.append(check)


def main():
    with tempfile.TemporaryDirectory() as folder:
        c = Checks(sys.argv[1], folder)
        for part in (images, lines_of_images, clips, histograms, curves, names, rotation):
            part(c)
        fast = loaders.FastLoader(c.logs)
        for check in c.later:
            check(fast)
        fast.close()
    print("\n".join(c.wrong + ["%d compared, %d wrong" % (c.count, len(c.wrong))]))
    sys.exit(bool(c.wrong) or c.count < 70)


main()
