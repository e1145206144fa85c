#!/bin/sh
# Runs every fuzzer of preset fuzz for a while, each from a copy of its corpus.
#
#     run.sh BUILDDIR SECONDS
#
# What they find on the way is kept in BUILDDIR/corpus/NAME and used again; tests/fuzz/corpus stays as it is.
# An input that crashes one is left in BUILDDIR/crashes, and ends this with 1.
set -u

if [ $# -ne 2 ] || [ ! -d "$1" ]; then
    echo "usage: run.sh BUILDDIR SECONDS" >&2
    exit 2
fi
build=$1
seconds=$2
here=$(dirname "$0")
ran=0

for source in "$here"/fuzz_*.c; do
    [ -f "$source" ] || continue
    fuzzer=$(basename "$source" .c)
    name=${fuzzer#fuzz_}
    log=$build/$fuzzer.log
    mkdir -p "$build/corpus/$name" "$build/crashes" || exit 2
    [ ! -d "$here/corpus/$name" ] || cp -R "$here/corpus/$name/." "$build/corpus/$name/" || exit 2

    echo "$fuzzer: looking for crashes for $seconds s"
    if ! "$build/$fuzzer" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$build/crashes/$name-" "$build/corpus/$name" >"$log" 2>&1; then
        tail -n 60 "$log"
        echo "$fuzzer: failed. All it said is in $log, the input in $build/crashes."
        echo "Keep that input in tests/fuzz/corpus/$name: ctest fuzz/$name then shows the bug until it is fixed."
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "$fuzzer: $runs inputs tried, no crash"
    ran=$((ran + 1))
done

if [ $ran -eq 0 ]; then
    echo "there is no tests/fuzz/fuzz_*.c to run" >&2
    exit 1
fi
