#!/bin/sh
# Reads other people's files and accounts for every row of them: read as it stands, or reported.
#
#     samples.sh SAMPLES_DIR [PROGRAM]
#
# SAMPLES_DIR holds any of the folders poolmon-log, poolused, slabinfo and snapshot. What a row says is found out by
# samples_check.py, which shares no code with the program. PROGRAM is build/release/poolmonviz unless given.
set -u

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: samples.sh SAMPLES_DIR [PROGRAM]" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
program=${2-$here/../../build/release/poolmonviz}
if [ ! -d "$1" ]; then
    echo "samples.sh: there is no folder $1" >&2
    exit 2
fi
if [ ! -x "$program" ]; then
    echo "samples.sh: $program is no program: build it, or name another" >&2
    exit 2
fi
exec /usr/bin/python3 "$here/samples_check.py" "$1" "$program"
