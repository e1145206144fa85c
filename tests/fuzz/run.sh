#!/bin/sh
# Runs every fuzzer of preset fuzz for SECONDS, each starting from a copy of its corpus.
#
#     run.sh BUILDDIR SECONDS
#
# New inputs are kept in BUILDDIR/corpus/NAME and reused; tests/fuzz/corpus is not modified. A crashing input is
# written to BUILDDIR/crashes; the exit status is then 1.
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

    echo "$fuzzer: running for $seconds s"
    if ! "$build/$fuzzer" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$build/crashes/$name-" "$build/corpus/$name" >"$log" 2>&1; then
        tail -n 60 "$log"
        echo "$fuzzer: failed. Full output: $log, crashing input: $build/crashes."
        echo "Copy that input to tests/fuzz/corpus/$name: the test fuzz/$name then fails until the bug is fixed."
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    echo "$fuzzer: $runs inputs, no crash"
    ran=$((ran + 1))
done

if [ $ran -eq 0 ]; then
    echo "no fuzzers found: tests/fuzz/fuzz_*.c" >&2
    exit 1
fi
