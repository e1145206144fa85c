#!/bin/sh
# Tests the messages when the kernel refuses a query or gives an invalid answer.
. "$(dirname "$0")/common.sh"

# refused WHAT LINE SENTENCE: with LINE in the scenario, collect and snapshot exit with 1 and print this one sentence.
refused() {
    printf '%s\n' "$2" tick '41414141 1 0 100 1 0 200' >scenario
    for command in 'collect --count 1 -o x.pmcap' snapshot; do
        # shellcheck disable=SC2086
        with_kernel $command >out 2>said && fail "$1: $command succeeded"
        [ ! -s out ] || fail "$1: $command printed something"
        [ "$(wc -l <said)" = 1 ] || fail "$1: $command did not print exactly one line"
        grep -qF "$3" said || fail "$1: $command does not say: $3"
    done
    [ ! -e x.pmcap ] || fail "$1: a file was created"
    echo "ok: $1"
}

refused "denied" 'status c0000022' 'status 0xC0000022, access denied): run it as administrator'
refused "not implemented" 'status c0000002' 'status 0xC0000002, not implemented): use Windows 7'
refused "another status" 'status c0000001' 'status 0xC0000001): try again'
refused "a count beyond the length" 'short 50000' 'is inconsistent: 50001 entries of 40 bytes in 48 bytes'
refused "a table that never stops growing" 'grow 1000' 'grows faster than it can be read'

# Wine itself does not implement the query.
windows snapshot >out 2>said && fail "snapshot succeeded without a table"
grep -q 'status 0xC0000003, not implemented' said || fail "no message for status 0xC0000003"
echo "ok: no table at all"
