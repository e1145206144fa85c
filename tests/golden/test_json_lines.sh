#!/bin/sh
# Tests json_lines.awk: it splits JSON documents, leaves everything else unchanged, and loses nothing.
set -u

here=$(cd "$(dirname "$0")" && pwd)
dir=$(mktemp -d "${TMPDIR:-/tmp}/json_lines.XXXXXX") || exit 2
trap 'rm -rf "$dir"' EXIT
failures=0

# split FORMAT: what printf makes of FORMAT, split.
split() {
    printf "$1" >"$dir/input"
    { cat "$dir/input" && echo x; } | LC_ALL=C awk -f "$here/json_lines.awk"
}

# expect OUTPUT INPUT: both are formats of printf.
expect() {
    split "$2" >"$dir/is"
    printf "$1" >"$dir/wanted"
    if ! cmp -s "$dir/wanted" "$dir/is"; then
        echo "json_lines.awk: wrong output for $2"
        diff -u "$dir/wanted" "$dir/is"
        failures=1
    fi
}

unchanged() { expect "$1" "$1"; }

# differ INPUT INPUT: their outputs must differ.
differ() {
    split "$1" >"$dir/one"
    split "$2" >"$dir/other"
    if cmp -s "$dir/one" "$dir/other"; then
        echo "json_lines.awk: the same output for $1 and $2"
        failures=1
    fi
}

# One value a line, between other lines, with and without a last newline.
expect '{\n  "a":1,\n  "b":[\n    true,\n    null\n  ]\n}\n' '{"a":1,"b":[true,null]}\n'
expect '[\n  {\n    "a":{}\n  },\n  []\n]\n' '[{"a":{}},[]]\n'
expect 'before\n[\n  1\n]\nbetween\n[\n  2\n]\n\nafter' 'before\n[1]\nbetween\n[2]\n\nafter'
expect '[\n  1\n]' '[1]'

# Punctuation inside strings splits nothing; escapes end no string. Any byte is kept.
expect '[\n  "{,}: []",\n  "\\"",\n  "\\\\",\n  "x"\n]\n' '["{,}: []","\\"","\\\\","x"]\n'
expect '{\n  "\\u0000\\"],":"\303\251\377\000\r"\n}\n' '{"\\u0000\\"],":"\303\251\377\000\r"}\n'

# Not exactly one compact document.
unchanged ''
unchanged '\n\n'
unchanged 'text\r\na\000b\n\377'
unchanged '{}\n[]\n'
unchanged '[1 snapshot, 2 B]\n[1,2]]\n[1][2]\n{"a":[1}\n{"a":"b}\n["a\\"]\n,1\n"a":1\n[1]\r\n'
unchanged '{"a": 1}\n{ "a":1}\n{"a":1} \n {"a":1}\n{"a"\t:1}\n'

# Every change of the input changes the output.
differ '{"a":1}' '{"a":2}'
differ '{"a":1}' '{"a":1.0}'
differ '{"a":1}' '{"a":1}\n'
differ '{"a":1,"b":2}' '{"b":2,"a":1}'
differ '{"a":"1"}' '{"a":1}'
differ '["\\u0041"]' '["A"]'
differ '["a b"]' '["a  b"]'
differ '{"a":1}\n' '{"a": 1}\n'
differ '{"a":1}\n' '{\n  "a":1\n}\n'
differ '[1]\n' '[ (alone)\n  1\n]\n'

# Without the breaks and the indentation it is the input again, also in long documents.
document=$(for name in "$here"/*/cmd; do printf '{"name":"%s","values":[0,-1.5e-7,null]},' "$name"; done)
document="[$document{}]"
joined=$(split "$(echo "$document" | sed 's/[\\%]/&&/g')\n" | sed 's/^ *//' | tr -d '\n')
if [ "$joined" != "$document" ]; then
    echo "json_lines.awk: a document of ${#document} bytes changed"
    failures=1
fi

exit $failures
