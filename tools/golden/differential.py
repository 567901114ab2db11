#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random trainings, by initlab and by the real Keras: python differential.py INITLAB COUNT [--seed N] [--record FOLDER]

Each configuration draws every option that numbers depend on, and some of those that they must not depend on. Both
sides start with the same weights, which initlab writes by --save-models after training with sgd(learning_rate=0), and
take the same batches in the same order: initlab's shuffling is computed here again. There is no dropout, as random
numbers differ. Losses and accuracies of each epoch and the weights at the end are compared.

A training that comes out otherwise in Keras itself, when each start weight is moved by 2^-21 of itself, is
too sensitive to show anything: these are counted separately.

Prints a line for each configuration that differs, and how many there were; exit status 1 if one did. With --record
the data sets and the first COUNT configurations that Keras can train without NaN go to FOLDER, for
tests/cli/initlab/test_differential.c, and nothing is compared.

Needs tensorflow-cpu==2.21.0 keras==3.15.1 safetensors numpy
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import keras
import numpy as np
from safetensors.numpy import load_file

# ---- initlab's random numbers: src/nn/initializers/rng.c ----

MASK = 0xFFFFFFFF
SHUFFLE = 1  # NN_STREAM_SHUFFLE


def philox(counter, key):
    c, k = list(counter), list(key)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [p1 >> 32 ^ c[1] ^ k[0], p1 & MASK, p0 >> 32 ^ c[3] ^ k[1], p0 & MASK]
        k = [(k[0] + 0x9E3779B9) & MASK, (k[1] + 0xBB67AE85) & MASK]
    return c


def words(seed, purpose, index):
    position = 0
    while True:
        yield from philox((position & MASK, position >> 32, index, purpose), (seed & MASK, seed >> 32))
        position += 1


def below(stream, bound):
    product = next(stream) * bound
    if product & MASK < bound:
        threshold = (1 << 32) % bound
        while product & MASK < threshold:
            product = next(stream) * bound
    return product >> 32


def order_of(seed, epoch, n):
    stream, order = words(seed, SHUFFLE, epoch), list(range(n))
    for i in range(n, 1, -1):
        j = below(stream, i)
        order[i - 1], order[j] = order[j], order[i - 1]
    return order


# ---- data: bytes; floats; bytes that are mostly 0, which initlab multiplies sparsely ----


def make_data(folder):
    rng = np.random.default_rng(2)
    kinds = {"bytes": (60, 25, (4, 5), 3), "floats": (48, 30, (3, 3), 4), "dark": (70, 20, (6, 6), 3)}
    for name, (n, test, shape, classes) in kinds.items():
        x = rng.integers(0, 256, (n + test, *shape)).astype("u1")
        if name == "floats":
            x = rng.normal(size=x.shape).astype("f4")
        if name == "dark":
            x[rng.random(x.shape) < 0.8] = 0
        y = rng.integers(0, classes, n + test).astype("u1")
        y[:classes] = y[n:n + classes] = range(classes)
        for part, array in {"x": x[:n], "y": y[:n], "tx": x[n:], "ty": y[n:]}.items():
            np.save(folder / f"{name}-{part}.npy", array)
    return list(kinds)


def load(folder, config):
    x, y, tx, ty = (np.load(folder / f"{config['data']}-{part}.npy") for part in ("x", "y", "tx", "ty"))
    classes = int(max(y.max(), ty.max())) + 1
    if config["split"]:
        n = int(np.floor(len(x) * (1 - config["split"])))
        x, y, tx, ty = x[:n], y[:n], x[n:], y[n:]
    return scaled(x, x, config["standardize"]), y, scaled(tx, x, config["standardize"]), ty, classes


def scaled(x, train, how):
    """initlab's --standardize; in double, as it is the data's, not the training's."""
    unit = 255.0 if x.dtype == np.uint8 and how != "none" else 1.0
    x, train = x / np.float64(unit), train / np.float64(unit)
    axis = {"pixel": 0, "set": None}.get(how)
    if how == "sample":  # tf.image.per_image_standardization
        mean, deviation = x.mean((1, 2), keepdims=True), x.std((1, 2), keepdims=True)
        deviation = np.maximum(deviation, 1 / np.sqrt(x[0].size))
    elif how in ("pixel", "set"):
        mean, deviation = train.mean(axis), train.std(axis)
    else:
        return x.astype("f4")
    return ((x - mean) / np.where(deviation > 0, deviation, 1)).astype("f4")


