#!/bin/sh
# Installs the Debian packages that poolmonviz needs, and the page's npm packages. Skips what is already installed.
#
#     setup.sh build      packages for building
#     setup.sh test       build, and packages for testing
#     setup.sh windows    build, and packages for building and testing the Windows program
#     setup.sh all        all of these, and packages for fuzzing
#     setup.sh peers      all, and the programs that 'make bench' compares with
set -eu

build="gcc libc6-dev cmake ninja-build zlib1g-dev nodejs npm"
test="libcmocka-dev clang-format chromium"
fuzz="clang libclang-rt-14-dev"
windows="gcc-mingw-w64-x86-64-win32 gcc-mingw-w64-i686-win32 libz-mingw-w64-dev wine64 tzdata"
peers="python3-pandas python3-scipy libopenblas0-pthread"

case "${1-}" in
build) wanted="$build" ;;
test) wanted="$build $test" ;;
windows) wanted="$build $windows" ;;
all) wanted="$build $test $fuzz $windows" ;;
peers) wanted="$build $test $fuzz $windows $peers" ;;
*)
    echo "usage: setup.sh build | test | windows | all | peers" >&2
    exit 2
    ;;
esac

if ! command -v dpkg-query >/dev/null; then
    echo "This is not a Debian system. Install these packages or their equivalents: $wanted"
    exit 0
fi

# A node that is not Debian's has its own npm, which Debian's package would conflict with.
installed() {
    case $1 in
    nodejs | npm) command -v "$1" >/dev/null && return ;;
    esac
    dpkg-query -W -f '${db:Status-Status}\n' "$1" 2>/dev/null | grep -qx installed
}

# Installs the npm packages of web/package-lock.json.
page_packages() {
    web=$(dirname "$0")/../web
    cmake -D NPM=npm -D WEB="$(cd "$web" && pwd)" -P "$(dirname "$0")/../cmake/npm.cmake"
}

missing=
for package in $wanted; do
    installed "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
    echo "All required packages are installed: $wanted"
    page_packages
    exit 0
fi

update="apt-get -qq update"
install="apt-get -qq -y -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --no-install-recommends$missing"
echo "Missing Debian packages:$missing"
if [ "$(id -u)" -eq 0 ]; then
    as_root=
elif command -v sudo >/dev/null; then
    as_root="sudo "
else
    echo "Installing them requires root. Run this as root, then start again:"
    echo "    apt-get update && apt-get install --no-install-recommends$missing"
    exit 1
fi
echo "Installing, which may take a minute:"
echo "    $as_root$update"
echo "    $as_root$install"
${as_root}env DEBIAN_FRONTEND=noninteractive $update >/dev/null
${as_root}env DEBIAN_FRONTEND=noninteractive $install >/dev/null
echo "Installed."
page_packages
