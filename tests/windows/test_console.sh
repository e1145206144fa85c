#!/bin/sh
# A console of its own, as a double-click gives: what is explained, what is shown, and Ctrl+C that is typed.
. "$(dirname "$0")/common.sh"

if ! script -qfec true /dev/null >/dev/null 2>&1; then
    echo "'script' cannot make a terminal here: left out"
    exit 0
fi

# in_console SENTENCE KEYS COMMAND...: types the keys once the sentence is shown; what was shown is in `shown`.
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
        # Again only after seconds: one typed too early is lost, but one typed while the program ends, when the terminal is
        # no longer its own, would kill it.
        tries=0
        until [ -e done ] || [ $tries -gt 1000 ]; do
            # shellcheck disable=SC2059
            [ $((tries % 80)) -ne 0 ] || printf "$keys"
            tries=$((tries + 1))
            sleep 0.05
        done
    } | {
        # exec, and a shell that is the same everywhere: one that stays in between dies of the Ctrl+C that the program survives.
        SHELL=/bin/sh timeout 60 script -qfec "exec env $*" shown >script.said 2>&1
        echo $? >done
    }
    status=$(cat done)
}

in_console 'Press Enter to close' '\r' "$build/wine/poolmonviz"
[ "$status" = 2 ] || fail "without a command it ended with $status: $(cat -v shown)"
grep -aq 'poolmonviz is a command-line program' shown || fail "it is not explained: $(cat -v shown)"
in_console 'Press Enter to close' '\r' "$build/wine/poolmonviz" C:/a/dropped/file.pmcap
[ "$status" = 2 ] || fail "with a file dropped on it it ended with $status: $(cat -v shown)"
in_console 'never shown' '' "$build/wine/poolmonviz" --version
[ "$status" = 0 ] || fail "--version ended with $status: $(cat -v shown)"
! grep -aq 'Press Enter' shown || fail "--version waits"
echo "ok: explained"

show="visualize -d $data/odd_characters -t TotalUsedBytes --no-open -o x.html"
in_console 'x\.html' '' "$build/wine/poolmonviz" "$show"
[ "$status" = 0 ] || fail "visualize ended with $status: $(cat -v shown)"
grep -aq '日本' shown || fail "letters beyond ASCII are not shown: $(cat -v shown)"
grep -aq "$(printf '\033')\[31m" shown || fail "there is no colour: $(cat -v shown)"
in_console 'x\.html' '' NO_COLOR=1 "$build/wine/poolmonviz" "$show"
! grep -aq "$(printf '\033')\[31m" shown || fail "there is colour against NO_COLOR"
echo "ok: shown"

in_console 'snapshots, .*Ctrl+C ends' '\003' "$build/wine/poolmonviz" collect --proc "$data/proc" --interval 50ms -o x.pmcap
[ "$status" = 0 ] || fail "after Ctrl+C collect ended with $status: $(cat -v shown)"
grep -aq 'x.pmcap: [0-9]* snapshots of 5 tags in ' shown || fail "collect does not say what it wrote: $(cat -v shown)"
rows_of x.pmcap >rows.txt
echo "ok: Ctrl+C"