# ---- configurations ----


def text_of(name, arguments):
    values = ",".join(f"{k}={str(v).lower() if isinstance(v, bool) else json.dumps(v).replace(' ', '')}"
                      for k, v in arguments.items())
    return f"{name}({values})" if values else name


def some(r, **choices):
    """Some of the arguments, with one of their values each."""
    return {k: r.choice(v) for k, v in choices.items() if r.random() < 0.4}


OPTIMIZERS = {
    "sgd": ("SGD", [0.01, 0.1, 0.5], dict(momentum=[0.5, 0.9], nesterov=[True, False])),
    "rmsprop": ("RMSprop", [0.001, 0.01], dict(rho=[0.5, 0.9], momentum=[0.5], epsilon=[1e-3], centered=[True])),
    "adagrad": ("Adagrad", [0.01, 0.1], dict(initial_accumulator_value=[0.01, 1.0], epsilon=[1e-3])),
    "adam": ("Adam", [0.001, 0.01], dict(beta_1=[0.5, 0.0], beta_2=[0.9], epsilon=[1e-3], amsgrad=[True])),
    "adamw": ("AdamW", [0.001, 0.01], dict(weight_decay=[0.0, 0.1], beta_1=[0.5], epsilon=[1e-3], amsgrad=[True])),
    "nadam": ("Nadam", [0.001, 0.01], dict(beta_1=[0.5], beta_2=[0.9], epsilon=[1e-3])),
    "adamax": ("Adamax", [0.001, 0.01], dict(beta_1=[0.5], beta_2=[0.9], epsilon=[1e-3])),
    "adadelta": ("Adadelta", [0.5, 1.0], dict(rho=[0.5, 0.9], epsilon=[1e-3])),
    "lion": ("Lion", [0.001, 0.003], dict(beta_1=[0.5], beta_2=[0.9])),
}
CLIPPINGS = [{}, {}, {}, {"clipnorm": 0.1}, {"clipnorm": 0.0}, {"global_clipnorm": 0.2}, {"clipvalue": 0.01}]
SCHEDULES = {
    "exponential": ("ExponentialDecay", dict(decay_rate=0.5), dict(decay_steps=[3, 10], staircase=[True])),
    "inverse_time": ("InverseTimeDecay", dict(decay_rate=0.5), dict(decay_steps=[3, 10], staircase=[True])),
    "polynomial": ("PolynomialDecay", {}, dict(decay_steps=[5], end_learning_rate=[0.001], power=[2.0, 0.5], cycle=[True])),
    "piecewise": ("PiecewiseConstantDecay", dict(boundaries=[2, 5], values=[0.01, 0.003, 0.001]), {}),
    "cosine": ("CosineDecay", {}, dict(decay_steps=[6], alpha=[0.1])),
    "cosine_restarts": ("CosineDecayRestarts", dict(first_decay_steps=3), dict(t_mul=[1.0, 1.5, 2.0], m_mul=[0.5], alpha=[0.1])),
}
# What Keras' layers accept; the functions with other names accept no arguments here.
ACTIVATIONS = {
    "relu": dict(negative_slope=[0.1], max_value=[1.0, 6.0], threshold=[0.1]), "leaky_relu": dict(negative_slope=[0.1, 0.0]),
    "elu": dict(alpha=[0.5]), **{name: {} for name in [
        "tanh", "sigmoid", "selu", "gelu", "silu", "mish", "softplus", "softsign", "relu6", "linear", "exponential",
        "hard_sigmoid", "hard_silu", "hard_tanh", "hard_shrink", "soft_shrink", "tanh_shrink", "celu", "log_sigmoid",
        "sparse_plus", "sparse_sigmoid", "squareplus"]}}
INITIALIZERS = ["glorot_uniform", "he_normal", "lecun_uniform", "Orthogonal", "RandomNormal(stddev=0.3)", "Identity",
                "TruncatedNormal(stddev=0.2)", "RandomUniform(minval=-0.5,maxval=0.5)", "he_normal+glorot_uniform",
                "VarianceScaling(scale=2,mode=fan_out)", "Orthogonal(gain=1.4)+zeros", "Constant(value=0.05)"]
