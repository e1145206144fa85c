/* poolmonx_export.c - exports of PoolMonX 3: twelve cells separated by commas, without heading and time.
 *
 *     File,0x656C6946,7,2,5,640,44,288,592,43,651,808,636,784,254,683,680,nt!io,File objects
 *     tag  its bytes  paged     nonpaged: 44,288,592  43,651,808  636,784  254,683,680
 *
 * Numbers are grouped as the machine's locale does it. Where groups are separated by commas, too, the numbers can only
 * be told apart by their relations: live blocks are allocs - frees, in 32 bits, and without blocks there are no bytes.
 * A row that can be read in two ways is left out.
 */
#include <string.h>

#include "base/unicode.h"
#include "formats/foreign/snapshot_log.h"
#include "formats/text/number.h"

#define NUMBERS 8 // allocs, frees, live, bytes of the paged pool, then of the nonpaged one
#define GROUPS_MAX 64
#define EXPORT_COUNTERS                                                                                                \
    (COUNTER_BIT(PAGED_ALLOCS) | COUNTER_BIT(PAGED_FREES) | COUNTER_BIT(PAGED_BYTES) | COUNTER_BIT(NONPAGED_ALLOCS) |  \
     COUNTER_BIT(NONPAGED_FREES) | COUNTER_BIT(NONPAGED_BYTES))

/* The bytes of the tag: "0x656C6946" is File. */
static bool parse_value(struct text *line, char bytes[4])
{
    size_t pos = text_find((struct text){line->data, line->length < 24 ? line->length : 24}, text_of(",0x"));
    uint32_t value = 0;

    if (pos == TEXT_NOWHERE || line->length < pos + 12 || line->data[pos + 11] != ',')
        return false;
    for (size_t i = pos + 3; i < pos + 11; i++) {
        char c = line->data[i];
        int digit = c >= '0' && c <= '9'   ? c - '0'
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                           : -1;

        if (digit < 0)
            return false;
        value = value << 4 | (uint32_t)digit;
    }
    for (int i = 0; i < 4; i++)
        bytes[i] = (char)(value >> 8 * i);
    *line = text_skip(*line, pos + 12);
    return true;
}

/* The next cell. */
static struct text parse_cell(struct text *rest)
{
    size_t comma = text_find(*rest, text_of(","));
    struct text cell = {rest->data, comma == TEXT_NOWHERE ? rest->length : comma};

    *rest = text_skip(*rest, comma == TEXT_NOWHERE ? rest->length : comma + 1);
    return cell;
}

/* --- groups separated by commas --- */

/* Cells of digits, and the ways to combine them into numbers. */
struct groups {
    struct text group[GROUPS_MAX];
    size_t count;
    int64_t number[NUMBERS]; // of the current way
    int64_t found[NUMBERS];  // of the last valid way
    size_t ways;
    bool is_strict; // no blocks have no bytes, and blocks have some
};

static bool is_consistent(const struct groups *g, size_t numbers)
{
    const int64_t *pool = g->number + (numbers > 4 ? 4 : 0);
    size_t of_pool = numbers > 4 ? numbers - 4 : numbers;

    if (of_pool < 4 && pool[of_pool - 1] > UINT32_MAX) // blocks are counted in 32 bits
        return false;
    if (of_pool == 3 && (uint32_t)pool[2] != (uint32_t)((uint64_t)pool[0] - (uint64_t)pool[1]))
        return false;
    return of_pool < 4 || !g->is_strict || (pool[2] == 0) == (pool[3] == 0);
}

/* Tries all ways to combine the groups from `pos` on into the numbers from `numbers` on. */
static void try_ways(struct groups *g, size_t pos, size_t numbers)
{
    struct text first = pos < g->count ? g->group[pos] : (struct text){"", 0};
    int64_t value = 0;

    if (numbers == NUMBERS) {
        if (pos < g->count)
            return;
        g->ways++;
        memcpy(g->found, g->number, sizeof g->found);
        return;
    }
    if (first.length == 0 || (first.data[0] == '0' && first.length > 1))
        return;
    for (size_t end = pos; end < g->count && end < pos + 6; end++) {
        struct text group = g->group[end];
        int64_t part = 0;

        if (end > pos && (group.length != 3 || first.data[0] == '0'))
            return;
        text_to_int64(group, &part);
        value = value * 1000 + part;
        g->number[numbers] = value;
        if (is_consistent(g, numbers + 1))
            try_ways(g, end + 1, numbers + 1);
    }
}

/* Valid if exactly one way is; of several, the strict relations must leave one. */
static bool read_groups(struct groups *g, int64_t out[NUMBERS])
{
    try_ways(g, 0, 0);
    if (g->ways > 1) {
        g->ways = 0;
        g->is_strict = true;
        try_ways(g, 0, 0);
    }
    memcpy(out, g->found, sizeof g->found);
    return g->ways == 1;
}

