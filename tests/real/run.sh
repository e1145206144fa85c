#!/bin/sh
# Tests the leak finder on a real leak: records this machine's slab caches for ten minutes while slab_leak leaks.
#
#     run.sh PROGRAM [SECONDS]     on Linux, as root (/proc/slabinfo needs it); default 600 seconds
#
# Prints the result. Exits with 1 when the slab cache of eventfds is not reported as a leak, or when the caches of the
# deleted files are. The machine must be idle: other programs that open thousands of files hide the leak.
set -eu

program=${1:?"usage: run.sh PROGRAM [SECONDS]"}
seconds=${2:-600}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
leaker=
trap '[ -z "$leaker" ] || kill $leaker 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

cc -std=gnu17 -O2 -o "$work/slab_leak" "$here/slab_leak.c"
"$work/slab_leak" $((seconds + 20)) "$work/files" &
leaker=$!
sleep 8 # until its first allocations are done
"$program" collect -o "$work/real.pmcap" --interval $(((seconds + 119) / 120))s --duration "$seconds"s --quiet
"$program" leaks -d "$work/real.pmcap"
"$program" leaks -d "$work/real.pmcap" --format json |
    sed 's/{"tag":/\n&/g' | sed -n 's/^{"tag":"\([^"]*\)","verdict":"\(leak\|probable\)".*/\1/p' >"$work/found"
grep -qx -e kmalloc-64 -e kmalloc-cg-64 -e eventfd_ctx "$work/found" || {
    echo "run.sh: the leak of eventfds was not found"
    exit 1
}
if grep -x -e dentry -e inode_cache -e ext4_inode_cache -e shmem_inode_cache "$work/found"; then
    echo "run.sh: these caches shrank again and are no leak"
    exit 1
fi
