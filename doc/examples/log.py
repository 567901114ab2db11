#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Log from Python without TensorFlow: python3 log.py [libtblog.so [FOLDER]]"""
import ctypes
import sys


class Error(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("message", ctypes.c_char * 512)]


tblog = ctypes.CDLL(sys.argv[1] if len(sys.argv) > 1 else "libtblog.so.0")
tblog.tblog_writer_open.restype = ctypes.c_void_p
tblog.tblog_scalar.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int64, ctypes.c_double]
tblog.tblog_writer_close.argtypes = [ctypes.c_void_p, ctypes.POINTER(Error)]

error = Error()
folder = sys.argv[2] if len(sys.argv) > 2 else "logs/python"
writer = tblog.tblog_writer_open(folder.encode(), None, ctypes.byref(error)) or sys.exit(error.message.decode())
for step in range(10):
    tblog.tblog_scalar(writer, b"loss", step, 1 / (step + 1))
sys.exit(error.message.decode() if tblog.tblog_writer_close(writer, ctypes.byref(error)) else 0)
