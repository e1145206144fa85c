#!/bin/sh
# Keeps the house of floors in order: says which file includes from a floor it does not see, asks for an operating
# system where it should not, or has grown past 500 lines.
#
#     floors.sh SRCDIR      prints each offence as file:line: sentence, and ends with 1 if there is any
set -u

if [ $# -ne 1 ] || [ ! -d "$1" ]; then
    echo "usage: floors.sh SRCDIR" >&2
    exit 2
fi
cd "$1" || exit 2
if [ -z "$(find . -name '*.[ch]' -print)" ]; then
    echo "floors: no .c or .h file in $1" >&2
    exit 2
fi

find . -name '*.[ch]' -exec awk '
BEGIN {
    sees["base"] = ""
    sees["os"] = "base"
    sees["model"] = "base"
    sees["formats"] = "base os model"
    sees["sources"] = "base os model formats"
    sees["recorder"] = "base os model formats sources"
    sees["analysis"] = "base model"
    sees["views"] = "base model analysis"
    sees["server"] = "base os model formats sources recorder analysis views"
    sees["commands"] = "base os model formats sources recorder analysis views server"
    sees["main.c"] = "base os commands"
    system_name = "(_WIN32|_WIN64|WIN32|__CYGWIN__|__linux__|__linux|__gnu_linux__|__unix__|__unix|__APPLE__|__MACH__|__FreeBSD__|__OpenBSD__|__NetBSD__|__ANDROID__)"
}

function offence(sentence)
{
    print "src/" file ":" FNR ": " sentence
    found = 1
}

FNR == 1 {
    file = substr(FILENAME, 3) # without ./
    floor = file
    sub("/.*", "", floor)
    if (!(floor in sees))
        offence(floor == file ? "only main.c may live outside the floors" : "there is no floor called " floor)
}

/^[ \t]*#[ \t]*include[ \t]*"/ {
    split($0, quoted, "\"")
    from = quoted[2]
    if (from !~ "/")
        offence("\"" from "\" does not name its floor, as in \"model/" from "\"")
    else {
        sub("/.*", "", from)
        if (!(from in sees) || from == "main.c")
            offence("\"" quoted[2] "\" names no floor")
        else if (from != floor && (floor in sees) && index(" " sees[floor] " ", " " from " ") == 0)
            offence(floor " sees " (sees[floor] == "" ? "nothing" : "only " sees[floor]) ", not " from)
    }
}

/^[ \t]*#[ \t]*(el)?if/ && floor != "os" && floor != "sources" {
    if ($0 ~ "(^|[^A-Za-z0-9_])" system_name "([^A-Za-z0-9_]|$)")
        offence("a question about the operating system belongs in os or sources")
}

FNR == 501 {
    offence("the file is longer than 500 lines: look for the second idea in it")
}

END {
    exit found
}' {} +
