#!/bin/sh
# Tests truth.awk and score.awk by small recordings whose results were calculated by hand.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/real.XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
cd "$work"

# same WHAT EXPECTED GOT
same() {
    diff "$2" "$3" || {
        echo "real: $1 differs" >&2
        exit 1
    }
}

# Four snapshots over midnight, every 10 s. Ten eventfds a second leak; 50 pipes leak between the first two snapshots.
# steady: grows by what leaks and nothing else: 300 in 30 s are 864,000 a day.
# noisy:  5000, 5900, 5200, 6300; without what leaks -100, 700, -100, 900: deviation sqrt(207500) = 456.
# full:   stays at 700.
cat >caches <<'END'
eventfd steady 1
eventfd noisy 1
eventfd full 1
pipe ended 2
END
cat >taken <<'END'
2026-06-14T23:59:49 eventfd 100
2026-06-14T23:59:49 pipe 0
2026-06-15T00:00:00 eventfd 200
2026-06-15T00:00:00 pipe 50
2026-06-15T00:00:09 eventfd 300
2026-06-15T00:00:09 pipe 50
2026-06-15T00:00:20 eventfd 400
2026-06-15T00:00:20 pipe 50
2026-06-15T00:00:21 eventfd 999
2026-06-15T00:00:21 pipe 999
END
# snapshot TIME STEADY NOISY FULL ENDED
snapshot() {
    printf '{"DateTimeUTC":"%s","Machine":{"Ram":1}}\n' "$1"
    for row in "steady $2" "noisy $3" "full $4" "ended $5"; do
        printf '{"DateTimeUTC":"%s","Tag":"%s","PagedDiff":0,"NonPagedDiff":%s,"NonPagedUsedBytes":64}\n' \
            "$1" "${row% *}" "${row#* }"
    done
}
{
    snapshot 2026-06-14T23:59:50 100 5000 700 10
    snapshot 2026-06-15T00:00:00 200 5900 700 110
    snapshot 2026-06-15T00:00:10 300 5200 700 110
    snapshot 2026-06-15T00:00:20 400 6300 700 110
} >recorded.jsonl
cat >expected <<'END'
{
 "what": "w",
 "leaking": "l", "beside": "b",
 "leaks": ["steady"],
 "hidden": ["ended", "full", "noisy"],
 "blocks_per_day": {"steady": 864000},
 "why": {"ended": "100 leaked until 33 % of the time, and none after", "full": "300 leaked into slabs that were counted as full before", "noisy": "300 leaked, and everything else varied by 456 (standard deviation); together +1300"}
}
END
awk -v what=w -v leaks=l -v loads=b -f "$here/truth.awk" caches taken recorded.jsonl >truth.json
same 'the truth' expected truth.json

# Without leaks.
: >no_caches
: >no_taken
cat >expected <<'END'
{
 "what": "w",
 "leaking": "", "beside": "b",
 "leaks": [],
 "hidden": [],
 "blocks_per_day": {},
 "why": {}
}
END
awk -v what=w -v leaks= -v loads=b -f "$here/truth.awk" no_caches no_taken recorded.jsonl >truth.json
same 'the truth without leaks' expected truth.json

# Two leaks, of which one is called at 1.25 of its rate; `hidden` may be called; `cache` and `other` are wrong.
cat >truth.json <<'END'
 "leaks": ["one", "two"],
 "hidden": ["hidden"],
 "blocks_per_day": {"one": 1000, "two": 2000},
END
{
    printf '{"capture":"x","tags":['
    for row in 'two watch 2000' 'other leak 5' 'one leak 1250' 'hidden probable 7' 'cache probable 9'; do
        rest=${row#* }
        printf '{"tag":"%s","verdict":"%s","rate_allocs_per_day":%s,"since":null},' "${row%% *}" "${rest% *}" "${rest#* }"
    done
    printf ']}\n'
} >leaks.json
echo '| s | 2 | 1 | 2 | one (1.25) | two | cache, other |' >expected
awk -v name=s -f "$here/score.awk" - truth.json <leaks.json >row
same 'the row of the table' expected row
echo 'ok: truth and score'
