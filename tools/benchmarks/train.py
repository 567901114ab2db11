# SPDX-License-Identifier: Apache-2.0
"""train.py PEER DATA EPOCHS [CASE LAYERS BATCH]: epochs a second, training and validation, of the notebook's network in
keras, torch or jax, or of one with other hidden LAYERS (256,128) and BATCH size: a line of JSON, or none where this
Python does not have it. The first epoch, which compiles, does not count. Each in a process of its own: TensorFlow and
PyTorch in one end in an error of LLVM.
"""
import gzip
import json
import os
import pathlib
import sys
import tempfile
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")

import numpy as np

CORES = len(os.sched_getaffinity(0))
peer, data, epochs = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
CASE, layers_text, batch_text = sys.argv[4:7] or (f"epochs on {CORES} core{'s' * (CORES > 1)}", "256,128", "128")
HIDDEN, BATCH = [int(n) for n in layers_text.split(",")], int(batch_text)


def read(name, offset):
    plain = data / name
    content = plain.read_bytes() if plain.exists() else gzip.decompress((data / (name + ".gz")).read_bytes())
    return np.frombuffer(content, np.uint8, offset=offset)


x_train = read("train-images-idx3-ubyte", 16).reshape(-1, 28, 28).astype(np.float32) / 255
y_train = read("train-labels-idx1-ubyte", 8).astype(np.int32)
x_test = read("t10k-images-idx3-ubyte", 16).reshape(-1, 28, 28).astype(np.float32) / 255
y_test = read("t10k-labels-idx1-ubyte", 8).astype(np.int32)


def report(name, seconds, accuracy):
    assert accuracy > .95 or len(sys.argv) > 4, accuracy
    print(json.dumps({"peer": name, "case": CASE, "rate": 1 / float(np.mean(seconds[1:]))}), flush=True)


def keras(module):
    layers, seconds = module.layers, []
    hidden = [layer for n in HIDDEN for layer in (layers.Dense(n, activation="relu"), layers.Dropout(.2))]
    model = module.Sequential([layers.Input((28, 28)), layers.Flatten(), *hidden,
                               layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

    class Watch(module.callbacks.Callback):
        def on_epoch_begin(self, epoch, logs=None):
            self.start = time.perf_counter()

        def on_epoch_end(self, epoch, logs=None):
            seconds.append(time.perf_counter() - self.start)

    with tempfile.TemporaryDirectory() as folder:
        board = module.callbacks.TensorBoard(folder, histogram_freq=4, write_images=True)
        history = model.fit(x_train, y_train, epochs=epochs + 1, batch_size=BATCH, verbose=0,
                            validation_data=(x_test, y_test), callbacks=[board, Watch()])
    report("Keras", seconds, history.history["val_accuracy"][-1])


def pytorch(torch):
    torch.set_num_threads(CORES)
    n = torch.nn
    hidden = [layer for d, h in zip([784, *HIDDEN], HIDDEN) for layer in (n.Linear(d, h), n.ReLU(), n.Dropout(.2))]
    model = n.Sequential(n.Flatten(), *hidden, n.Linear(HIDDEN[-1], 10))
    optimizer = torch.optim.Adam(model.parameters(), eps=1e-7)
    loss_of = n.CrossEntropyLoss()
    x, y = torch.from_numpy(x_train), torch.from_numpy(y_train).long()
    xt, yt = torch.from_numpy(x_test), torch.from_numpy(y_test).long()
    seconds = []
    for _ in range(epochs + 1):
        start = time.perf_counter()
        model.train()
        order = torch.randperm(len(x))
        for i in range(0, len(x), BATCH):
            batch = order[i:i + BATCH]
            optimizer.zero_grad()
            loss_of(model(x[batch]), y[batch]).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            hits = sum(int((model(xt[i:i + 1000]).argmax(1) == yt[i:i + 1000]).sum())
                       for i in range(0, len(xt), 1000))
        seconds.append(time.perf_counter() - start)
    report("PyTorch", seconds, hits / len(xt))


def jax(module):
    """The whole epoch in one jitted scan, its best case."""
    jnp, random = module.numpy, module.random
    key = random.PRNGKey(0)
    sizes = list(zip([784, *HIDDEN], [*HIDDEN, 10]))
    params = []
    for i, (d, h) in enumerate(sizes):
        limit = (6 / (d + h)) ** .5
        params.append((random.uniform(random.fold_in(key, i), (d, h), minval=-limit, maxval=limit), jnp.zeros(h)))
    x, y = jnp.asarray(x_train.reshape(-1, 784)), jnp.asarray(y_train)
    xt, yt = jnp.asarray(x_test.reshape(-1, 784)), jnp.asarray(y_test)

    def logits(params, a, key=None):
        for i, (w, b) in enumerate(params):
            a = a @ w + b
            if i < len(HIDDEN):
                a = jnp.maximum(a, 0)
                if key is not None:
                    a = jnp.where(random.bernoulli(random.fold_in(key, i), .8, a.shape), a / .8, 0)
        return a

    def loss_of(params, a, labels, key):
        z = module.nn.log_softmax(logits(params, a, key))
        return -jnp.mean(jnp.take_along_axis(z, labels[:, None], 1))

    def step(state, batch):
        params, m, v, t, key = state
        a, labels = x[batch], y[batch]
        key, sub = random.split(key)
        loss, g = module.value_and_grad(loss_of)(params, a, labels, sub)
        t += 1
        m = module.tree_util.tree_map(lambda p, q: p + (q - p) * .1, m, g)
        v = module.tree_util.tree_map(lambda p, q: p + (q * q - p) * .001, v, g)
        alpha = .001 * jnp.sqrt(1 - .999 ** t) / (1 - .9 ** t)
        params = module.tree_util.tree_map(lambda p, q, r: p - q * alpha / (jnp.sqrt(r) + 1e-7), params, m, v)
        return (params, m, v, t, key), loss

    @module.jit
    def epoch(state, order):
        state, losses = module.lax.scan(step, state, order)
        return state, losses.mean(), jnp.mean(jnp.argmax(logits(state[0], xt), 1) == yt)

    zeros = module.tree_util.tree_map(jnp.zeros_like, params)
    state, seconds, rng = (params, zeros, zeros, 0., key), [], np.random.default_rng(0)
    for _ in range(epochs + 1):
        start = time.perf_counter()
        order = rng.permutation(len(x))[:len(x) // BATCH * BATCH].reshape(-1, BATCH)
        state, _, accuracy = epoch(state, jnp.asarray(order))
        accuracy = float(accuracy)
        seconds.append(time.perf_counter() - start)
    report("JAX", seconds, accuracy)


try:
    framework = __import__(peer)
except ImportError:
    sys.exit()
{"keras": keras, "torch": pytorch, "jax": jax}[peer](framework)