STOPPINGS = [dict(patience=0), dict(patience=1, min_delta=0.01), dict(monitor="loss", patience=0, baseline=1.0),
             dict(monitor="val_accuracy", patience=1), dict(monitor="accuracy", patience=1, mode="min"),
             dict(patience=1, start_from_epoch=1)]
REDUCTIONS = [dict(patience=1, factor=0.5), dict(patience=0, factor=0.1, min_lr=0.001), dict(patience=1, cooldown=1),
              dict(monitor="val_accuracy", patience=1, min_delta=0.0), dict(monitor="loss", patience=1, mode="max")]
# Numbers must not depend on these.
LOGGING = [["--tags", "keras2"], ["--histogram-freq", "1"], ["--histogram-freq", "0"], ["--no-write-images"],
           ["--no-write-graph"], ["--graph-def"], ["--samples"], ["--predictions", "4"], ["--update-freq", "2"],
           ["--write-steps-per-second"], ["--strict"], ["--dashboards"], ["--diagnostics"]]


def draw(r, kinds, has_reduce):
    name = r.choice(list(OPTIMIZERS))
    _, rates, arguments = OPTIMIZERS[name]
    optimizer = {"learning_rate": r.choice(rates), **some(r, **arguments), **r.choice(CLIPPINGS)}
    if "weight_decay" not in optimizer and name != "adamw" and r.random() < 0.2:
        optimizer["weight_decay"] = r.choice([0.0, 0.1])
    activation = r.choice(list(ACTIVATIONS) + ["relu", "leaky_relu", "elu"] * 3)
    schedule = None
    if r.random() < 0.35:
        kind = r.choice(list(SCHEDULES))
        schedule = (kind, {**SCHEDULES[kind][1], **some(r, **SCHEDULES[kind][2])})
        if kind == "cosine" and r.random() < 0.3:
            schedule[1].update(warmup_target=0.02, warmup_steps=3)
    config = {
        "data": r.choice(kinds),
        "layers": r.choice([[], [4], [6, 5], [7, 3], [5, 5, 5], [4] * 8]),
        "activation": (activation, some(r, **ACTIVATIONS[activation])),
        "batch_norm": r.random() < 0.25,
        "init": r.choice(INITIALIZERS),
        "seed": r.choice([0, 1, 7, 2 ** 32 + 5, 2 ** 64 - 1]),
        "batch_size": r.choice([5, 7, 16, 32, 100]),
        "epochs": r.choice([1, 2, 3, 4]),
        "optimizer": (name, optimizer),
        "schedule": schedule,
        "l2": r.choice([0, 0, 0.001, 0.1]),
        "stopping": r.choice(STOPPINGS) if r.random() < 0.25 else None,
        "reduce": r.choice(REDUCTIONS) if has_reduce and not schedule and r.random() < 0.3 else None,
        "standardize": r.choice(["scale", "scale", "pixel", "set", "sample"]),
        "split": r.choice([0, 0, 0.2, 0.35]),
        "resumed": not schedule and r.random() < 0.15,
        "logging": [o for option in r.sample(LOGGING, r.randrange(4)) for o in option],
    }
    if len(config["layers"]) + 1 < config["init"].count("+") + 1:
        config["init"] = "glorot_uniform"
    return config


def options_of(config):
    """Of initlab, but for the data, the folder and the optimizer."""
    layers = ",".join(map(str, config["layers"])) or "none"
    options = ["--layers", layers, "--activation", text_of(*config["activation"]), "--dropout", "0", "--init",
               config["init"], "--seed", str(config["seed"]), "--batch-size", str(config["batch_size"]),
               "--standardize", config["standardize"], "--l2", str(config["l2"])]
    if config["batch_norm"]:
        options.append("--batch-norm")
    if config["split"]:
        options += ["--validation-split", str(config["split"])]
    return options


def training_options(config):
    options = ["--optimizer", text_of(*config["optimizer"]), *config["logging"]]
    if config["schedule"]:
        options += ["--lr-schedule", text_of(*config["schedule"])]
    for key, option in (("stopping", "--early-stopping"), ("reduce", "--reduce-lr")):
        if config[key] is not None:
            options += [option, ",".join(f"{k}={v}" for k, v in config[key].items())]
    return options


# ---- initlab ----


def files_of(folder, config):
    return ",".join(str(folder / f"{config['data']}-{part}.npy") for part in ("x", "y", "tx", "ty"))


