"""Checks every row of every sample: see samples.sh.

Each kind of file has a few lines here that find its rows by a regular expression, without regard to what the program does.
The program turns the file into lines of JSON; both must hold the same rows, but for those that it reports as left out.
"""

import collections
import csv
import json
import os
import re
import subprocess
import sys
import tempfile


class Sample:
    """Content of a file: a list of snapshots, each a dictionary of (tag, pool) -> numbers, and of headers."""

    def __init__(self):
        self.rows = []  # (tag, pool) -> {"Allocs", "Frees", "Diff", "UsedBytes"}
        self.headers = []
        self.totals = []  # from !poolused: nonpaged and paged bytes, or None
        self.count = 0  # rows

    def begin(self):
        self.rows.append({})
        self.headers.append({})
        self.totals.append(None)

    def put(self, tag, pool, numbers):
        """Adds a row to the last snapshot; rows with the same tag are summed: unprintable bytes can make tags equal."""
        row = self.rows[-1].setdefault((tag, pool), dict.fromkeys(numbers, 0))
        for name, value in numbers.items():
            row[name] = row.get(name, 0) + value
        self.count += 1


def tag_of(before):
    """The tag before the pool column: by column, or padded where blanks were lost."""
    if len(before) == 5 and before[0] == " ":
        return before[1:]
    return before.strip(" ").ljust(4)


def poolmon(text):
    row = re.compile(
        r"^(.*?) (Nonp|Paged)\s+(\d+)(?: *\([ -]*\d+\))?\s+(\d+)(?: *\([ -]*\d+\))?\s+(\d+)\s+(-?\d+)(?: *\([ -]*\d+\))?\s+(\d+)"
    )
    sample = Sample()
    for line in text.splitlines():
        found = row.match(line)
        memory = re.match(r"\s*Memory:\s*(\d+)K Avail:\s*(\d+)K", line)
        heading = re.match(r"\s*Tag\s+Type\s+Allocs", line)
        if memory or (heading and (not sample.rows or sample.rows[-1])) or (found and not sample.rows):
            sample.begin()
        if memory:
            sample.headers[-1].update(Ram=int(memory[1]) * 1024, Available=int(memory[2]) * 1024)
        pools = re.search(r"Pool N:\s*(\d+)K P:\s*(\d+)K", line)
        if pools:
            sample.headers[-1].update(NonPagedPool=int(pools[1]) * 1024, PagedPool=int(pools[2]) * 1024)
        if re.search(r"session", line, re.I):
            sample.headers[-1].pop("NonPagedPool", None)
            sample.headers[-1].pop("PagedPool", None)
        if found:
            pool = "NonPaged" if found[2] == "Nonp" else "Paged"
            numbers = dict(zip(("Allocs", "Frees", "Diff", "UsedBytes"), map(int, found.group(3, 4, 5, 6))))
            sample.put(tag_of(found[1]), pool, numbers)
    return sample


def poolused(text):
    new = re.compile(r"^ (.{4})\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\t")
    old = re.compile(r"^ (.{4}) (.{8}) (.{8}) (.{9}) (.{8})\D*")  # by column
    moved = re.compile(r"^ (.{4})\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)[A-Z]")
    total = re.compile(r"^ TOTAL\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)")
    sample = Sample()
    for line in text.splitlines():
        if "!poolused" in line and not (sample.rows and "kd> !poolused 4" in line):
            sample.begin()  # output of flags 2 and 4 at one break is one snapshot
        found = new.match(line)
        if not found and "\t" not in line:
            by_column = old.match(line)
            if by_column and all(by_column[i].strip().isdigit() for i in range(2, 6)):
                found = by_column
            else:
                found = moved.match(line)
        if total.match(line):
            sample.totals[-1] = (int(total.match(line)[2]), int(total.match(line)[4]))
        elif found and sample.rows:
            sample.put(found[1], "NonPaged", {"Diff": int(found[2]), "UsedBytes": int(found[3])})
            sample.put(found[1], "Paged", {"Diff": int(found[4]), "UsedBytes": int(found[5])})
    return sample


def slabinfo(text):
    sample = Sample()
    for line in text.splitlines():
        if line.startswith("slabinfo"):
            sample.begin()
        found = re.match(r"^(.+?)\s+(\d+)\s+\d+\s+(\d+)\s+\d+\s+\d+ : tunables", line)
        if found:
            live, size = int(found[2]), int(found[3])
            sample.put(found[1], "NonPaged", {"Diff": live, "UsedBytes": live * size})
    return sample


