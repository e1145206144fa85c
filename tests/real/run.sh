#!/bin/sh
# Does the leak finder find a real leak? Records this machine's slab caches while slab_leak leaks, for ten minutes.
#
#     run.sh PROGRAM [SECONDS]     on Linux, as root (only root may read /proc/slabinfo); 600 seconds unless given
#
# Prints what was found. Ends with 1 when the cache of what an eventfd holds does not come out as a leak, or when the caches
# of the files that were removed again do. The machine must be quiet: where others open files by the thousand, the caches
# of open files and of sockets tell nothing.
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
sleep 8 # until its first blocks are there
"$program" collect -o "$work/real.pmcap" --interval $(((seconds + 119) / 120))s --duration "$seconds"s --quiet
"$program" leaks -d "$work/real.pmcap"
"$program" leaks -d "$work/real.pmcap" --format json |
    sed 's/{"tag":/\n&/g' | sed -n 's/^{"tag":"\([^"]*\)","verdict":"\(leak\|probable\)".*/\1/p' >"$work/found"
grep -qx -e kmalloc-64 -e kmalloc-cg-64 -e eventfd_ctx "$work/found" || {
    echo "run.sh: eventfds leak, and were not found"
    exit 1
}
if grep -x -e dentry -e inode_cache -e ext4_inode_cache -e shmem_inode_cache "$work/found"; then
    echo "run.sh: these were given back, and are no leak"
    exit 1
fi
