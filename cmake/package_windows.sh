#!/bin/sh
# Packs the Windows program:  package_windows.sh SOURCEDIR EXE FOLDER  writes FOLDER and FOLDER.zip.
#
# Also writes the winget and scoop manifests to a folder `manifests` next to it. THIRD-PARTY-NOTICES.txt contains the
# licenses of the packages that are linked into the program.
set -eu

source=$1
exe=$2
folder=$3
docs=/usr/share/doc
notices=$folder/THIRD-PARTY-NOTICES.txt

rm -rf "$folder" "$folder.zip"
mkdir -p "$folder/docs"
cp "$exe" "$source/README.md" "$source/CHANGELOG.md" "$folder"
cp "$source/LICENSE" "$folder/LICENSE.txt"
cp "$source"/docs/* "$folder/docs"
{
    echo "poolmonviz.exe contains code of these components, under the licenses below:"
    for package in libz-mingw-w64:zlib mingw-w64-common:"the runtime of mingw-w64" gcc-mingw-w64-base:"the runtime of gcc"; do
        printf '\n==== %s (Debian package %s)\n\n' "${package#*:}" "${package%%:*}"
        file=$docs/${package%%:*}/copyright
        if [ -f "$file" ]; then
            cat "$file"
        else
            echo "package_windows: cannot pack the licenses: $file does not exist: install ${package%%:*}" >&2
            exit 1
        fi
    done
    if grep -aq 'Contains uPlot' "$exe"; then # the embedded page contains this text
        printf '\n==== uPlot (npm package uplot)\n\n'
        cat "$source/web/node_modules/uplot/LICENSE"
    fi
} >"$notices"
for text in "$folder"/*.md "$folder"/*.txt "$folder"/docs/*.md; do
    sed -i 's/\r*$/\r/' "$text" # CR LF, for Notepad before Windows 10
done
find "$folder" -exec touch -h -d 2026-01-01T00:00:00Z {} +
cd "$(dirname "$folder")"
name=$(basename "$folder")
find "$name" -type f | LC_ALL=C sort | TZ=UTC cmake -E tar cf "$name.zip" --format=zip --mtime='2026-01-01 00:00:00 UTC' --files-from=/dev/stdin
echo "$folder.zip"

# winget and scoop manifests for this zip. Environment: RELEASE_URL, the download URL of the zip; HOMEPAGE, the project's
# home page, which scoop requires.
version=${name#poolmonviz-}
version=${version%-windows-x64}
sha256=$(sha256sum "$name.zip" | cut -d ' ' -f 1)
rm -rf manifests
mkdir manifests
for template in "$source"/packaging/winget/*.in "$source"/packaging/scoop/*.in; do
    sed -e "s|@VERSION@|$version|g" -e "s|@SHA256@|$sha256|g" -e "s|@URL@|${RELEASE_URL-@URL@}|g" \
        -e "s|@HOMEPAGE@|${HOMEPAGE-@HOMEPAGE@}|g" "$template" \
        >"manifests/$(basename "${template%.in}")"
done
