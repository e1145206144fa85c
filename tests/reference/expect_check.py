#!/usr/bin/python3
"""expect_check.py - compares the program's output with the reference's expect.py.

    expect_check.py REFERENCE_DIR PROGRAM [--captures N] [--seed S] [--only I] [--scratch DIR] [--keep]

Capture i is made by gen_capture.py and then changed in ways that must not change the answer, all of it decided by the
seed and i alone:

    gen_capture.py  ->  changes.py: rows shuffled, files joined, tags doubled ...  ->  folder `theirs`  ->  expect.py
                        and what expect.py cannot read: UTF-32, semicolons ...     ->  folder `ours`    ->  PROGRAM

Both get the same options, and the whole JSON is compared. Prints each difference and `N captures, M differences`;
exit 1 when there is one. `--only 17 --keep` makes capture 17 alone again and leaves it in the scratch folder.
"""
import argparse
import concurrent.futures
import json
import math
import os
import random
import shutil
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # no __pycache__ in the source tree
import changes

PYTHON = "/usr/bin/python3"
RUNS = 2  # sets of options per capture
SHOWN = 3  # differences printed per capture; all are counted
LISTS = {"-nmc": "--n-most-changed-tags", "-nmca": "--n-most-changed-tags-absolute",
         "-nh": "--n-highest-usage-tags", "-nha": "--n-highest-average-usage-tags"}


def generate(rng, reference, folder):
    """A capture as the original collector writes it."""
    tags = rng.choice([3, 4, 6, 10, 16, 17, 25, 40, 80, 150, 300])
    snapshots = rng.choice([1, 2, 3, 5, 8, 13, 30, 49, 50, 51, 80, 120])
    if tags * snapshots > 20000:
        snapshots = 20000 // tags
    argv = ["--tags", tags, "--snapshots", snapshots, "--seed", rng.randrange(1 << 30),
            "--encoding", rng.choice(["utf16", "utf8", "utf8bom", "utf16be", "cp1252"]),
            "--weird", rng.randrange(4), "--wrap-tags", rng.choice([0, 1, 3]), "--leaks", rng.choice([0, 1, 2]),
            "--interval", rng.choice([5, 60, 60, 900])]
    argv += ["--calm"] * rng.randrange(2) + ["--no-jitter"] * rng.randrange(2) + ["--pooltag"] * rng.randrange(2)
    if snapshots > 3 and rng.random() < .4:
        argv += ["--reboot-at", rng.randrange(1, snapshots)]
    if snapshots > 2 and rng.random() < .3:
        argv += ["--dst-at", rng.randrange(1, snapshots), "--dst-delta", rng.choice([-60, 60])]
    argv = [str(a) for a in argv]
    subprocess.run([PYTHON, reference + "/gen_capture.py", folder, "--truth", folder + ".json"] + argv,
                   check=True, stdout=subprocess.DEVNULL)
    os.remove(folder + ".json")
    return argv


def some_tags(rng, tags):
    """Tags for -it or -et: present and absent ones, TOTAL, some duplicated."""
    usable = [t for t in tags if "\0" not in t and not t.startswith("-")]
    pool = usable * 3 + ["TOTAL", "Absent", "mmst"]
    return [rng.choice(pool) for _ in range(rng.randint(1, 4))]


def options(rng, capture):
    """The options for both, and an equivalent spelling for the program."""
    theirs, ours = [], []

    def add(short, long, *values):
        theirs.extend([short, *values])
        if len(values) == 1 and rng.random() < .3:
            ours.append("%s=%s" % (rng.choice([short, long]), values[0]))
        else:
            ours.extend([rng.choice([short, long]), *values])

    add("-t", "--type", rng.choice(capture.types))
    if rng.random() < .3:
        add("-ts", "--time-stamp", rng.choice(capture.stamps))
    for short, long in LISTS.items():
        if rng.random() < .5:
            add(short, long, str(rng.choice([-1, 0, 1, 2, 3, 7, 17, 40, 1000])))
    for short, long in (("-it", "--include-tags"), ("-et", "--exclude-tags")):
        dashed = [t for t in capture.tags if t.startswith("-") and t != "--"]
        if dashed and rng.random() < .2:
            theirs.append("%s=%s" % (short, rng.choice(dashed)))
            ours.append(theirs[-1])
        elif rng.random() < .5:
            add(short, long, *some_tags(rng, capture.tags))
    if rng.random() < .4:
        add("-sc", "--show-correlation")
    if rng.random() < .4:
        add("-sce", "--show-correlation-extended")
    return theirs, ours


