#!/bin/sh
# Tests that reading a folder through its cache gives byte-identical output.
#
#     run.sh [--wine] PROGRAM MAKE_CAPTURE
#
# The folder is large enough to be cached (20 MB). After each change, the JSON output of three runs is compared: without
# cache, with the cache from before the change, and with the cache just written.
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
if [ $wine = yes ]; then # Windows ignores XDG_CACHE_HOME
    caches=$(find "$(cat "$(dirname "$program")/prefix")" -type d -path '*/AppData/Local' | head -n 1)
    [ -n "$caches" ] || { echo "cache: no AppData/Local folder under Wine" >&2; exit 1; }
fi

fail() {
    echo "cache: $*" >&2
    [ ! -s "$work/said" ] || sed 's/^/    /' "$work/said" >&2
    exit 1
}

# show OUT OPTIONS...: JSON and warnings for all tags
show() {
    out=$1
    shift
    "$program" visualize -d "$in" -t TotalUsedBytes -nmc 9999 -nmca 9999 -nh 9999 -nha 9999 --format json --no-open "$@" \
        >"$work/$out.json" 2>"$work/said" || fail "visualize exited with $?"
    cat "$work/said" >>"$work/$out.json"
}

# same WHAT OPTIONS...
same() {
    what=$1
    shift
    show plain --no-cache "$@"
    show first "$@"
    show second "$@"
    [ "$(wc -c <"$work/plain.json")" -gt 100000 ] || fail "$what: too little output"
    cmp "$work/plain.json" "$work/first.json" || fail "$what: different output with the previous cache"
    cmp "$work/plain.json" "$work/second.json" || fail "$what: different output with the cache just written"
    echo "ok: $what"
}

cache() {
    ls "$caches"/poolmonviz/*.pmcap
}

# file N: path of the Nth file
file() {
    find "$in" -name '*pool.csv' | sort | sed -n "$1p"
}

"$make_capture" --encoding utf8 --tags 1200 --snapshots 150 --interval 60 "$in" >"$work/said" || fail "make_capture failed"
find "$in" -type f -exec touch -d 2026-01-01 {} + # files just written are not cached

same "no cache yet"
[ "$(cache | wc -l)" = 1 ] || fail "no cache was written"
[ "$(find "$in" -type f | wc -l)" = 150 ] || fail "something was written into the folder itself"

# Files that are in the cache are not opened: a change with the same mtime is not seen.
LC_ALL=C sed -i 's/\(.*\)"\([0-9]\)\([0-9]*\)"/\1"9\3"/' "$(file 100)"
touch -d 2026-01-01 "$(file 100)"
show second
cmp "$work/plain.json" "$work/second.json" || fail "a file with unchanged size and mtime was read"
touch -d 2026-01-02 "$(file 100)"
same "a file changed, same size"

cp "$(file 150)" "$work/last"
rm "$(file 150)"
same "last file deleted"
cp "$work/last" "$in/zzz.pool.csv"
touch -d 2026-01-02 "$in/zzz.pool.csv"
same "file added with a new time"
cp "$work/last" "$in/zzzz.pool.csv"
touch -d 2026-01-02 "$in/zzzz.pool.csv"
same "file added with a duplicate time"
rm "$(file 1)"
same "first file deleted"
mv "$(file 50)" "$in/000.pool.csv"
same "file renamed"
head -c 10000 "$(file 70)" >"$work/cut"
cp "$work/cut" "$(file 70)"
same "file truncated"
iconv -f UTF-8 -t UTF-16 "$(file 20)" >"$work/wide"
cp "$work/wide" "$(file 20)"
touch -d 2026-01-02 "$(file 20)"
same "file converted to UTF-16"
since=$(date -u -d "@$(file 40 | sed 's/.*_\([0-9]*\).pool.csv/\1/')" +%Y-%m-%dT%H:%M:%S)
same "with --since" --since "$since"

size=$(wc -c <"$(cache)")
head -c $((size / 2)) "$(cache)" >"$work/half" && cp "$work/half" "$(cache)"
same "cache truncated"
head -c "$size" /dev/zero >"$(cache)"
same "cache filled with zeros"
"$program" leaks -d "$in" >"$work/with" 2>&1
"$program" leaks -d "$in" --no-cache >"$work/without" 2>&1
cmp "$work/with" "$work/without" || fail "leaks: different output"

rm -rf "$caches/poolmonviz"
for option in --no-cache "--cache-max 0" "--cache-max 1K"; do
    # shellcheck disable=SC2086
    show plain $option
    [ ! -e "$caches/poolmonviz" ] || fail "$option: a cache was written"
done
"$program" visualize -d "$in" -t TotalUsedBytes --cache-max much >"$work/said" 2>&1
[ $? = 2 ] && grep -q "argument --cache-max: invalid size 'much'" "$work/said" || fail "an invalid size was accepted"
echo "ok: not written with --no-cache or a small --cache-max"
