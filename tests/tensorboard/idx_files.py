# SPDX-License-Identifier: Apache-2.0
"""Files as MNIST has them, with a pattern that is the same everywhere."""
import os
import struct


def write_idx(folder, part, n):
    """n images of 28 x 28 with a pattern, and their labels."""
    with open(os.path.join(folder, part + "-images-idx3-ubyte"), "wb") as f:
        f.write(struct.pack(">4B3I", 0, 0, 8, 3, n, 28, 28))
        f.write(bytes((i * 37 + k * (i % 10 + 1)) % 256 for i in range(n) for k in range(784)))
    with open(os.path.join(folder, part + "-labels-idx1-ubyte"), "wb") as f:
        f.write(struct.pack(">4BI", 0, 0, 8, 1, n) + bytes(i % 10 for i in range(n)))
