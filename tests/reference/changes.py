"""changes.py - a capture as rows, and transformations that must not change the program's output.

    change      rows: a tag renamed or duplicated, files joined, rows reordered, a snapshot duplicated
    write       form: quotes, line ends, columns, encodings; `ours` also in forms that only the program reads
"""
import csv
import io
import os

CALLS = ["PagedAllocs", "PagedFrees", "NonPagedAllocs", "NonPagedFrees"]
BYTES = ["PagedUsedBytes", "NonPagedUsedBytes"]
DERIVED = ["PagedDiff", "NonPagedDiff", "TotalUsedBytes"]  # can be computed from the others
DIFF_TYPES = ["PagedDiff", "NonPagedDiff", "TotalDiff"]
BYTES_TYPES = ["TotalUsedBytes"] + BYTES
HOSTILE_TAGS = ["NULL", "nan", "TOTAL", "total", "1e5", "#TYPE", "Tag", "<NA>", "TRUE", "0", "2021-07-13T05:34:49",
                "a\nb", "a\r\nb", ' "', '""', ",", ";;", "\t", " ", "  x", "x  ", "", "'", "\\n", "<b>", "&amp;",
                "\u20ac\u00e9", "\u4e2d\u6587", "\U0001f600", "--", "-Usb",
                "a rather long name of a slab cache, longer than any tag of Windows"]
STUFF = ["", "nt!mm", "Mm section, \"large\"", "two\r\nlines", "a;b\tc"]


