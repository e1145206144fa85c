#!/bin/sh
# Measures how long the page takes to respond: 3000 tags x 2880 snapshots in headless Chromium. Needs 1 GB of free disk.
#
#     bench_page.sh BUILD_DIR [REPORT.html]
#
# Prints the table and writes it to BUILD_DIR/bench-page.txt.
set -eu

build=$1
report=${2-}
if [ -z "$report" ]; then
    folder=$(mktemp -d "$build/bench-page.XXXXXX")
    trap 'rm -rf "$folder"' EXIT
    report=$folder/report.html
    "$build/make_capture" --tags 3000 --snapshots 2880 --interval 60 --encoding utf8 --one-file "$folder/capture" >/dev/null
    "$build/poolmonviz" visualize -d "$folder/capture" -t TotalUsedBytes --no-open -o "$report" >"$folder/said" 2>&1 || {
        cat "$folder/said" >&2
        exit 1
    }
    rm -rf "$folder/capture"
fi
node "$build/web/tests/bench.mjs" "$report" "$build/bench-page.txt"
