#!/bin/sh
# The same work done by DuckDB, pandas and OpenBLAS, where installed ('make bench-peers' installs them). Measures CPU seconds
# of both in alternation; only ratios are meaningful. Run by bench.sh.
#
#     tests/bench/peers.sh --install      pandas, scipy and OpenBLAS from Debian, DuckDB from npm into build/bench/peers
#     tests/bench/peers.sh                240 files in build/bench, one thread
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/common.sh
modules=$bench/peers
python=/usr/bin/python3

if [ "${1-}" = --install ]; then
    sh tools/setup.sh peers
    mkdir -p $modules
    [ -f $modules/package.json ] || echo '{"private": true}' >$modules/package.json
    npm install --prefix $modules --no-audit --no-fund @duckdb/node-api
    exit 0
fi

# against NAME COMMAND...: prints the median ratio of ours to theirs
against() {
    name=$1
    shift
    for pair in $(seq 0 $pairs); do
        measure "$@"
        theirs=${measured% *}
        measure_load $bench/utf8-240 1
        [ "$pair" -eq 0 ] || echo "$theirs $load_cpu"
    done >$bench/peer.pairs
    awk '{ print $2 / $1 }' $bench/peer.pairs | sort -n >$bench/peer.ratios
    printf '%-44s %8.3f s   ours %8.3f s   ours / theirs 1/%.0f (1/%.0f - 1/%.0f)\n' "$name" \
        "$(awk '{ print $1 }' $bench/peer.pairs | median)" "$(awk '{ print $2 }' $bench/peer.pairs | median)" \
        "$(median <$bench/peer.ratios | awk '{ print 1 / $1 }')" \
        "$(tail -n 1 $bench/peer.ratios | awk '{ print 1 / $1 }')" "$(head -n 1 $bench/peer.ratios | awk '{ print 1 / $1 }')"
}

if [ -d $modules/node_modules/@duckdb ]; then
    against "DuckDB, load 240 files, one thread" node tests/bench/peers/load.mjs "$PWD/$modules" $bench/utf8-240
else
    echo "DuckDB is not installed: run 'make bench-peers'"
fi
if $python -c 'import pandas, scipy' 2>/dev/null; then
    against "pandas, load 240 files, columns needed" $python tests/bench/peers/load.py $bench/utf8-240
    [ ! -f $bench/series.f64 ] || $python tests/bench/peers/correlate.py $bench/series.f64
else
    echo "pandas and scipy are not installed: run 'make bench-peers'"
fi
