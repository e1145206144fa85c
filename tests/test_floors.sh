#!/bin/sh
# Would floors.sh notice? Gives it a small house in order, then one offence of each kind.
set -u

floors=$(cd "$(dirname "$0")" && pwd)/floors.sh
house=$(mktemp -d "${TMPDIR:-/tmp}/floors.XXXXXX") || exit 2
trap 'rm -rf "$house"' EXIT
failures=0
mkdir "$house/base" "$house/os" "$house/model" "$house/views"

# sees FILE WORDS: floors.sh must name FILE with WORDS now; then FILE is taken away again.
sees() {
    sh "$floors" "$house" >"$house/said" 2>&1
    if [ $? -ne 1 ] || ! grep -q "^src/$1:[0-9]*: .*$2" "$house/said"; then
        echo "floors.sh did not say '$2' about $1, it said:"
        sed 's/^/    /' "$house/said"
        failures=1
    fi
    rm "$house/$1"
}

printf '#include <stdio.h>\n#include "os/os.h"\n#include "base/text.h"\n' >"$house/main.c"
printf '#ifdef _WIN32\n#endif\n' >"$house/os/os.h"
printf '#ifndef TEXT_H\n#endif\n' >"$house/base/text.h"
printf '#include "model/tag.h"\n#include "base/text.h"\n' >"$house/views/svg.c"
if ! sh "$floors" "$house"; then
    echo "floors.sh found an offence in a house that is in order"
    failures=1
fi

printf '#include "views/svg.h"\n' >"$house/model/tag.c"
sees model/tag.c "model sees only base, not views"
printf '#include "os/os.h"\n' >"$house/base/text.c"
sees base/text.c "base sees nothing, not os"
printf '#include "text.h"\n' >"$house/base/text.c"
sees base/text.c "does not name its floor"
printf '#include "attic/box.h"\n' >"$house/base/text.c"
sees base/text.c "names no floor"
printf '#if defined(__linux__)\n#endif\n' >"$house/views/terminal.c"
sees views/terminal.c "operating system"
yes '// line' | head -n 501 >"$house/model/store.c"
sees model/store.c "longer than 500 lines"

exit $failures