def printed(argv):
    """The program's JSON output, or its error message."""
    p = subprocess.run(argv, capture_output=True, env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"})
    if p.returncode:
        return None, "exit %d: %s" % (p.returncode, p.stderr.decode("utf-8", "replace").strip()[-300:])
    return json.loads(p.stdout.decode("utf-8")), None


def close(a, b, relative=0.0, absolute=0.0):
    if a is None or b is None:
        return a is b
    return math.isclose(a, b, rel_tol=relative, abs_tol=absolute)


def series_differences(want, got):
    if want["times"] != got["times"]:
        yield "times: %r, want %r" % (got["times"][:5], want["times"][:5])
    if set(want["tags"]) != set(got["tags"]):
        yield "series of %r, want %r" % (sorted(got["tags"]), sorted(want["tags"]))
        return
    for tag, values in want["tags"].items():
        mine = got["tags"][tag]
        if len(mine) != len(values):
            yield "series %r: %d values, want %d" % (tag, len(mine), len(values))
            continue
        for i, (w, g) in enumerate(zip(values, mine)):
            if not close(w, g, relative=1e-12):
                yield "series %r[%d]: %r, want %r" % (tag, i, g, w)
                break


def matrix_differences(want, got):
    if want["tags"] != got["tags"]:
        yield "corr of %r, want %r" % (got["tags"][:9], want["tags"][:9])
        return
    if [len(row) for row in want["matrix"]] != [len(row) for row in got["matrix"]]:
        yield "corr: not %d x %d" % (len(want["tags"]), len(want["tags"]))
        return
    for i, row in enumerate(want["matrix"]):
        for j, w in enumerate(row):
            if not close(w, got["matrix"][i][j], absolute=1e-9):
                yield "corr %r, %r: %r, want %r" % (want["tags"][i], want["tags"][j], got["matrix"][i][j], w)
                return


def significant_differences(want, got):
    w, g = dict(map(tuple, want)), dict(map(tuple, got))
    clear = [t for t, r in want if t in g or abs(r - .9) > 1e-9]  # an r within rounding of the threshold may be on either side
    mine = [t for t, r in got if t in w or abs(r - .9) > 1e-9]
    if clear != mine:
        yield "significant: %r, want %r" % (mine, clear)
    for tag in set(w) & set(g):
        if not close(w[tag], g[tag], absolute=1e-9):
            yield "significant %r: %r, want %r" % (tag, g[tag], w[tag])


def differences(want, got):
    for key in ("rankings", "selected"):
        if want[key] != got.get(key):
            yield "%s: %s, want %s" % (key, json.dumps(got.get(key)), json.dumps(want[key]))
    yield from series_differences(want["series"], got["series"])
    for key in ("corr", "significant"):
        if (key in want) != (key in got):
            yield "%s: %s" % (key, "missing" if key in want else "not asked for")
            return
    if "corr" in want:
        yield from matrix_differences(want["corr"], got["corr"])
        yield from significant_differences(want["significant"], got["significant"])
    yield from ("warned: " + line for line in got["capture"]["warnings"] if "left out" in line)


def check(index, seed, reference, program, folder):
    """Generates capture `index` and yields the differences."""
    rng = random.Random("%d/%d" % (seed, index))
    made = generate(rng, reference, folder + "/made")
    capture = changes.Capture(folder + "/made")
    changes.change(rng, capture)
    if capture.has_short_snapshot():  # the program treats its TOTAL as incomplete, expect.py does not
        capture = changes.Capture(folder + "/made")
    if capture.has_short_snapshot():
        return
    capture.write(rng, folder + "/theirs", folder + "/ours")
    for run in range(RUNS):
        theirs, ours = options(rng, capture)
        want, fault = printed([PYTHON, reference + "/expect.py", "-d", folder + "/theirs"] + theirs)
        if want is None:
            yield "expect.py: %s\n    %s %s" % (fault, " ".join(made), theirs)
            continue
        got, fault = printed([program, "visualize", "-d", folder + "/ours", "--format", "json", "--no-open"] + ours)
        for d in [fault] if got is None else differences(want, got):
            yield "%s\n    options %s\n    made by %s; %s" % (d[:300], ours, " ".join(made), capture.story)


def check_one(arguments):
    index, seed, reference, program, scratch, keep = arguments
    folder = tempfile.mkdtemp(prefix="capture%d-" % index, dir=scratch)
    try:
        found = list(check(index, seed, reference, program, folder))
    except Exception as e:  # an exception in this script or the generator is a difference, too
        found = ["%s: %s" % (type(e).__name__, e)]
    if keep:
        print("capture %d is in %s" % (index, folder))
    else:
        shutil.rmtree(folder)
    return index, found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("reference")
    parser.add_argument("program")
    parser.add_argument("--captures", type=int, default=220)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int)
    parser.add_argument("--scratch")
    parser.add_argument("--keep", action="store_true")
    a = parser.parse_args()
    scratch = a.scratch or tempfile.mkdtemp()
    indices = range(a.captures) if a.only is None else [a.only]
    bad = 0
    try:
        with concurrent.futures.ProcessPoolExecutor(2) as pool:
            work = [(i, a.seed, a.reference, os.path.abspath(a.program), scratch, a.keep) for i in indices]
            for index, found in pool.map(check_one, work):
                bad += len(found)
                for d in found[:SHOWN]:
                    print("capture %d: %s" % (index, d))
    finally:
        if not a.scratch and not a.keep:
            shutil.rmtree(scratch)
    print("%d captures, %d differences" % (len(indices), bad))
    sys.exit(bad > 0)


if __name__ == "__main__":
    main()
