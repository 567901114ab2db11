#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Models that initlab keeps, read by the real safetensors: test_model.py BUILD [DATA]

Their answers are computed again by NumPy in float64, and by Keras where this Python has it; those of `initlab eval` and
`initlab predict` must be the same: loss and accuracy to 1e-6. DATA: MNIST's folder; without it small images are made up.
"""
import gzip
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np
from safetensors import safe_open

try:
    import keras
except ImportError:
    keras = None

# float32 products in another order, before the softmax.
OF_PROBABILITIES, OF_METRICS = 1e-5, 1e-6


def read_idx(folder, name):
    path = folder / name
    data = path.read_bytes() if path.exists() else gzip.decompress((folder / (name + ".gz")).read_bytes())
    rank = data[3]
    shape = struct.unpack(f">{rank}I", data[4:4 + 4 * rank])
    return np.frombuffer(data[4 + 4 * rank:], np.uint8).reshape(shape)


def write_idx(path, array):
    path.write_bytes(struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes())


def make_data(folder):
    """Noise with a bar at the label's place, faint enough for mistakes."""
    rng = np.random.default_rng(1)
    for part, n in (("train", 2000), ("t10k", 1000)):
        labels = rng.integers(0, 10, n).astype(np.uint8)
        images = rng.integers(0, 128, (n, 28, 28)).astype(np.uint8)
        for i, label in enumerate(labels):
            images[i, 2 * label + 3, 5:17] += 80
        write_idx(folder / f"{part}-images-idx3-ubyte", images)
        write_idx(folder / f"{part}-labels-idx1-ubyte", labels)


def names_of(about):
    """The arrays' names in the order of Keras' get_weights()."""
    count = len(about["layers"].split("-"))
    for i in range(count):
        number = f"_{i}" if i else ""
        yield from (f"dense{number}/{part}" for part in ("kernel", "bias"))
        if about["batch_norm"] == "yes" and i + 1 < count:
            parts = ("gamma", "beta", "moving_mean", "moving_variance")
            yield from (f"batch_normalization{number}/{part}" for part in parts)


def load(path):
    with safe_open(path, "numpy") as file:
        about = file.metadata()
        names = list(names_of(about))
        assert sorted(names) == sorted(file.keys()), file.keys()
        return about, [file.get_tensor(name) for name in names]


def forward(weights, images):
    """Probabilities in float64: relu between the layers, softmax behind the last."""
    x = (images.reshape(len(images), -1) / np.float32(255)).astype("f8")
    for i in range(0, len(weights), 2):
        x = x @ weights[i] + weights[i + 1]
        if i + 2 < len(weights):
            x = np.maximum(x, 0)
    x = np.exp(x - x.max(1, keepdims=True))
    return x / x.sum(1, keepdims=True)


def same(what, ours, theirs, tolerance=OF_METRICS):
    difference = np.abs(np.asarray(ours) - np.asarray(theirs)).max()
    print(f"{what}: largest difference {difference:.1e}")
    assert difference <= tolerance, what


# Other networks than the notebook's, which only Keras computes again.
NETWORKS = [
    ["--layers", "40", "--activation", "gelu", "--batch-norm"],
    ["--layers", "30,20,12", "--activation", "selu", "--l2", "0.001", "--dropout", "0"],
    ["--layers", "none", "--optimizer", "sgd"],
    ["--layers", "24", "--activation", "leaky_relu", "--init", "VarianceScaling(scale=.5)", "--batch-norm", "--l2", ".01"],
]


def main():
    initlab = pathlib.Path(sys.argv[1]).resolve() / "initlab"
    with tempfile.TemporaryDirectory() as work:
        work = pathlib.Path(work)
        data = pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else work
        if data == work:
            make_data(data)

        def run(*arguments):
            return subprocess.run([initlab, *map(str, arguments)], check=True, stdout=subprocess.PIPE).stdout.decode()

        run("train", "--init", "he_normal", "--epochs", 5, "--quiet", "--save-models", "--data", data, "--logdir",
            work / "logs", "--csv", work / "epochs.csv")
        rows = (work / "epochs.csv").read_text().splitlines()
        epochs = [dict(zip(rows[0].split(","), row.split(","))) for row in rows[1:]]
        images, labels = (read_idx(data, f"t10k-{name}-ubyte") for name in ("images-idx3", "labels-idx1"))
        best = max(epochs, key=lambda e: float(e["val_accuracy"]))["epoch"]  # the first of the highest

        for name, epoch in (("best", best), ("last", "5")):
            path = work / "logs/he_normal" / f"{name}.safetensors"
            about, weights = load(path)
            assert about["epoch"] == epoch, (about["epoch"], epoch)
            assert about["initializer"] == "he_normal" and about["seed"] == "0" and about["input"] == "28x28"
            evaluated, ours = ask(run, path, data, labels)
            p = forward(weights, images)
            loss = -np.log(p[np.arange(len(labels)), labels]).mean()
            accuracy = (p.argmax(1) == labels).mean()
            assert .5 < accuracy < 1, "there should be mistakes to agree about"
            same(f"{name}: probabilities, NumPy", ours, p, OF_PROBABILITIES)
            same(f"{name}: loss and accuracy, NumPy", (evaluated["loss"], evaluated["accuracy"]), (loss, accuracy))
            same(f"{name}: those in the file", (float(about["val_loss"]), float(about["val_accuracy"])), (loss, accuracy))
            confusion = np.zeros((10, 10))
            np.add.at(confusion, (labels, p.argmax(1)), 1)
            assert (np.array(evaluated["confusion"]) == confusion).all()
            if keras:
                check_keras(name, about, weights, images, labels, ours, evaluated)

        for i, network in enumerate(NETWORKS if keras else []):
            run("train", "--epochs", 2, "--quiet", "--save-models", "--data", data, "--logdir", work / f"logs{i}", *network)
            path = next((work / f"logs{i}").glob("*/best.safetensors"))
            check_keras(" ".join(network), *load(path), images, labels, *reversed(ask(run, path, data, labels)))
        if not keras:
            print("no Keras here: not asked")


def ask(run, path, data, labels):
    """What eval says, and the probabilities (n, 10) of predict."""
    images = next(p for p in os.listdir(data) if p.startswith("t10k-images"))
    told = run("predict", path, pathlib.Path(data) / images, "--top", 10, "--json").splitlines()
    ours = np.zeros((len(labels), 10))
    for row, image in zip(ours, map(json.loads, told), strict=True):
        for p in image["predictions"]:
            row[p["label"]] = p["probability"]
    return json.loads(run("eval", path, "--data", data, "--json")), ours


def check_keras(name, about, weights, images, labels, ours, evaluated):
    model = keras.models.model_from_json(about["keras_model"])
    model.set_weights(weights)
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    x = images / np.float32(255)
    loss, accuracy = model.evaluate(x, labels, batch_size=len(labels), verbose=0)
    same(f"{name}: loss and accuracy, Keras", (evaluated["loss"], evaluated["accuracy"]), (loss, accuracy))
    same(f"{name}: probabilities, Keras", ours, model.predict(x, batch_size=1000, verbose=0), OF_PROBABILITIES)


main()
