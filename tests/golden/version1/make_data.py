#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Write data/: 48 and 24 images of 5 x 5 in three classes, a bright row at the label's place, with noise."""
import os
import random
import struct

random.seed(1)
os.makedirs("data", exist_ok=True)
for part, n in (("train", 48), ("t10k", 24)):
    images, labels = b"", bytes(i % 3 for i in range(n))
    for label in labels:
        pixels = [random.randrange(64) for _ in range(25)]
        pixels[5 * label:5 * label + 5] = [255] * 5
        images += bytes(pixels)
    with open(f"data/{part}-images-idx3-ubyte", "wb") as f:
        f.write(struct.pack(">IIII", 0x803, n, 5, 5) + images)
    with open(f"data/{part}-labels-idx1-ubyte", "wb") as f:
        f.write(struct.pack(">II", 0x801, n) + labels)
