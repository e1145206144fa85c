#include "formats/slabinfo.h"

#include <string.h>

#include "base/unicode.h"

#define VERSION "slabinfo - version: 2.1"
#define VERSION_BEFORE "slabinfo - version: 2.0"

static bool parse_numbers(struct text *rest, int64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!text_to_int64(text_next_word(rest), &out[i]) || out[i] < 0)
            return false;
    return true;
}

/* Splits *rest at `mark` into the text before it and the text after it. */
static bool split_at(struct text *rest, const char *mark, struct text *front)
{
    size_t offset = text_find(*rest, text_of(mark)), after = offset + text_of(mark).length;

    if (offset == TEXT_NOWHERE)
        return false;
    *front = (struct text){rest->data, offset};
    *rest = (struct text){rest->data + after, rest->length - after};
    return true;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Cuts the last `words` words off `head` into *tail; the rest is the name, which may contain blanks. */
static void cut_words(struct text *head, size_t words, struct text *tail)
{
    struct text name = text_trim(*head);
    size_t end = name.length;

    for (; words && name.length; words--) {
        while (name.length && !is_blank(name.data[name.length - 1]))
            name.length--;
        *tail = (struct text){name.data + name.length, end - name.length};
        while (name.length && is_blank(name.data[name.length - 1]))
            name.length--;
    }
    *head = name;
}

static bool is_utf8(struct text t)
{
    size_t good;

    return unicode_utf8_check(t.data, t.length, &good) == UTF8_VALID;
}

bool slabinfo_parse_head(struct text head, struct slab_cache *out, int64_t *pages_per_slab)
{
    enum { ACTIVE_OBJS, NUM_OBJS, OBJSIZE, OBJPERSLAB, PAGESPERSLAB, HEAD };
    struct text numbers = {"", 0};
    int64_t values[HEAD];

    cut_words(&head, HEAD, &numbers);
    if (head.length == 0 || !is_utf8(head) || !parse_numbers(&numbers, values, HEAD))
        return false;
    out->name = head;
    out->live = values[ACTIVE_OBJS];
    out->size = values[OBJSIZE];
    out->held = 0;
    *pages_per_slab = values[PAGESPERSLAB];
    return !__builtin_mul_overflow(out->live, out->size, &out->bytes);
}

/* The last number of slabdata is not used; it proves that the line was not truncated in the one before it. */
bool slabinfo_parse(struct text line, int64_t page_size, struct slab_cache *out)
{
    enum { ACTIVE_SLABS, NUM_SLABS, SHAREDAVAIL, SLABDATA };
    struct text head, tunables;
    int64_t of_slabs[SLABDATA], pages_per_slab;

    if (!split_at(&line, " : tunables ", &head) || !split_at(&line, " : slabdata ", &tunables))
        return false;
    if (!slabinfo_parse_head(head, out, &pages_per_slab) || !parse_numbers(&line, of_slabs, SLABDATA))
        return false;
    return !__builtin_mul_overflow(of_slabs[NUM_SLABS], pages_per_slab, &out->held) &&
           !__builtin_mul_overflow(out->held, page_size, &out->held);
}

/* --- plain lines --- */

#define DIGITS_SAFE 18 // of a number without overflow

/* The number after blanks, which a blank or the end of the line follows. */
static bool take_number(struct text *rest, int64_t *out)
{
    const char *p = rest->data, *end = p + rest->length, *start;
    uint64_t value = 0;

    while (p < end && *p == ' ')
        p++;
    for (start = p; p < end && *p >= '0' && *p <= '9'; p++)
        value = value * 10 + (unsigned)(*p - '0');
    if (p == start || p - start > DIGITS_SAFE || (p < end && *p != ' '))
        return false;
    *out = (int64_t)value;
    *rest = (struct text){p, (size_t)(end - p)};
    return true;
}

static bool take_numbers(struct text *rest, int64_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!take_number(rest, &out[i]))
            return false;
    return true;
}

static bool take_mark(struct text *rest, const char *mark, size_t length)
{
    if (rest->length < length || memcmp(rest->data, mark, length) != 0)
        return false;
    *rest = text_skip(*rest, length);
    return true;
}

/* Nothing can stand before a colon that begins a name. */
static struct text take_plain_name(struct text *rest)
{
    struct text name = {rest->data, rest->length && rest->data[0] == ':'};

