# SPDX-License-Identifier: Apache-2.0
"""small_data.py FOLDER N: MNIST's four files with N images that a network can learn: a bright bar at the label's place."""
import pathlib
import random
import struct
import sys


def write(folder, part, n, seed):
    noise = random.Random(seed)
    images, labels = bytearray(), bytes(i % 10 for i in range(n))
    for label in labels:
        image = bytearray(noise.randrange(64) for _ in range(784))
        image[56 * label:56 * label + 28] = b"\xff" * 28
        images += image
    (folder / f"{part}-images-idx3-ubyte").write_bytes(struct.pack(">IIII", 0x803, n, 28, 28) + images)
    (folder / f"{part}-labels-idx1-ubyte").write_bytes(struct.pack(">II", 0x801, n) + labels)


def main():
    folder, n = pathlib.Path(sys.argv[1]), int(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    write(folder, "train", n, 1)
    write(folder, "t10k", n // 2, 2)


main()
