# common.sh - shared by bench.sh and peers.sh: paths, measuring a command, medians.
bench=build/bench
tags=3000
pairs=5

fail() {
    echo "bench.sh: $*" >&2
    exit 1
}
: "${PROGRAM:=build/release/poolmonviz}"

# measure COMMAND...: sets measured="cpu_seconds peak_kib"
measure() {
    measured=$($bench/measure "$@" 2>$bench/measured.err) || fail "this failed: $*"
    measured=$(echo "$measured" | awk '{ print $1 + $2, $4 }')
}

# cache_option: --no-cache, or nothing for an older program without it.
cache_option() {
    "$PROGRAM" visualize --help | grep -o -m 1 -e --no-cache || true
}

# measure_load DIR THREADS [OPTION]: the same for visualize, without cache or with OPTION. Also sets load_cpu and
# load_wall: seconds until the store is finished; cache_cpu: seconds for writing the cache.
measure_load() {
    # shellcheck disable=SC2086
    measure "$PROGRAM" visualize -d "$1" -t TotalUsedBytes --no-open --threads "$2" --timings -o $bench/out.json \
        ${3-$(cache_option)}
    load_cpu=$(awk '$1 == "list" || $1 == "read" { sum += $2 } END { print sum }' $bench/measured.err)
    cache_cpu=$(awk '$1 == "cache" { sum += $2 } END { print sum + 0 }' $bench/measured.err)
    load_wall=$(awk '$1 == "list" || $1 == "read" { sum += $3 } END { print sum }' $bench/measured.err)
}

# median: of the numbers on stdin, one per line
median() {
    sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
