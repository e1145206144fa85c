# Measures correlation in CPU seconds on one thread: pandas with the series of bench_correlate, and the matrix product of
# OpenBLAS (dsyrk) with 3000 series without gaps.
#
#     python3 correlate.py FILE
import os
import statistics
import sys
import time

os.environ["OPENBLAS_NUM_THREADS"] = "1"
import numpy
import pandas
from scipy.linalg import blas

MOMENTS = 2880
RUNS = 3


def measure(what, work):
    seconds = []
    for _ in range(RUNS):
        before = time.process_time()
        work()
        seconds.append(time.process_time() - before)
    print(f"{what:<44} 1 thread   {statistics.median(seconds):8.4f} s CPU", flush=True)


frame = pandas.DataFrame(numpy.fromfile(sys.argv[1]).reshape(-1, MOMENTS).T)
measure(f"pandas corr, {frame.shape[1]} series with constants and gaps", frame.corr)
whole = numpy.asfortranarray(numpy.random.rand(3000, MOMENTS))
measure("OpenBLAS dsyrk, 3000 series", lambda: blas.dsyrk(1.0, whole))
