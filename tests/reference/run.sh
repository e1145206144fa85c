#!/bin/sh
# Compares the program with the reference: the original tool's golden cases, then expect.py on generated captures.
#
#     run.sh REFERENCE_DIR [PROGRAM]
#
# REFERENCE_DIR, or REFERENCE_DIR/reference, contains compare.py, expect.py and gen_capture.py. Needs /usr/bin/python3 with
# numpy. Default PROGRAM: build/release/poolmonviz. The environment variables CAPTURES (default 220) and SEED (1) select
# other captures.
set -u

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: run.sh REFERENCE_DIR [PROGRAM]" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
reference=$1
program=${2-$here/../../build/release/poolmonviz}
[ ! -d "$reference/reference" ] || reference=$reference/reference
for needed in compare.py expect.py gen_capture.py; do
    if [ ! -f "$reference/$needed" ]; then
        echo "run.sh: $reference/$needed does not exist" >&2
        exit 2
    fi
done
if [ ! -x "$program" ]; then
    echo "run.sh: $program is not an executable: build it, or give another one" >&2
    exit 2
fi
reference=$(cd "$reference" && pwd)
program=$(cd "$(dirname "$program")" && pwd)/$(basename "$program")
scratch=$(mktemp -d) || exit 2
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT
trap 'exit 143' HUP TERM
status=0

quoted=$(printf '%s' "$program" | sed "s/'/'\\\\''/g")
/usr/bin/python3 "$reference/compare.py" --run "'$quoted' visualize -d {dir} {args} --format json --no-open" \
    >"$scratch/compare" 2>&1 || status=1
grep -v '^ok ' "$scratch/compare"

/usr/bin/python3 "$here/expect_check.py" --captures "${CAPTURES:-220}" --seed "${SEED:-1}" --scratch "$scratch" \
    "$reference" "$program" || status=1
exit $status
