#!/bin/sh
# Judges the leak finder by recordings of a real machine: run.sh made them, and SCENARIO.json beside each says what leaked.
#
#     score.sh PROGRAM [DIR [SCENARIO ...]]     prints a table, by default of all recordings in captures/; exits with 1
#                                               when a leak is missed or something else is called
#     score.sh --test PROGRAM                   exits with 1 when the table differs from captures/expected.md
#     score.sh --update PROGRAM                 writes captures/expected.md
#     score.sh --truth [DIR]                    prints what leaked, as one JSON object by scenario
#
# Behind each leak that was found: the rate that was found / the true one.
# shellcheck disable=SC2046,SC2086 # lists of words
set -eu

here=$(cd "$(dirname "$0")" && pwd)

# scenarios DIR: all that were recorded.
scenarios() {
    (cd "$1" && for truth in *.json; do echo "${truth%.json}"; done)
}

# table PROGRAM DIR SCENARIO ...
table() {
    program=$1 dir=$2
    shift 2
    echo '| scenario | leaks | found | false | found (rate / truth) | missed | called, but did not leak |'
    echo '|---|---|---|---|---|---|---|'
    for name; do
        "$program" leaks -d "$dir/$name.pmcap" --format json --no-cache 2>/dev/null |
            LC_ALL=C awk -v name="$name" -f "$here/score.awk" - "$dir/$name.json"
    done | awk -F ' *[|] *' '
        { print; leaks += $3; found += $4; wrong += $5 }
        END { printf "| all | %d | %d | %d | | | |\n", leaks, found, wrong; exit found < leaks || wrong > 0 }'
}

case ${1-} in
--truth)
    dir=${2:-$here/captures} comma='{'
    for name in $(scenarios "$dir"); do
        printf '%s\n"%s": ' "$comma" "$name"
        cat "$dir/$name.json"
        comma=,
    done
    echo '}'
    ;;
--test)
    table "${2:?}" "$here/captures" $(scenarios "$here/captures") | diff "$here/captures/expected.md" - || {
        echo "real: other leaks are found than expected; 'score.sh --update PROGRAM' accepts this" >&2
        exit 1
    }
    ;;
--update)
    table "${2:?}" "$here/captures" $(scenarios "$here/captures") >"$here/captures/expected.md" || true
    ;;
-* | '')
    sed '1d; /^# shellcheck/,$d; s/^# \{0,1\}//' "$0" >&2
    exit 2
    ;;
*)
    program=$1 dir=${2:-$here/captures}
    shift $(($# < 2 ? $# : 2))
    [ $# -gt 0 ] || set -- $(scenarios "$dir")
    table "$program" "$dir" "$@"
    ;;
esac
