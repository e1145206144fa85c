#!/bin/sh
# Prints every sentence that a user can see, with its place: file:line: text. For reading all of them at once.
#
#     tools/messages.sh           those of src and web/src
#
# A sentence is a string with a letter and a space in it; strings that follow each other count as one. Not sentences are
# comments, includes, conditions of asserts, and markup.
set -eu
cd "$(dirname "$0")/.."

find src -name '*.c' -o -name '*.h' | LC_ALL=C sort | while read -r file; do
    awk -v file="$file" -v quotes='"' -f tools/messages.awk "$file"
done
find web/src -name '*.ts' | LC_ALL=C sort | while read -r file; do
    awk -v file="$file" -v quotes='"`' -f tools/messages.awk "$file"
done
