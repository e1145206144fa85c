#!/bin/sh
# Tests that poolmonviz.exe can run on Windows 7 and Server 2008 R2 without further files: imports, headers, manifest, zip.
. "$(dirname "$0")/common.sh"

here=$(dirname "$0")
case $here in /*) ;; *) here=$OLDPWD/$here ;; esac
source=$here/../..
exe=$build/poolmonviz.exe
x86_64-w64-mingw32-objdump -p "$exe" >headers

# Every import must be in imports.txt, the list of functions known to exist in Windows 7.
awk '
    FNR == NR { if ($1 !~ /^#/ && NF) known[$0] = 1; next }
    /DLL Name:/ { dll = tolower($NF); listing = 1; next }
    listing && NF == 0 { listing = 0 }
    listing && $1 !~ /^vma/ && NF == 3 { name = dll " " $3; count++; if (!(name in known)) { print name; wrong = 1 } }
    END { if (count < 50) { print "only " count + 0 " imports were found"; wrong = 1 } exit wrong }
' "$here/imports.txt" headers >said || fail "unknown imports (if Windows 7 has them, add them to tests/windows/imports.txt):"
echo "ok: imports"

for wanted in HIGH_ENTROPY_VA DYNAMIC_BASE NX_COMPAT 'Windows CUI' 'Thu Jan  1 00:00:00 1970'; do
    grep -q "$wanted" headers || fail "not in the headers: $wanted"
done
x86_64-w64-mingw32-objdump -h "$exe" | grep -q '\.reloc' || fail "no .reloc section: cannot be relocated"
awk '/MajorSubsystemVersion/ { major = $2 } /MinorSubsystemVersion/ { minor = $2 } END { exit major * 100 + minor > 601 }' headers ||
    fail "requires a later Windows"
tr -d '\000' <"$exe" >text
version=$(windows --version | tr -d '\r')
grep -aq 'ProductVersion.\{0,4\}'"${version#poolmonviz }" text || fail "no version resource with ${version#poolmonviz }"
for wanted in 'level="asInvoker"' '>UTF-8</activeCodePage>' 'longPathAware' '{8e0f7a12-bfb3-4fe8-b9a5-48fd50a15a9a}'; do
    grep -aq "$wanted" text || fail "not in the manifest: $wanted"
done
! grep -aqF "$(cd "$source" && pwd)" text || fail "contains a path of the build machine"
echo "ok: headers, version, manifest"

# There is no program for 32-bit Windows (sums need 128 bits), but the table layouts are still checked for 32 bits.
for file in "$source"/src/os/windows/*.c "$source"/src/sources/live_windows.c "$source"/src/sources/pooltable.c "$here"/fakent.c; do
    i686-w64-mingw32-gcc -std=gnu17 -w -c "-D__int128=long long" -D_WIN32_WINNT=0x0601 -DWIN32_LEAN_AND_MEAN \
        -D__USE_MINGW_ANSI_STDIO=1 -I "$source/src" "$file" -o x.o 2>said || fail "$file does not compile for 32 bits"
done
echo "ok: layouts of 32 bits"

# The zip contains all files, and notices for third-party code.
sh "$source/cmake/package_windows.sh" "$(cd "$source" && pwd)" "$exe" "$work/poolmonviz-1.2.3-windows-x64" >said || fail "packaging failed"
for file in poolmonviz.exe README.md LICENSE.txt docs/windows.md; do
    [ -s "poolmonviz-1.2.3-windows-x64/$file" ] || fail "the zip has no $file"
done
for name in zlib 'the runtime of mingw-w64' 'the runtime of gcc' uPlot; do
    grep -q "^==== $name" poolmonviz-1.2.3-windows-x64/THIRD-PARTY-NOTICES.txt || fail "no notice for $name"
done
grep -qF "$(sha256sum poolmonviz-1.2.3-windows-x64.zip | cut -d ' ' -f 1)" manifests/poolmonviz.json || fail "wrong hash in the scoop manifest"
grep -qF 'PackageVersion: 1.2.3' manifests/poolmonviz.installer.yaml || fail "wrong version in the winget manifest"
echo "ok: packed"
