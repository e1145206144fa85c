#!/bin/bash
# Tests that the man page and the completion have every command and option of --help, and that the Debian package can be
# installed, run and purged.
#
#     packages.sh PROGRAM MANPAGE COMPLETION BUILDDIR
set -u

program=$1 man=$2 completion=$3 build=$4
work=$(mktemp -d "${TMPDIR:-/tmp}/packages.XXXXXX") || exit 2
trap 'rm -rf "$work"' EXIT

fail() {
    echo "packages: $*" >&2
    exit 1
}

# shellcheck disable=SC1090
. "$completion" || fail "the completion is not valid bash"

# completed WORDS...: completions of the last word.
completed() {
    COMP_WORDS=("$@")
    COMP_CWORD=$(($# - 1))
    _poolmonviz
    printf '%s\n' "${COMPREPLY[@]}" | sort
}

names=$("$program" --help | sed -n '/^commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' | sort)
[ "$(echo "$names" | wc -l)" -ge 4 ] || fail "--help lists too few commands"
[ "$(completed poolmonviz '')" = "$names" ] || fail "completed commands differ from --help"
for name in $names; do
    grep -q "^\.SS $name\$" "$man" || fail "the man page has no $name"
    [ "$name" != help ] || continue
    options=$("$program" "$name" --help | awk '/^ ? ? ? ?  -/ { for (i = 1; $i ~ /^-/; i++) print $i }' | tr -d , | sort)
    [ "$(echo "$options" | wc -l)" -ge 3 ] || fail "$name --help lists too few options"
    [ "$(completed poolmonviz "$name" -)" = "$(completed poolmonviz "$name" - | sort -u)" ] || fail "$name: an option is completed twice"
    [ "$(completed poolmonviz "$name" -)" = "$options" ] || fail "$name: completed options differ from --help:
$(diff <(completed poolmonviz "$name" -) <(echo "$options"))"
    for option in $options; do
        sed 's/\\-/-/g' "$man" | sed -n "/^\.SS $name\$/,/^\.S[SH]/p" | grep -qF -e "\\fB$option\\fR" ||
            fail "the man page has no $option of $name"
    done
done
[ "$(completed poolmonviz visualize -d x -t Paged)" = "$(printf 'PagedDiff\nPagedUsedBytes')" ] || fail "types are not completed"
[ "$(completed poolmonviz -d x --t)" = "$(printf -- '--tagfile\n--threads\n--time-stamp\n--timings\n--type')" ] || fail "options without a command are not completed"
echo "ok: man page and completion"

command -v dpkg-deb >/dev/null || exit 0
(cd "$build" && cpack -G DEB -B "$work/deb") >"$work/log" 2>&1 || fail "cpack: $(tail -n 5 "$work/log")"
package=$(echo "$work"/deb/*.deb)
root=$work/root
mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
: >"$root/var/lib/dpkg/status"
own() {
    dpkg --root="$root" --force-depends --force-not-root --log="$work/dpkg.log" "$@" >>"$work/log" 2>&1
}
own --install "$package" || fail "cannot install: $(tail -n 5 "$work/log")"
[ "$("$root/usr/bin/poolmonviz" --version)" = "$("$program" --version)" ] || fail "the installed program does not run"
for file in usr/share/man/man1/poolmonviz.1 usr/share/bash-completion/completions/poolmonviz usr/share/doc/poolmonviz/LICENSE; do
    [ -s "$root/$file" ] || fail "$file is not installed"
done
own --purge poolmonviz || fail "cannot purge: $(tail -n 5 "$work/log")"
[ -z "$(find "$root/usr" -type f 2>/dev/null)" ] || fail "files are left after purge"
echo "ok: $(basename "$package"), installed and removed"
