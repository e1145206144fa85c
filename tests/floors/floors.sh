#!/bin/sh
# Keeps the house in order: which file includes what its room must not see, which files include each other in a circle,
# which does not say what it is, asks for an operating system outside os and sources, or is longer than 700 lines.
#
#     floors.sh ROOMS DIR     prints each offence as file:line: sentence, and ends with 1 if there is any
#
# ROOMS is a table like src.rooms. Files are .c and .h with #include "room/file.h", or .ts with relative imports.
set -u

if [ $# -ne 2 ] || [ ! -f "$1" ] || [ ! -d "$2" ]; then
    echo "usage: floors.sh ROOMS DIR" >&2
    exit 2
fi
rooms=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
program=$(cd "$(dirname "$0")" && pwd)/floors.awk
cd "$2" || exit 2
{
    cat "$rooms"
    echo "end of rooms"
    find . -name node_modules -prune -o \( -name '*.[ch]' -o -name '*.ts' \) -print | sed 's|^\./||' | LC_ALL=C sort
} | awk -v root="$(basename "$PWD")" -f "$program"