def run_initlab(initlab, data, config, logdir, options, epochs):
    command = [initlab, "train", "--data", files_of(data, config), *options_of(config), *options, "--epochs",
               str(epochs), "--json", "--save-models", "--logdir", str(logdir)]
    out = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if out.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{out.stderr}")
    model = next(pathlib.Path(logdir).rglob("last.safetensors"))
    number = lambda v: float("nan") if v is None else float(v)
    lines = [json.loads(line) for line in out.stdout.splitlines()]
    return [{k: number(line[k]) for k in METRICS} for line in lines if line["event"] == "epoch_end"], load_file(model)


METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


def by_initlab(initlab, data, config, logdir):
    options, epochs = training_options(config), config["epochs"]
    if not config["resumed"] or epochs == 1:
        return run_initlab(initlab, data, config, logdir, options, epochs)
    first, _ = run_initlab(initlab, data, config, logdir, options, 1)
    rest, weights = run_initlab(initlab, data, config, logdir, [*options, "--resume"], epochs)
    return (first + rest)[:max(len(first), len(first + rest))], weights


# ---- Keras ----


def activation_of(name, arguments):
    layers = {"relu": keras.layers.ReLU, "leaky_relu": keras.layers.LeakyReLU, "elu": keras.layers.ELU}
    return layers[name](**arguments) if arguments else name


def build(config, shape, classes):
    layers = keras.layers
    regular = {"kernel_regularizer": keras.regularizers.L2(config["l2"])} if config["l2"] else {}
    model = keras.Sequential([layers.Input(shape), layers.Flatten()])
    for units in config["layers"]:
        if config["batch_norm"]:
            model.add(layers.Dense(units, **regular))
            model.add(layers.BatchNormalization())
            model.add(layers.Activation(activation_of(*config["activation"])))
        else:
            model.add(layers.Dense(units, activation=activation_of(*config["activation"]), **regular))
    model.add(layers.Dense(classes, activation="softmax", **regular))
    return model


def optimizer_of(config, batches):
    name, arguments = config["optimizer"]
    arguments = dict(arguments)
    if config["schedule"]:
        kind, given = config["schedule"]
        given = dict(given)
        steps = batches * config["epochs"] - (given.get("warmup_steps", 0) if "warmup_target" in given else 0)
        if kind != "piecewise":
            given.setdefault("initial_learning_rate", arguments["learning_rate"])
            given.setdefault("first_decay_steps" if kind == "cosine_restarts" else "decay_steps", max(steps, 1))
        arguments["learning_rate"] = getattr(keras.optimizers.schedules, SCHEDULES[kind][0])(**given)
    return getattr(keras.optimizers, OPTIMIZERS[name][0])(**arguments)


def names_of(config):
    """The arrays in Keras' order, as initlab's files name them."""
    names = []
    for i in range(len(config["layers"]) + 1):
        suffix = f"_{i}" if i else ""
        names += [f"dense{suffix}/{w}" for w in ("kernel", "bias")]
        if config["batch_norm"] and i < len(config["layers"]):
            names += [f"batch_normalization{suffix}/{w}" for w in ("gamma", "beta", "moving_mean", "moving_variance")]
    return names


def start_weights(config, file):
    """A training with rate 0 has moved the moving averages, and nothing else."""
    moved = {"moving_mean": 0, "moving_variance": 1}
    return [np.full_like(file[n], moved[n.split("/")[1]]) if n.split("/")[1] in moved else file[n]
            for n in names_of(config)]


