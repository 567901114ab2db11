# SPDX-License-Identifier: Apache-2.0
"""plot.py TRAIN.json KERNELS.json OUT.png: the picture of doc/performance.md, from what `tools/bench train` and
`tools/bench kernels` wrote with --json. Needs matplotlib.
"""
import json
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt

train, kernels, out = sys.argv[1:]
cases = {case: peers for case, peers in json.load(open(train, encoding="utf-8"))["cases"].items()
         if case.startswith("epochs")}
rows = json.load(open(kernels, encoding="utf-8"))
colors = ["#0072b2", "#e69f00", "#009e73", "#cc79a7"]  # Okabe and Ito: for every kind of eyes

figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
peers = sorted({p for v in cases.values() for p in v}, key=lambda p: -max(v[p]["median"] for v in cases.values()
                                                                           if p in v))
for i, (case, values) in enumerate(sorted(cases.items())):
    seconds = [1 / values[p]["median"] for p in peers]
    bars = left.bar([k + (i - .5) * .38 for k in range(len(peers))], seconds, .36, label=case[7:],
                    color=colors[i])
    left.bar_label(bars, [f"{s:.2f}" for s in seconds], fontsize=8)
left.set_xticks(range(len(peers)), peers)
left.set_ylabel("seconds an epoch")
left.set_title("Training and validation, with logs", fontsize=10)
left.legend(frameon=False)

bottom = {"dense": 0, "sparse": 0}
names = list(dict.fromkeys(r["phase"] for r in rows if "phase" in r and r["phase"] not in ("all", "logging")))
shades = plt.get_cmap("cividis", len(names))
for i, name in enumerate(names):
    for inputs in bottom:
        value = next(r["us_a_step"] for r in rows if r.get("phase") == name and r["inputs"] == inputs)
        right.bar(inputs + " first layer", value, .6, bottom=bottom[inputs], color=shades(i),
                  label=name if inputs == "dense" else None)
        bottom[inputs] += value
peak = rows[0]["gflops"]
right.axhline(129e-3 / peak * 1e6, color="black", linewidth=1, linestyle="--")
right.text(1.33, 129e-3 / peak * 1e6, "dense products\nat peak", fontsize=8, va="center")
right.set_xlim(-.5, 1.85)
right.set_ylabel("microseconds a step")
right.set_title("Where a step's time goes", fontsize=10)
handles, labels = right.get_legend_handles_labels()
right.legend(handles[::-1], labels[::-1], frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, .5))
for axis in (left, right):
    axis.spines[["top", "right"]].set_visible(False)
figure.savefig(out, dpi=110)
