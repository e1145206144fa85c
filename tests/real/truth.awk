# truth.awk - which slab caches leaked in a recording, from what slab_leak wrote and what was recorded
#
#     awk -v what=... -v leaks=... -v loads=... -f truth.awk CACHES TAKEN CAPTURE.jsonl
#
# CACHES is the output of slab_probe, TAKEN that of slab_leak, CAPTURE.jsonl the recording. Prints JSON:
#
#     leaks            caches in which a person sees a leak: what was leaked is at least three times the standard
#                      deviation of everything else in the cache, and the cache grew by at least half of it
#     hidden           other caches with leaked objects: calling them is neither right nor wrong; `why` says why
#     blocks_per_day   rates of the leaks, from the first leaked object in the recording to its end

FILENAME == ARGV[1] {
    objects[$2, $1] = $3
    cache[$2] = 1
    kind[$1] = 1
    next
}

FILENAME == ARGV[2] {
    lines++
    time[lines] = $1
    name[lines] = $2
    taken[lines] = $3
    next
}

# {"DateTimeUTC":"2026-06-14T15:00:00",...,"Tag":"dentry",...,"NonPagedDiff":1234,...
/"Tag":/ {
    split($0, field, "\"")
    utc = substr(field[4], 1, 19)
    tag = value_of("Tag")
    if (utc != last_utc) {
        snapshots++
        last_utc = utc
        at[snapshots] = seconds(utc)
        while (line < lines && time[line + 1] <= utc) {
            line++
            now[name[line]] = taken[line]
        }
        for (k in kind)
            count[k, snapshots] = now[k] + 0
    }
    if (tag in cache)
        recorded[tag, snapshots] = value_of("NonPagedDiff")
}

function value_of(key,   rest) {
    rest = substr($0, index($0, "\"" key "\":") + length(key) + 3)
    sub(/^"/, "", rest)
    sub(/[",}].*/, "", rest)
    return rest
}

function seconds(utc,   all) {
    all = substr(utc, 12, 2) * 3600 + substr(utc, 15, 2) * 60 + substr(utc, 18, 2)
    return snapshots > 1 && all < at[1] ? all + 86400 : all # past midnight
}

# Objects that leaked into cache c by snapshot i.
function leaked(c, i,   k, sum) {
    for (k in kind)
        sum += objects[c, k] * count[k, i]
    return sum + 0
}

function judge(c,   i, rest, sum, squares, deviation, gain, grew, begin, finish) {
    begin = 1
    finish = snapshots
    while (begin < snapshots && leaked(c, begin + 1) == leaked(c, 1))
        begin++
    while (finish > 1 && leaked(c, finish - 1) == leaked(c, snapshots))
        finish--
    for (i = 1; i <= snapshots; i++) {
        rest = recorded[c, i] - leaked(c, i) - recorded[c, 1]
        sum += rest
        squares += rest * rest
    }
    deviation = squares / snapshots - (sum / snapshots) ^ 2
    deviation = sqrt(deviation > 0 ? deviation : 0)
    gain = leaked(c, snapshots) - leaked(c, 1)
    grew = recorded[c, snapshots] - recorded[c, 1]
    if (at[finish] - at[1] < .9 * (at[snapshots] - at[1]))
        why[c] = sprintf("%d leaked until %d %% of the time, and none after", gain, 100 * (at[finish] - at[1]) / (at[snapshots] - at[1]))
    else if (grew < gain / 20 && deviation < gain / 2)
        why[c] = sprintf("%d leaked into slabs that were counted as full before", gain)
    else if (gain < 3 * deviation || grew < gain / 2)
        why[c] = sprintf("%d leaked, and everything else varied by %.0f (standard deviation); together %+d", gain, deviation, grew)
    else
        rate[c] = gain / (at[snapshots] - at[begin]) * 86400
}

# The members of a list or object, sorted, so that files of two recordings can be compared.
function members(of, form,   c, n, sorted, i, j, text) {
    for (c in of) {
        for (i = n++; i > 0 && sorted[i] > c; i--)
            sorted[i + 1] = sorted[i]
        sorted[i + 1] = c
    }
    for (j = 1; j <= n; j++)
        text = text (j > 1 ? ", " : "") sprintf(form, sorted[j], of[sorted[j]])
    return text
}

END {
    for (c in cache)
        judge(c)
    print "{"
    printf " \"what\": \"%s\",\n", what
    printf " \"leaking\": \"%s\", \"beside\": \"%s\",\n", leaks, loads
    printf " \"leaks\": [%s],\n", members(rate, "\"%s\"")
    printf " \"hidden\": [%s],\n", members(why, "\"%s\"")
    printf " \"blocks_per_day\": {%s},\n", members(rate, "\"%s\": %.0f")
    printf " \"why\": {%s}\n", members(why, "\"%s\": \"%s\"")
    print "}"
}
