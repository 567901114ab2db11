#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compressed record files by the real TensorFlow: tests/golden/records/mixed.tfrecord again, as
tf.io.TFRecordWriter writes it with the options GZIP and ZLIB.

    python tools/golden/make_compressed.py      # needs tensorflow
"""
import pathlib

import tensorflow as tf

records = pathlib.Path(__file__).resolve().parents[2] / "tests/golden/records"
payloads = [r.numpy() for r in tf.data.TFRecordDataset(str(records / "mixed.tfrecord"))]
for compression in ("GZIP", "ZLIB"):
    path = records / f"mixed.{compression.lower()}.tfrecord"
    with tf.io.TFRecordWriter(str(path), compression) as writer:
        for payload in payloads:
            writer.write(payload)
    print(path.name, len(payloads), "records,", path.stat().st_size, "bytes")
