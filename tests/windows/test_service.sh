#!/bin/sh
# Tests the service: install, record, stop, remove, and the messages.
. "$(dirname "$0")/common.sh"

programdata=$(cat "$build/wine/prefix")/drive_c/ProgramData/poolmonviz
host=$(windows collect --print-task | sed -n 's/.*ProgramData.poolmonviz.\([^ ]*\)\.pmcap .*/\1/p')
[ -n "$host" ] || fail "--print-task names no file in ProgramData"
capture=$programdata/$host.pmcap
trap 'windows collect --remove-service >removed 2>&1; cd /; rm -rf "$work"' EXIT

# says STATUS SENTENCE OPTIONS...
says() {
    wanted=$1 sentence=$2
    shift 2
    windows collect "$@" >out 2>said
    status=$?
    [ $status -eq "$wanted" ] || fail "collect $*: exit status $status"
    cat out said | grep -qF -e "$sentence" || fail "collect $* does not say: $sentence"
}

says 1 'it is not installed; use --install-service' --service-status
says 1 'it is not installed; use --install-service' --remove-service
says 1 'use --install-service' --as-service -o x.pmcap
says 2 'cannot be combined' --install-service --service-status
says 2 'not for a service' --install-service --count 3
says 0 '/SC ONSTART /RU "NT AUTHORITY\LocalService" /TR "\"Z:\' --print-task
says 0 '--interval 15m --duration 0 --tags Mm* \"a \\\"b\" c"' --print-task --interval 15m -tags 'Mm*' 'a "b' 'c'
says 0 ' -o \"Z:\' --print-task -o 'a folder/x.pmcap'

long=$(printf 'a folder with a long name/%.0s' 1 2 3 4 5 6 7)
says 1 'characters, but schtasks takes at most 261' --print-task -o "${long}x.pmcap"

# The printed commands create the folder that the task writes to.
rm -rf "$programdata"
windows collect --print-task >task.bat 2>said || fail "--print-task"
[ "$(grep -c '^schtasks ' task.bat)" = 1 ] || fail "--print-task prints no schtasks command: $(cat task.bat)"
grep -v '^schtasks ' task.bat >folder.bat
"$build/wine/wine" cmd /c folder.bat >out 2>said
[ -d "$programdata" ] || fail "the folder of the task was not created: $(cat task.bat)"
echo "ok: a task"

# Permissions are set on our own folder, not on the target of a link that someone else created.
mv "$programdata" "$work/elsewhere"
ln -s "$work/elsewhere" "$programdata"
says 1 'is not a directory, or is a link' --install-service
rm "$programdata"
says 1 'it is not installed' --service-status

says 0 "is installed and running" --install-service --interval 50ms --proc "$data/proc"
grep -qF "writes to  C:\\ProgramData\\poolmonviz\\$host.pmcap" out || fail "the path of the capture is not printed"
tries=0
while [ "$( (wc -c <"$capture") 2>/dev/null || echo 0)" -lt 600 ]; do
    tries=$((tries + 1))
    [ $tries -lt 400 ] || fail "the service wrote nothing"
    sleep 0.05
done
says 0 'the service poolmonviz is running, process ' --service-status
grep -qF 'collect --as-service -o C:\ProgramData\poolmonviz\' out || fail "the status does not show the command"
says 1 'it is already installed' --install-service
says 0 'is removed' --remove-service
says 1 'it is not installed' --service-status
count=$(sed -n 's/.* \([0-9]*\) snapshots of 5 tags in .*/\1/p' "$capture.log")
[ "${count:-0}" -ge 3 ] || fail "no summary in the log: $(cat "$capture.log")"
[ "$(rows_of "$capture" | wc -l)" = $((count * 5)) ] || fail "the capture does not hold $count snapshots"
echo "ok: $count snapshots by a service"

# Installed again, it appends to the same file. On failure the log has the reason and the status is failed.
says 0 "is installed and running" --install-service --interval 50ms --proc "$data/proc"
tries=0
until [ "$(rows_of "$capture" | wc -l)" -gt $((count * 5 + 10)) ]; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "the service does not append to its file"
done
says 0 'is removed' --remove-service
says 0 "is installed and running" --install-service -o "$work/no such folder/x.pmcap" --proc "$data/proc"
tries=0
until windows collect --service-status | grep -q 'is stopped'; do
    tries=$((tries + 1))
    [ $tries -lt 100 ] || fail "a service that cannot write keeps running"
done
says 0 'is stopped after a failure: see its log' --service-status
says 0 'is removed' --remove-service
echo "ok: continued, and failed"
