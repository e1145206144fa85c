#!/bin/sh
# Tests --selftest with a correct kernel, with odd rows and without a table; and where pooltag.txt is found.
. "$(dirname "$0")/common.sh"

# says SENTENCE: expects it as a line of the output; times are replaced by N.
says() {
    sed 's/[0-9]*\.[0-9]* ms/N ms/g' out >lines
    grep -qxF -e "$1" lines || fail "expected '$1' in: $(cat out)"
}

printf '%s\n' 'totals 1000 2000' tick '53656372 12 2 1024000 1 0 4096' '42424242 0 0 0 4294967295 0 4294967295000' >scenario
with_kernel collect --selftest >out 2>said || fail "selftest failed"
says 'class 22: status 0x00000000, 88 bytes, 2 entries, N ms'
says 'class 255: status 0xC0000003'
says 'class 2: 4096000 bytes of paged pool, 8192000 of nonpaged (-1: unknown)'
says 'rows: 20 checked'
says '    no unusual ones'
says 'paged pool: its tags hold 1024000 bytes, 25.0 % of the 4096000 that the system reports'
says 'result: this system can be recorded'
! grep -q 'Secr' out || fail "prints the name of a tag"

# All ten snapshots hold the second table: the first one answered the program's initial query.
printf '%s\n' tick '41414141 1 0 100 1 0 200' tick '41414141 1 0 100 0 0 200' '41414141 5 5 0 1 0 0' \
    '42424242 10 0 100 0 0 0' >scenario
with_kernel collect --selftest >out 2>said || fail "selftest failed with odd rows"
says 'rows: 30 checked'
says '    10 have bytes but no blocks'
says '    10 have blocks but no bytes'
says '    10 have blocks of fewer than 16 bytes'
says '    9 have fewer calls than in the snapshot before'
says '    10 repeat a tag'

windows collect --selftest >out 2>said && fail "selftest succeeded without a table"
says 'class 22: status 0xC0000003'
says 'result: this system cannot be recorded'
echo "ok: selftest"

# pooltag.txt is found where the debugging tools install it, unless -tagfile names another.
place=$(cat "$build/wine/prefix")'/drive_c/Program Files (x86)/Windows Kits/10/Debuggers/x64/triage'
mkdir -p "$place"
echo 'Leak - usual.sys - In the usual place' >"$place/pooltag.txt"
windows snapshot -d "$data/server" -tags Leak -values Binary -view csv >out 2>said || fail "snapshot failed"
grep -q usual.sys out || fail "pooltag.txt of the debugging tools not found"
windows snapshot -d "$data/server" -tags Leak -values Binary -tagfile "$data/tagfiles/more.txt" -view csv >out 2>said || fail "snapshot failed"
! grep -q usual.sys out || fail "-tagfile does not take precedence"
rm -r "$place"
echo "ok: pooltag.txt"
