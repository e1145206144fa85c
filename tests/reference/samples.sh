#!/bin/sh
# Reads sample files from other sources and checks every row: it is either read unchanged or reported.
#
#     samples.sh SAMPLES_DIR [PROGRAM]
#
# SAMPLES_DIR contains any of the folders poolmon-log, poolused, slabinfo and snapshot. samples_check.py parses the rows; it
# shares no code with the program. Default PROGRAM: build/release/poolmonviz.
set -u

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: samples.sh SAMPLES_DIR [PROGRAM]" >&2
    exit 2
fi
here=$(cd "$(dirname "$0")" && pwd)
program=${2-$here/../../build/release/poolmonviz}
if [ ! -d "$1" ]; then
    echo "samples.sh: folder $1 does not exist" >&2
    exit 2
fi
if [ ! -x "$program" ]; then
    echo "samples.sh: $program is no program: build it, or name another" >&2
    exit 2
fi
exec /usr/bin/python3 "$here/samples_check.py" "$1" "$program"
