/* record_layout.c - the names of columns. */
#include <string.h>

#include "formats/records/record.h"

/* Lower case, letters and digits only. */
static const struct {
    const char *name;
    enum role role;
} names[] = {
    {"tag", ROLE_TAG},
    {"pooltag", ROLE_TAG},
    {"type", ROLE_POOL},
    {"pool", ROLE_POOL},
    {"pooltype", ROLE_POOL},
    {"allocs", ROLE_POOL_ALLOCS},
    {"alloc", ROLE_POOL_ALLOCS},
    {"allocations", ROLE_POOL_ALLOCS},
    {"frees", ROLE_POOL_FREES},
    {"freed", ROLE_POOL_FREES},
    {"diff", ROLE_POOL_LIVE},
    {"difference", ROLE_POOL_LIVE},
    {"outstanding", ROLE_POOL_LIVE},
    {"bytes", ROLE_POOL_BYTES},
    {"used", ROLE_POOL_BYTES},
    {"usedbytes", ROLE_POOL_BYTES},
    {"bytesused", ROLE_POOL_BYTES},
    {"peralloc", ROLE_COMPUTED},
    {"bytesperalloc", ROLE_COMPUTED},
    {"kbytes", ROLE_COMPUTED},
    {"datetime", ROLE_LOCAL},
    {"timestamp", ROLE_LOCAL},
    {"datetimeutc", ROLE_UTC},
    {"timeutc", ROLE_UTC},
    {"utc", ROLE_UTC},
    {"date", ROLE_DATE},
    {"time", ROLE_TIME},
    {"binary", ROLE_DRIVER},
    {"driver", ROLE_DRIVER},
    {"mappeddriver", ROLE_DRIVER},
    {"source", ROLE_DRIVER},
    {"description", ROLE_DESCRIPTION},
    {"sourcedescription", ROLE_DESCRIPTION},
};

static bool skip_start(struct text *name, const char *start)
{
    bool starts = text_starts_with(*name, start);

    *name = text_skip(*name, starts ? strlen(start) : 0);
    return starts;
}

/* The counter of one pool or both: "nonpagedallocs", "npbytes", "totalused". Returns COUNTERS if it is none. */
static enum counter counter_named(struct text name)
{
    static const struct {
        const char *name;
        enum counter counters[3]; // nonpaged, paged, total
    } values[] = {
        {"allocs", {NONPAGED_ALLOCS, PAGED_ALLOCS, COUNTERS}},
        {"allocations", {NONPAGED_ALLOCS, PAGED_ALLOCS, COUNTERS}},
        {"frees", {NONPAGED_FREES, PAGED_FREES, COUNTERS}},
        {"diff", {NONPAGED_LIVE, PAGED_LIVE, COUNTERS}},
        {"usedbytes", {NONPAGED_BYTES, PAGED_BYTES, TOTAL_BYTES}},
        {"used", {NONPAGED_BYTES, PAGED_BYTES, TOTAL_BYTES}},
        {"bytes", {NONPAGED_BYTES, PAGED_BYTES, TOTAL_BYTES}},
    };
    int pool = skip_start(&name, "nonpaged") || skip_start(&name, "nonp") || skip_start(&name, "np") ? 0
               : skip_start(&name, "paged")                                                          ? 1
               : skip_start(&name, "total")                                                          ? 2
                                                                                                     : -1;

    for (size_t i = 0; pool >= 0 && i < sizeof values / sizeof *values; i++)
        if (text_equal(name, text_of(values[i].name)))
            return values[i].counters[pool];
    return COUNTERS;
}

static struct column_role role_of(struct text name)
{
    char word[32];
    size_t length = 0;
    enum counter counter;

    for (size_t i = 0; i < name.length; i++) {
        char c = name.data[i], lower = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);

        if ((lower < 'a' || lower > 'z') && (lower < '0' || lower > '9'))
            continue;
        if (length == sizeof word)
            return (struct column_role){.role = ROLE_NONE};
        word[length++] = lower;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_equal((struct text){word, length}, text_of(names[i].name)))
            return (struct column_role){.role = names[i].role};
    counter = counter_named((struct text){word, length});
    return counter == COUNTERS ? (struct column_role){.role = ROLE_NONE}
                               : (struct column_role){.role = ROLE_COUNTER, .counter = counter};
}

bool record_layout_has(const struct record_layout *l, struct column_role role)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->columns[i].role == role.role && l->columns[i].counter == role.counter)
            return true;
    return false;
}

bool record_layout_add(struct record_layout *l, struct text name)
{
    struct column_role role = role_of(name);

    if (l->count == RECORD_COLUMNS_MAX)
        return false;
    if (role.role != ROLE_COMPUTED && record_layout_has(l, role)) // the first of that name counts
        role = (struct column_role){.role = ROLE_NONE};
    l->columns[l->count++] = role;
    l->has_tag |= role.role == ROLE_TAG;
    l->has_pool |= role.role == ROLE_POOL;
    l->has_pool_values |= role.role >= ROLE_POOL_ALLOCS && role.role <= ROLE_POOL_BYTES;
    l->has_counters |= role.role == ROLE_COUNTER;
    return true;
}

bool record_layout_is_usable(const struct record_layout *l)
{
    return l->has_tag && (l->has_pool ? l->has_pool_values : l->has_counters);
}
