# common.sh - what bench.sh and peers.sh share: where things are, measuring a command, medians.
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

# measure_load DIR THREADS: the same of visualize, and load_cpu and load_wall: seconds until the store is full and finished
measure_load() {
    measure "$PROGRAM" visualize -d "$1" -t TotalUsedBytes --no-open --threads "$2" --timings -o $bench/out.json
    load_cpu=$(awk '$1 == "list" || $1 == "read" { sum += $2 } END { print sum }' $bench/measured.err)
    load_wall=$(awk '$1 == "list" || $1 == "read" { sum += $3 } END { print sum }' $bench/measured.err)
}

# median: of the numbers on stdin, one a line
median() {
    sort -n | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}