    for (; name.length < rest->length; name.length++) {
        unsigned char c = (unsigned char)rest->data[name.length];

        if (c <= ' ' || c > '~' || c == ',' || c == '.' || c == '/' || c == ':' || c == ';' || c == '\\')
            break;
    }
    *rest = text_skip(*rest, name.length);
    return name;
}

bool slabinfo_parse_plain(struct text line, int64_t page_size, struct slab_cache *out)
{
    enum { ACTIVE_OBJS, NUM_OBJS, OBJSIZE, OBJPERSLAB, PAGESPERSLAB, HEAD };
    enum { ACTIVE_SLABS, NUM_SLABS, SHAREDAVAIL, THREE };
    static const char tunables[] = " : tunables ", slabdata[] = " : slabdata ";
    struct text name = take_plain_name(&line);
    int64_t head[HEAD], three[THREE];

    if (name.length == 0 || line.length == 0 || line.data[0] != ' ' || !take_numbers(&line, head, HEAD) ||
        !take_mark(&line, tunables, sizeof tunables - 1) || !take_numbers(&line, three, THREE) ||
        !take_mark(&line, slabdata, sizeof slabdata - 1) || !take_numbers(&line, three, THREE))
        return false;
    *out = (struct slab_cache){.name = name, .live = head[ACTIVE_OBJS], .size = head[OBJSIZE]};
    return !__builtin_mul_overflow(out->live, out->size, &out->bytes) &&
           !__builtin_mul_overflow(three[NUM_SLABS], head[PAGESPERSLAB], &out->held) &&
           !__builtin_mul_overflow(out->held, page_size, &out->held);
}

/* --- the text --- */

static void add_cache(struct snapshot *snapshot, const struct slab_cache *cache)
{
    struct pool_row row = {.known = SLABINFO_COUNTERS};

    row.value[NONPAGED_LIVE] = cache->live;
    row.value[NONPAGED_BYTES] = cache->bytes;
    snapshot_add(snapshot, cache->name, &row);
}

static bool is_version(struct text line, struct text version)
{
    return line.length >= version.length && text_equal((struct text){line.data, version.length}, version) &&
           (line.length == version.length || line.data[version.length] == ' ');
}

/* A debug kernel writes "version: 2.1 (statistics)" and has more columns at the end. */
bool slabinfo_is_version(struct text line)
{
    return is_version(line, text_of(VERSION)) || is_version(line, text_of(VERSION_BEFORE));
}

static void add_fault(struct slabinfo_faults *faults, size_t line)
{
    if (faults->lines++ == 0)
        faults->first = line;
}

/* Adds a row for a cache, and the bytes of its pages to *held. A heading or a blank line is none, and no fault. */
static bool read_line(struct text line, int64_t page_size, struct snapshot *snapshot, int64_t *held)
{
    struct slab_cache cache;

    if (text_trim(line).length == 0 || line.data[0] == '#')
        return true;
    if (!(slabinfo_parse_plain(line, page_size, &cache) || slabinfo_parse(line, page_size, &cache)) ||
        __builtin_add_overflow(*held, cache.held, held))
        return false;
    add_cache(snapshot, &cache);
    return true;
}

/* All lines after the first. Returns the bytes of the pages of all caches. */
static int64_t read_caches(struct text rest, int64_t page_size, struct snapshot *snapshot,
                           struct slabinfo_faults *faults)
{
    struct text line;
    int64_t held = 0;

    for (size_t number = 2; text_next_line(&rest, &line); number++)
        if (!read_line(line, page_size, snapshot, &held))
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
                         "%s:1: the first line is not \"" VERSION "\", the only supported version: use the content of "
                         "/proc/slabinfo unchanged",
                         name);
    held = read_caches(rest, page_size, snapshot, faults);
    if (snapshot->count == 0 && faults->lines)
        return error_set(err,
                         "%s:%zu: not a slab cache with its numbers, nor is any other line: use the "
                         "content of /proc/slabinfo unchanged",
                         name, faults->first);
    if (snapshot->count == 0)
        return error_set(err, "%s: no slab cache found: use the content of /proc/slabinfo unchanged", name);
    if (faults->lines == 0)
        snapshot->totals[TOTAL_NONPAGED_POOL] = held;
    return true;
}
