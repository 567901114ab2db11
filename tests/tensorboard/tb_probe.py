#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Asks an unmodified TensorBoard what it shows of a log directory; prints one JSON object.

  python tb_probe.py LOGDIR [--load-fast true|false|both] [--values] [--no-checksum] [--out FILE]

Starts its own `tensorboard` (same Python: -m tensorboard.main) on a free port, waits until the
whole directory is loaded, queries the HTTP endpoints the UI itself uses, and ends that one child
by its process id.  Needs: tensorboard, pillow.  No downsampling, every record's CRC checked
(the fast data server skips CRCs by default).  Exit 1 when "problems" is not empty.
--load-fast both: runs each loader and also says whether the two answers are the same.
"""
import argparse, io, json, os, re, socket, subprocess, sys, tempfile, time
import urllib.error, urllib.parse, urllib.request
from PIL import Image

NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
ALL = 100_000_000  # samples kept per tag: everything


class Probe:
    def __init__(self, logdir, fast, checksum=True, timeout=1200.0):
        self.problems = []
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        # run from the directory above, so that the UI shows a relative name
        parent, name = os.path.split(os.path.abspath(logdir))
        cmd = [sys.executable, "-P", "-m", "tensorboard.main", "--logdir", name, "--host", "127.0.0.1",
               "--port", str(self.port), "--reload_interval", "0",
               "--load_fast=" + ("true" if fast else "false"),
               "--samples_per_plugin", "scalars=%d,images=%d,histograms=%d" % (ALL, ALL, ALL)]
        if fast:
            cmd.append("--extra_data_server_flags=--verbose" + (" --checksum" if checksum else ""))
        else:
            cmd += ["--reload_task", "blocking"]  # serves only after the load is done
        env = dict(os.environ, TF_CPP_MIN_LOG_LEVEL="3", PYTHONWARNINGS="ignore")
        self.log = tempfile.TemporaryFile()
        self.t0 = time.time()
        self.proc = subprocess.Popen(cmd, stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log,
                                     env=env, cwd=parent)
        end = self.t0 + timeout
        while True:
            text = self.log_text()
            if self.proc.poll() is not None:
                raise SystemExit("tensorboard ended early:\n" + text[-3000:])
            if time.time() > end:
                self.close()
                raise SystemExit("tensorboard not ready in %g s:\n%s" % (timeout, text[-3000:]))
            # data server, --verbose: "Finished load cycle" is the whole directory's end of load
            if (not fast or "Finished load cycle" in text) and self.up():
                break
            time.sleep(0.1)
        self.ready_s = round(time.time() - self.t0, 2)

    def log_text(self):
        fd = self.log.fileno()
        return os.pread(fd, os.fstat(fd).st_size, 0).decode("utf-8", "replace")

    def up(self):
        try:
            self.get("data/environment")
            return True
        except (OSError, urllib.error.URLError):
            return False

    def raw(self, path, query=None, data=None, ctype=None):
        url = "http://127.0.0.1:%d/%s" % (self.port, path)
        if query:
            url += ("&" if "?" in path else "?") + urllib.parse.urlencode(query)
        req = urllib.request.Request(url, data=data, headers={"Content-Type": ctype} if ctype else {})
        with NO_PROXY.open(req, timeout=600) as r:
            return r.read(), r.headers.get_content_type()

    def get(self, path, **query):
        return json.loads(self.raw(path, query)[0])

    def ask(self, what, path, **query):
        try:
            return self.get(path, **query)
        except (OSError, urllib.error.URLError, ValueError) as e:
            self.problems.append("%s: %s %s" % (what, path, e))
            return None

    def post_json(self, path, obj):
        return json.loads(self.raw(path, None, json.dumps(obj).encode(), "application/json")[0])

    def time_series(self, reqs):  # what the Time Series tab sends: a POSTed form
        body = urllib.parse.urlencode({"requests": json.dumps(reqs)}).encode()
        return json.loads(self.raw("data/plugin/timeseries/timeSeries", None, body,
                                   "application/x-www-form-urlencoded")[0])

    def close(self):
        if self.proc.poll() is None:
            self.proc.terminate()  # only our own child; its data server ends with it
            try:
                self.proc.wait(10)
            except subprocess.TimeoutExpired:
                self.proc.kill()
                self.proc.wait()


def short(steps):
    return steps if len(steps) <= 40 else dict(first=steps[0], last=steps[-1], sorted=steps == sorted(steps),
                                               distinct=len(set(steps)))


def histograms(p, run, tags, values):
    out = {}
    for tag in sorted(tags):
        h = p.ask("histogram", "data/plugin/histograms/histograms", run=run, tag=tag) or []
        d = p.ask("distribution", "data/plugin/distributions/distributions", run=run, tag=tag) or []
        if [x[1] for x in h] != [x[1] for x in d]:
            p.problems.append("%s %s: distributions and histograms differ in steps" % (run, tag))
        for _, step, bins in h:
            if any(b[0] > b[1] for b in bins) or any(a[1] > b[0] for a, b in zip(bins, bins[1:])):
                p.problems.append("%s %s step %d: bucket edges not ascending" % (run, tag, step))
        out[tag] = dict(n=len(h), steps=short([x[1] for x in h]), buckets=short([len(x[2]) for x in h]),
                        counts=short([sum(b[2] for b in x[2]) for x in h]),
                        range=[h[-1][2][0][0], h[-1][2][-1][1]] if h and h[-1][2] else None,
                        percentiles=short([len(x[2]) for x in d]))
        if values:
            out[tag]["bins"] = [x[2] for x in h]
    return out


def images(p, run, tags):
    out = {}
    for tag, info in sorted(tags.items()):
        e = out[tag] = dict(samples=info["samples"], n=0, steps=[], sizes=[], mode=[], bytes=[], decode_ok=True)
        for sample in range(info["samples"]):
            for item in p.ask("image list", "data/plugin/images/images", run=run, tag=tag, sample=sample) or []:
                e["n"] += 1
                e["steps"].append(item["step"])
                try:
                    data, ctype = p.raw("data/plugin/images/individualImage?" + item["query"])
                    im = Image.open(io.BytesIO(data))
                    im.verify()  # every chunk's CRC
                    im = Image.open(io.BytesIO(data))
                    im.load()
                    if ctype != "image/" + im.format.lower():
                        p.problems.append("%s %s: %s served as %s" % (run, tag, im.format, ctype))
                    e["sizes"].append("%dx%d" % im.size)
                    e["mode"].append(im.mode)
                    e["bytes"].append(len(data))
                except Exception as x:  # any decode or HTTP failure is the finding
                    e["decode_ok"] = False
                    p.problems.append("%s %s step %s: image: %s" % (run, tag, item["step"], x))
        for k in ("sizes", "mode"):
            if len(set(e[k])) == 1:
                e[k] = e[k][0]
    return out


def graphs(p, info):
    out = []
    for k, conceptual in (("conceptual_graph", "true"), ("op_graph", "false")):
        for tag, t in sorted(info["tags"].items()):
            if t[k]:
                out.append(dict(tag=tag, kind=k, q=dict(run=info["run"], tag=tag, conceptual=conceptual)))
    if info["run_graph"]:
        out.append(dict(tag=None, kind="run_graph", q=dict(run=info["run"], conceptual="false")))
    for g in out:
        try:
            text = p.raw("data/plugin/graphs/graph", g.pop("q"))[0].decode()
        except (OSError, urllib.error.URLError) as e:
            p.problems.append("graph %s %s: %s" % (info["run"], g["tag"], e))
            continue
        nodes = re.split(r"(?m)^node \{", text)[1:]
        g["nodes"] = len(nodes)
        g["edges"] = len(re.findall(r"(?m)^  input: ", text))
        g["names"] = [m.group(1) for m in (re.search(r'(?m)^  name: "(.*)"', n) for n in nodes) if m][:40]
    return out


def hparams(p):
    try:
        exp = p.post_json("data/plugin/hparams/experiment", {"includeMetrics": True})
        sg = p.post_json("data/plugin/hparams/session_groups",
                         dict(allowedStatuses=["STATUS_UNKNOWN", "STATUS_SUCCESS", "STATUS_FAILURE", "STATUS_RUNNING"],
                              colParams=[], startIndex=0, sliceSize=1000))
    except (OSError, urllib.error.URLError, ValueError) as e:
        p.problems.append("hparams: %s" % e)
        return None
    if not exp.get("hparamInfos") and not sg.get("sessionGroups"):
        return None
    return dict(hparams=[(h["name"], h["type"]) for h in exp["hparamInfos"]],
                metrics=[(m["name"]["tag"], m["name"]["group"]) for m in exp["metricInfos"]],
                groups=[dict(hparams=g["hparams"], sessions=[dict(name=s["name"], status=s["status"]) for s in g["sessions"]],
                             metrics={m["name"]["tag"]: m["value"] for m in g["metricValues"]})
                        for g in sg["sessionGroups"]])


def probe(logdir, fast, values, checksum):
    p = Probe(logdir, fast, checksum)
    try:
        env = p.get("data/environment")
        out = dict(tensorboard=env["version"], data_provider=env["debug"]["data_provider"].split("(")[0],
                   ready_s=p.ready_s)
        out["plugins"] = sorted(k for k, v in p.get("data/plugins_listing").items() if v["enabled"])
        out["run_names"] = sorted(p.get("data/runs"))
        sc = p.ask("scalars", "data/plugin/scalars/tags") or {}
        hi = p.ask("histograms", "data/plugin/histograms/tags") or {}
        im = p.ask("images", "data/plugin/images/tags") or {}
        gr = p.ask("graphs", "data/plugin/graphs/info") or {}
        ts = p.ask("timeseries", "data/plugin/timeseries/tags") or {}
        out["runs"] = {}
        for run in sorted(set(out["run_names"]) | set(sc) | set(hi) | set(im) | set(gr)):
            r = out["runs"][run] = {}
            r["scalars"] = {}
            tags = sorted(sc.get(run, {}))
            if sorted(ts.get("scalars", {}).get("runTagInfo", {}).get(run, [])) != tags:
                p.problems.append(run + ": timeseries/tags and scalars/tags differ")
            series = p.time_series([dict(plugin="scalars", tag=t, run=run) for t in tags]) if tags else []
            for tag, s in zip(tags, series):
                pts = p.ask("scalar", "data/plugin/scalars/scalars", run=run, tag=tag) or []
                if [(x["step"], x["value"]) for x in s["runToSeries"].get(run, [])] != [(x[1], x[2]) for x in pts]:
                    p.problems.append("%s %s: Time Series and Scalars differ" % (run, tag))
                e = r["scalars"][tag] = dict(n=len(pts), steps=short([x[1] for x in pts]),
                                             last=pts[-1][2] if pts else None)
                if values:
                    e["values"] = [x[2] for x in pts]
            r["histograms"] = histograms(p, run, hi.get(run, {}), values)
            r["images"] = images(p, run, im.get(run, {}))
            r["graphs"] = graphs(p, gr[run]) if run in gr else []
        out["hparams"] = hparams(p)
        # What the loader itself said: data loss, bad CRCs, bad versions
        log = p.log_text()
        out["log"] = sorted({l.strip()[:300] for l in log.splitlines() if re.search(
            r"(?i)corrupt|data ?loss|invalid|checksum|truncat|unexpected|\bERROR\b|Traceback|unrecogni[sz]|purging|out.of.order", l)
            and "cuda" not in l.lower()})
        p.problems += [l for l in out["log"] if "Read error" in l]
        if p.proc.poll() is not None:
            p.problems.append("tensorboard died")
        out["problems"] = p.problems
        return out
    finally:
        p.close()


def main():
    a = argparse.ArgumentParser()
    a.add_argument("logdir")
    a.add_argument("--load-fast", choices=["true", "false", "both"], default="true")
    a.add_argument("--values", action="store_true", help="also print scalar values and histogram buckets")
    a.add_argument("--no-checksum", action="store_true", help="data server as by default: CRCs not checked")
    a.add_argument("--out")
    a = a.parse_args()
    if a.load_fast == "both":
        res = {k: probe(a.logdir, k == "true", a.values, not a.no_checksum) for k in ("true", "false")}
        diff = [k for k in res["true"] if k not in ("data_provider", "ready_s", "log")
                and json.dumps(res["true"][k], sort_keys=True) != json.dumps(res["false"][k], sort_keys=True)]
        bad = res["true"]["problems"] + res["false"]["problems"]
        res = {"load_fast": res["true"], "load_slow": res["false"], "differ": diff}
    else:
        res = probe(a.logdir, a.load_fast == "true", a.values, not a.no_checksum)
        bad = res["problems"]
    text = json.dumps(res, indent=1)
    if a.out:
        with open(a.out, "w") as f:
            f.write(text + "\n")
    else:
        print(text)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
