# SPDX-License-Identifier: Apache-2.0
"""libtblog for the tests, by ctypes: only what `tblog` does not show."""

import ctypes
import os


class Point(ctypes.Structure):
    _fields_ = [("step", ctypes.c_int64), ("wall_time_s", ctypes.c_double), ("number", ctypes.c_double),
                ("value", ctypes.c_uint32), ("wide", ctypes.c_bool), ("fits", ctypes.c_bool), ("shown", ctypes.c_bool)]


class Series(ctypes.Structure):
    _fields_ = [("tag", ctypes.POINTER(ctypes.c_char)), ("tag_size", ctypes.c_size_t), ("kind", ctypes.c_char_p),
                ("points", ctypes.POINTER(Point)), ("count", ctypes.c_size_t)]


REPLACE, KEEP, SESSIONS = range(3)


class Library:
    def __init__(self, build):
        self.c = ctypes.CDLL(os.path.join(build, "src", "tblog", "libtblog.so"))
        for name in ("tblog_logdir_open", "tblog_logdir_run_name", "tblog_writer_open", "tblog_writer_options_new",
                     "tblog_run_series"):
            getattr(self.c, name).restype = ctypes.c_void_p
        self.c.tblog_logdir_run_count.restype = ctypes.c_size_t
        self.c.tblog_run_series_count.restype = ctypes.c_size_t

    def steps(self, logs, restarts):
        """{(run, tag): steps of its points}"""
        found, run = {}, ctypes.c_void_p()
        folder = ctypes.c_void_p(self.c.tblog_logdir_open(logs.encode(), None))
        for i in range(self.c.tblog_logdir_run_count(folder)):
            name = ctypes.string_at(self.c.tblog_logdir_run_name(folder, ctypes.c_size_t(i))).decode()
            self.c.tblog_run_load(folder, ctypes.c_size_t(i), restarts, ctypes.byref(run), None)
            for k in range(self.c.tblog_run_series_count(run)):
                s = Series.from_address(self.c.tblog_run_series(run, ctypes.c_size_t(k)))
                found[name, s.tag[:s.tag_size].decode()] = [s.points[p].step for p in range(s.count)]
            self.c.tblog_run_free(run)
        self.c.tblog_logdir_close(folder)
        return found
