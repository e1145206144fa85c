#!/bin/sh
# Tests the program in a console of its own, as after a double click: help text, output, and Ctrl+C from the keyboard.
. "$(dirname "$0")/common.sh"

if ! script -qfec true /dev/null >/dev/null 2>&1; then
    echo "skipped: 'script' cannot create a terminal here"
    exit 0
fi

# in_console SENTENCE KEYS COMMAND...: types the keys once the sentence is shown; writes the screen to `shown`.
in_console() {
    sentence=$1 keys=$2
    shift 2
    rm -f shown done
    : >shown
    {
        tries=0
        until grep -aq "$sentence" shown || [ -e done ] || [ $tries -gt 600 ]; do
            tries=$((tries + 1))
            sleep 0.05
        done
        # Repeated only after seconds: a key typed too early is lost, but Ctrl+C typed while the program exits, when it no
        # longer owns the terminal, would kill it.
        tries=0
        until [ -e done ] || [ $tries -gt 1000 ]; do
            # shellcheck disable=SC2059
            [ $((tries % 80)) -ne 0 ] || printf "$keys"
            tries=$((tries + 1))
            sleep 0.05
        done
    } | {
        # exec: a shell in between would die from the Ctrl+C that the program handles.
        SHELL=/bin/sh timeout 60 script -qfec "exec env $*" shown >script.said 2>&1
        echo $? >done
    }
    status=$(cat done)
}

in_console 'Press Enter to close' '\r' "$build/wine/poolmonviz"
[ "$status" = 2 ] || fail "without a command: exit status $status: $(cat -v shown)"
grep -aq 'poolmonviz is used from a terminal' shown || fail "no explanation: $(cat -v shown)"
in_console 'Press Enter to close' '\r' "$build/wine/poolmonviz" C:/a/dropped/file.pmcap
[ "$status" = 2 ] || fail "with a file dropped on it: exit status $status: $(cat -v shown)"
in_console 'never shown' '' "$build/wine/poolmonviz" --version
[ "$status" = 0 ] || fail "--version: exit status $status: $(cat -v shown)"
! grep -aq 'Press Enter' shown || fail "--version waits for a key"
echo "ok: explained"

show="visualize -d $data/odd_characters -t TotalUsedBytes --no-open -o x.html"
in_console 'x\.html' '' "$build/wine/poolmonviz" "$show"
[ "$status" = 0 ] || fail "visualize: exit status $status: $(cat -v shown)"
grep -aq '日本' shown || fail "non-ASCII characters are not shown: $(cat -v shown)"
grep -aq "$(printf '\033')\[31m" shown || fail "no colour: $(cat -v shown)"
in_console 'x\.html' '' NO_COLOR=1 "$build/wine/poolmonviz" "$show"
! grep -aq "$(printf '\033')\[31m" shown || fail "colour in spite of NO_COLOR"
echo "ok: shown"

in_console 'snapshots, .*Ctrl+C ends' '\003' "$build/wine/poolmonviz" collect --proc "$data/proc" --interval 50ms -o x.pmcap
[ "$status" = 0 ] || fail "collect: exit status $status after Ctrl+C: $(cat -v shown)"
grep -aq 'x.pmcap: [0-9]* snapshots of 5 tags in ' shown || fail "collect prints no summary: $(cat -v shown)"
rows_of x.pmcap >rows.txt
echo "ok: Ctrl+C"
