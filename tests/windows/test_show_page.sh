#!/bin/sh
# Tests that the page is opened with the program registered for .html: here a command that creates a file next to the page.
. "$(dirname "$0")/common.sh"

reg() {
    "$build/wine/wine" reg "$@" >said 2>&1 || fail "reg $*"
}
reg add 'HKLM\Software\Classes\.html' /ve /d poolmonviz-test /f
reg add 'HKLM\Software\Classes\poolmonviz-test\shell\open\command' /ve /d 'cmd /c echo opened> "%1.opened"' /f

mkdir 'a folder – ж'
windows visualize -d "$data/server" -t TotalUsedBytes -o 'a folder – ж/page.html' >out 2>said || fail "visualize failed"
tries=0
until [ -s 'a folder – ж/page.html.opened' ]; do
    tries=$((tries + 1))
    [ $tries -lt 200 ] || fail "the page was not opened"
    sleep 0.05
done
windows visualize -d "$data/server" -t TotalUsedBytes --no-open -o closed.html >out 2>said || fail "visualize failed"
windows visualize -d "$data/server" -t TotalUsedBytes -o picture.svg >out 2>said || fail "visualize failed"
windows --version >out
[ ! -e closed.html.opened ] || fail "a page was opened in spite of --no-open"
reg delete 'HKLM\Software\Classes\.html' /f
echo "ok: the page is opened"
