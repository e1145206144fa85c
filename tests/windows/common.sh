# common.sh - shared by the tests of the Windows program. Arguments of each test: the build folder with poolmonviz.exe, where
# `wine.sh start` created a Wine prefix, and the program for this system. Tests run in an empty folder, "$work".
# On a busy machine Wine sometimes exits silently before the program starts: a failed test is repeated once
# (CMakePresets.json).
set -u

build=$1
native=$2
[ -x "$build/wine/poolmonviz" ] || { echo "$build/wine does not exist: run these with 'ctest --preset windows'" >&2; exit 2; }
[ -x "$native" ] || { echo "$native does not exist: run 'make release' first" >&2; exit 2; }
data=$(cd "$(dirname "$0")/../data" && pwd)
work=$(mktemp -d "${TMPDIR:-/tmp}/windows.XXXXXX") || exit 2
background= # processes to end, whatever happens
trap '[ -z "$background" ] || kill -9 $background 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 2' HUP INT TERM
cd "$work" || exit 2
export TZ=UTC LC_ALL=C.UTF-8

fail() {
    echo "$*" >&2
    [ ! -s said ] || sed 's/^/    /' said >&2
    exit 1
}

# The program under Wine; with_kernel: with the kernel answers of the file `scenario`.
windows() {
    "$build/wine/poolmonviz" "$@"
}
with_kernel() {
    FAKENT_SCENARIO=$work/scenario "$build/wine/fakent" "$@"
}

# rows_of CAPTURE: its rows as CSV without the times, oldest first, converted by the native program.
rows_of() {
    rm -rf rows
    "$native" convert "$1" -o rows --encoding utf8 || fail "cannot read $1"
    cat rows/*.pool.csv | LC_ALL=C tr -d '\r' | LC_ALL=C grep -av '^"DateTime"' | LC_ALL=C cut -d, -f3-
}

# same FILE FILE WHAT
same() {
    cmp -s "$1" "$2" && return
    diff -a "$1" "$2" | head -n 20 >&2
    fail "$3"
}
