#!/bin/sh
# Is all C code formatted by clang-format 14, and is no line longer than 120 columns? Ends with 77, which ctest calls
# skipped, where that version is not installed: others format differently.
#
#     format.sh SOURCEDIR      names each place; 'clang-format -i FILE' fixes most
set -u

cd "$1" || exit 2
files=$(find src tests tools -name '*.[ch]' | LC_ALL=C sort)

# shellcheck disable=SC2086
long=$(LC_ALL=C awk '{ line = $0; gsub(/[\200-\277]/, "", line) } length(line) > 120 { print FILENAME ":" FNR ": longer than 120 columns" }' $files)
[ -z "$long" ] || printf '%s\n' "$long"

for program in clang-format-14 clang-format; do
    case $("$program" --version 2>/dev/null) in
    *"version 14."*)
        # shellcheck disable=SC2086
        "$program" --dry-run -Werror $files && [ -z "$long" ]
        exit
        ;;
    esac
done
echo "clang-format 14 is not installed: 'sh tools/setup.sh test' installs it"
[ -z "$long" ] || exit 1
exit 77
