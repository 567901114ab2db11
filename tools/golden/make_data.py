"""Records what scikit-learn, Keras and TensorFlow make of small data: python make_data.py OUT
(needs keras 3.15, tensorflow-cpu 2.21, scikit-learn 1.9, numpy)"""
import json, pathlib, sys
import numpy as np, tensorflow as tf, keras
from keras.src.trainers.data_adapters.array_slicing import train_validation_split
from sklearn.preprocessing import StandardScaler


def images(rng, n):
    """Bytes (n, 4, 5): one pixel always 0, one always 200, one rarely lit."""
    x = rng.integers(0, 256, (n, 4, 5), dtype="u1")
    x[:, 0, 0], x[:, 1, 2], x[:, 3, 4] = 0, 200, 0
    x[1, 3, 4] = 3
    return x


def standardized(x_train, x_test):
    """The same by pixel, over all and by image, of numbers as the network gets them; flat, float32."""
    flat = [x.reshape(len(x), -1).astype("f8") for x in (x_train, x_test)]
    scaler = StandardScaler().fit(flat[0])
    yield "pixel", [scaler.transform(x) for x in flat]
    every = keras.layers.Normalization(axis=None); every.adapt(flat[0])
    yield "set", [every(x).numpy() for x in flat]
    yield "sample", [tf.image.per_image_standardization(x.reshape(-1, 4, 5, 1).astype("f4")).numpy().reshape(-1, 20) for x in flat]
    each = keras.layers.Normalization(axis=-1); each.adapt(flat[0])
    varies = flat[0].std(axis=0) > 0  # where a pixel does not, Keras divides by 1e-7 and scikit-learn by 1
    assert np.allclose(each(flat[0]).numpy()[:, varies], scaler.transform(flat[0])[:, varies], rtol=1e-3, atol=1e-3)


def record(out, name, x_train, x_test, scale):
    folder = pathlib.Path(out) / name; folder.mkdir(parents=True, exist_ok=True)
    np.save(folder / "x_train.npy", x_train); np.save(folder / "x_test.npy", x_test)
    np.save(folder / "y_train.npy", np.arange(len(x_train)) % 3); np.save(folder / "y_test.npy", np.arange(len(x_test)) % 3)
    for how, parts in standardized(x_train / scale, x_test / scale):
        for part, x in zip(("train", "test"), parts): np.save(folder / f"{how}_{part}.npy", x.astype("f4"))


def split(n, fraction):
    try: (kept,), (rest,) = train_validation_split((np.arange(n),), fraction)
    except ValueError: return 0
    assert kept[-1] + 1 == rest[0] == len(kept) and len(kept) + len(rest) == n
    return len(kept)


def splits(out):
    """[n, fraction, samples that Keras leaves for training; 0: it refuses]"""
    fractions = (.001, .1, .15, .2, .29, .3, 1 / 3, .5, .57, .58, .7, .9, .999)
    np.save(pathlib.Path(out) / "splits.npy", np.array([[n, f, split(n, f)] for n in (1, 3, 7, 10, 48, 1000, 59999, 60000) for f in fractions], "f8"))


if __name__ == "__main__":
    rng = np.random.default_rng(11)
    record(sys.argv[1], "bytes", images(rng, 24), images(rng, 6), 255)
    floats = [rng.normal(50, .5, (n, 4, 5)).astype("f4") for n in (24, 6)]
    for x in floats: x[:, 2, 2] = .1
    record(sys.argv[1], "floats", *floats, np.float32(1))
    splits(sys.argv[1])
