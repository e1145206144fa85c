# json_lines.awk - prints each JSON document that fills a line as one value a line, and every other line unchanged.
#
#     {"tags":["Leak","a,\"b"],"notes":[]}        {
#                                                   "tags":[
#                                                     "Leak",
#                                                     "a,\"b"
#                                                   ],
#                                                   "notes":[]
#                                                 }
#
#     { cat FILE; echo x; } | LC_ALL=C awk -f json_lines.awk
#
# The x shows whether FILE ends with a newline; it is not printed.
#
# Two different inputs never give the same output: line breaks and indentation are added, nothing is removed or rewritten.
# Only compact JSON is split, so JSON with blanks between its tokens stays on its line and differs from any expectation.
# A line that is only { or [ would look like the start of a split document: " (alone)" is appended.
#
# LC_ALL=C: a character is a byte. Runs on mawk, which has no interval expressions.

NR > 1 { print_line(previous); printf "\n" }
{ previous = $0 }
END { print_line(substr(previous, 1, length(previous) - 1)) }

function print_line(line) {
    if (line ~ /^[{[]( \(alone\))*$/)
        printf "%s (alone)", line
    else if (line ~ /^[{[]/ && is_document(line))
        print_document()
    else
        printf "%s", line
}

# Splits the line into token[1..count]; false when it is not exactly one document.
function is_document(line,    depth) {
    count = 0
    do {
        if (!match(line, /^("([^"\\]|\\.)*"|[][{},:]|[-+.0-9A-Za-z]+)/))
            return 0
        token[++count] = substr(line, 1, RLENGTH)
        line = substr(line, RLENGTH + 1)
        depth += token[count] ~ /^[{[]/
        depth -= token[count] ~ /^[]}]/
    } while (line != "" && depth > 0)
    return line == "" && depth == 0
}

function print_document(    i, depth) {
    for (i = 1; i <= count; i++) {
        if (token[i] ~ /^[]}]/) {
            depth--
            if (token[i - 1] !~ /^[{[]/)
                print_break(depth)
        } else if (i > 1 && token[i - 1] ~ /^[{[,]/) {
            print_break(depth)
        }
        printf "%s", token[i]
        depth += token[i] ~ /^[{[]/
    }
}

function print_break(depth) {
    printf "\n"
    while (depth-- > 0)
        printf "  "
}
