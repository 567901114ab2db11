#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write the model JSON that the real TensorBoard callback logs, one file per initializer.

    python make_models.py TESTS_GOLDEN_MODELS

Writes keras3/<initializer>.json and keras2/<initializer>.json, the bytes of the compiled
784-256-128-10 model's to_json(), for the twelve initializers of the comparison.

Needs tensorflow-cpu==2.21.0 keras==3.15.1 tf_keras==2.21.0
"""

import os
import subprocess
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

# How the notebook gives them: strings where Keras has one, objects of a class otherwise.
NAMES = ["zeros", "ones", "Orthogonal", "Identity", "RandomNormal", "RandomUniform", "glorot_normal",
         "glorot_uniform", "he_normal", "he_uniform", "lecun_uniform", "lecun_normal"]


def model_json(keras, name):
    init = getattr(keras.initializers, name)() if name[0].isupper() else name
    model = keras.Sequential([
        keras.layers.Flatten(input_shape=(28, 28)),
        keras.layers.Dense(256, activation="relu", kernel_initializer=init),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(128, activation="relu", kernel_initializer=init),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax", kernel_initializer=init),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.to_json()


def write_one(version, name, path):
    if version == "keras3":
        import keras
    else:
        import tf_keras as keras
    with open(path, "w") as f:
        f.write(model_json(keras, name))


def main(folder):
    for version in ("keras3", "keras2"):
        os.makedirs(os.path.join(folder, version), exist_ok=True)
        for name in NAMES:  # each in a process of its own, so that layer names start afresh
            path = os.path.join(folder, version, name + ".json")
            subprocess.run([sys.executable, os.path.abspath(__file__), version, name, path], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        write_one(*sys.argv[1:])
    elif len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        sys.exit(__doc__)
