#!/bin/sh
# Tests that a capture stays readable when its writer is killed at any moment.
#
#     run.sh PROGRAM N
#
# `collect` writes one file, is killed (SIGKILL) N times at random moments, and continues with --append. The file is read
# between kills and while it is written. A snapshot that was read once must never disappear; a read may warn only of a torn
# end; the snapshots are numbered 1, 2, 3 ... without gaps; a copy made by `convert` gives the same output. A kill rarely
# hits the middle of a write, so every third time seven bytes are cut off as well, as a power loss may do: this may cost one
# snapshot at most.
set -u

if [ $# -ne 2 ] || [ ! -x "$1" ] || [ "$2" -lt 1 ]; then
    echo "usage: run.sh PROGRAM N (PROGRAM: an executable; N: number of kills)" >&2
    exit 2
fi
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
kills=$2
proc=$(cd "$(dirname "$0")/../data/proc" && pwd) || exit 2

work=$(mktemp -d "${TMPDIR:-/tmp}/kill.XXXXXX") || exit 2
collector=''
stop() {
    [ -z "$collector" ] || kill -9 "$collector"
    : >"$work/stop"
    wait
    rm -rf "$work"
} 2>/dev/null
trap stop EXIT
trap 'exit 2' HUP INT TERM
cd "$work" || exit 2
file=x.pmcap

fail() {
    echo "kill: $*" >&2
    [ ! -s said ] || sed 's/^/    /' said >&2
    exit 1
}

# 300 slab caches whose numbers change during the recording, so that records are some kilobytes long.
make_proc() {
    cp -R "$proc" proc
    for i in 1 2 3 4; do
        awk -v seed="$i" 'NR <= 2 { print } END {
            srand(seed)
            for (i = 0; i < 300; i++) {
                n = int(rand() * 100000) * (rand() < 0.5 ? 1 : seed)
                printf "cache_%03d %d %d 192 21 1 : tunables 0 0 0 : slabdata %d %d 0\n", i, n, n + 9, n / 21 + 1, n / 21 + 1
            }
        }' "$proc/slabinfo" >"slabinfo.$i"
    done
    cp slabinfo.1 proc/slabinfo
}

change_proc() {
    while [ ! -e stop ] && sleep 0.02; do
        for i in 1 2 3 4; do
            cp slabinfo.$i slabinfo.next && mv -f slabinfo.next proc/slabinfo
        done
    done
}

# random FROM TO: a random number of seconds in this range of milliseconds
random() {
    awk -v seed="$$$kill" -v from="$1" -v to="$2" 'BEGIN { srand(seed); printf "%.3f", (from + rand() * (to - from)) / 1000 }'
}

# Reads the file and sets `count` to its number of snapshots; 0 while it has none or does not exist yet.
look() {
    "$program" visualize -d $file -t NonPagedUsedBytes --format json --no-open >json 2>said
    status=$?
    count=$(sed -n 's/.*"snapshots":\([0-9]*\),.*/\1/p' json)
    [ -n "$count" ] || count=0
    [ $status -eq 0 ] || [ "$count" -eq 0 ] || fail "visualize exited with $status"
    [ "$count" -ge "$seen" ] || fail "$seen snapshots were read before, now $count"
    if [ "$count" -gt 0 ]; then
        ! grep -v 'are an incomplete record and were left out' said >&2 || fail "unexpected warnings when reading"
        [ "$(wc -l <said)" -le 1 ] || fail "more than one warning of a torn end"
        torn=$((torn + $(wc -l <said)))
    fi
    seen=$count
}

# Cuts off seven bytes; this may cost one snapshot.
tear() {
    size=$(wc -c <$file)
    [ "$size" -gt 200 ] || return
    head -c $((size - 7)) $file >torn_file && mv -f torn_file $file
    before=$seen
    seen=0
    look
    [ $((count + 1)) -ge "$before" ] || fail "seven bytes cut off cost $((before - count)) snapshots"
    torn_here=$((torn_here + 1))
}

# Decodes the snapshot numbers from the bytes: they must be 1, 2, 3 ...
check_numbers() {
    od -An -v -tu1 -w1 $file | awk '
        { byte[NR - 1] = $1 + 0 }
        END {
            for (at = 16; at + 16 <= NR; at += 16 + size) {
                size = byte[at] + 256 * (byte[at + 1] + 256 * (byte[at + 2] + 256 * byte[at + 3]))
                kind = byte[at + 14] + 256 * byte[at + 15]
                if (kind != 2 && kind != 3)
                    continue
                p = at + 16 + (kind == 2 ? 8 : 0)
                number = 0
                for (unit = 1; byte[p] >= 128; unit *= 128)
                    number += (byte[p++] - 128) * unit
                number += byte[p] * unit
                if (number != ++expected) {
                    print "snapshot " number " instead of " expected
                    exit
                }
            }
            if (at != NR || expected != '"$seen"')
                print expected " snapshots; records end at byte " at " of " NR
        }'
}

make_proc
change_proc &
seen=0
torn=0
torn_here=0
kill=0
longest=250 # milliseconds until the kill; longer where the program starts slowly
while [ $kill -lt "$kills" ]; do
    kill=$((kill + 1))
    "$program" collect --proc proc --interval 10ms --duration 1h --append --quiet -o $file 2>collect.said &
    collector=$!
    sleep "$(random 0 $longest)"
    [ $((kill % 4)) -ne 0 ] || look
    kill -9 $collector || fail "collect exited before it was killed: $(cat collect.said)"
    wait $collector 2>wait.said
    collector=''
    ! grep -v 'are an incomplete record and were left out' collect.said >&2 || fail "unexpected warnings when appending"
    look
    [ "$seen" -gt 0 ] || [ $longest -ge 4000 ] || longest=$((longest * 2))
    [ $((kill % 3)) -ne 0 ] || tear
done
[ "$seen" -gt 0 ] || fail "no snapshot was written in $kills runs"

"$program" collect --proc proc --interval 10ms --count 3 --append --quiet -o $file 2>said || fail "the last run failed"
before=$seen
look
[ "$seen" -eq $((before + 3)) ] || fail "$seen snapshots after appending 3 to $before"
wrong=$(check_numbers)
[ -z "$wrong" ] || fail "$wrong"
"$program" convert $file -o again.pmcap 2>said || fail "convert failed"
cp json json.before
file=again.pmcap
look
cmp json json.before || fail "the capture and its copy give different output"
wrong=$(check_numbers)
[ -z "$wrong" ] || fail "in the copy: $wrong"
echo "$kills kills: $seen snapshots, none lost; the end was torn in $torn reads, after $torn_here cuts"
