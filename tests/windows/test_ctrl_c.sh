#!/bin/sh
# Tests that Ctrl+C ends collect with complete records and the summary line.
. "$(dirname "$0")/common.sh"

# Id of the process that writes this file; not of a defunct one.
process_of() {
    for folder in /proc/[0-9]*; do
        case $(tr '\0' ' ' <"$folder/cmdline") in
        *fakent_run.exe*) ;;
        *poolmonviz.exe*"$1"*) echo "${folder#/proc/}" ;;
        esac
    done 2>/dev/null
}

awk 'BEGIN { for (t = 1; t <= 900; t++) { print "tick"; print "41414141 " t " 0 " t * 100 " 0 0 0"; print "42424242 9 8 7 6 5 4" } }' >scenario
name=$(basename "$work").pmcap
FAKENT_SCENARIO=$work/scenario "$build/wine/fakent" collect -o "$name" --interval 20ms --duration 1h >out 2>said &
background=$!
tries=0
while [ "$( (wc -c <"$name") 2>/dev/null || echo 0)" -lt 400 ]; do
    tries=$((tries + 1))
    [ $tries -lt 1000 ] || fail "nothing was written"
    sleep 0.05
done
process=$(process_of "$name")
background="$background $process"
[ -n "$process" ] || fail "process not found"
kill -INT "$process" || fail "cannot send SIGINT"
wait ${background% *}
status=$?
background=
[ $status -eq 0 ] || fail "exit status $status"
[ ! -s said ] || fail "collect printed messages"
grep -q "^$name: [0-9]* snapshots of 2 tags in " out || fail "no summary: $(cat out)"
rows_of "$name" | sort >rows.txt
count=$(sed 's/.*: \([0-9]*\) snapshots.*/\1/' out)
awk -v count="$count" 'BEGIN { for (t = 1; t <= count; t++) {
    printf "\"AAAA\",\"%d\",\"0\",\"%d\",\"%d\",\"0\",\"0\",\"0\",\"0\",\"%d\"\n", t, t, t * 100, t * 100
    print "\"BBBB\",\"9\",\"8\",\"1\",\"7\",\"6\",\"5\",\"1\",\"4\",\"11\"" } }' | sort >expected
same expected rows.txt "the capture is not what the kernel said"
echo "ok: $count snapshots, and Ctrl+C"
