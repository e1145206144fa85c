#!/bin/sh
# Measures loading a folder: our CPU seconds relative to `cat DIR/*pool.csv >/dev/null`. "load" ends when the store is
# finished; "all" is the complete run, which also ranks and writes JSON.
# Also measures searching a long log that has no rows, reading logs of slabinfo and poolmon, and the capture file: size,
# time to append, to read back, for `leaks` and for a page.
#
#     tests/bench/bench.sh            2880 and 240 files of 3000 tags, in UTF-8 and UTF-16; a capture of a month
#     tests/bench/bench.sh --quick    only 240 files; a capture of two days
#     PROGRAM=...                     another program with the same options (path relative to the checkout)
#
# CPU speed of a shared machine drifts, so each of our runs is paired with a run of cat just before it (A B A B); only
# ratios of pairs are meaningful. The captures are generated once, in build/bench; delete it to generate them again.
# Everything is read once as a warm-up, so this measures the program and not the disk.
set -eu
cd "$(dirname "$0")/../.."

. tests/bench/common.sh

# build COMMAND...: shows the output only on failure.
build() {
    "$@" >$bench/build.log 2>&1 || {
        cat $bench/build.log >&2
        fail "this failed: $*"
    }
}

build_program() {
    [ -f build/release/CMakeCache.txt ] || build cmake --preset release
    build cmake --build build/release --target bench_capture bench_correlate
    [ "$PROGRAM" != build/release/poolmonviz ] || build cmake --build build/release --target poolmonviz
}

build_tools() {
    build cc -std=gnu17 -O2 -o $bench/measure tests/bench/measure.c
    build cc -std=gnu17 -O2 -I src -o $bench/make_capture tools/make_capture*.c -lm
}

# capture_mb ENCODING FILES: size of a capture on disk, 107 bytes per row.
capture_mb() {
    case $1 in
    utf8) echo $(($2 * tags * 107 / 1000000 + 1)) ;;
    utf16) echo $(($2 * tags * 214 / 1000000 + 1)) ;;
    esac
}

# The .rows file is written last: without it the capture is incomplete.
capture_is_there() {
    [ -s "$bench/$1-$2.rows" ] && [ -d "$bench/$1-$2" ]
}

check_space() {
    needed=0
    for files in $sizes; do
        for encoding in utf8 utf16; do
            capture_is_there $encoding "$files" || needed=$((needed + $(capture_mb $encoding "$files")))
        done
    done
    free=$(df -Pk $bench | awk 'NR == 2 { printf "%d", $4 * 1.024 / 1000 }')
    [ $needed -eq 0 ] || echo "captures to make: $needed MB in $bench, where $free MB are free"
    [ $((needed + 200)) -lt "$free" ] || fail "not enough disk space for the captures; try --quick"
}

# make_capture ENCODING FILES
make_capture() {
    dir=$bench/$1-$2
    capture_is_there "$1" "$2" && return
    rm -rf "$dir" "$dir.rows"
    made=$($bench/make_capture --encoding "$1" --tags $tags --snapshots "$2" --interval 60 "$dir") ||
        fail "$dir could not be made"
    echo "$made" | awk '{ print $4 }' >"$dir.rows"
}

