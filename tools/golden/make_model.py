#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A small model trained by the real Keras, written by the real safetensors as initlab writes its models, and what Keras
predicts with it: python tools/golden/make_model.py MNIST_FOLDER tests/golden/model

Needs keras, tensorflow, safetensors, numpy. MNIST's images are shrunk to 14x14 to keep the files small; the last 100 of
the test set are kept, among which this model makes mistakes.
"""
import gzip
import json
import pathlib
import struct
import sys

import keras
import numpy as np
from safetensors.numpy import save_file


def load(folder, part):
    def read(name, skip):
        path = pathlib.Path(folder) / name
        data = gzip.open(f"{path}.gz").read() if not path.exists() else path.read_bytes()
        return np.frombuffer(data[skip:], np.uint8)

    images = read(f"{part}-images-idx3-ubyte", 16).reshape(-1, 28, 28).astype("f4")
    small = images.reshape(-1, 14, 2, 14, 2).mean((2, 4)).round().astype(np.uint8)
    return small, read(f"{part}-labels-idx1-ubyte", 8)


def write_idx(path, array):
    header = struct.pack(f">BBBB{array.ndim}I", 0, 0, 8, array.ndim, *array.shape)
    path.write_bytes(gzip.compress(header + array.tobytes(), mtime=0))


def main():
    out = pathlib.Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    keras.utils.set_random_seed(5)
    (x, y), (tx, ty) = load(sys.argv[1], "train"), load(sys.argv[1], "t10k")
    model = keras.Sequential([
        keras.Input((14, 14)), keras.layers.Flatten(), keras.layers.Dense(16, "relu"), keras.layers.Dropout(0.2),
        keras.layers.Dense(12, "relu"), keras.layers.Dropout(0.2), keras.layers.Dense(10, "softmax")])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    fitted = model.fit(x / np.float32(255), y, 128, 2, validation_data=(tx / np.float32(255), ty), verbose=0).history

    names = [f"dense{n}/{w}" for n in ("", "_1", "_2") for w in ("kernel", "bias")]
    about = {"format": "initlab model 1", "input": "14x14", "scaling": "scale", "layers": "16-12-10", "activation": "relu", "dropout": "0.2",
             "batch_size": "128", "learning_rate": "0.001", "seed": "5", "initializer": "glorot_uniform", "data": "mnist",
             "classes": json.dumps([str(i) for i in range(10)]), "epoch": "2", "keras_model": model.to_json(),
             **{k: repr(v[-1]) for k, v in fitted.items()}}
    save_file(dict(zip(names, model.get_weights(), strict=True)), out / "keras.safetensors", metadata=about)

    tx, ty = tx[-100:], ty[-100:]
    write_idx(out / "images.gz", tx)
    write_idx(out / "labels.gz", ty)
    scaled = tx / np.float32(255)
    loss, accuracy = model.evaluate(scaled, ty, batch_size=100, verbose=0)
    predictions = model.predict(scaled, batch_size=100, verbose=0)
    np.save(out / "predictions.npy", predictions)
    (out / "evaluated.json").write_text(json.dumps({"loss": loss, "accuracy": accuracy}) + "\n")
    print(loss, accuracy, predictions.argmax(1)[:10], ty[:10])


main()
