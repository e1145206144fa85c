#!/bin/sh
# Tests non-ASCII names, paths longer than 260 characters, arguments passed unchanged, and files opened by other processes.
. "$(dirname "$0")/common.sh"

long=$(printf 'a folder with a long name, which a path may have many of/%.0s' 1 2 3 4 5 6 7)
[ ${#long} -gt 300 ] || fail "the long path is too short"

# read_and_write FOLDER: creates and reads a folder there, writes a page, writes, appends to and converts a capture.
read_and_write() {
    rm -rf "$1"
    windows collect --proc "$data/proc" --count 1 -o "$1x.pmcap" --quiet 2>said && fail "$1: collect into a folder that does not exist"
    windows convert "$data/server" -o "$1csv" --encoding utf8 2>said || fail "$1: convert to a new folder"
    windows visualize -d "$1csv" -t TotalUsedBytes --no-open -o "$1csv/page.html" >out 2>said || fail "$1: visualize"
    grep -q "^tags with BIGGEST" out || fail "$1: visualize printed: $(cat out)"
    [ -s "$1csv/page.html" ] || fail "$1: no page"
    windows visualize -d "$1csv" -t TotalUsedBytes --no-open -o "$1csv/page.html" >out 2>said || fail "$1: again"
    windows collect --proc "$data/proc" --count 1 -o "$1csv/x.pmcap" --quiet 2>said || fail "$1: collect"
    windows collect --proc "$data/proc" --count 1 -o "$1csv/x.pmcap" --append --quiet 2>said || fail "$1: --append"
    windows convert "$1csv/x.pmcap" -o "$1csv/y.pmcap" 2>said || fail "$1: convert"
    windows snapshot -d "$1csv/y.pmcap" -view csv >out 2>said || fail "$1: snapshot"
    [ "$(wc -l <out)" = 6 ] || fail "$1: snapshot shows $(wc -l <out) lines"
    ! find . -name '*.tmp' | grep . || fail "$1: temporary files are left"
}

read_and_write "Übergröße – 日本語 – Ж – 🐘/"
read_and_write "$long"
read_and_write "$work/$long"
echo "ok: names and long paths"

# Arguments reach the program as the shell passes them: wildcards, quotes, blanks, backslashes, empty ones.
touch ABCD AXXD
windows snapshot -d "$data/case_tags" -values Tag -tags 'A*s' -view csv >out 2>said || fail "a wildcard: $(cat out)"
"$native" snapshot -d "$data/case_tags" -values Tag -tags 'A*s' -view csv >expected
same expected out "a wildcard"
for tag in 'a"b c' 'back\' '' '🐘' "it's" '????' '*'; do
    windows visualize -d "$data/server" -t TotalUsedBytes -nmc 0 -nmca 0 -nh 0 -nha 0 -it "$tag" --no-open --format json >out 2>said
    "$native" visualize -d "$data/server" -t TotalUsedBytes -nmc 0 -nmca 0 -nh 0 -nha 0 -it "$tag" --no-open --format json >expected 2>expected.said
    same expected out "the argument $tag"
    same expected.said said "the argument $tag"
done
echo "ok: arguments"

# Windows forms of a path, and backslashes in messages.
cp -R "$data/server" server
windows visualize -d "Z:$(echo "$work/server" | tr / '\\')" -t TotalUsedBytes --no-open --format json >out 2>said || fail "a drive and backslashes"
windows visualize -d '.\server\..\server\' -t TotalUsedBytes --no-open --format json >again 2>said || fail "dots"
cmp out again || fail "different output with dots"
echo 'Tag' >server/bad.pool.csv
windows visualize -d '.\server\' -t TotalUsedBytes --no-open --format json >out 2>said
grep -qF 'warning: .\server\bad.pool.csv:1: ' said || fail "a file in a folder with backslashes"
windows visualize -d 'what?' -t TotalUsedBytes --no-open >out 2>said && fail "an invalid name was read"
windows visualize -d server -t TotalUsedBytes --no-open -o 'wh:t?.html' >out 2>said && fail "an invalid name was written"
grep -q 'cannot be written: this is no name for a file on Windows' said || fail "no message for an invalid name"
echo "ok: Windows' paths"

# One writer at a time; readers at any time.
"$build/wine/poolmonviz" collect --proc "$data/proc" --interval 50ms --duration 1h -o held.pmcap --quiet 2>first &
background=$!
until [ -s held.pmcap ]; do
    kill -0 $background || fail "collect exited too early"
    sleep 0.05
done
windows collect --proc "$data/proc" --count 1 --append -o held.pmcap 2>said && fail "two processes wrote the same file"
grep -q 'held.pmcap: another poolmonviz is writing it' said || fail "no message for the second writer"
windows snapshot -d held.pmcap -view csv >out 2>said || fail "a file that is being written cannot be read"
ln held.pmcap held.html
windows visualize -d server -t TotalUsedBytes --no-open -o held.html >out 2>said && fail "an open file was replaced"
grep -q 'held.html: cannot be written: another program has it open' said || fail "no reason given for an open file"
kill -9 $background
wait $background 2>killed
background=
windows collect --proc "$data/proc" --count 1 --append -o held.pmcap --quiet 2>said || fail "the file is still locked by the killed writer"
echo "ok: one writer"
