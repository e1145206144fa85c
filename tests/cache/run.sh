#!/bin/sh
# Does a folder that is read through its cache say the same, to the byte, as one that is read whole?
#
#     run.sh [--wine] PROGRAM MAKE_CAPTURE
#
# The folder is large enough to be kept (20 MB). After each change of it, the JSON of a run without cache, of one that finds
# the cache of before, and of one that finds what that one wrote, are compared.
set -u

wine=no
if [ "$1" = --wine ]; then
    wine=yes
    shift
fi
program=$1 make_capture=$2
work=$(mktemp -d "${TMPDIR:-/tmp}/cache.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
in=$work/in caches=$work/caches
export XDG_CACHE_HOME="$caches"
if [ $wine = yes ]; then # Windows says where, whatever the environment says
    caches=$(find "$(cat "$(dirname "$program")/prefix")" -type d -path '*/AppData/Local' | head -n 1)
    [ -n "$caches" ] || { echo "cache: this Windows has no place for caches" >&2; exit 1; }
fi

fail() {
    echo "cache: $*" >&2
    [ ! -s "$work/said" ] || sed 's/^/    /' "$work/said" >&2
    exit 1
}

# show OUT OPTIONS...: everything that is said of all tags
show() {
    out=$1
    shift
    "$program" visualize -d "$in" -t TotalUsedBytes -nmc 9999 -nmca 9999 -nh 9999 -nha 9999 --format json --no-open "$@" \
        >"$work/$out.json" 2>"$work/said" || fail "the program ends with $?"
    cat "$work/said" >>"$work/$out.json"
}

# same WHAT OPTIONS...
same() {
    what=$1
    shift
    show plain --no-cache "$@"
    show first "$@"
    show second "$@"
    [ "$(wc -c <"$work/plain.json")" -gt 100000 ] || fail "$what: hardly anything is said"
    cmp "$work/plain.json" "$work/first.json" || fail "$what: with the cache of before, something else is said"
    cmp "$work/plain.json" "$work/second.json" || fail "$what: with the cache that was just written, something else is said"
    echo "ok: $what"
}

cache() {
    ls "$caches"/poolmonviz/*.pmcap
}

# file N: the Nth of the folder
file() {
    find "$in" -name '*pool.csv' | sort | sed -n "$1p"
}

"$make_capture" --encoding utf8 --tags 1200 --snapshots 150 --interval 60 "$in" >"$work/said" || fail "no capture was made"
find "$in" -type f -exec touch -d 2026-01-01 {} + # files just written are not kept

same "nothing is there yet"
[ "$(cache | wc -l)" = 1 ] || fail "no cache was written"
[ "$(find "$in" -type f | wc -l)" = 150 ] || fail "something was written beside the evidence"

# A run whose answer comes from there does not open the files.
LC_ALL=C sed -i 's/\(.*\)"\([0-9]\)\([0-9]*\)"/\1"9\3"/' "$(file 100)"
touch -d 2026-01-01 "$(file 100)"
show second
cmp "$work/plain.json" "$work/second.json" || fail "a file was read that seemed to be as it was"
touch -d 2026-01-02 "$(file 100)"
same "a file was changed in place, at the same length"

cp "$(file 150)" "$work/last"
rm "$(file 150)"
same "the last file is gone"
cp "$work/last" "$in/zzz.pool.csv"
touch -d 2026-01-02 "$in/zzz.pool.csv"
same "there is one more file, of a time that is not there"
cp "$work/last" "$in/zzzz.pool.csv"
touch -d 2026-01-02 "$in/zzzz.pool.csv"
same "a time is given twice"
rm "$(file 1)"
same "the first file is gone"
mv "$(file 50)" "$in/000.pool.csv"
same "a file has another name"
head -c 10000 "$(file 70)" >"$work/cut"
cp "$work/cut" "$(file 70)"
same "a file is cut"
iconv -f UTF-8 -t UTF-16 "$(file 20)" >"$work/wide"
cp "$work/wide" "$(file 20)"
touch -d 2026-01-02 "$(file 20)"
same "a file is in UTF-16 now"
since=$(date -u -d "@$(file 40 | sed 's/.*_\([0-9]*\).pool.csv/\1/')" +%Y-%m-%dT%H:%M:%S)
same "a stretch of time is asked for" --since "$since"

size=$(wc -c <"$(cache)")
head -c $((size / 2)) "$(cache)" >"$work/half" && cp "$work/half" "$(cache)"
same "the cache is cut"
head -c "$size" /dev/zero >"$(cache)"
same "the cache is nothing"
"$program" leaks -d "$in" >"$work/with" 2>&1
"$program" leaks -d "$in" --no-cache >"$work/without" 2>&1
cmp "$work/with" "$work/without" || fail "leaks says something else"

rm -rf "$caches/poolmonviz"
for option in --no-cache "--cache-max 0" "--cache-max 1K"; do
    # shellcheck disable=SC2086
    show plain $option
    [ ! -e "$caches/poolmonviz" ] || fail "$option: a cache is written"
done
"$program" visualize -d "$in" -t TotalUsedBytes --cache-max much >"$work/said" 2>&1
[ $? = 2 ] && grep -q "argument --cache-max: invalid size 'much'" "$work/said" || fail "a size that is none is taken"
echo "ok: it is only written where that is wanted"