def collector(text):
    sample = Sample()
    times = []
    for row in csv.DictReader(text.splitlines()):
        if row["DateTimeUTC"] not in times:
            times.append(row["DateTimeUTC"])
            sample.begin()
        for pool in ("Paged", "NonPaged"):  # a pool that was never used is not counted as a row
            if int(row[pool + "Allocs"]):
                sample.put(row["Tag"], pool, {name: int(row[pool + name]) for name in ("Allocs", "Frees", "UsedBytes")})
    return sample


def poolmonx(text):
    sample = Sample()
    sample.begin()
    for row in csv.DictReader(text.splitlines()):
        pool = "NonPaged" if row["Type"] == "Non Paged" else "Paged"
        numbers = {"UsedBytes": int(row["Bytes"]), **{name: int(row[name]) for name in ("Allocs", "Frees", "Diff")}}
        sample.put(row["Tag"], pool, numbers)
    return sample


def kind_of(text):
    if "slabinfo - version" in text:
        return slabinfo
    if "!poolused" in text:
        return poolused
    if text.startswith("Tag,Type,Allocs"):
        return poolmonx
    if '"DateTimeUTC"' in text[:200]:
        return collector
    return poolmon


def text_of(path):
    data = open(path, "rb").read()
    if data[:2] == b"\xff\xfe":
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read_by(program, path, folder):
    """The program's snapshots, its headers, and its warnings."""
    out = os.path.join(folder, "out.jsonl")
    if os.path.exists(out):
        os.remove(out)
    run = subprocess.run(
        [program, "convert", path, "-o", out, "--start", "2026-03-01", "--interval", "30m"], capture_output=True
    )
    warnings = run.stderr.decode().splitlines()
    if run.returncode:
        return None, warnings
    read = Sample()
    last = None
    for line in open(out, encoding="utf-8"):
        row = json.loads(line)
        time = row.get("DateTimeUTC") or row.get("DateTime")
        if time != last:
            read.begin()
            last = time
        if "Machine" in row:
            read.headers[-1] = row["Machine"]
            continue
        for pool in ("Paged", "NonPaged"):
            cells = {name: row[pool + name] for name in ("Allocs", "Frees", "Diff", "UsedBytes") if pool + name in row}
            if cells:
                read.put(row["Tag"], pool, cells)
    return read, warnings


def faults_of(should, read, warnings):
    """Differences, as sentences."""
    reported = sum("row left out" in line for line in warnings)
    if len(read.rows) != len(should.rows):
        yield "%d snapshots, %d were read" % (len(should.rows), len(read.rows))
        return
    missing = 0
    for number, (a, b) in enumerate(zip(should.rows, read.rows), 1):
        for key, numbers in a.items():
            if key not in b:
                missing += 1
                continue
            for name, value in numbers.items():
                if name in b[key] and b[key][name] != value:
                    yield "snapshot %d, %s: %s is %d, read as %d" % (number, key, name, value, b[key][name])
        for key, numbers in b.items():
            if key not in a and any(numbers.values()):
                yield "snapshot %d, %s: is not in the file" % (number, key)
        for name, value in should.headers[number - 1].items():
            if read.headers[number - 1].get(name) != value:
                yield "snapshot %d: %s is %d, read as %s" % (number, name, value, read.headers[number - 1].get(name))
        if should.totals[number - 1]:
            sums = tuple(
                sum(cells["UsedBytes"] for (_, p), cells in a.items() if p == pool) for pool in ("NonPaged", "Paged")
            )
            told = any("its TOTAL says" in line for line in warnings)
            if (sums != should.totals[number - 1]) != told:
                yield "snapshot %d: its rows sum up to %s, its TOTAL is %s" % (number, sums, should.totals[number - 1])
    if missing != reported:
        yield "%d rows were not read, %d were reported" % (missing, reported)


def main():
    folder, program = sys.argv[1], os.path.abspath(sys.argv[2])
    files = rows = 0
    failed = False
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as scratch:
        for group in ("poolmon-log", "poolused", "slabinfo", "snapshot"):
            path = os.path.join(folder, group)
            for name in sorted(os.listdir(path)) if os.path.isdir(path) else []:
                text = text_of(os.path.join(path, name))
                kind = kind_of(text)
                should = kind(text)
                read, warnings = read_by(program, os.path.join(path, name), scratch)
                faults = list(faults_of(should, read, warnings)) if read else warnings
                files += 1
                rows += should.count
                counts[kind.__name__] += 1
                failed |= bool(faults) or should.count == 0
                print("%-6s %s: %d rows of %s" % ("FAILED" if faults else "ok", name, should.count, kind.__name__))
                for fault in faults[:5]:
                    print("    " + fault)
    print("%d files (%s), %d rows: %s" % (
        files, ", ".join("%d %s" % (n, k) for k, n in counts.items()), rows, "FAILED" if failed else "all accounted for"))
    return 1 if failed or files == 0 else 0


sys.exit(main())
