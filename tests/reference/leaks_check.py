#!/usr/bin/python3
"""Compares the leak finder with the executable reference rise.py, tag by tag.

    leaks_check.py REFERENCE_DIR PROGRAM [--shapes a,b] [--seeds 1,2] [--tags 300] [--scratch DIR] [--equal]

REFERENCE_DIR holds leakbench/ with rise.py, bench_gen.py and bench_gen2.py; numpy and scipy are needed. PROGRAM is called
as `PROGRAM leaks -d DIR --format json`.

The program began as that method, equal to it in verdict, reason, score, rate and time of every tag, and has since got rules of
its own (load, curves as powers of time, a bent beginning, boots that differ, PROBABLE up to q = 0.2). So it ends with 1 when more
than one verdict in twelve differs, or when of tags that both call leaking the intervals of the rates are apart. --equal asks for
the equality of the beginning: it shows every difference.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import datetime

SHAPES = "2h_1m,60h_15m,60h_15m_irreg,10snap_6h,90d_1h_reboot,14d_5m_reboot,30d_15m_gaps,90d_1h"
PYTHON = "/usr/bin/python3"


def output_of(*command):
    done = subprocess.run(command, capture_output=True)
    if done.returncode:
        sys.exit("%s: exit %d: %s" % (" ".join(command), done.returncode, done.stderr.decode("utf-8", "replace")[:500]))
    return done.stdout.decode()


def number(value):
    """Values above 1e100 are unknown: null in JSON."""
    return None if value is None or abs(value) > 1e100 else value


def near(a, b, scale, relative):
    a, b = number(a), number(b)
    if a is None or b is None:
        return a is None and b is None
    return abs(a - b) <= relative * max(abs(a), abs(b), scale) + 1e-9


def seconds(text):
    return None if text is None else datetime.fromisoformat(text.rstrip("Z")).timestamp()


def faults(reference, ours):
    verdict = {"-": "quiet"}.get(reference["verdict"], reference["verdict"].lower())
    if ours["verdict"] != verdict:
        yield "verdict", verdict, ours["verdict"]
    if ours["reason"] != reference["reason"]:
        yield "reason", reference["reason"], ours["reason"]
    if not near(reference["score"], ours["score"], 1, 1e-4):
        yield "score", reference["score"], ours["score"]
    width = max(abs(number(reference["rate_allocs_" + end]) or 0) for end in ("low", "high"))
    for key in ("rate_allocs_per_day", "rate_allocs_low", "rate_allocs_high"):
        if not near(reference[key], ours[key], width, 1e-4):
            yield key, reference[key], ours[key]
    a, b = seconds(reference["since"]), seconds(ours["since"])
    if a is not None and abs(a - b) > 1:
        yield "since", reference["since"], ours["since"]


def is_called(verdict):
    return verdict.lower() in ("leak", "probable")


def apart(reference, ours):
    """Whether both report a leak with rate intervals that do not overlap, with 10 % tolerance."""
    if not (is_called(reference["verdict"]) and is_called(ours["verdict"])):
        return False
    if any(number(row["rate_allocs_" + end]) is None for row in (reference, ours) for end in ("low", "high")):
        return False
    room = 0.1 * abs(reference["rate_allocs_per_day"])
    return (ours["rate_allocs_low"] - room > reference["rate_allocs_high"]
            or ours["rate_allocs_high"] + room < reference["rate_allocs_low"])


def compare(arguments, generator, shape, seed, scratch):
    leakbench = os.path.join(arguments.reference, "leakbench")
    folder = os.path.join(scratch, "%s_%s_%s" % (generator, shape, seed))
    output_of(PYTHON, os.path.join(leakbench, generator), "--shape", shape, "--seed", seed, "--tags", str(arguments.tags),
              "--leak-frac", ".1", "--out", folder)
    reference = [json.loads(line) for line in output_of(PYTHON, os.path.join(leakbench, "rise.py"), folder, "--json").splitlines()]
    ours = {row["tag"]: row for row in json.loads(output_of(arguments.program, "leaks", "-d", folder, "--format", "json"))["tags"]}
    subprocess.run(["rm", "-rf", folder], check=True)
    verdicts = rates = unequal = 0
    for row in reference:
        mine = ours.pop(row["tag"])
        found = list(faults(row, mine))
        unequal += bool(found)
        verdicts += is_called(row["verdict"]) != is_called(mine["verdict"])
        rates += apart(row, mine)
        for name, expected, given in found if arguments.equal else []:
            print("    %s %s: expected %s, found %s" % (row["tag"], name, expected, given))
    print("%-14s %-15s seed %s: %d tags, %d called otherwise, %d rates apart, %d not equal in all"
          % (generator, shape, seed, len(reference), verdicts, rates, unequal), flush=True)
    return bool(ours) or verdicts * 12 > len(reference) or rates > 2 or (arguments.equal and unequal > 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reference")
    parser.add_argument("program")
    parser.add_argument("--shapes", default=SHAPES)
    parser.add_argument("--seeds", default="1")
    parser.add_argument("--tags", type=int, default=300)
    parser.add_argument("--scratch")
    parser.add_argument("--equal", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.scratch) as scratch:
        failed = sum(compare(arguments, generator, shape, seed, scratch)
                     for generator in ("bench_gen.py", "bench_gen2.py")
                     for shape in arguments.shapes.split(",") for seed in arguments.seeds.split(","))
    sys.exit(1 if failed else 0)


main()
