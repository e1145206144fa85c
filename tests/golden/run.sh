#!/bin/sh
# Runs one golden case and compares the program's output with the expected output.
#
#     run.sh PROGRAM CASEDIR              prints a diff and ends with 1 when anything differs
#     run.sh --update PROGRAM CASEDIR     writes the current output as the expected output
#
# In CASEDIR:   cmd       shell commands, run in tests/data; `poolmonviz` is PROGRAM, $OUT is an empty folder
#               stdout    expected stdout, JSON documents with one value a line (json_lines.awk)
#               stderr    expected stderr; no file: empty
#               exit      expected exit status; no file: 0
# The path of $OUT is replaced by OUT. Language, time zone, terminal width and colour are fixed.
set -u

update=no
if [ "${1-}" = --update ]; then
    update=yes
    shift
fi
if [ $# -ne 2 ] || [ ! -x "$1" ] || [ ! -f "$2/cmd" ]; then
    echo "usage: run.sh [--update] PROGRAM CASEDIR (PROGRAM: an executable; CASEDIR: a folder with a file cmd)" >&2
    exit 2
fi
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
case=$(cd "$2" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
data=$(cd "$here/../data" && pwd) || exit 2

work=$(mktemp -d "${TMPDIR:-/tmp}/golden.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
mkdir "$work/bin" "$work/home" "$work/out" "$work/is" "$work/was"
ln -s "$program" "$work/bin/poolmonviz"

# An empty environment, except for the sanitizers' options.
(cd "$data" && env -i \
    PATH="$work/bin:$PATH" HOME="$work/home" OUT="$work/out" LC_ALL=C.UTF-8 TZ=UTC \
    ${ASAN_OPTIONS+"ASAN_OPTIONS=$ASAN_OPTIONS"} \
    ${LSAN_OPTIONS+"LSAN_OPTIONS=$LSAN_OPTIONS"} \
    ${UBSAN_OPTIONS+"UBSAN_OPTIONS=$UBSAN_OPTIONS"} \
    sh "$case/cmd") </dev/null >"$work/raw_stdout" 2>"$work/raw_stderr"
echo $? >"$work/is/exit"
for stream in stdout stderr; do
    LC_ALL=C sed "s|$work/out|OUT|g" "$work/raw_$stream" >"$work/is/$stream"
done
if grep -q '^[{[]' "$work/is/stdout"; then
    mv "$work/is/stdout" "$work/compact"
    { cat "$work/compact" && echo x; } | LC_ALL=C awk -f "$here/json_lines.awk" >"$work/is/stdout" || exit 2
fi

if [ $update = yes ]; then
    cp "$work/is/stdout" "$case/stdout"
    rm -f "$case/stderr" "$case/exit"
    [ ! -s "$work/is/stderr" ] || cp "$work/is/stderr" "$case/stderr"
    [ "$(cat "$work/is/exit")" = 0 ] || cp "$work/is/exit" "$case/exit"
    exit 0
fi

: >"$work/was/stderr"
echo 0 >"$work/was/exit"
for part in stdout stderr exit; do
    [ ! -f "$case/$part" ] || cp "$case/$part" "$work/was/$part"
done
if [ ! -f "$work/was/stdout" ]; then
    echo "$case/stdout is missing: 'make golden-update' writes it" >&2
    exit 1
fi

status=0
for part in stdout stderr exit; do
    diff -u --label "expected $part" --label "actual $part" "$work/was/$part" "$work/is/$part" || status=1
done
if [ $status -ne 0 ]; then
    echo
    echo "The case: $case/cmd"
    sed 's/^/    /' "$case/cmd"
    echo "If the new output is correct, run 'make golden-update'."
fi
exit $status
