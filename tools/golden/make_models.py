#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write the model JSON that the real TensorBoard callback logs, one file per model.

    python make_models.py TESTS_GOLDEN_MODELS

Writes keras3/<name>.json and keras2/<name>.json, the bytes of the compiled 784-256-128-10 model's
to_json(), for the twelve initializers of the comparison and for some with arguments, named by
initlab's text of them; and of smaller models, one for each thing that a network may have.

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

# With arguments: initlab's text, and what it stands for. Numbers are floats.
ARGUMENTS = {
    "RandomNormal(stddev=1)": lambda i: i.RandomNormal(0.0, 1.0),
    "RandomUniform(minval=-1,maxval=1)": lambda i: i.RandomUniform(-1.0, 1.0),
    "TruncatedNormal(stddev=1e-05)": lambda i: i.TruncatedNormal(stddev=1e-5),
    "Orthogonal(gain=1.4)": lambda i: i.Orthogonal(gain=1.4),
    "Identity(gain=2)": lambda i: i.Identity(gain=2.0),
    "Constant": lambda i: i.Constant(),
    "Constant(value=0.1)": lambda i: i.Constant(0.1),
    "VarianceScaling": lambda i: i.VarianceScaling(),
    "VarianceScaling(scale=2,mode=fan_avg,distribution=uniform)":
        lambda i: i.VarianceScaling(scale=2.0, mode="fan_avg", distribution="uniform"),
    "VarianceScaling(mode=fan_out,distribution=untruncated_normal)":
        lambda i: i.VarianceScaling(mode="fan_out", distribution="untruncated_normal"),
    "he_normal+Orthogonal(gain=2)+zeros": lambda i: [i.HeNormal(), i.Orthogonal(2.0), "zeros"],
}


def initializers(keras, name):
    """One for each of the three layers."""
    if name in ARGUMENTS:
        made = ARGUMENTS[name](keras.initializers)
        return made if isinstance(made, list) else [made] * 3
    return [getattr(keras.initializers, name)() if name[0].isupper() else name] * 3


def notebook(keras, name):
    init = initializers(keras, name)
    model = keras.Sequential([
        keras.layers.Flatten(input_shape=(28, 28)),
        keras.layers.Dense(256, activation="relu", kernel_initializer=init[0]),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(128, activation="relu", kernel_initializer=init[1]),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax", kernel_initializer=init[2]),
    ])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def small(keras, hidden=(5, 4), activation="relu", dropout=0.2, batch_norm=False, l2=None, optimizer=None):
    """6 x 5 pixels, three classes; what initlab trains with these options."""
    layers, regularizer = keras.layers, {"kernel_regularizer": keras.regularizers.L2(l2)} if l2 else {}
    model = keras.Sequential([layers.Flatten(input_shape=(6, 5))])
    made = activation if callable(activation) else lambda _, name=activation: name
    for units in hidden:
        activation = made(keras)
        if activation == "silu" and keras.__name__ == "tf_keras":
            activation = "swish"  # its only name there
        if batch_norm:
            model.add(layers.Dense(units, **regularizer))
            model.add(layers.BatchNormalization())
            model.add(layers.Activation(activation))
        else:
            model.add(layers.Dense(units, activation=activation, **regularizer))
        if dropout:
            model.add(layers.Dropout(dropout))
    model.add(layers.Dense(3, activation="softmax", **regularizer))
    model.compile(optimizer=optimizer(keras.optimizers) if optimizer else "adam",
                  loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


NETWORKS = {
    "no_dropout": dict(dropout=0),
    "no_hidden_layer": dict(hidden=()),
    "l2": dict(l2=1e-4),
    "batch_norm": dict(batch_norm=True, activation="tanh", l2=0.01),
    **{name: dict(activation=name) for name in [
        "tanh", "sigmoid", "selu", "gelu", "leaky_relu", "elu", "silu", "mish", "softplus", "softsign", "relu6",
        "linear", "exponential", "hard_sigmoid"]},
    "leaky_relu_arguments": dict(activation=lambda k: k.layers.LeakyReLU(0.1)),
    "leaky_relu_batch_norm": dict(activation=lambda k: k.layers.LeakyReLU(0.1), batch_norm=True),
    "elu_arguments": dict(activation=lambda k: k.layers.ELU(0.3)),
    "relu_arguments": dict(activation=lambda k: k.layers.ReLU(6.0, 0.1, 0.7)),
    "relu_max_value": dict(activation=lambda k: k.layers.ReLU(2.2)),
    "sgd": dict(optimizer=lambda o: o.SGD()),
    "nesterov": dict(optimizer=lambda o: o.SGD(0.1, momentum=0.9, nesterov=True)),
    "rmsprop": dict(optimizer=lambda o: o.RMSprop(momentum=0.5, centered=True)),
    "adagrad": dict(optimizer=lambda o: o.Adagrad(0.01)),
    "adam": dict(optimizer=lambda o: o.Adam(beta_1=0.8, amsgrad=True, clipnorm=1.0)),
    "adamw": dict(optimizer=lambda o: o.AdamW(weight_decay=0.01)),
    "nadam": dict(optimizer=lambda o: o.Nadam(0.1, beta_1=0.8)),
    "adamax": dict(optimizer=lambda o: o.Adamax(epsilon=0.01)),
    "adadelta": dict(optimizer=lambda o: o.Adadelta(rho=0.9, weight_decay=0.0)),
    "lion": dict(optimizer=lambda o: o.Lion(beta_2=0.9, clipvalue=0.0)),
    "exponential_decay": dict(optimizer=lambda o: o.Adam(o.schedules.ExponentialDecay(0.1, 100, 0.9))),
    "inverse_time": dict(optimizer=lambda o: o.Adam(o.schedules.InverseTimeDecay(0.1, 100, 0.5, True))),
    "polynomial": dict(optimizer=lambda o: o.Adam(o.schedules.PolynomialDecay(0.1, 100))),
    "piecewise": dict(optimizer=lambda o: o.Adam(
        o.schedules.PiecewiseConstantDecay([10, 20], [0.1, 0.01, 0.001]))),
    "cosine": dict(optimizer=lambda o: o.SGD(
        o.schedules.CosineDecay(0.0, 100, warmup_target=0.1, warmup_steps=10))),
    "cosine_plain": dict(optimizer=lambda o: o.SGD(o.schedules.CosineDecay(0.1, 100, 0.5))),
    "cosine_restarts": dict(optimizer=lambda o: o.SGD(o.schedules.CosineDecayRestarts(0.1, 10))),
}


def write_one(version, name, path):
    if version == "keras3":
        import keras
    else:
        import tf_keras as keras
    model = small(keras, **NETWORKS[name]) if name in NETWORKS else notebook(keras, name)
    with open(path, "w") as f:
        f.write(model.to_json())


def main(folder):
    for version in ("keras3", "keras2"):
        os.makedirs(os.path.join(folder, version), exist_ok=True)
        for name in [*NAMES, *ARGUMENTS, *NETWORKS]:  # each in a separate process: layer names start again
            if version == "keras2" and "optimizer" in NETWORKS.get(name, {}):
                continue  # tf_keras does not include it
            path = os.path.join(folder, version, name + ".json")
            subprocess.run([sys.executable, os.path.abspath(__file__), version, name, path], check=True)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        write_one(*sys.argv[1:])
    elif len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        sys.exit(__doc__)
