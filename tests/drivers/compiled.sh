#!/bin/sh
# Builds driver.c with every installed compiler for Windows, optimised and not, and searches it for tags: gcc for x64 and
# x86, clang for ARM64 and x64. Exits with 77, which ctest reports as skipped, where there is no such compiler.
#
#     compiled.sh POOLMONVIZ
set -eu

program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
source=$(cd "$(dirname "$0")" && pwd)/driver.c
work=$(mktemp -d "${TMPDIR:-/tmp}/compiled.XXXXXX")
trap 'rm -rf "$work"' EXIT
cd "$work"
built=0
failed=0

# Tags found in the driver, one a line with the evidence of each.
found() {
    "$program" drivers Aloc Look Prot Wrap Cnst Hold Decy --path driver.sys --format json | tr '{' '\n' |
        sed -n 's/.*"tag":"\([^"]*\)".*/\1/p; s/^"evidence":"\([^"]*\)".*/ \1/p' | awk '
        /^ / { line = line $0; next }
        { if (line) print line; line = $0 }
        END { print line }'
}

check() {
    built=$((built + 1))
    cat >expected <<TAGS
Aloc allocation
Look preparation
Prot free
Wrap argument
Cnst data
Hold $2
Decy
TAGS
    found >actual
    diff -u --label "$1: expected" --label "$1: found" expected actual || failed=1
}

names="ExAllocatePoolWithTag ExFreePoolWithTag ExInitializeNPagedLookasideList DbgPrint"

with_gcc() { # compiler, entry, optimisation, expected evidence of Hold
    command -v "$1" >/dev/null || return 0
    "$1" "$3" -fno-builtin -nostdlib -shared -Wl,--subsystem,native -Wl,--entry,"$2" -o driver.sys "$source" -lntoskrnl
    check "$1 $3" "$4"
}

with_clang() { # machine for clang, machine for dlltool, optimisation, expected evidence of Hold
    for tool in clang lld-link llvm-dlltool; do
        command -v $tool >/dev/null || return 0
    done
    { printf 'LIBRARY ntoskrnl.exe\nEXPORTS\n' && printf '%s\n' $names; } >kernel.def
    llvm-dlltool -m "$2" -d kernel.def -l kernel.lib
    clang --target="$1-pc-windows-msvc" "$3" -ffreestanding -fno-stack-protector -Wno-ignored-attributes -c \
        -o driver.obj "$source"
    lld-link /driver /subsystem:native /entry:DriverEntry /nodefaultlib /out:driver.sys driver.obj kernel.lib
    check "clang $1 $3" "$4"
}

# Without optimisation the tag passes through memory: it is found, but only as code.
for optimisation in -O1 -O2 -Os; do
    held="allocation allocation free"
    with_gcc x86_64-w64-mingw32-gcc DriverEntry $optimisation "$held"
    with_gcc i686-w64-mingw32-gcc _DriverEntry@8 $optimisation "$held"
    with_clang aarch64 arm64 $optimisation "$held"
    with_clang x86_64 i386:x86-64 $optimisation "$held"
done
with_gcc x86_64-w64-mingw32-gcc DriverEntry -O0 code
with_gcc i686-w64-mingw32-gcc _DriverEntry@8 -O0 code
with_clang aarch64 arm64 -O0 code
with_clang x86_64 i386:x86-64 -O0 code

if [ $built -eq 0 ]; then
    echo "no compiler for Windows is installed: gcc-mingw-w64, or clang with lld and llvm"
    exit 77
fi
echo "$built drivers built"
exit $failed
