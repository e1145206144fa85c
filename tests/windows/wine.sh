#!/bin/sh
# Creates and removes a Wine prefix for the tests, in a temporary folder.
#
#     wine.sh start BUILDDIR     creates it; then BUILDDIR/wine/poolmonviz runs BUILDDIR/poolmonviz.exe,
#                                BUILDDIR/wine/fakent the same with the kernel of FAKENT_SCENARIO, BUILDDIR/wine/wine any .exe
#     wine.sh stop BUILDDIR      ends all its processes and removes it
set -eu

here=$2/wine
wine=/usr/lib/wine/wine64
server=/usr/lib/wine/wineserver64
[ -x $wine ] || wine=$(command -v wine64)
[ -x $server ] || server=$(command -v wineserver)

stop() {
    [ -f "$here/prefix" ] || return 0
    prefix=$(cat "$here/prefix")
    rm -f "$here/prefix"
    [ -d "$prefix" ] || return 0
    WINEPREFIX=$prefix $server -k || true
    WINEPREFIX=$prefix timeout 20 $server -w || true
    rm -rf "$prefix"
}

# script NAME COMMAND...: writes a script that runs the command with its arguments appended.
script() {
    name=$1
    shift
    {
        echo '#!/bin/sh'
        echo "export WINEPREFIX='$prefix' WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml="
        echo 'unset DISPLAY'
        printf 'exec'
        printf " '%s'" "$@"
        echo ' "$@"'
    } >"$here/$name"
    chmod +x "$here/$name"
}

case $1 in
start)
    stop # of a run that was cut short
    mkdir -p "$here"
    prefix=$(mktemp -d "${TMPDIR:-/tmp}/poolmonviz-wine.XXXXXX")
    echo "$prefix" >"$here/prefix"
    script wine $wine
    script poolmonviz $wine "$2/poolmonviz.exe"
    script fakent $wine "$2/fakent_run.exe" "$2/fakent.dll" "$2/poolmonviz.exe"
    "$here/poolmonviz" --version >"$here/log" 2>&1 && grep -q '^poolmonviz ' "$here/log" || {
        cat "$here/log"
        exit 1
    }
    # The wineserver that created the prefix cannot start services; a persistent one makes programs start faster.
    WINEPREFIX=$prefix $server -k && WINEPREFIX=$prefix timeout 20 $server -w || true
    WINEPREFIX=$prefix WINEDEBUG=-all $server -p </dev/null >"$here/log" 2>&1
    "$here/poolmonviz" --version >"$here/log" 2>&1
    ;;
stop)
    stop
    ;;
esac
