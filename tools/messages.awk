# messages.awk - the sentences of one source file; see messages.sh. `quotes` are the characters that begin a string.

function flush_text()
{
    if (text ~ / / && text ~ /[A-Za-z][a-z]/ && text !~ /^[ ]*[<{]/)
        print file ":" started ": " text
    text = ""
}

/^[ \t]*#[ \t]*include/ || /^[ \t]*import / {
    next
}

{
    n = length($0)
    for (i = 1; i <= n; i++) {
        c = substr($0, i, 1)
        two = substr($0, i, 2)
        if (in_comment) {
            if (two == "*/") {
                in_comment = 0
                i++
            }
        } else if (quote != "") {
            if (c == "\\") {
                text = text substr($0, i, 2)
                i++
            } else if (c == quote)
                quote = ""
            else
                text = text c
        } else if (two == "/*") {
            in_comment = 1
            i++
        } else if (two == "//") {
            break
        } else if (index(quotes, c)) {
            if (text == "")
                started = NR
            quote = c
        } else if (c == "'") { # a character, or a string of one in TypeScript
            i += substr($0, i + 1, 1) == "\\" ? 3 : 2
        } else if (c != " " && c != "\t") {
            flush_text()
        }
    }
    if (quote == "`")
        text = text " "
}

END {
    flush_text()
}