static bool is_digits(struct text t)
{
    for (size_t i = 0; i < t.length; i++)
        if (t.data[i] < '0' || t.data[i] > '9')
            return false;
    return t.length > 0;
}

/* Removes cells of up to three digits from the front of *rest. */
static bool parse_groups(struct text *rest, struct groups *g)
{
    while (rest->length && g->count < GROUPS_MAX) {
        struct text after = *rest, cell = parse_cell(&after);

        if (!is_digits(cell) || cell.length > 3)
            break;
        g->group[g->count++] = cell;
        *rest = after;
    }
    return g->count >= NUMBERS;
}

/* Other separators of groups: each cell is a number. */
static bool parse_plain(struct text *rest, int64_t out[NUMBERS])
{
    for (size_t i = 0; i < NUMBERS; i++) {
        struct text cell = parse_cell(rest);

        if (!number_parse_integer(&cell, &out[i]) || cell.length || out[i] < 0)
            return false;
    }
    return true;
}

static bool parse_numbers(struct text *rest, int64_t out[NUMBERS])
{
    struct text groups_end = *rest, plain_end = *rest;
    struct groups g = {0};

    if (parse_groups(&groups_end, &g) && read_groups(&g, out)) {
        *rest = groups_end;
        return true;
    }
    if (!parse_plain(&plain_end, out) || plain_end.data == groups_end.data)
        return false;
    *rest = plain_end;
    return (uint32_t)out[2] == (uint32_t)((uint64_t)out[0] - (uint64_t)out[1]) &&
           (uint32_t)out[6] == (uint32_t)((uint64_t)out[4] - (uint64_t)out[5]);
}

/* --- the file --- */

static void add_row(struct snapshot_log *log, struct text tag, const int64_t numbers[NUMBERS], struct text rest)
{
    static const enum counter counters[NUMBERS] = {PAGED_ALLOCS,    PAGED_FREES,    COUNTERS, PAGED_BYTES,
                                                   NONPAGED_ALLOCS, NONPAGED_FREES, COUNTERS, NONPAGED_BYTES};
    bool is_new;
    struct snapshot_row *row = snapshot_log_row(log, tag, &is_new);
    struct text source = parse_cell(&rest);

    for (size_t i = 0; i < NUMBERS; i++)
        if (counters[i] != COUNTERS)
            row->values.value[counters[i]] = numbers[i];
    row->values.known = EXPORT_COUNTERS;
    if (source.length || rest.length) {
        snapshot_set_driver(&log->snapshot, source);
        snapshot_set_description(&log->snapshot, rest);
    }
}

struct export
{
    struct snapshot_log log;
    struct buffer tag; // owned
};

static bool begin(struct snapshot_log *log, struct error *err)
{
    if (!snapshot_log_begin(log, err))
        return false;
    log->snapshot.counters = EXPORT_COUNTERS;
    return true;
}

/* Exports may follow each other in a file: a tag is in one of them once. */
static bool read_line(void *context, struct text line, struct error *err)
{
    struct export *e = context;
    int64_t numbers[NUMBERS];
    char bytes[4];
    struct text tag;

    if (text_trim(line).length == 0)
        return true;
    if (!parse_value(&line, bytes)) {
        if (!snapshot_log_find_stamp(&e->log, line))
            snapshot_log_drop_row(&e->log, "not a row of a PoolMonX export");
        return true;
    }
    if (!parse_numbers(&line, numbers)) {
        snapshot_log_drop_row(&e->log, "the numbers are invalid, or can be read in more than one way");
        return true;
    }
    e->tag.length = 0;
    unicode_to_utf8(ENCODING_WINDOWS_1252, bytes, sizeof bytes, true, &e->tag);
    tag = buffer_text(&e->tag);
    if (!snapshot_log_continues(&e->log, tag, snapshot_log_has(&e->log, tag)) && !begin(&e->log, err))
        return false;
    add_row(&e->log, tag, numbers, line);
    return true;
}

static bool export_read(struct format_input *input, struct format_target *target, struct error *err)
{
    static const struct snapshot_log_format format = {.read_line = read_line,
                                                      .no_snapshot = "PoolMonX export without any valid row"};
    struct export e = {0};
    bool ok;

    snapshot_log_open(&e.log, input, target);
    ok = begin(&e.log, err) && snapshot_log_read(&e.log, &format, &e, err);
    snapshot_log_free(&e.log);
    buffer_free(&e.tag);
    return ok;
}

static bool export_detect(struct text head)
{
    char bytes[4];
    struct text line;

    while (text_next_line(&head, &line))
        if (text_trim(line).length)
            return parse_value(&line, bytes);
    return false;
}

const struct format format_poolmonx_export = {
    .name = "PoolMonX 3 export", .detect = export_detect, .read = export_read};
