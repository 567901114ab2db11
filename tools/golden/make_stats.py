"""Records scipy's statistics: python make_stats.py OUT   (needs scipy 1.17, statsmodels 0.15, numpy)

Numbers are strings, Python's repr: NaN and infinities are no JSON.
"""
import json, pathlib, sys, warnings
import numpy as np
from scipy import stats
from statsmodels.stats.multitest import multipletests


def r(x): return repr(float(x))


def rs(xs): return [r(x) for x in xs]


def distribution():
    """cdf and two-sided p over df 1..1e6 and t to where tails fall below 1e-12 (not nearer to the centre, where scipy itself is off by 1e-10); quantiles of tails to 1e-12."""
    dfs = [1, 2, 3, 4, 5, 9, 10, 29, 100, 999, 12345, 1e5, 1e6, .5, 2.5]
    ts = [0, 1e-3, .1, .5, 1, 1.7320508, 2, 3.1, 5, 7.3, 12, 40, 1e3, 1e6]
    ps = [1e-12, 1e-9, 1e-6, 1e-4, .005, .025, .05, .2, .4, .49]
    ps = [0, *ps, .5, *(1 - p for p in ps[3:]), 1]
    return {"cdf": [[r(df), r(t * s), r(stats.t.cdf(t * s, df)), r(2 * stats.t.sf(t, df))] for df in dfs for t in ts for s in (1, -1)],
            "quantile": [[r(df), r(p), r(stats.t.ppf(p, df))] for df in dfs for p in ps]}


def samples(rng):
    cases = [[1.5], [1, 2], [3, 3, 3], [.1] * 10, [-1, 1], [0, 0], [1e8, 1e8 + 1, 1e8 + 2], [1, float("nan"), 2], [float("inf"), 1],
             *(list(.98 + .001 * rng.normal(size=n)) for n in (2, 3, 5, 10, 100, 1000)), list(1e-12 * rng.normal(size=7))]
    rows = []
    for xs in cases:
        x = np.array(xs, float); n = len(x); sd = np.std(x, ddof=1) if n > 1 else np.nan
        half = stats.t.ppf(.975, n - 1) * sd / np.sqrt(n) if n > 1 else np.nan
        rows.append({"values": rs(x), "mean": r(np.mean(x)), "sd": r(sd), "low": r(np.mean(x) - half), "high": r(np.mean(x) + half)})
    return rows


def pairs(rng):
    cases = [([1, 2, 3], [1, 2, 3]), ([1, 2, 3], [0, 1, 2]), ([1, 2, 3], [2, 3, 4]), ([1], [2]), ([1, 2], [2, 2]), ([1, float("nan")], [1, 2])]
    for n in (2, 3, 5, 10, 100):
        for shift in (0, 1e-4, .01, -.5): cases.append((.98 + .001 * rng.normal(size=n), .98 + shift + .001 * rng.normal(size=n)))
    rows = []
    for a, b in cases:
        got = stats.ttest_rel(np.array(a, float), np.array(b, float))
        rows.append({"a": rs(a), "b": rs(b), "t": r(got.statistic), "p": r(got.pvalue)})
    return rows


def holm(rng):
    cases = [[.04], [.01, .04], [.04, .01, .03], [.01, .01, .01], [0, 1, .5], [.6, .7, .8, .9], [1e-12, .05, .0125, .0166, .025], rng.uniform(size=66) ** 3]
    return [{"p": rs(p), "adjusted": rs(multipletests(p, method="holm")[1])} for p in cases]


def ranking():
    """Groups of (seed, value) with seeds missing here and there, best mean first; every pair of them by the seeds that both have."""
    rng = np.random.default_rng(8)
    means = {"b": .98, "a": .9805, "ones": .8, "zeros": .1135, "few": .9795, "c": .978}
    groups = {name: {seed: mean + (0 if name == "zeros" else .0008) * rng.normal() for seed in range(10)} for name, mean in means.items()}
    del groups["a"][3], groups["a"][7], groups["b"][0]
    groups["few"] = {9: groups["few"][9]}
    order = sorted(groups, key=lambda g: -np.mean(list(groups[g].values())))
    pairs = [(g, h) for i, g in enumerate(order) for h in order[i + 1:]]
    def p(g, h):
        seeds = [s for s in groups[g] if s in groups[h]]
        return stats.ttest_rel([groups[g][s] for s in seeds], [groups[h][s] for s in seeds]).pvalue if len(seeds) > 1 else np.nan
    ps = [p(g, h) for g, h in pairs]
    tested = [i for i, x in enumerate(ps) if not np.isnan(x)]
    adjusted = dict(zip(tested, multipletests([ps[i] for i in tested], method="holm")[1]))
    return {"groups": {g: [[str(s), r(v)] for s, v in groups[g].items()] for g in means}, "order": order,
            "pairs": [[g, h, r(adjusted.get(i, np.nan))] for i, (g, h) in enumerate(pairs)]}


if __name__ == "__main__":
    warnings.simplefilter("ignore"); rng = np.random.default_rng(3); out = pathlib.Path(sys.argv[1]); out.mkdir(parents=True, exist_ok=True)
    for name, rows in ("t_distribution", distribution()), ("samples", samples(rng)), ("pairs", pairs(rng)), ("holm", holm(rng)), ("ranking", ranking()):
        (out / f"{name}.json").write_text(json.dumps(rows, indent=0) + "\n")