# run_pairs DIR: prints "cat_cpu load_cpu our_cpu our_peak_kib" per pair; the first pair is a warm-up.
run_pairs() {
    pair=0
    while [ $pair -le $pairs ]; do
        measure cat "$1"/*pool.csv
        cat_cpu=${measured% *}
        measure_load "$1" 1
        [ $pair -eq 0 ] || echo "$cat_cpu $load_cpu $measured"
        pair=$((pair + 1))
    done
}

# report_threads DIR: wall time of reading with two threads relative to one
report_threads() {
    pair=0
    while [ $pair -lt $pairs ]; do
        measure_load "$1" 1
        one=$load_wall
        measure_load "$1" 2
        echo "$one $load_wall"
        pair=$((pair + 1))
    done | awk '{ print $2 / $1 }' | sort -n >$bench/threads.ratios
    echo "$1, two threads / one, on the clock: $(median <$bench/threads.ratios) ($(head -n 1 $bench/threads.ratios) - $(tail -n 1 $bench/threads.ratios))"
}

# report_reload DIR: CPU seconds relative to loading without a cache: loading a folder with all but one file in the
# cache, and loading a folder and writing its cache.
report_reload() {
    export XDG_CACHE_HOME="$PWD/$bench/cache"
    last=$(find "$1/" -name '*pool.csv' | sort | tail -n 1)
    rm -rf "$bench/cache" "$bench/cache.before" "$bench/last"
    mv "$last" $bench/last
    measure_load "$1" 1 --timings
    mv $bench/last "$last"
    cp -r "$bench/cache" "$bench/cache.before"
    pair=0
    while [ $pair -lt $pairs ]; do
        measure_load "$1" 1
        whole=$load_cpu
        rm -rf "$bench/cache"
        cp -r "$bench/cache.before" "$bench/cache"
        measure_load "$1" 1 --timings
        reload=$load_cpu append=$cache_cpu
        rm -rf "$bench/cache"
        measure_load "$1" 1 --timings
        echo "$whole $reload $append $load_cpu $cache_cpu"
        pair=$((pair + 1))
    done >$bench/reload.pairs
    awk '{ print ($2 + $3) / $1 }' $bench/reload.pairs | sort -n >$bench/reload.ratios
    awk '{ print ($4 + $5) / $1 }' $bench/reload.pairs | sort -n >$bench/keep.ratios
    echo "$1, reload with one more file / load: $(median <$bench/reload.ratios) ($(head -n 1 $bench/reload.ratios) - $(tail -n 1 $bench/reload.ratios))"
    echo "$1, load and keep / load: $(median <$bench/keep.ratios) ($(head -n 1 $bench/keep.ratios) - $(tail -n 1 $bench/keep.ratios)); the cache: $(du -bs "$bench/cache" | cut -f 1) bytes, written in $(awk '{ print $5 }' $bench/reload.pairs | median) s"
    rm -rf "$bench/cache" "$bench/cache.before"
}

# report_log LOG WHAT COMMAND: CPU time of a shell command that reads the log, relative to cat
report_log() {
    pair=0
    while [ $pair -le $pairs ]; do
        measure cat "$1"
        cat_cpu=${measured% *}
        measure sh -c "$3"
        [ $pair -eq 0 ] || echo "$cat_cpu ${measured% *}"
        pair=$((pair + 1))
    done | awk '{ print $2 / ($1 > 0 ? $1 : 0.0001) }' | sort -n >$bench/log.ratios
    echo "$1, $2 / cat: $(median <$bench/log.ratios) ($(head -n 1 $bench/log.ratios) - $(tail -n 1 $bench/log.ratios))"
}

# report_search: 60 MB of a debugger's log that has no rows in any format. Nothing is found: the program fails
report_search() {
    log=$bench/debugger.txt
    [ -s $log ] || awk 'BEGIN { for (i = 0; i < 340000; i++)
        printf "PROCESS ffffb40f5a1e%04x  SessionId: 1  Cid: %04x    Peb: 7ff5c000  ParentCid: 0314\n    DirBase: 1a2b3c000  ObjectTable: ffff8d0f4a5b6c70  HandleCount: %d.\n    Image: svchost.exe\n", i % 65536, i % 9999, i % 500 }' >$log
    report_log $log "search for rows" "! $PROGRAM snapshot -d $log"
}

# report_slabinfo: 46 MB of copies of /proc/slabinfo, 235 caches each, one in ten seconds
report_slabinfo() {
    log=$bench/slabinfo.txt
    [ -s $log ] || TZ=UTC awk 'BEGIN { for (n = 0; n < 1800; n++) {
        print strftime("zzz ***%a %b %d %H:%M:%S UTC %Y", 1780000000 + n * 10)
        print "slabinfo - version: 2.1\n# name            <active_objs> <num_objs> <objsize> <objperslab> <pagesperslab> : tunables <limit> <batchcount> <sharedfactor> : slabdata <active_slabs> <num_slabs> <sharedavail>"
        for (i = 0; i < 235; i++)
            printf "cache_number_%03d %6d %6d %6d %4d %4d : tunables %4d %4d %4d : slabdata %6d %6d %6d\n", i, n * i, n * i + 9, 192, 21, 1, 0, 0, 0, n + 7, n + 7, 0 } }' >$log
    report_log $log "read slabinfo" "$PROGRAM snapshot -d $log"
}

# report_poolmon: 40 MB of a log of poolmon, 600 rows each, one in ten seconds
report_poolmon() {
    log=$bench/poolmon.txt
    [ -s $log ] || TZ=UTC awk 'BEGIN { for (n = 0; n < 800; n++) {
        print strftime("%a %m/%d/%Y %H:%M:%S.00", 1780000000 + n * 10)
        print " Memory: 8388020K Avail: 5123456K  PageFlts:  5000   InRam Krnl: 5000K P:200000K\n Commit: 3000000K Limit: 9000000K Peak: 4000000K            Pool N:150000K P:210000K\n\n Tag  Type     Allocs            Frees            Diff   Bytes      Per Alloc\n"
        for (i = 0; i < 600; i++)
            printf " T%03d %-5s %10d (%4d) %10d (%4d) %8d %9d (%6d) %6d\n", i, i % 2 ? "Nonp" : "Paged", i * 1050 + n * 10, 3, i * 1000 + n * 10, 3, 50 * i, 4800 * i, 0, i ? 96 : 0 } }' >$log
    report_log $log "read poolmon" "$PROGRAM snapshot -d $log"
}

# report_command COMMAND...: CPU time and peak memory, on all processors
report_command() {
    measure "$PROGRAM" "$@"
    echo "$measured" | awk -v what="$1" '{ printf "%-34s %.1f s CPU, %.2f GB at the peak\n", what " of it:", $1, $2 * 1024 / 1e9 }'
}

# report ENCODING FILES: prints a row of the table
report() {
    dir=$bench/$1-$2
    run_pairs "$dir" >"$dir.pairs"
    awk '{ print $2 / ($1 > 0 ? $1 : 0.0001) }' "$dir.pairs" | sort -n >"$dir.ratios"
    awk '{ print $3 / ($1 > 0 ? $1 : 0.0001) }' "$dir.pairs" | sort -n >"$dir.whole"
    awk -v name="$1" -v files="$2" -v tags=$tags -v rows="$(cat "$dir.rows")" \
        -v cat_cpu="$(awk '{ print $1 }' "$dir.pairs" | median)" \
        -v our_cpu="$(awk '{ print $2 }' "$dir.pairs" | median)" \
        -v peak="$(awk '{ print $4 }' "$dir.pairs" | median)" -v whole="$(median <"$dir.whole")" \
        -v ratio="$(median <"$dir.ratios")" -v low="$(head -n 1 "$dir.ratios")" -v high="$(tail -n 1 "$dir.ratios")" \
        'BEGIN { printf "%-6s %6d %9.3f %9.3f   %6.2f (%.2f - %.2f)  %9.2f  %8.1f %12.1f %13.1f\n", name, files, cat_cpu,
                 our_cpu, ratio, low, high, whole, peak / 1024, peak * 1024 / (tags * files),
                 rows / (our_cpu > 0 ? our_cpu : 0.0001) / 1e6 }'
}

describe_machine() {
    model=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo 2>/dev/null | head -n 1)
    echo "machine: $(nproc) x ${model:-unknown processor}, $(uname -sr)"
    echo "program: $PROGRAM, $tags tags, one thread, median of $pairs pairs after a warm-up"
    echo
    echo "                cat CPU  load CPU   load / cat             all / cat      peak    bytes per   million rows"
    echo "        files         s         s   median (min - max)        median       MiB   tag-sample   per CPU second"
}

case "$*" in
'') sizes="240 2880" snapshots=43200 ;;
--quick) sizes="240" snapshots=2880 ;;
*)
    echo "usage: tests/bench/bench.sh [--quick]" >&2
    exit 2
    ;;
esac

mkdir -p $bench
build_program
build_tools
check_space
for files in $sizes; do
    make_capture utf8 "$files"
    make_capture utf16 "$files"
done
describe_machine
for files in $sizes; do
    report utf8 "$files"
    report utf16 "$files"
done
report_threads $bench/utf8-"${sizes##* }"
report_reload $bench/utf8-"${sizes##* }"
report_search
report_slabinfo
report_poolmon
echo
build/release/bench_correlate $bench/series.f64
sh tests/bench/peers.sh
echo
build/release/bench_capture $bench/month.pmcap $snapshots
report_command leaks -d $bench/month.pmcap
report_command visualize -d $bench/month.pmcap -t TotalUsedBytes --no-open -o $bench/month.html
rm -f $bench/month.pmcap $bench/month.html
