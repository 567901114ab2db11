"""Writes small images and labels in the types and shapes that people have: python make_arrays.py OUT (needs numpy)"""
import pathlib, struct, sys
import numpy as np

IMAGES = (np.arange(48, dtype="i8") * 5 % 128).reshape(3, 4, 4)  # 0 to 127: every type holds them
LABELS = np.array([2, 0, 1])
IDX = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def write_idx(path, array, type_name):
    head = struct.pack(">HBB", 0, IDX[type_name], array.ndim) + struct.pack(f">{array.ndim}I", *array.shape)
    path.write_bytes(head + array.astype(">" + type_name).tobytes())


def main(out):
    out.mkdir(parents=True, exist_ok=True)
    for name in IDX:
        write_idx(out / f"x_{name}.idx", IMAGES, name)
        write_idx(out / f"y_{name}.idx", LABELS, name)
    for name in "i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 b1".split():
        # As bools: lit or not; and two classes.
        np.save(out / f"x_{name}.npy", (IMAGES % 2 if name == "b1" else IMAGES).astype(name))
        np.save(out / f"y_{name}.npy", (LABELS % 2 if name == "b1" else LABELS).astype(name))
        np.save(out / f"onehot_{name}.npy", np.eye(4)[LABELS].astype(name))
    np.save(out / "x_negative.npy", (IMAGES - 64).astype("i2"))
    np.save(out / "x_big_endian.npy", IMAGES.astype(">i4"))
    np.save(out / "x_fortran.npy", np.asfortranarray(IMAGES.astype("u1")))
    np.save(out / "zeros.npy", np.zeros(3, "i4"))
    np.save(out / "y_big_endian.npy", LABELS.astype(">i4"))
    np.save(out / "onehot_fortran.npy", np.asfortranarray(np.eye(4)[LABELS]))
    for shape in [(3, 16), (3, 1, 4, 4), (3, 4, 4, 1), (3, 1, 16), (3, 16, 1), (3, 2, 8), (3, 1, 8, 2)]:
        np.save(out / f"shape_{'x'.join(map(str, shape))}.npy", IMAGES.astype("u1").reshape(shape))
    # Far from 0: in float32 the mean itself would be off by up to 0.03 deviations.
    far = np.random.default_rng(17).normal(1e6, 1, (50, 2, 3))
    np.save(out / "far.npy", far)
    np.save(out / "far_y.npy", np.arange(50) % 3)
    np.save(out / "far_set.npy", ((far - far.mean()) / far.std()).astype("f4"))
    np.save(out / "far_pixel.npy", ((far - far.mean(0)) / far.std(0)).astype("f4"))
    parts = dict(x_train=IMAGES.astype("u1"), y_train=LABELS.astype("u1"), x_test=IMAGES[:2].astype("u1"), y_test=LABELS[:2].astype("u1"))
    # As Keras' mnist.npz is: deflated; np.savez only stores.
    np.savez_compressed(out / "deflated.npz", **parts)
    np.savez(out / "stored.npz", **parts)
    np.savez(out / "training_only.npz", x_train=parts["x_train"], y_train=parts["y_train"])
    np.savez(out / "other_names.npz", images=parts["x_train"], labels=parts["y_train"])
    np.savez_compressed(out / "one_array.npz", parts["x_train"])  # arr_0, as KMNIST's
    np.savez_compressed(out / "one_label.npz", parts["y_train"])


if __name__ == "__main__": main(pathlib.Path(sys.argv[1]))
