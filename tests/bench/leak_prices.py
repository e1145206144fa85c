#!/usr/bin/python3
"""leak_prices.py - fits the prices of src/leaks/leak_score.c to captures whose leaks are known.

  leak_prices.py LEAK_TERMS FOLDER     LEAK_TERMS: the program of that name; FOLDER: NAME.pmcap and, beside each, NAME.json
                                       with {"tags": [{"tag", "leak", "ambiguous"}]}

Prints the prices before and after: a logistic regression with a ridge around the present ones. The prices of load,
reboots and falls that were put back stay: too few captures have them. What a price is fitted to depends on the windows
that win by the present prices, so fit, build, and fit again until little changes. numpy only.
"""
import glob, json, os, re, subprocess, sys
import numpy as np

SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../src/leaks/leak_score.c")
FIXED = ("LOAD", "HARDLY_FALL", "REFILL", "RESTORED")
RIDGE = 5.0
BYTES_STRONGER = 0.3  # as in leak_verdict.c


def present_prices():
    found = re.findall(r"\[TERM_(\w+)\] = \{(-?[\d.]+), [-\d.A-Z_]+, LEAK", open(SOURCE).read())
    return [name for name, _ in found], np.array([float(price) for _, price in found])


def growing_tags(program, path):
    """The terms of each tag that grows, of the quantity that leads, and whether it leaks."""
    truth = {t["tag"].encode().hex(): t for t in json.load(open(path[:-6] + ".json"))["tags"]}
    best = {}
    for line in subprocess.run([program, path], capture_output=True, text=True, check=True).stdout.split("\n")[1:]:
        words = line.split()
        tag = truth.get(words[0], truth.get(words[0] + "20")) if words else None
        if tag is None or tag["ambiguous"]:
            continue
        score = float(words[2])
        if words[0] not in best or score > best[words[0]][0] + BYTES_STRONGER:
            best[words[0]] = (score, tag["leak"], [float(w) for w in words[5:]])
    return [(leak, terms) for _, leak, terms in best.values()]


def fit(x, y, start, free):
    """Newton's method on the penalised log likelihood."""
    scale = np.maximum(x.std(0), 0.05)
    w = start.copy()
    for _ in range(60):
        p = 1 / (1 + np.exp(-np.clip(x @ w, -40, 40)))
        slope = x.T @ (p - y) + RIDGE * scale**2 * (w - start)
        curvature = (x * (p * (1 - p))[:, None]).T @ x + np.diag(RIDGE * scale**2)
        step = np.linalg.solve(curvature[np.ix_(free, free)], slope[free])
        w[free] -= step * min(1, 3 / max(1e-9, abs(step * scale[free]).max()))
        if abs(step * scale[free]).max() < 1e-6:
            break
    return w


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    names, start = present_prices()
    rows = [row for path in sorted(glob.glob(os.path.join(sys.argv[2], "*.pmcap"))) for row in growing_tags(sys.argv[1], path)]
    x, y = np.array([terms for _, terms in rows]), np.array([leak for leak, _ in rows], float)
    w = fit(x, y, start, np.array([i for i, name in enumerate(names) if name not in FIXED]))
    print("%d tags that grow, %d of them leak" % (len(y), y.sum()))
    for name, before, after in zip(names, start, w):
        print("%-14s %7.2f -> %7.2f" % (name, before, after))


main()
