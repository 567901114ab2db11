#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A file by the real safetensors library: python tools/golden/make_safetensors.py tests/golden/safetensors

Needs safetensors and numpy.
"""
import pathlib
import sys

import numpy as np
from safetensors.numpy import save_file

save_file({"dense/kernel": np.arange(12, dtype=np.float32).reshape(3, 4) / 8, "history": np.array([0, 1 / 3])},
          pathlib.Path(sys.argv[1]) / "real.safetensors", metadata={"epoch": "5"})