def text_of(data):
    for bom, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(bom):
            return data.decode(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")


def rows_of(path):
    with open(path, "rb") as f:
        return list(csv.DictReader(io.StringIO(text_of(f.read()), newline="")))


class Capture:
    def __init__(self, folder):
        self.files = {name: rows_of(os.path.join(folder, name)) for name in sorted(os.listdir(folder))}
        self.types = DIFF_TYPES + BYTES_TYPES
        self.stamps = ["DateTimeUTC", "DateTime"]
        self.columns = list(next(iter(self.files.values()))[0])
        self.story = "as made"

    @property
    def tags(self):
        return sorted({row["Tag"] for rows in self.files.values() for row in rows})

    def has_short_snapshot(self):
        """Whether a snapshot has fewer than half the rows of every neighbour."""
        count = {}
        for name in sorted(self.files):
            here = {}
            for row in self.files[name]:
                here[row["DateTimeUTC"]] = here.get(row["DateTimeUTC"], 0) + 1
            count.update(here)
        rows = [count[time] for time in sorted(count)]
        for i, n in enumerate(rows):
            beside = rows[max(0, i - 1):i] + rows[i + 1:i + 2]
            if beside and all(n * 2 < b for b in beside):
                return True
        return False

    def write(self, rng, theirs, ours):
        os.mkdir(theirs)
        os.mkdir(ours)
        form = Form(rng, self.columns)
        self.story += "; " + form.story
        for name, rows in self.files.items():
            if rng.random() < .1:
                form = Form(rng, self.columns)  # forms may be mixed in a folder
            for folder, exotic in ((theirs, False), (ours, True)):
                with open(os.path.join(folder, name), "wb") as f:
                    f.write(form.bytes_of(rows, exotic))


def make_sum(row):
    """The program detects a truncated last number by this sum, so it must be correct in all other rows."""
    row["TotalUsedBytes"] = str(int(row["PagedUsedBytes"]) + int(row["NonPagedUsedBytes"]))


def rename_tags(rng, capture):
    tags = capture.tags
    hostile = [t for t in HOSTILE_TAGS if t not in tags]
    count = min(len(tags), len(hostile), rng.randint(1, 12))
    names = dict(zip(rng.sample(tags, count), rng.sample(hostile, count)))
    for rows in capture.files.values():
        for row in rows:
            row["Tag"] = names.get(row["Tag"], row["Tag"])


def double_tags(rng, capture):
    """The same tag two or three times in a snapshot: the values are summed."""
    for rows in capture.files.values():
        for row in rng.sample(rows, min(len(rows), rng.randint(0, 3))):
            for _ in range(rng.randint(1, 2)):
                twin = dict(row)
                for column in CALLS + BYTES:
                    twin[column] = str(rng.choice([0, 7, 123456, int(row[column]), (1 << 32) - 1 - rng.randrange(99)]))
                make_sum(twin)
                rows.insert(rng.randrange(len(rows) + 1), twin)


def join_files(rng, capture):
    """Many snapshots in a file."""
    groups = {}
    for name, rows in capture.files.items():
        groups.setdefault("joined%d.pool.csv" % rng.randrange(rng.choice([1, 2, 5])), []).extend(rows)
    capture.files = groups


def repeat_snapshots(rng, capture):
    """The same time in two files: the last one by name wins."""
    for name in rng.sample(sorted(capture.files), min(len(capture.files), 3)):
        copy = [dict(row) for row in capture.files[name]]
        if rng.random() < .7:
            for row in copy:
                row["PagedUsedBytes"] = str(int(row["PagedUsedBytes"]) + rng.randrange(1000))
                row["NonPagedFrees"] = str(rng.randrange(1 << 32))
                make_sum(row)
        capture.files[rng.choice(["!", "~"]) + name.replace(".pool.csv", "_pool.csv")] = copy


def shuffle_rows(rng, capture):
    for rows in capture.files.values():
        rng.shuffle(rows)


def rename_files(rng, capture):
    """Files not in order of time."""
    names = ["%06d%s" % (rng.randrange(1000000), name) for name in capture.files]
    capture.files = dict(sorted(zip(names, capture.files.values())))


def choose_columns(rng, capture):
    columns = [c for c in capture.columns if c not in DERIVED or rng.random() < .5]
    drop = rng.choice([[], [], CALLS, BYTES, ["DateTime"]])
    if drop == CALLS:
        columns = [c for c in columns if c not in ("PagedDiff", "NonPagedDiff")]
        capture.types = ["TotalUsedBytes"]  # for bytes of one pool expect.py uses the call columns as well
    elif drop == BYTES:
        columns = [c for c in columns if c != "TotalUsedBytes"]
        capture.types = DIFF_TYPES
    elif drop:
        capture.stamps = ["DateTimeUTC"]
    columns = [c for c in columns if c not in drop]
    columns += [c for c in ("Binary", "Description") if c not in columns and rng.random() < .5]
    if rng.random() < .7:
        rng.shuffle(columns)
    capture.columns = columns


def change(rng, capture):
    done = []
    for how in (rename_tags, double_tags, rename_files, join_files, repeat_snapshots, shuffle_rows, choose_columns):
        if rng.random() < .35:
            how(rng, capture)
            done.append(how.__name__)
    for rows in capture.files.values():
        for row in rows:
            row.setdefault("Binary", rng.choice(STUFF))
            row.setdefault("Description", rng.choice(STUFF))
    capture.story = " ".join(done) or "unchanged"


class Form:
    """How rows are written as bytes. `exotic` forms are written for the program only; expect.py cannot read them."""

    def __init__(self, rng, columns):
        self.rng = rng
        self.columns = columns
        self.quotes = rng.choice(["all", "needed", "some"])
        self.line_end = rng.choice(["\r\n", "\r\n", "\n", "\r"])
        self.encoding = rng.choice(["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252"])
        self.last_line_ends = rng.random() < .7
        self.separator = rng.choice([",", ",", ";", "\t"])
        self.bom = rng.random() < .6
        self.type_line = rng.random() < .2
        self.blank_lines = rng.random() < .2
        self.headings = rng.random() < .2
        self.odd_heading = rng.random() < .2
        self.end_mark = rng.random() < .2
        self.wrong_diff = rng.random() < .2
        self.time = rng.choice(["%s", "%s", "%sZ", "%s.000", "blank"])
        self.story = ", ".join("%s %r" % (k, v) for k, v in vars(self).items() if k not in ("rng", "columns"))

    def field(self, value, separator):
        needed = any(c in value for c in (separator, '"', "\r", "\n"))
        if self.quotes == "all" or needed or (self.quotes == "some" and self.rng.random() < .5):
            return '"%s"' % value.replace('"', '""')
        return value

    def line(self, values, separator):
        return separator.join(self.field(v, separator) for v in values)

    def shown_time(self, time):
        return time.replace("T", " ") if self.time == "blank" else self.time % time

    def exotic_row(self, row):
        row = dict(row, DateTime=self.shown_time(row["DateTime"]), DateTimeUTC=self.shown_time(row["DateTimeUTC"]))
        if self.wrong_diff and "PagedAllocs" in self.columns:
            row["PagedDiff"] = row["NonPagedDiff"] = self.rng.choice(["-5", "", "n/a", "99999999999999999999"])
        return row

    def lines_of(self, rows, exotic):
        separator = self.separator if exotic else ","
        heading = self.line(self.columns, separator)
        lines = [heading]
        if exotic and self.odd_heading:
            lines = [self.line([" %s " % c.upper() for c in self.columns], separator)]
        if exotic and self.type_line:
            lines.insert(0, "#TYPE Selected.System.Management.Automation.PSCustomObject")
        for row in rows:
            if exotic:
                row = self.exotic_row(row)
                lines += [""] * (self.blank_lines and self.rng.randrange(2))
                lines += [heading] * (self.headings and self.rng.random() < .1)
            lines.append(self.line([row[c] for c in self.columns], separator))
        return lines

    def bytes_of(self, rows, exotic):
        lines = self.lines_of(rows, exotic)
        text = self.line_end.join(lines + [""] * self.last_line_ends)
        encoding = self.encoding
        if exotic and self.end_mark:
            text += "\x1a"
        if encoding == "cp1252":
            try:
                return text.encode(encoding)
            except UnicodeEncodeError:
                encoding = "utf-8"
        if encoding.startswith("utf-") and encoding[-3:] in ("-le", "-be"):
            if self.bom or not exotic or encoding.startswith("utf-32"):
                text = "\ufeff" + text
        return text.encode(encoding)
