# floors.awk - reads a table of rooms, the line "end of rooms", and names of files; see floors.sh.

BEGIN {
    system_name = "(_WIN32|_WIN64|WIN32|__CYGWIN__|__linux__|__linux|__gnu_linux__|__unix__|__unix|__APPLE__|__MACH__|__FreeBSD__|__OpenBSD__|__NetBSD__|__ANDROID__)"
    longest = 700
}

# --- the table: ROOM, then the rooms it sees ---

!rooms_ended && $0 == "end of rooms" {
    rooms_ended = 1
    next
}

!rooms_ended {
    sub("#.*", "")
    if (NF) {
        room_count++
        room_name[room_count] = $1
        sees[$1] = " "
        for (i = 2; i <= NF; i++)
            sees[$1] = sees[$1] $i " "
    }
    next
}

# --- the files ---

{
    file_count++
    files[file_count] = $0
    is_file[$0] = 1
}

function offence(file, line, sentence)
{
    print root "/" file ":" line ": " sentence
    found = 1
}

function without_ending(file)
{
    sub("\\.[a-z]+$", "", file)
    return file
}

function folder_of(file)
{
    return sub("/[^/]*$", "", file) ? file : ""
}

function name_of(file)
{
    sub(".*/", "", file)
    return file
}

# A room is a folder, or a single file that has a line of its own in the table. "": none.
function room_of(file,    stem)
{
    stem = without_ending(file)
    if (stem in sees)
        return stem
    return folder_of(file) in sees ? folder_of(file) : ""
}

# "NAME/*" in the table is the room NAME and all within it.
function may_see(from, to,    words, n, i, start)
{
    if (from == to)
        return 1
    n = split(sees[from], words, " ")
    for (i = 1; i <= n; i++) {
        if (words[i] == to)
            return 1
        if (words[i] ~ "/\\*$") {
            start = substr(words[i], 1, length(words[i]) - 1)
            if (index(to "/", start) == 1)
                return 1
        }
    }
    return 0
}

# NAME.c, NAME.h and NAME_internal.h are one unit: they may include each other.
function unit_of(file)
{
    file = without_ending(file)
    sub("_internal$", "", file)
    return file
}

function add_edge(from, to,    a, b)
{
    a = unit_of(from)
    b = unit_of(to)
    if (a != b && !((a, b) in edge)) {
        edge[a, b] = 1
        targets[a] = targets[a] b " "
    }
}

function check_seen(file, line, target, quoted,    from, to, list)
{
    from = room_of(file)
    to = room_of(target)
    if (to == "")
        offence(file, line, "\"" quoted "\" is in no room of the table")
    else if (from != "" && !may_see(from, to)) {
        list = sees[from]
        gsub("^ | $", "", list)
        offence(file, line, from " sees " (list == "" ? "nothing" : "only " list) ", not " to)
    }
    add_edge(file, target)
}

function check_include(file, line, text,    quoted)
{
    split(text, quoted, "\"")
    if (quoted[2] !~ "/")
        offence(file, line, "\"" quoted[2] "\" does not name its room, as in \"model/" quoted[2] "\"")
    else
        check_seen(file, line, quoted[2], quoted[2])
}

# "../draw/svg" from shell/table.ts is draw/svg.ts.
function check_import(file, line, text,    quoted, path, folder)
{
    match(text, "\"\\.[^\"]*\"")
    quoted = substr(text, RSTART + 1, RLENGTH - 2)
    folder = folder_of(file)
    path = quoted
    while (path ~ "^\\.\\.?/") {
        if (path ~ "^\\.\\./")
            folder = folder_of(folder)
        sub("^\\.\\.?/", "", path)
    }
    path = (folder == "" ? "" : folder "/") path
    sub("\\.ts$", "", path)
    check_seen(file, line, path ".ts", quoted)
}

# The first line says what the file is: a header in its own name, a .c in its own where it has no header.
function check_opening(file, text,    name)
{
    name = name_of(file)
    if (file ~ "\\.ts$") {
        if (text !~ "^(//|/\\*)")
            offence(file, 1, "does not begin with a comment that says what it is")
    } else if (file ~ "\\.h$" || !((without_ending(file) ".h") in is_file)) {
        if (index(text, "/* " name " - ") != 1)
            offence(file, 1, "does not begin with what it is: /* " name " - ...")
    }
}

function check_file(file,    line, number, top)
{
    if (room_of(file) == "")
        offence(file, 1, "is in no room of the table")
    top = file
    sub("/.*", "", top)
    for (number = 0; (getline line < file) > 0;) {
        number++
        if (number == 1)
            check_opening(file, line)
        if (line ~ "^[ \t]*#[ \t]*include[ \t]*\"")
            check_include(file, number, line)
        if (file ~ "\\.ts$" && line ~ "(from|^import|import\\() ?\"\\.[^\"]*\"" && line !~ "\\.css\"")
            check_import(file, number, line)
        if (top != "os" && top != "sources" && line ~ "^[ \t]*#[ \t]*(el)?if" &&
            line ~ "(^|[^A-Za-z0-9_])" system_name "([^A-Za-z0-9_]|$)")
            offence(file, number, "a question about the operating system belongs in os or sources")
        if (number == longest + 1)
            offence(file, number, "the file is longer than " longest " lines: look for the second idea in it")
    }
    close(file)
    if (number == 0)
        offence(file, 1, "is empty")
}

# Depth first; a unit met again on the way to itself closes a circle.
function walk(unit, way,    list, n, i, circle)
{
    state[unit] = "on the way"
    n = split(targets[unit], list, " ")
    for (i = 1; i <= n; i++) {
        if (state[list[i]] == "on the way") {
            circle = way unit " -> " list[i]
            circle = substr(circle, index(circle, list[i] " -> "))
            print root "/" list[i] ":1: includes itself in a circle: " circle
            found = 1
        } else if (state[list[i]] == "")
            walk(list[i], way unit " -> ")
    }
    state[unit] = "done"
}

END {
    if (file_count == 0) {
        print "floors: no file in " root
        exit 2
    }
    for (f = 1; f <= file_count; f++) {
        check_file(files[f])
        has_file[room_of(files[f])] = 1
    }
    for (f = 1; f <= file_count; f++)
        if (state[unit_of(files[f])] == "")
            walk(unit_of(files[f]), "")
    for (r = 1; r <= room_count; r++)
        if (!(room_name[r] in has_file)) {
            print "the table of rooms: there is no file in " room_name[r]
            found = 1
        }
    exit found
}
