#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Record how the real Keras trains: python make_training.py TESTS_GOLDEN_TRAINING

Writes, each case named by initlab's text of its options:

    activations.json     values and slopes of every activation, at its kinks too
    optimizers.json      twelve steps of each optimizer on known gradients
    clipping.json        gradients after clipping: large variables, NaN, infinities
    schedules.json       learning rates at some steps
    networks.json        a small network's weights and losses over some steps
    early_stopping.json  what keras.callbacks.EarlyStopping makes of a series of metrics
    reduce_lr.json       the same of keras.callbacks.ReduceLROnPlateau
    callback.json        the tags that keras.callbacks.TensorBoard writes for a network with batch
                         normalisation, in order, and the learning rates of a schedule

Needs tensorflow-cpu==2.21.0 keras==3.15.1 tf_keras==2.21.0
"""

import glob
import json
import os
import pathlib
import subprocess
import sys
import tempfile

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np


def number(v):
    """Nine digits give a float32 back; JSON has neither NaN nor infinity."""
    v = float(v)
    return float(f"{v:.9g}") if np.isfinite(v) else "nan" if v != v else "inf" if v > 0 else "-inf"


def numbers(x):
    return [number(v) for v in np.ravel(x)]


def activations(keras):
    """Each at the same points: a kink of one is an ordinary point of the others."""
    import tensorflow as tf
    a = keras.activations
    cases = {name: getattr(a, name) for name in [
        "relu", "tanh", "sigmoid", "selu", "gelu", "leaky_relu", "elu", "silu", "mish", "softplus", "softsign",
        "relu6", "linear", "exponential", "hard_sigmoid", "hard_silu", "hard_tanh", "hard_shrink", "soft_shrink",
        "tanh_shrink", "celu", "log_sigmoid", "sparse_plus", "sparse_sigmoid", "squareplus"]}
    cases |= {
        "leaky_relu(negative_slope=0.1)": lambda x: a.leaky_relu(x, 0.1),
        "leaky_relu(negative_slope=0)": lambda x: a.leaky_relu(x, 0.0),
        "relu(negative_slope=0.1)": lambda x: a.relu(x, negative_slope=0.1),
        "relu(max_value=6)": lambda x: a.relu(x, max_value=6.0),
        "relu(max_value=2)": lambda x: a.relu(x, max_value=2.0),
        "relu(threshold=1)": lambda x: a.relu(x, threshold=1.0),
        "relu(negative_slope=0.1,max_value=6)": lambda x: a.relu(x, negative_slope=0.1, max_value=6.0),
        "relu(negative_slope=0.5,max_value=2,threshold=1)":
            lambda x: a.relu(x, negative_slope=0.5, max_value=2.0, threshold=1.0),
        "elu(alpha=0.5)": lambda x: a.elu(x, 0.5),
        "celu(alpha=2)": lambda x: a.celu(x, 2.0),
        "gelu(approximate=true)": lambda x: a.gelu(x, approximate=True),
        "hard_shrink(threshold=1)": lambda x: a.hard_shrink(x, 1.0),
        "soft_shrink(threshold=1)": lambda x: a.soft_shrink(x, 1.0),
        "squareplus(b=1)": lambda x: a.squareplus(x, 1),
        "threshold(threshold=1,default_value=-2)": lambda x: a.threshold(x, 1.0, -2.0),
    }
    x = tf.constant([-80, -20, -6, -3.5, -3, -2, -1.25, -1, -0.75, -0.5, -0.1, -1e-3, -1e-30, 0, 1e-30, 1e-3, 0.1,
                     0.5, 0.75, 1, 1.25, 2, 3, 3.5, 6, 7, 20, 80, float("nan")], tf.float32)
    out = {"u": numbers(x), "cases": {}}
    for text, f in cases.items():
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        slope = tape.gradient(y, x)
        out["cases"][text] = {"value": numbers(y), "slope": numbers(slope)}
    return out


def clipping(keras):
    """What optimizers make of gradients before the step. Those of 'large' are the first n of a sequence that both
    sides know: 1 / (1 + i mod 7); of them the norm after clipping, which is its limit when sums are exact."""
    o = keras.optimizers
    nan, inf = float("nan"), float("inf")
    cases = {"sgd(clipnorm=1)": o.SGD(clipnorm=1.0), "sgd(global_clipnorm=1)": o.SGD(global_clipnorm=1.0),
             "sgd(clipvalue=1)": o.SGD(clipvalue=1.0), "sgd(clipnorm=0)": o.SGD(clipnorm=0.0),
             "sgd(global_clipnorm=0)": o.SGD(global_clipnorm=0.0)}
    given = [[[3, 4], [0.3, 0.4]], [[nan, 3], [1, 2]], [[inf, 3], [1, 2]], [[0, 0], [0, 0]], [[-5, 0.5], [0.5, 5]]]
    clip = lambda optimizer, g: optimizer._clip_gradients([keras.ops.convert_to_tensor(np.array(v, "f4")) for v in g])
    out = {"gradients": [[numbers(v) for v in g] for g in given], "cases": {}}
    for text, optimizer in cases.items():
        out["cases"][text] = [[numbers(v) for v in clip(optimizer, g)] for g in given]
    n = 4000 * 784
    large = (1 / (1 + np.arange(n) % 7)).astype("f4")
    out["large"] = {"n": n, "cases": {text: numbers(clip(cases[text], [large])[0][:7])
                                      for text in ("sgd(clipnorm=1)", "sgd(global_clipnorm=1)")}}
    return out


def optimizers(keras):
    o = keras.optimizers
    cases = {
        "sgd": o.SGD(),
        "sgd(learning_rate=0.1,momentum=0.9)": o.SGD(0.1, momentum=0.9),
        "sgd(learning_rate=0.1,momentum=0.9,nesterov=true)": o.SGD(0.1, momentum=0.9, nesterov=True),
        "sgd(weight_decay=0.1,clipvalue=0.5)": o.SGD(weight_decay=0.1, clipvalue=0.5),
        "sgd(clipnorm=1)": o.SGD(clipnorm=1.0),
        "sgd(global_clipnorm=1)": o.SGD(global_clipnorm=1.0),
        "rmsprop": o.RMSprop(),
        "rmsprop(rho=0.8,momentum=0.5)": o.RMSprop(rho=0.8, momentum=0.5),
        "rmsprop(momentum=0.5,epsilon=0.001,centered=true)":
            o.RMSprop(momentum=0.5, epsilon=1e-3, centered=True),
        "adagrad": o.Adagrad(),
        "adagrad(learning_rate=0.1,initial_accumulator_value=0)": o.Adagrad(0.1, 0.0),
        "adam": o.Adam(),
        "adam(beta_1=0.5,amsgrad=true)": o.Adam(beta_1=0.5, amsgrad=True),
        "adam(weight_decay=0.1)": o.Adam(weight_decay=0.1),
        "adamw": o.AdamW(),
        "adamw(learning_rate=0.1,weight_decay=0.1,beta_2=0.9)": o.AdamW(0.1, 0.1, beta_2=0.9),
        "adamw(weight_decay=0)": o.AdamW(weight_decay=0.0),
        "sgd(weight_decay=0)": o.SGD(weight_decay=0.0),
        "adam(clipnorm=0)": o.Adam(clipnorm=0.0),
        "sgd(global_clipnorm=0)": o.SGD(global_clipnorm=0.0),
        "sgd(clipvalue=0)": o.SGD(clipvalue=0.0),
        "adam(beta_1=1)": o.Adam(beta_1=1.0),
        "adam(beta_1=0,beta_2=0)": o.Adam(beta_1=0.0, beta_2=0.0),
        "adam(epsilon=0)": o.Adam(epsilon=0.0),
        "nadam": o.Nadam(),
        "nadam(learning_rate=0.1,beta_1=0.5,epsilon=0.01)": o.Nadam(0.1, beta_1=0.5, epsilon=0.01),
        "nadam(beta_1=1)": o.Nadam(beta_1=1.0),
        "nadam(weight_decay=0.1)": o.Nadam(weight_decay=0.1),
        "adamax": o.Adamax(),
        "adamax(learning_rate=0.1,beta_2=0.5,clipvalue=0.5)": o.Adamax(0.1, beta_2=0.5, clipvalue=0.5),
        "adadelta": o.Adadelta(),
        "adadelta(learning_rate=1,rho=0.5)": o.Adadelta(1.0, rho=0.5),
        "lion": o.Lion(),
        "lion(learning_rate=0.1,beta_1=0.5,beta_2=0.9,weight_decay=0.1)":
            o.Lion(0.1, beta_1=0.5, beta_2=0.9, weight_decay=0.1),
    }
    rng = np.random.default_rng(7)
    start, gradients = rng.normal(size=8).astype("f4"), rng.normal(size=(12, 8)).astype("f4")
    gradients[:, 0] = 0
    gradients[:, 1] *= 1e-9
    out = {"start": numbers(start), "gradients": [numbers(g) for g in gradients], "cases": {}}
    for text, optimizer in cases.items():
        # The eight are two variables, of three and of five.
        variables = [keras.Variable(start[:3]), keras.Variable(start[3:])]
        rows = []
        for g in gradients:
            optimizer.apply([keras.ops.convert_to_tensor(g[:3]), keras.ops.convert_to_tensor(g[3:])], variables)
            rows.append(numbers(np.concatenate([v.numpy() for v in variables])))
        out["cases"][text] = rows
    return out


STEPS = [0, 1, 2, 5, 9, 10, 11, 15, 19, 20, 21, 35, 50, 69, 70, 71, 99, 100, 101, 150, 1000]


def schedules(keras):
    s = keras.optimizers.schedules
    cases = {
        "exponential(initial_learning_rate=0.1,decay_steps=10,decay_rate=0.9)": s.ExponentialDecay(0.1, 10, 0.9),
        "exponential(initial_learning_rate=0.1,decay_steps=10,decay_rate=0.5,staircase=true)":
            s.ExponentialDecay(0.1, 10, 0.5, staircase=True),
        "inverse_time(initial_learning_rate=0.1,decay_steps=10,decay_rate=0.5)": s.InverseTimeDecay(0.1, 10, 0.5),
        "inverse_time(initial_learning_rate=0.1,decay_steps=10,decay_rate=0.5,staircase=true)":
            s.InverseTimeDecay(0.1, 10, 0.5, staircase=True),
        "polynomial(initial_learning_rate=0.1,decay_steps=100)": s.PolynomialDecay(0.1, 100),
        "polynomial(initial_learning_rate=0.1,decay_steps=20,end_learning_rate=0.01,power=0.5,cycle=true)":
            s.PolynomialDecay(0.1, 20, 0.01, power=0.5, cycle=True),
        "piecewise(boundaries=[10,20,100],values=[1,0.1,0.01,0.001])":
            s.PiecewiseConstantDecay([10, 20, 100], [1.0, 0.1, 0.01, 0.001]),
        "cosine(initial_learning_rate=0.1,decay_steps=100)": s.CosineDecay(0.1, 100),
        "cosine(initial_learning_rate=0.1,decay_steps=100,alpha=0.1)": s.CosineDecay(0.1, 100, alpha=0.1),
        "cosine(initial_learning_rate=0,decay_steps=90,warmup_target=0.1,warmup_steps=10)":
            s.CosineDecay(0.0, 90, warmup_target=0.1, warmup_steps=10),
        "cosine_restarts(initial_learning_rate=0.1,first_decay_steps=10)": s.CosineDecayRestarts(0.1, 10),
        "cosine_restarts(initial_learning_rate=0.1,first_decay_steps=10,t_mul=1,m_mul=0.5,alpha=0.1)":
            s.CosineDecayRestarts(0.1, 10, t_mul=1.0, m_mul=0.5, alpha=0.1),
        "cosine_restarts(initial_learning_rate=0.1,first_decay_steps=10,t_mul=1.5,m_mul=0.9)":
            s.CosineDecayRestarts(0.1, 10, t_mul=1.5, m_mul=0.9),
    }
    at = {text: numbers([keras.ops.convert_to_numpy(f(keras.ops.convert_to_tensor(k, "int64"))) for k in STEPS])
          for text, f in cases.items()}
    return {"steps": STEPS, "cases": at}


B, INPUTS, CLASSES, HIDDEN, TRAINED = 6, 5, 3, (7, 4), 4


def networks(keras):
    """Each with its options as initlab has them; 'weights', after the first and the last step, has all
    arrays one after the other."""
    plain = {"optimizer": "sgd(learning_rate=0.1)"}
    cases = [{"activation": a} for a in ["relu", "tanh", "sigmoid", "selu", "gelu", "leaky_relu", "elu"]]
    cases += [{"activation": a, "batch_norm": True} for a in ["relu", "tanh", "gelu"]]
    cases += [{"activation": "relu", "l2": 0.01}, {"activation": "tanh", "batch_norm": True, "l2": 0.1},
              {"activation": "relu", "optimizer": "adam"}, {"activation": "relu", "layers": "none"},
              {"activation": "relu", "optimizer": "adamw", "l2": 0.01},
              {"activation": "relu", "schedule": "exponential(decay_steps=1,decay_rate=0.5)"}]
    cases += [{"activation": a} for a in ["silu", "mish", "softplus", "softsign", "relu6", "linear", "exponential",
                                          "hard_sigmoid", "leaky_relu(negative_slope=0.1)", "elu(alpha=0.5)",
                                          "relu(negative_slope=0.1,max_value=6,threshold=0.5)"]]
    cases += [{"activation": "leaky_relu(negative_slope=0.1)", "batch_norm": True}]
    rng = np.random.default_rng(5)
    x = rng.normal(size=(TRAINED, B, INPUTS)).astype("f4")
    y = rng.integers(0, CLASSES, size=(TRAINED, B))
    out = {"x": [numbers(b) for b in x], "y": y.tolist(), "cases": []}
    for case in cases:
        case = {"layers": ",".join(map(str, HIDDEN)), "batch_norm": False, "l2": 0, "schedule": "", **plain, **case}
        model = build(keras, case)
        weights = [rng.normal(size=w.shape).astype("f4") * np.float32(0.5) for w in model.get_weights()]
        for w, kept in zip(weights, model.weights):
            if kept.path.endswith("moving_variance"):
                w[:] = np.abs(w) + np.float32(0.5)
        model.set_weights(weights)
        case["start"] = numbers(np.concatenate([w.ravel() for w in weights]))
        case["loss"], case["weights"] = [], []
        for k in range(TRAINED):
            case["loss"] += numbers(model.train_on_batch(x[k], y[k])[0])
            model.reset_metrics()
            if k in (0, TRAINED - 1):
                case["weights"].append(numbers(np.concatenate([w.ravel() for w in model.get_weights()])))
        case["evaluated"] = numbers(model.evaluate(x[0], y[0], batch_size=B, verbose=0)[0])[0]
        case["predicted"] = numbers(model.predict(x[0], verbose=0))
        out["cases"].append(case)
    return out


def activation_of(keras, text):
    """Keras' string; or, with arguments, the layer that has them."""
    name, _, arguments = text.rstrip(")").partition("(")
    layer = {"relu": keras.layers.ReLU, "leaky_relu": keras.layers.LeakyReLU, "elu": keras.layers.ELU}.get(name)
    return layer(**{k: float(v) for k, v in (a.split("=") for a in arguments.split(","))}) if arguments else name


