#!/bin/sh
# A service records, is stopped and removed; and what is said about it.
. "$(dirname "$0")/common.sh"

programdata=$(cat "$build/wine/prefix")/drive_c/ProgramData/poolmonviz
host=$(windows collect --print-task | sed -n 's/.*ProgramData.poolmonviz.\([^ ]*\)\.pmcap .*/\1/p')
[ -n "$host" ] || fail "--print-task names no file below ProgramData"
capture=$programdata/$host.pmcap
trap 'windows collect --remove-service >removed 2>&1; cd /; rm -rf "$work"' EXIT

# says STATUS SENTENCE OPTIONS...
says() {
    wanted=$1 sentence=$2
    shift 2
    windows collect "$@" >out 2>said
    status=$?
    [ $status -eq "$wanted" ] || fail "collect $* ended with $status"
    cat out said | grep -qF -e "$sentence" || fail "collect $* does not say: $sentence"
}

says 1 'it is not installed; use --install-service' --service-status
says 1 'it is not installed; use --install-service' --remove-service
says 1 'use --install-service' --as-service -o x.pmcap
says 2 'one at a time' --install-service --service-status
says 2 'a service goes on' --install-service --count 3
says 0 '/SC ONSTART /RU "NT AUTHORITY\LocalService" /TR "\"Z:\' --print-task
says 0 '--interval 15m --duration 0 --tags Mm* \"a \\\"b\" c"' --print-task --interval 15m -tags 'Mm*' 'a "b' 'c'
says 0 ' -o \"Z:\' --print-task -o 'a folder/x.pmcap'

long=$(printf 'a folder with a long name/%.0s' 1 2 3 4 5 6 7)
says 1 'characters, and schtasks takes 261' --print-task -o "${long}x.pmcap"

# What it prints is what makes the folder that the task writes to.
rm -rf "$programdata"
windows collect --print-task >task.bat 2>said || fail "--print-task"
[ "$(grep -c '^schtasks ' task.bat)" = 1 ] || fail "--print-task prints no line of schtasks: $(cat task.bat)"
grep -v '^schtasks ' task.bat >folder.bat
"$build/wine/wine" cmd /c folder.bat >out 2>said
[ -d "$programdata" ] || fail "the task has no folder to write to: $(cat task.bat)"
echo "ok: a task"

# Rights are given to a folder of our own, not to what somebody's link leads to.
mv "$programdata" "$work/elsewhere"
ln -s "$work/elsewhere" "$programdata"
says 1 'is not a directory, or is a link' --install-service
rm "$programdata"
says 1 'it is not installed' --service-status

says 0 "is installed and started" --install-service --interval 50ms --proc "$data/proc"
grep -qF "writes to  C:\\ProgramData\\poolmonviz\\$host.pmcap" out || fail "it does not say where it writes to"
tries=0
while [ "$( (wc -c <"$capture") 2>/dev/null || echo 0)" -lt 600 ]; do
    tries=$((tries + 1))
    [ $tries -lt 400 ] || fail "the service writes nothing"
    sleep 0.05
done
says 0 'the service poolmonviz is running, process ' --service-status
grep -qF 'collect --as-service -o C:\ProgramData\poolmonviz\' out || fail "the status does not tell the command"
says 1 'it is already installed' --install-service
says 0 'is removed' --remove-service
says 1 'it is not installed' --service-status
count=$(sed -n 's/.* \([0-9]*\) snapshots of 5 tags in .*/\1/p' "$capture.log")
[ "${count:-0}" -ge 3 ] || fail "its log does not say what was written: $(cat "$capture.log")"
[ "$(rows_of "$capture" | wc -l)" = $((count * 5)) ] || fail "the capture does not hold $count snapshots"
echo "ok: $count snapshots by a service"

# Installed again it goes on in the same file. When it fails, its log says why, and its status that it failed.
says 0 "is installed and started" --install-service --interval 50ms --proc "$data/proc"
tries=0
until [ "$(rows_of "$capture" | wc -l)" -gt $((count * 5 + 10)) ]; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "the service does not continue its file"
done
says 0 'is removed' --remove-service
says 0 "is installed and started" --install-service -o "$work/no such folder/x.pmcap" --proc "$data/proc"
tries=0
until windows collect --service-status | grep -q 'is stopped'; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "a service that cannot write goes on"
done
says 0 'is stopped after a failure: see its log' --service-status
says 0 'is removed' --remove-service
echo "ok: continued, and failed"
