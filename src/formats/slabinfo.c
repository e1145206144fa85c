#include "formats/slabinfo.h"

#include "base/unicode.h"

#define VERSION "slabinfo - version: 2.1"

struct cache {
    struct text name;
    int64_t live;
    int64_t bytes; // of live objects
    int64_t held;  // bytes of all pages
};

static bool take_numbers(struct text *rest, int64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!text_to_int64(text_next_word(rest), &out[i]) || out[i] < 0)
            return false;
    return true;
}

/* The text in front of `mark`, and behind it what is left. */
static bool split_at(struct text *rest, const char *mark, struct text *front)
{
    size_t at = text_find(*rest, text_of(mark)), behind = at + text_of(mark).length;

    if (at == TEXT_NOWHERE)
        return false;
    *front = (struct text){rest->data, at};
    *rest = (struct text){rest->data + behind, rest->length - behind};
    return true;
}

static bool has_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The last `words` words of `head` go to *tail; `head` keeps the name, which may itself hold blanks. */
static void cut_words(struct text *head, size_t words, struct text *tail)
{
    struct text name = text_trim(*head);
    size_t end = name.length;

    for (; words && name.length; words--) {
        while (name.length && !has_blank(name.data[name.length - 1]))
            name.length--;
        *tail = (struct text){name.data + name.length, end - name.length};
        while (name.length && has_blank(name.data[name.length - 1]))
            name.length--;
    }
    *head = name;
}

static bool is_utf8(struct text t)
{
    size_t good;

    return unicode_utf8_check(t.data, t.length, &good) == UTF8_VALID;
}

/* The last number of slabdata is not used, but shows that the line was not cut within the one before it. */
static bool cache_of(struct text line, int64_t page_size, struct cache *out)
{
    enum { ACTIVE_OBJS, NUM_OBJS, OBJSIZE, OBJPERSLAB, PAGESPERSLAB, HEAD };
    enum { ACTIVE_SLABS, NUM_SLABS, SHAREDAVAIL, SLABDATA };
    struct text head, tunables, numbers = {"", 0};
    int64_t of_head[HEAD], of_slabs[SLABDATA];

    if (!split_at(&line, " : tunables ", &head) || !split_at(&line, " : slabdata ", &tunables))
        return false;
    cut_words(&head, HEAD, &numbers);
    if (head.length == 0 || !is_utf8(head))
        return false;
    if (!take_numbers(&numbers, of_head, HEAD) || !take_numbers(&line, of_slabs, SLABDATA))
        return false;
    out->name = head;
    out->live = of_head[ACTIVE_OBJS];
    return !__builtin_mul_overflow(out->live, of_head[OBJSIZE], &out->bytes) &&
           !__builtin_mul_overflow(of_slabs[NUM_SLABS], of_head[PAGESPERSLAB], &out->held) &&
           !__builtin_mul_overflow(out->held, page_size, &out->held);
}

static void add_cache(struct snapshot *snapshot, const struct cache *cache)
{
    struct pool_row row = {.known = SLABINFO_COUNTERS};

    row.value[NONPAGED_LIVE] = cache->live;
    row.value[NONPAGED_BYTES] = cache->bytes;
    snapshot_add(snapshot, cache->name, &row);
}

/* A kernel built for debugging says "version: 2.1 (statistics)" and has more columns at the end. */
bool slabinfo_is_version(struct text line)
{
    struct text version = text_of(VERSION);

    return text_starts_with(line, VERSION) && (line.length == version.length || line.data[version.length] == ' ');
}

static void add_fault(struct slabinfo_faults *faults, size_t line)
{
    if (faults->lines++ == 0)
        faults->first = line;
}

enum slabinfo_line slabinfo_line_read(struct text line, int64_t page_size, struct snapshot *snapshot, int64_t *held)
{
    struct cache cache;

    if (text_trim(line).length == 0 || line.data[0] == '#')
        return SLABINFO_NOTHING;
    if (!cache_of(line, page_size, &cache) || __builtin_add_overflow(*held, cache.held, held))
        return SLABINFO_FAULT;
    add_cache(snapshot, &cache);
    return SLABINFO_CACHE;
}

/* All lines behind the first. Returns the bytes that the caches hold. */
static int64_t read_caches(struct text rest, int64_t page_size, struct snapshot *snapshot,
                           struct slabinfo_faults *faults)
{
    struct text line;
    int64_t held = 0;

    for (size_t number = 2; text_next_line(&rest, &line); number++)
        if (slabinfo_line_read(line, page_size, snapshot, &held) == SLABINFO_FAULT)
            add_fault(faults, number);
    return held;
}

bool slabinfo_read(struct text text, const char *name, int64_t page_size, struct snapshot *snapshot,
                   struct slabinfo_faults *faults, struct error *err)
{
    struct text rest = text, line = {"", 0};
    int64_t held;

    *faults = (struct slabinfo_faults){0};
    text_next_line(&rest, &line);
    if (!slabinfo_is_version(line))
        return error_set(err,
                         "%s:1: does not begin with \"" VERSION "\", the version that is understood: give "
                         "/proc/slabinfo as the kernel writes it",
                         name);
    held = read_caches(rest, page_size, snapshot, faults);
    if (snapshot->count == 0 && faults->lines)
        return error_set(err,
                         "%s:%zu: not a cache with its numbers, and no other line is: give /proc/slabinfo as the "
                         "kernel writes it",
                         name, faults->first);
    if (snapshot->count == 0)
        return error_set(err, "%s: holds no cache: give /proc/slabinfo as the kernel writes it", name);
    if (faults->lines == 0)
        snapshot->totals[TOTAL_NONPAGED_POOL] = held;
    return true;
}
