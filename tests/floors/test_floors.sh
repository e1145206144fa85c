#!/bin/sh
# Would floors.sh notice? Copies the rooms of src and web, which are in order, and commits one offence of each kind.
#
#     test_floors.sh SOURCEDIR
set -u

tests=$(cd "$(dirname "$0")" && pwd)
house=$(mktemp -d "${TMPDIR:-/tmp}/floors.XXXXXX") || exit 2
trap 'rm -rf "$house"' EXIT
failures=0
newline='
'
offences=0
cp -r "$1/src" "$house/src" || exit 2
mkdir "$house/web"
cp -r "$1/web/src" "$1/web/test" "$house/web/" || exit 2

# in_order ROOMS DIR
in_order() {
    if ! sh "$tests/floors.sh" "$tests/$1" "$house/$2" >"$house/said"; then
        echo "floors.sh found an offence in $2, which should be in order:"
        sed 's/^/    /' "$house/said"
        failures=1
    fi
}

# sees TREE FILE TEXT WORDS [any]: adds the text to the file; floors.sh must say WORDS of it now, or of any file. Then the
# file is as before. Not at the end of a pipe: there the counts would be a subshell's.
sees() {
    tree=$1 file=$house/$1/$2 rooms=$tests/$1.rooms where="$1/$2"
    [ "${5-}" != any ] || where=".*"
    new=yes
    if [ -f "$file" ]; then
        new=no
        cp "$file" "$house/kept"
    fi
    mkdir -p "$(dirname "$file")"
    printf '%s' "$3" >>"$file"
    sh "$tests/floors.sh" "$rooms" "$house/$tree" >"$house/said"
    if [ $? -ne 1 ] || ! grep -q "^$where:[0-9]*: .*$4" "$house/said"; then
        echo "floors.sh did not say '$4' about $tree/$2, it said:"
        sed 's/^/    /' "$house/said"
        failures=1
    fi
    offences=$((offences + 1))
    if [ $new = yes ]; then
        rm "$file"
        rmdir "$(dirname "$file")" 2>/dev/null
    else
        mv "$house/kept" "$file"
    fi
}

# include FILE QUOTED WORDS: the same with one line.
include() {
    sees src "$1" "#include \"$2\"$newline" "$3"
}

import() {
    sees web "$1" "import type { Any } from \"$2\";$newline" "$3"
}

in_order src.rooms src
in_order web.rooms web

# Who sees whom, between rooms, within nested rooms and in the page.
include base/buffer.c os/os.h "base sees nothing, not os"
include model/tag.c store/store.h "model sees only base, not store"
include report/report.c os/os.h "report sees .*, not os"
include views/text/report_text.c os/os.h "views/text sees .*, not os"
include views/text/report_text.c views/svg/svg.h "views/text sees .*, not views/svg"
include formats/text/lines.c formats/format.h "formats/text sees .*, not formats"
include formats/format.c formats/capture/capture.h "formats sees .*, not formats/capture"
include formats/csv/csv.c formats/capture/capture.h "formats/csv sees .*, not formats/capture"
include formats/foreign/poolmon.c formats/csv/csv.h "formats/foreign sees .*, not formats/csv"
include commands/command.c commands/collect/growth.h "commands sees .*, not commands/collect"
include leaks/leak.c report/report.h "leaks sees .*, not report"
include main.c base/attic/box.h "is in no room of the table"
include base/buffer.c memory.h "does not name its room"
sees src attic/box.c "/* box.c - a box. */$newline" "is in no room of the table"
import src/base/dom.ts ../report/source "src/base sees nothing, not src/report"
import src/report/source.ts ../draw/svg "src/report sees only src/base, not src/draw"
import src/shell/table.ts ../tabs/legend "src/shell sees .*, not src/tabs"
import src/draw/svg.ts ./nowhere/box "is in no room of the table"

# Circles of two units and of three; which of them is named first depends on the other files.
circle() { # TREE FILE LINE A B [C]
    abc="$4 -> $5${6:+ -> $6} -> $4"
    bca="$5 -> ${6:+$6 -> }$4 -> $5"
    cab=${6:+"\|$6 -> $4 -> $5 -> $6"}
    sees "$1" "$2" "$3$newline" "circle: .*\($abc\|$bca$cab\)" any
}
circle src model/pool_row.h '#include "model/snapshot.h"' model/pool_row model/snapshot
circle src base/text.h '#include "base/json.h"' base/text base/json base/buffer
circle web src/draw/palette.ts 'import "./heatmap";' src/draw/palette src/draw/heatmap

# Openings, questions about the system, length.
sees src base/box.c "#include <stdio.h>$newline" "does not begin with what it is"
sees src base/box.h "/* A box. */$newline" "does not begin with what it is"
sees web src/base/box.ts "export const box = 1;$newline" "does not begin with a comment"
sees web test/box.test.ts "export const box = 1;$newline" "does not begin with a comment"
sees src views/text/report_text.c "#if defined(__linux__)$newline" "operating system"
sees src model/tag.c "$(yes '// line' | head -n 701)$newline" "longer than 700 lines"
sees src base/box.c "" "is empty"

# A room in the table that nobody lives in.
echo "attic base" | cat "$tests/src.rooms" - >"$house/more.rooms"
if sh "$tests/floors.sh" "$house/more.rooms" "$house/src" >"$house/said" || ! grep -q "there is no file in attic" "$house/said"; then
    echo "floors.sh did not miss the files of a room in its table"
    failures=1
fi

[ $failures -ne 0 ] || echo "$offences offences seen"
exit $failures
