#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Log from Python without TensorFlow, by ctypes: a class to copy, and a program that uses it.

    python3 tblog.py [libtblog.so [FOLDER]]

NumPy is used if there is one: its arrays are passed as they are, transposed ones and slices too.
"""
import ctypes
import sys

try:
    import numpy
except ImportError:
    numpy = None

size_t, int64 = ctypes.c_size_t, ctypes.c_int64

# By NumPy's names; ml_dtypes has bfloat16.
DTYPES = {"float16": 1, "float32": 2, "float64": 3, "uint8": 4, "int32": 5, "int64": 6, "bool": 7, "int8": 8,
          "int16": 9, "uint16": 10, "uint32": 11, "uint64": 12, "complex64": 13, "complex128": 14, "bfloat16": 15}


class Error(ctypes.Structure):
    _fields_ = [("status", ctypes.c_int), ("message", ctypes.c_char * 512)]


class Array(ctypes.Structure):
    """tblog_array: a view of an array's memory, which lives as long as the view."""
    _fields_ = [("dtype", ctypes.c_int), ("data", ctypes.c_void_p), ("rank", size_t),
                ("shape", ctypes.POINTER(size_t)), ("strides", ctypes.POINTER(ctypes.c_ssize_t))]

    def __init__(self, values):
        a = numpy.asarray(values)
        if a.dtype.name not in DTYPES:
            raise TypeError("tblog has no type %s" % a.dtype)
        if not a.dtype.isnative:  # the other byte order
            a = numpy.ascontiguousarray(a, a.dtype.newbyteorder("="))
        super().__init__(DTYPES[a.dtype.name], a.ctypes.data, a.ndim, (size_t * a.ndim)(*a.shape),
                         (ctypes.c_ssize_t * a.ndim)(*a.strides))
        self.array = a


class Writer:
    """An event file. Every call raises a RuntimeError with the library's message if it fails."""

    def __init__(self, folder, library="libtblog.so.0", **options):
        self.c = ctypes.CDLL(library)
        for name in ("tblog_writer_open", "tblog_writer_options_new", "tblog_writer_error"):
            getattr(self.c, name).restype = ctypes.c_void_p
        self.c.tblog_scalar.argtypes = [ctypes.c_void_p, ctypes.c_char_p, int64, ctypes.c_double]
        error = Error()
        texts = [(name.encode(), str(value).encode()) for name, value in options.items()]
        o = ctypes.c_void_p(self.c.tblog_writer_options_new())
        for name, value in texts:  # "queue_bytes", "compression", ...: tblog_writer_options in writer.h
            if self.c.tblog_writer_option(o, name, value, ctypes.byref(error)):
                raise RuntimeError(error.message.decode())
        self.writer = ctypes.c_void_p(self.c.tblog_writer_open(folder.encode(), o, ctypes.byref(error)))
        self.c.tblog_writer_options_free(o)
        if not self.writer:
            raise RuntimeError(error.message.decode())

    def check(self, status):
        if status:
            error = Error.from_address(self.c.tblog_writer_error(self.writer))
            raise RuntimeError(error.message.decode())

    def scalar(self, tag, step, value):
        self.check(self.c.tblog_scalar(self.writer, tag.encode(), step, value))

    def text(self, tag, step, markdown):
        self.check(self.c.tblog_text(self.writer, tag.encode(), int64(step), markdown.encode()))

    def histogram(self, tag, step, values):
        self.check(self.c.tblog_histogram_array(self.writer, tag.encode(), int64(step), ctypes.byref(Array(values))))

    def image(self, tag, step, images, layout=None):
        """layout: "HWC", "NCHW", ...; None: by the rank."""
        self.check(self.c.tblog_image_layout(self.writer, tag.encode(), int64(step), ctypes.byref(Array(images)),
                                             layout and layout.encode()))

    def image_grid(self, tag, step, images, layout=None):
        self.check(self.c.tblog_image_grid(self.writer, tag.encode(), int64(step), ctypes.byref(Array(images)),
                                           layout and layout.encode()))

    def clip(self, tag, step, frames, frames_per_second, layout=None):
        self.check(self.c.tblog_clip(self.writer, tag.encode(), int64(step), ctypes.byref(Array(frames)),
                                     layout and layout.encode(), ctypes.c_double(frames_per_second)))

    def encoded_image(self, tag, step, image):
        """image: the bytes of a PNG, JPEG, GIF or BMP."""
        self.check(self.c.tblog_encoded_image(self.writer, tag.encode(), int64(step), image, size_t(len(image))))

    def audio(self, tag, step, clips, sample_rate):
        self.check(self.c.tblog_audio(self.writer, tag.encode(), int64(step), ctypes.byref(Array(clips)),
                                      ctypes.c_uint32(sample_rate)))

    def tensor(self, tag, step, array):
        self.check(self.c.tblog_tensor(self.writer, tag.encode(), int64(step), ctypes.byref(Array(array)), None))

    def flush(self):
        self.check(self.c.tblog_writer_flush(self.writer, None))

    def close(self):
        error, writer, self.writer = Error(), self.writer, None
        if writer and self.c.tblog_writer_close(writer, ctypes.byref(error)):
            raise RuntimeError(error.message.decode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def main():
    library = sys.argv[1] if len(sys.argv) > 1 else "libtblog.so.0"
    with Writer(sys.argv[2] if len(sys.argv) > 2 else "logs/python", library) as writer:
        for step in range(10):
            writer.scalar("loss", step, 1 / (step + 1))
        if numpy:
            weights = numpy.random.default_rng(7).normal(size=(100, 20))
            writer.histogram("weights", 9, weights[:, ::2])
            writer.image("weights of torch", 9, (weights[None, None, :64, :] + 3) / 6, "NCHW")


if __name__ == "__main__":
    main()
