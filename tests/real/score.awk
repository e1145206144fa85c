# score.awk - compares what `leaks --format json` calls with what leaked in truth
#
#     poolmonviz leaks --format json ... | awk -v name=SCENARIO -f score.awk - SCENARIO.json
#
# Prints a row of the table of score.sh.

FILENAME == "-" {
    rows = split($0, row, /\{"tag":"/)
    for (i = 2; i <= rows; i++) {
        split(row[i], part, "\"")
        tag = part[1]
        if (part[5] != "leak" && part[5] != "probable")
            continue
        called[tag] = 1
        rate[tag] = row[i]
        sub(/.*"rate_allocs_per_day":/, "", rate[tag])
        sub(/,.*/, "", rate[tag])
    }
    next
}

/^ "leaks"/ {
    leaks = members()
}

/^ "hidden"/ {
    hidden = members()
}

/^ "blocks_per_day"/ {
    count = split(members(), member, /, /)
    for (i = 1; i <= count; i++) {
        split(member[i], pair, ": ")
        truth[pair[1]] = pair[2]
    }
}

# The line `"key": [...],` or `"key": {...},` without key, brackets and quotes.
function members(   text) {
    text = $0
    sub(/^[^:]*: ./, "", text)
    sub(/.,?$/, "", text)
    gsub(/"/, "", text)
    return text
}

function add(list, text) {
    return list (list == "" ? "" : ", ") text
}

END {
    wanted = split(leaks, leak, /, /)
    for (i = 1; i <= wanted; i++) {
        harmful[leak[i]] = 1
        if (leak[i] in called) {
            hits++
            found = add(found, sprintf("%s (%.2f)", leak[i], rate[leak[i]] / truth[leak[i]]))
        } else
            missed = add(missed, leak[i])
    }
    count = split(hidden, member, /, /)
    for (i = 1; i <= count; i++)
        harmful[member[i]] = 1
    for (tag in called)
        if (!(tag in harmful)) { # sorted: awk has no order of its own
            for (i = wrongs++; i > 0 && wrong[i] > tag; i--)
                wrong[i + 1] = wrong[i]
            wrong[i + 1] = tag
        }
    for (i = 1; i <= wrongs; i++)
        false = add(false, wrong[i])
    printf "| %s | %d | %d | %d | %s | %s | %s |\n", name, wanted, hits, wrongs, found, missed, false
}
