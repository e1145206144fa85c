# Loads a folder of snapshots with pandas: times, tags and six counters into one frame.
#
#     python3 load.py DIR
import glob
import sys

import pandas

COLUMNS = ["DateTimeUTC", "Tag", "PagedAllocs", "PagedFrees", "PagedUsedBytes", "NonPagedAllocs", "NonPagedFrees",
           "NonPagedUsedBytes"]
files = sorted(glob.glob(sys.argv[1] + "/*pool.csv"))
frame = pandas.concat([pandas.read_csv(f, usecols=COLUMNS, keep_default_na=False) for f in files])
print(len(frame), "rows")
