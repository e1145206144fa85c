#!/bin/sh
# Tests local times around both daylight saving changes; expected times come from this system's tzdata.
. "$(dirname "$0")/common.sh"

year=$(date +%Y)
[ -e /usr/share/zoneinfo/Europe/Berlin ] || fail "time zones are not installed: package tzdata"

# The hours of this year when the offset from UTC changes.
changes() {
    TZ=$1 awk -v start="$(date -d "$year-01-01" +%s)" 'BEGIN {
        before = strftime("%z", start)
        for (t = start; t < start + 365 * 86400; t += 3600) {
            now = strftime("%z", t)
            if (now != before)
                print t
            before = now
        }
    }'
}

# check ZONE START: six snapshots, half an hour apart.
check() {
    printf '%s\n' "clock $(($2 - 1800)) 1800" tick '41414141 1 0 100 1 0 200' >scenario
    rm -rf x.pmcap rows
    TZ=$1 with_kernel collect -o x.pmcap --interval 30m --count 6 --quiet 2>said || fail "$1: collect failed"
    "$native" convert x.pmcap -o rows --encoding utf8 || fail "$1: convert failed"
    cat rows/*.pool.csv | tr -d '\r' | grep -v '^"DateTime"' | cut -d, -f1,2 | sort -t, -k2 >out
    for i in 0 1 2 3 4 5; do
        at=$(($2 + i * 1800))
        echo "\"$(TZ=$1 date -d @$at +%Y-%m-%dT%H:%M:%S)\",\"$(date -u -d @$at +%Y-%m-%dT%H:%M:%S)\""
    done >expected
    same expected out "$1 at $2: other local times"
}

checked=0
for zone in America/New_York Europe/Berlin Australia/Sydney; do
    for change in $(changes $zone); do
        check $zone $((change - 3600))
        checked=$((checked + 1))
    done
done
[ $checked -eq 6 ] || fail "found $checked daylight saving changes in three zones instead of 6"
check Asia/Kolkata 1767225600
check America/St_Johns 1767225600
echo "ok: $checked daylight saving changes, and half-hour zones"
