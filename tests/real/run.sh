#!/bin/sh
# Tests the leak finder on real leaks: records this machine's slab caches while slab_leak leaks kernel objects at known
# rates and slab_load works beside it, and prints which leaks were found.
#
#     run.sh PROGRAM [--seconds N] [--keep DIR] [SCENARIO ...]     on Linux, as root (/proc/slabinfo needs it)
#     run.sh PROGRAM N                                             the scenario `files`, for N seconds
#
# A scenario (scenario() below; by default `files`; `all` are all) takes N seconds, by default 600, and 120 snapshots.
# DIR keeps SCENARIO.pmcap, without what identifies the machine, and SCENARIO.json, the truth, for score.sh. Exits with 1
# when a leak is missed or something else is called.
#
# Other programs may run, but thousands of files that they open hide a leak. The machine stays usable: the load has the
# lowest priority and no process opens more than 20,000 files; `pressure` takes memory only while a quarter of it is
# available. Whatever ends this script ends all its programs. Needs cc and awk.
# shellcheck disable=SC2046,SC2086 # lists of words
set -eu

usage() {
    echo "usage: run.sh PROGRAM [--seconds N] [--keep DIR] [SCENARIO ...]" >&2
    exit 2
}

here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || usage
program=$1 seconds=600 keep='' scenarios=''
shift
while [ $# -gt 0 ]; do
    case $1 in
    --seconds) seconds=${2:?} && shift ;;
    --keep) keep=${2:?} && shift ;;
    -*) usage ;;
    *[!0-9]*) scenarios="$scenarios $1" ;;
    *) seconds=$1 ;;
    esac
    shift
done
case $scenarios in
'') scenarios=files ;;
' all') scenarios='files churn net build pressure service_starts leak_ends faster warm_up' ;;
esac
interval=$(((seconds + 119) / 120))

# scenario NAME: what it is, leaks as slab_leak wants them, loads of slab_load.
scenario() {
    leaks='' loads=''
    case $1 in
    files) what='30,000 files are made and deleted' leaks='eventfd:10 unix:.2' loads='files' ;;
    churn) what='pods come and go' leaks='eventfd:5 signalfd:1' loads='pods mappings' ;;
    net) what='TCP connections come and go' leaks='udp:2 tcp:1' loads='tcp workers' ;;
    build) what='a compiler runs, du and find walk through trees' leaks='epoll:4 lock:1' loads='compile walk' ;;
    pressure) what='files fill the page cache, then programs need the memory' loads='read pressure workers' ;;
    service_starts) what='a service that leaks starts at 40 %' leaks='timer:5:40-100 memfd:2:40-100' loads='service mappings' ;;
    leak_ends) what='one leak ends at 60 %, one goes on' leaks='pipe:6:0-60 eventfd:2' loads='workers tcp' ;;
    faster) what='one leak gets faster, one comes in batches' leaks='mapping:6:0-100:faster unix:2:0-100:batches' \
        loads='workers steps compile' ;;
    warm_up) what='pools and caches fill, a service starts' loads='warmup steps service walk' ;;
    *) echo "run.sh: no scenario is called $1" >&2 && exit 2 ;;
    esac
}
for name in $scenarios; do
    scenario "$name"
done

work=$(mktemp -d "${TMPDIR:-/tmp}/real.XXXXXX")
export TMPDIR="$work"
running=''
stop() {
    [ -z "$running" ] || kill $running 2>/dev/null || true
    wait
    running=''
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 130' HUP INT TERM
[ -n "$keep" ] || keep=$work/kept
mkdir -p "$keep"

# build PROGRAM [FILE ...]
build() {
    name=$1
    shift
    (cd "$here" && cc -std=gnu17 -D_GNU_SOURCE -O2 -o "$work/$name" "$name.c" kinds.c "$@" -lm)
}
build slab_probe
build slab_leak
build slab_load loads.c

record() {
    scenario "$1"
    whole=$((seconds + 10 + seconds / 20)) # until the recording has ended, on a slow machine, too
    : >"$work/caches"
    : >"$work/taken"
    if [ -n "$leaks" ]; then
        "$work/slab_probe" $(printf '%s\n' $leaks | sed 's/:.*//') >"$work/caches"
        "$work/slab_leak" $whole $leaks >"$work/taken" &
        running=$!
    fi
    "$work/slab_load" $whole "$work/files" $loads &
    running="$running $!"
    sleep 5 # until the loads have what they start with
    "$program" collect -o "$work/whole.pmcap" --interval "${interval}s" --duration "${seconds}s" --quiet &
    collector=$!
    running="$running $collector"
    wait $collector
    stop
    rm -rf "$work/files"
    "$program" convert "$work/whole.pmcap" -o "$work/whole.jsonl" >/dev/null
    awk -v what="$what" -v leaks="$leaks" -v loads="$loads" -f "$here/truth.awk" \
        "$work/caches" "$work/taken" "$work/whole.jsonl" >"$keep/$1.json"
    rm -f "$keep/$1.pmcap"
    "$program" convert "$work/whole.pmcap" -o "$keep/$1.pmcap" --redact --keep-tags >/dev/null
    rm "$work/whole.pmcap" "$work/whole.jsonl"
}

for name in $scenarios; do
    record "$name"
done
sh "$here/score.sh" "$program" "$keep" $scenarios
