#!/bin/sh
# Tests run.sh: runs it on cases with correct and with wrong expectations, with `echo` as the program.
set -u

run=$(cd "$(dirname "$0")" && pwd)/run.sh
case=$(mktemp -d "${TMPDIR:-/tmp}/runner.XXXXXX") || exit 2
trap 'rm -rf "$case"' EXIT
failures=0

# expect STATUS WHAT...: run.sh must exit with STATUS for the current case.
expect() {
    wanted=$1
    shift
    sh "$run" /bin/echo "$case" >"$case/said" 2>&1
    got=$?
    if [ $got -ne "$wanted" ]; then
        echo "run.sh exited with $got instead of $wanted: $*"
        sed 's/^/    /' "$case/said"
        failures=1
    fi
}

echo 'poolmonviz "$OUT/page"; echo oops >&2; exit 3' >"$case/cmd"
expect 1 "no expectation at all"
echo OUT/page >"$case/stdout"
echo oops >"$case/stderr"
echo 3 >"$case/exit"
expect 0 "everything as expected"

printf 'OUT/page' >"$case/stdout"
expect 1 "stdout differs in its last newline"
echo OUT/page >"$case/stdout"
echo 0 >"$case/exit"
expect 1 "another exit status"
echo 3 >"$case/exit"
rm "$case/stderr"
expect 1 "unexpected text on stderr"

sh "$run" --update /bin/echo "$case"
expect 0 "right after --update"
echo 'poolmonviz hello' >"$case/cmd"
sh "$run" --update /bin/echo "$case"
if [ -e "$case/stderr" ] || [ -e "$case/exit" ]; then
    echo "--update left a file for an empty stderr or for status 0"
    failures=1
fi
expect 0 "plain success after --update"

echo "poolmonviz '{\"a\":1,\"b\":22}'" >"$case/cmd"
printf '{\n  "a":1,\n  "b":22\n}\n' >"$case/stdout"
expect 0 "compact JSON, expected one value a line"
sed 's/22/23/' "$case/stdout" >"$case/changed"
mv "$case/changed" "$case/stdout"
expect 1 "another value in JSON"
if ! grep -qx -e '-  "b":23' "$case/said" || ! grep -qx -e '+  "b":22' "$case/said"; then
    echo "the diff does not show the JSON value that changed"
    failures=1
fi
sh "$run" --update /bin/echo "$case"
expect 0 "JSON after --update"
echo "poolmonviz '{\"a\":1, \"b\":22}'" >"$case/cmd"
expect 1 "JSON with a blank between its tokens"
echo "poolmonviz '{'; poolmonviz '  \"a\":1,'; poolmonviz '  \"b\":22'; poolmonviz '}'" >"$case/cmd"
expect 1 "JSON that is not compact, spelled like the expectation"

exit $failures