def build(keras, case):
    layers, o = keras.layers, keras.optimizers
    regularizer = {"kernel_regularizer": keras.regularizers.L2(case["l2"])} if case["l2"] else {}
    model = keras.Sequential([layers.Input((INPUTS,))])
    for units in [] if case["layers"] == "none" else map(int, case["layers"].split(",")):
        if case["batch_norm"]:
            model.add(layers.Dense(units, **regularizer))
            model.add(layers.BatchNormalization())
            model.add(layers.Activation(activation_of(keras, case["activation"])))
        else:
            model.add(layers.Dense(units, activation=activation_of(keras, case["activation"]), **regularizer))
    model.add(layers.Dense(CLASSES, activation="softmax", **regularizer))
    made = {"sgd(learning_rate=0.1)": lambda: o.SGD(0.1), "adam": o.Adam, "adamw": o.AdamW}[case["optimizer"]]()
    if case["schedule"]:
        made = o.SGD(o.schedules.ExponentialDecay(0.1, 1, 0.5))
    model.compile(optimizer=made, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


CURVES = {
    "falls": [1.0, 0.8, 0.6, 0.5, 0.45, 0.44, 0.439, 0.438, 0.4379, 0.4378],
    "rises_again": [1.0, 0.7, 0.5, 0.6, 0.55, 0.52, 0.51, 0.505, 0.501, 0.6],
    "flat": [0.5] * 8,
    "not_a_number": [0.5, 0.4, float("nan"), float("nan"), float("nan"), 0.3, 0.2, 0.1],
    "up_and_down": [0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9],
    # Steps of min_delta but for rounding, in float32 as Keras' metrics are.
    **{f"ties_{k}": [float(np.float32(round(0.2 + 0.017 * k + step * (-1) ** k * 1e-3, 4))) for step in range(6)]
       for k in range(40)},
}


def early_stopping(keras):
    options = {
        "": {},
        "patience=2": dict(patience=2),
        "patience=2,restore_best_weights=true": dict(patience=2, restore_best_weights=True),
        "min_delta=0.05,patience=1": dict(min_delta=0.05, patience=1),
        "monitor=val_accuracy,patience=2,restore_best_weights=true":
            dict(monitor="val_accuracy", patience=2, restore_best_weights=True),
        "monitor=accuracy,mode=min,patience=3": dict(monitor="accuracy", mode="min", patience=3),
        "monitor=loss,mode=max,patience=1": dict(monitor="loss", mode="max", patience=1),
        "patience=2,baseline=0.45": dict(patience=2, baseline=0.45),
        "patience=1,restore_best_weights=true,start_from_epoch=3":
            dict(patience=1, restore_best_weights=True, start_from_epoch=3),
        "min_delta=0.001,patience=2": dict(min_delta=0.001, patience=2),
        "monitor=val_accuracy,min_delta=0.001,patience=2":
            dict(monitor="val_accuracy", min_delta=0.001, patience=2),
    }
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(2, activation="softmax")])
    model.compile(loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.train_on_batch(np.zeros((1, 1)), np.zeros(1))  # makes the metrics
    cases = []
    for text, arguments in options.items():
        for name, curve in CURVES.items():
            if name.startswith("ties") and "min_delta=0.001" not in text:
                continue
            callback = keras.callbacks.EarlyStopping(**arguments)
            callback.set_model(model)
            model.stop_training = False
            callback.on_train_begin()
            for epoch, value in enumerate(curve):
                model.set_weights([np.full(w.shape, epoch) for w in model.get_weights()])
                callback.on_epoch_end(epoch, {"loss": value, "accuracy": value, "val_loss": value,
                                              "val_accuracy": value})
                if model.stop_training:
                    break
            callback.on_train_end()
            cases.append({"options": text, "curve": name, "epochs": epoch + 1, "stopped": model.stop_training,
                          "weights_of": int(model.get_weights()[0].flat[0])})
    curves = {name: [None if v != v else v for v in curve] for name, curve in CURVES.items()}
    return {"curves": curves, "cases": cases}


def reduce_lr(keras):
    """The learning rate after each epoch, from 0.1 on."""
    options = {
        "": {},
        "patience=2": dict(patience=2),
        "factor=0.5,patience=1,min_delta=0": dict(factor=0.5, patience=1, min_delta=0),
        "factor=0.5,patience=0": dict(factor=0.5, patience=0),
        "factor=0.3,patience=1,min_lr=0.004": dict(factor=0.3, patience=1, min_lr=0.004),
        "patience=1,cooldown=2": dict(patience=1, cooldown=2),
        "factor=0.5,patience=1,min_delta=0.05": dict(factor=0.5, patience=1, min_delta=0.05),
        "monitor=val_accuracy,patience=2": dict(monitor="val_accuracy", patience=2),
        "monitor=accuracy,patience=1,mode=min": dict(monitor="accuracy", patience=1, mode="min"),
        "factor=0,patience=3": dict(factor=0.0, patience=3),
    }
    cases = []
    for text, arguments in options.items():
        for name, curve in CURVES.items():
            if name.startswith("ties") and name not in ("ties_3", "ties_8"):
                continue
            model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(2, activation="softmax")])
            model.compile(keras.optimizers.SGD(0.1), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
            model.train_on_batch(np.zeros((1, 1)), np.zeros(1))  # makes the metrics
            callback = keras.callbacks.ReduceLROnPlateau(**arguments)
            callback.set_model(model)
            callback.on_train_begin()
            rates = []
            for epoch, value in enumerate(curve):
                callback.on_epoch_end(epoch, {"loss": value, "accuracy": value, "val_loss": value,
                                              "val_accuracy": value})
                rates += numbers(keras.ops.convert_to_numpy(model.optimizer.learning_rate))
            cases.append({"options": text, "curve": name, "rates": rates})
    curves = {name: [None if v != v else v for v in curve] for name, curve in CURVES.items()}
    return {"curves": curves, "cases": cases}


def callback(version):
    """In a separate process, because layer names continue to count."""
    if version == "keras3":
        import keras
    else:
        import tf_keras as keras
    import tensorflow as tf
    layers = keras.layers
    model = keras.Sequential([layers.Flatten(input_shape=(2, 2)), layers.Dense(4), layers.BatchNormalization(),
                              layers.Activation("tanh"), layers.Dropout(0.2), layers.Dense(3),
                              layers.BatchNormalization(), layers.Activation("tanh"), layers.Dropout(0.2),
                              layers.Dense(2, activation="softmax")])
    schedule = keras.optimizers.schedules.CosineDecay(0.1, 15)
    model.compile(optimizer=keras.optimizers.SGD(schedule), loss="sparse_categorical_crossentropy",
                  metrics=["accuracy"])
    rng = np.random.default_rng(1)
    x, y = rng.normal(size=(10, 2, 2)), rng.integers(0, 2, 10)
    with tempfile.TemporaryDirectory() as folder:
        log = keras.callbacks.TensorBoard(folder, histogram_freq=1, write_images=True)
        model.fit(x, y, batch_size=2, epochs=3, validation_data=(x, y), callbacks=[log], verbose=0)
        tags, rates = [], []
        for path in glob.glob(folder + "/train/*.v2"):
            for event in tf.compat.v1.train.summary_iterator(path):
                for value in event.summary.value:
                    if event.step == 0:
                        tags.append(value.tag)
                    if value.tag == "epoch_learning_rate":
                        rates += numbers(tf.make_ndarray(value.tensor))
    return {"tags": tags, "learning_rates": rates}


def write(folder, name, data):
    text = json.dumps(data, indent=None, separators=(", ", ": "))
    for key in ('"cases": ', '"tags": '):
        text = text.replace(key, "\n" + key)
    (folder / name).write_text(text.replace("}, {", "},\n{").replace("]], ", "]],\n") + "\n")


def main(folder):
    import keras
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, "activations.json", activations(keras))
    write(folder, "optimizers.json", optimizers(keras))
    write(folder, "clipping.json", clipping(keras))
    write(folder, "schedules.json", schedules(keras))
    write(folder, "networks.json", networks(keras))
    write(folder, "early_stopping.json", early_stopping(keras))
    write(folder, "reduce_lr.json", reduce_lr(keras))
    logged = {v: json.loads(subprocess.run([sys.executable, os.path.abspath(__file__), "--callback", v], check=True,
                                           stdout=subprocess.PIPE).stdout) for v in ("keras3", "keras2")}
    write(folder, "callback.json", logged)


if __name__ == "__main__":
    if len(sys.argv) == 3 and sys.argv[1] == "--callback":
        print(json.dumps(callback(sys.argv[2])))
    elif len(sys.argv) == 2:
        main(sys.argv[1])
    else:
        sys.exit(__doc__)
