# common.sh - what the tests of the Windows program share. They are called with the folder of poolmonviz.exe, in which
# `wine.sh start` made a Windows, and with the program for this system; they work in an empty folder, "$work".
# Now and then, on a busy machine, Wine ends a program before it begins, without a word: a test that fails is run once more
# (CMakePresets.json), and fails if it fails again.
set -u

build=$1
native=$2
[ -x "$build/wine/poolmonviz" ] || { echo "there is no $build/wine: run these with 'ctest --preset windows'" >&2; exit 2; }
[ -x "$native" ] || { echo "$native is not there: build it first, with 'make release'" >&2; exit 2; }
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

# The program under Wine; and with the kernel of the file `scenario`.
windows() {
    "$build/wine/poolmonviz" "$@"
}
with_kernel() {
    FAKENT_SCENARIO=$work/scenario "$build/wine/fakent" "$@"
}

# rows_of CAPTURE: its rows as CSV from the tag on, oldest first, as the native program reads them.
rows_of() {
    rm -rf rows
    "$native" convert "$1" -o rows --encoding utf8 || fail "$1 cannot be read"
    cat rows/*.pool.csv | LC_ALL=C tr -d '\r' | LC_ALL=C grep -av '^"DateTime"' | LC_ALL=C cut -d, -f3-
}

# same FILE FILE WHAT
same() {
    cmp -s "$1" "$2" && return
    diff -a "$1" "$2" | head -n 20 >&2
    fail "$3"
}
