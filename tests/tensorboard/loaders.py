# SPDX-License-Identifier: Apache-2.0
"""The two loaders of an unmodified TensorBoard, each with a log folder loaded whole: no samples, CRCs checked."""

import os
import subprocess
import tempfile
import time

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import numpy
import tensorboard_data_server
from tensorboard.context import RequestContext
from tensorboard.data import grpc_provider, server_ingester
from tensorboard.backend.event_processing import plugin_event_multiplexer
from tensorboard.util import grpc_util, tensor_util

PLUGINS = ["scalars", "histograms", "text", "images", "audio", "mine", "graphs", "graph_tagged_run_metadata",
           "graph_run_metadata", "graph_keras_model", "pr_curves", "mesh", "hparams", "custom_scalars"]
EVERYTHING = 1000000
LISTED_AS = [None, "scalar", "tensor", "blobs"]  # by data_class
CLASS_OF = {"scalars": "scalar", "histograms": "tensor", "text": "tensor", "images": "blobs", "audio": "blobs",
            "graphs": "blobs", "graph_tagged_run_metadata": "blobs", "graph_run_metadata": "blobs",
            "graph_keras_model": "blobs", "pr_curves": "tensor", "mesh": "tensor", "hparams": "tensor",
            "custom_scalars": "tensor"}


class FastLoader:
    """The data server, which TensorBoard starts by default (--load_fast=auto)."""

    def __init__(self, logdir, checksum=True):
        self.folder = tempfile.TemporaryDirectory()
        log, port = (os.path.join(self.folder.name, name) for name in ("log", "port"))
        with open(log, "w") as out:
            self.process = subprocess.Popen(
                [tensorboard_data_server.server_binary(), "--logdir=" + logdir, "--reload=once", "--port=0",
                 "--port-file=" + port, "--die-after-stdin", "--verbose",
                 "--samples-per-plugin=" + ",".join(p + "=all" for p in PLUGINS)] + ["--checksum"] * checksum,
                stdin=subprocess.PIPE, stdout=out, stderr=out)
        end = time.time() + 300
        while "Finished load cycle" not in open(log).read():
            if self.process.poll() is not None or time.time() > end:
                raise SystemExit("the data server did not load: " + open(log).read()[-2000:])
            time.sleep(.05)
        address = "localhost:" + open(port).read().strip()
        stub = server_ingester._make_stub(address, grpc_util.ChannelCredsType.LOCAL)
        self.provider = grpc_provider.GrpcDataProvider(address, stub)

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.folder.cleanup()


class PythonLoader:
    """What --load_fast=false uses. It takes no damaged files: its whole load ends at an event that is malformed."""

    def __init__(self, logdir):
        self.multiplexer = plugin_event_multiplexer.EventMultiplexer(
            size_guidance={"tensors": 0}, tensor_size_guidance={p: 0 for p in PLUGINS})
        self.multiplexer.AddRunsFromDirectory(logdir)
        self.multiplexer.Reload()

    def events(self, run, tag, plugin):
        """The events of a tag that is shown in the dashboard of that plugin; else None."""
        try:
            metadata = self.multiplexer.SummaryMetadata(run, tag)
            events = self.multiplexer.Tensors(run, tag)
        except KeyError:
            return None
        shown = LISTED_AS[metadata.data_class] == CLASS_OF[plugin] and metadata.plugin_data.plugin_name == plugin
        return events if shown else None


def listed(loader):
    """{(run, tag): (plugin, class)} of all time series that are shown."""
    found, ctx = {}, RequestContext()
    for plugin in PLUGINS:
        for name, list_of in (("scalar", loader.provider.list_scalars), ("tensor", loader.provider.list_tensors),
                              ("blobs", loader.provider.list_blob_sequences)):
            for run, tags in list_of(ctx, experiment_id="", plugin_name=plugin).items():
                for tag in tags:
                    found[run, tag] = plugin, name
    return found


def descriptions(loader):
    """{(run, tag): description} of all time series that are shown."""
    found, ctx = {}, RequestContext()
    for plugin in PLUGINS:
        for list_of in (loader.provider.list_scalars, loader.provider.list_tensors,
                        loader.provider.list_blob_sequences):
            for run, tags in list_of(ctx, experiment_id="", plugin_name=plugin).items():
                found.update({(run, tag): series.description for tag, series in tags.items()})
    return found


def read(loader, plugin, name):
    """{(run, tag): points} of one plugin and class."""
    read_of = {"scalar": loader.provider.read_scalars, "tensor": loader.provider.read_tensors,
               "blobs": loader.provider.read_blob_sequences}[name]
    answer = read_of(RequestContext(), experiment_id="", plugin_name=plugin, downsample=EVERYTHING)
    return {(run, tag): points for run, tags in answer.items() for tag, points in tags.items()}


def item(tensor_proto):
    """What --load_fast=false shows of a scalar."""
    return tensor_util.make_ndarray(tensor_proto).item()


def float32(x):
    return float(numpy.float32(x))
