#!/bin/sh
# Measures scanning drivers: our CPU seconds relative to `cat FILES >/dev/null`, and the scan alone relative to summing
# the same bytes in memory.
#
#     tests/bench/drivers.sh              200 MB of generated drivers, in build/bench/drivers
#     tests/bench/drivers.sh FILE...      the scan alone on any PE files, and the number of tag sites found
set -eu
cd "$(dirname "$0")/../.."

bench=build/bench
pairs=7

mkdir -p $bench
[ -f build/release/CMakeCache.txt ] || cmake --preset release >/dev/null
cmake --build build/release --target bench_drivers --target poolmonviz >/dev/null
if [ $# -gt 0 ]; then
    build/release/bench_drivers scan "$@" >/dev/null # warm-up
    exec build/release/bench_drivers scan "$@"
fi
cc -std=gnu17 -O2 -o $bench/measure tests/bench/measure.c
[ -s $bench/drivers/bench19.sys ] || build/release/bench_drivers make $bench/drivers 20 200

# measure COMMAND...: sets cpu to its CPU seconds
measure() {
    cpu=$($bench/measure "$@" | awk '{ print $1 + $2 }')
}

pair=0
while [ $pair -le $pairs ]; do
    measure cat $bench/drivers/*.sys
    cat_cpu=$cpu
    measure build/release/poolmonviz drivers Xx0x --path $bench/drivers
    [ $pair -eq 0 ] || echo "$cat_cpu $cpu"
    pair=$((pair + 1))
done | awk '{ print $2 / ($1 > 0 ? $1 : 0.0001), $1, $2 }' | sort -n | awk '
    { ratio[NR] = $1; cat[NR] = $2; ours[NR] = $3 }
    END { m = int((NR + 1) / 2)
          printf "poolmonviz drivers: %.3f s of CPU for 200 MB (%.2f GB/s), cat %.3f s; ours / cat %.1f (%.1f - %.1f)\n",
                 ours[m], 0.2 / ours[m], cat[m], ratio[m], ratio[1], ratio[NR] }'
build/release/bench_drivers scan $bench/drivers/*.sys
