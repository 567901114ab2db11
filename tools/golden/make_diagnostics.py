# SPDX-License-Identifier: Apache-2.0
"""python make_diagnostics.py OUT: one step of a small Keras network, and what NumPy finds in it.

Writes OUT/step.json: the data, the weights before the step, and of the state after it the numbers
that --diagnostics logs, from their definitions in doc/diagnostics.md. Unit 3 of the first layer
begins as twice unit 1, unit 5 is dead, and so are units 0 and 2 of the second.
"""
import json
import os
import sys

os.environ.update(CUDA_VISIBLE_DEVICES="", TF_CPP_MIN_LOG_LEVEL="3")
import keras
import numpy as np
import tensorflow as tf

SAMPLES, SIDE, UNITS, COSINE = 16, (4, 5), (12, 6, 4), .999


def distinct(a):
    """Units one after the other: new, or the same as a new one before."""
    new = []
    for h in range(a.shape[1]):
        u = a[:, h]
        for v in new:
            if not u.any() or not v.any():
                if u.any() == v.any():
                    break
            elif u @ v >= COSINE * np.linalg.norm(u) * np.linalg.norm(v):
                break
        else:
            new.append(u)
    return len(new) / a.shape[1]


def histogram(x):
    """What tf.summary.histogram counts: 30 buckets from the smallest to the largest value."""
    counts, _ = np.histogram(x, 30, (x.min(), x.max()))
    return {"min": x.min(), "max": x.max(), "counts": counts.tolist()}


def main(out):
    rng = np.random.default_rng(7)
    pixels = rng.integers(0, 256, (SAMPLES, SIDE[0] * SIDE[1]), dtype=np.uint8)
    labels = np.arange(SAMPLES, dtype=np.uint8) % UNITS[-1]
    x = pixels.astype(np.float32) / np.float32(255)
    sizes = (x.shape[1],) + UNITS
    before = []
    for D, H in zip(sizes, sizes[1:]):
        before += [rng.normal(0, np.sqrt(2 / D), (D, H)).astype(np.float32),
                   rng.normal(0, .1, H).astype(np.float32)]
    before[0][:, 3], before[1][3] = 2 * before[0][:, 1], 2 * before[1][1]
    before[0][:, 5] = -np.abs(before[0][:, 5])
    before[1][5] = -1
    before[3][[0, 2]] = -20

    model = keras.Sequential([keras.Input((x.shape[1],))] +
                             [keras.layers.Dense(H, activation="relu") for H in UNITS[:-1]] +
                             [keras.layers.Dense(UNITS[-1])])
    model.set_weights(before)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    with tf.GradientTape() as tape:
        value = loss(labels, model(x))
    gradients = [g.numpy().astype(np.float64) for g in tape.gradient(value, model.trainable_variables)]
    model.compile(optimizer="adam", loss=loss)
    model.train_on_batch(x, labels)
    after = [w.astype(np.float64) for w in model.get_weights()]

    a, want = x.astype(np.float64), {}
    for i, H in enumerate(UNITS):
        name = "dense_%d" % i if i else "dense"
        kernel, bias, dkernel, dbias = after[2 * i], after[2 * i + 1], gradients[2 * i], gradients[2 * i + 1]
        a = a @ kernel + bias
        if i + 1 < len(UNITS):
            a = np.maximum(a, 0)
            want["why/dead_units/" + name] = float((a == 0).all(axis=0).mean())
            want["why/distinct_units/" + name] = distinct(a)
        start = before[2 * i].astype(np.float64)
        want["why/gradient_norm/" + name] = float(np.sqrt((dkernel**2).sum() + (dbias**2).sum()))
        want["why/update_ratio/" + name] = float(np.linalg.norm(kernel - start) / np.linalg.norm(start))
        want["why/activations/" + name] = histogram(a)
        want["why/gradients/%s/kernel" % name] = histogram(dkernel)
        want["why/gradients/%s/bias" % name] = histogram(dbias)
    assert np.allclose(a, model(x).numpy(), atol=1e-5)

    os.makedirs(out, exist_ok=True)
    with open(os.path.join(out, "step.json"), "w") as f:
        json.dump({"rows": SIDE[0], "cols": SIDE[1], "units": UNITS, "pixels": pixels.ravel().tolist(),
                   "labels": labels.tolist(), "weights": [w.ravel().tolist() for w in before], "want": want}, f)
        f.write("\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