def by_keras(config, data, start):
    x, y, tx, ty, classes = load(data, config)
    size, n = config["batch_size"], len(x)
    model = build(config, x.shape[1:], classes)
    model.set_weights(start)
    model.compile(optimizer=optimizer_of(config, -(-n // size)), loss="sparse_categorical_crossentropy",
                  metrics=["accuracy"], run_eagerly=True)
    callbacks = []
    if config["stopping"] is not None:
        callbacks.append(keras.callbacks.EarlyStopping(**config["stopping"]))
    if config["reduce"] is not None:
        callbacks.append(keras.callbacks.ReduceLROnPlateau(**config["reduce"]))
    model.stop_training, epochs = False, []
    for callback in callbacks:
        callback.set_model(model)
        callback.on_train_begin()
    for epoch in range(config["epochs"]):
        order, sums = order_of(config["seed"], epoch, n), np.zeros(2)
        for first in range(0, n, size):
            batch = order[first:first + size]
            model.reset_metrics()
            sums += np.array(model.train_on_batch(x[batch], y[batch]), "f8") * len(batch)
        model.reset_metrics()
        logs = dict(zip(METRICS, [*(np.float32(sums / n).tolist()),
                                  *model.evaluate(tx, ty, batch_size=max(size, 500), verbose=0)]))
        epochs.append(logs)
        for callback in callbacks:
            callback.on_epoch_end(epoch, dict(logs))
        if model.stop_training:
            break
    return epochs, dict(zip(names_of(config), model.get_weights()))


# ---- comparing ----


def is_near(got, want, scale=1.0):
    got, want = np.asarray(got, "f8"), np.asarray(want, "f8")
    both_nan = np.isnan(got) & np.isnan(want)
    same = both_nan | (got == want)
    with np.errstate(invalid="ignore"):
        return bool(np.all(same | (np.abs(got - want) <= scale * (3e-4 + 1e-3 * np.abs(want)))))


def difference(config, ours, theirs):
    (epochs, weights), (want_epochs, want_weights) = ours, theirs
    if len(epochs) != len(want_epochs):
        return f"{len(epochs)} epochs, not {len(want_epochs)}"
    for k, (got, want) in enumerate(zip(epochs, want_epochs)):
        for metric in METRICS:
            if not is_near(got[metric], want[metric]):
                return f"epoch {k + 1}: {metric} {got[metric]:.7g}, not {want[metric]:.7g}"
    for name, want in want_weights.items():
        if not is_near(weights[name], want):
            worst = np.nanmax(np.abs(weights[name] - want))
            return f"{name} differs by up to {worst:.3g}; {np.isnan(weights[name]).sum()} NaN, not {np.isnan(want).sum()}"
    return None


def takes_reduce_lr(initlab):
    return "--reduce-lr" in subprocess.run([initlab, "train", "--help"], stdout=subprocess.PIPE, text=True).stdout


def train_both(initlab, data, config, scratch):
    _, start = run_initlab(initlab, data, config, scratch / "start", ["--optimizer", "sgd(learning_rate=0)"], 1)
    start = start_weights(config, start)
    return start, by_initlab(initlab, data, config, scratch / "trained"), by_keras(config, data, start)


def is_sensitive(config, data, start, theirs):
    """Whether Keras differs from itself after a change of the last places."""
    rng = np.random.default_rng(3)
    moved = [(w * (1 + 2.0 ** -21 * rng.choice([-1, 1], w.shape))).astype("f4") for w in start]
    return difference(config, by_keras(config, data, moved), theirs) is not None


def record(folder, cases):
    write = lambda c: json.dumps(c, separators=(", ", ": "))
    (folder / "cases.json").write_text("[\n" + ",\n".join(map(write, cases)) + "\n]\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("initlab")
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--record", type=pathlib.Path)
    args = parser.parse_args()
    r, has_reduce, failed, sensitive, cases, done = (
        random.Random(args.seed), takes_reduce_lr(args.initlab), 0, 0, [], 0)
    with tempfile.TemporaryDirectory() as temporary:
        data = args.record or pathlib.Path(temporary)
        kinds = make_data(data)
        while done < args.count:
            config = draw(r, kinds, has_reduce)
            with tempfile.TemporaryDirectory() as scratch:
                start, ours, theirs = train_both(args.initlab, data, config, pathlib.Path(scratch))
            finite = all(np.isfinite(e[m]) for e in theirs[0] for m in METRICS)
            if args.record and (not finite or config["resumed"]):
                continue
            done += 1
            wrong = difference(config, ours, theirs)
            if wrong and is_sensitive(config, data, start, theirs):
                sensitive += 1
            elif wrong:
                failed += 1
                print(f"{done}: {wrong}\n    {json.dumps(config)}", flush=True)
            if args.record:
                cases.append({"data": config["data"], "epochs": config["epochs"],
                              "options": options_of(config) + training_options(config), "keras": theirs[0]})
            keras.utils.clear_session()
    if args.record:
        record(args.record, cases)
    print(f"{done} configurations, {failed} differ, {sensitive} are too sensitive")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
