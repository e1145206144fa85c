#!/bin/sh
# Compares tests/data/drivers with the output of make_drivers, so that they are edited only there.
#
#     run.sh MAKE_DRIVERS              prints differences and exits with 1
#     run.sh --update MAKE_DRIVERS     writes them again
set -eu

data=$(cd "$(dirname "$0")/../data" && pwd)/drivers
if [ "${1-}" = --update ]; then
    rm -rf "$data"
    "$2" "$data"
    exit 0
fi
work=$(mktemp -d "${TMPDIR:-/tmp}/drivers.XXXXXX")
trap 'rm -rf "$work"' EXIT
"$1" "$work/drivers"
diff -r "$work/drivers" "$data"
