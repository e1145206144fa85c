#include "formats/csv/csv_write.h"

#include "base/calendar.h"

#define BIT COUNTER_BIT

struct columns {
    bool allocs[2], frees[2], live[2], bytes[2], total; // by pool: paged, nonpaged
};

static struct columns columns_of(const struct snapshot *s)
{
    unsigned known = s->counters;
    struct columns c = {.total = metric_uses(TOTAL_USED_BYTES, known) != 0};

    c.allocs[0] = (known & BIT(PAGED_ALLOCS)) != 0;
    c.allocs[1] = (known & BIT(NONPAGED_ALLOCS)) != 0;
    c.frees[0] = (known & BIT(PAGED_FREES)) != 0;
    c.frees[1] = (known & BIT(NONPAGED_FREES)) != 0;
    c.live[0] = metric_uses(PAGED_DIFF, known) != 0;
    c.live[1] = metric_uses(NONPAGED_DIFF, known) != 0;
    c.bytes[0] = (known & BIT(PAGED_BYTES)) != 0;
    c.bytes[1] = (known & BIT(NONPAGED_BYTES)) != 0;
    return c;
}

static void add_heading(struct buffer *b, const struct columns *c, bool has_owners)
{
    static const char *const pools[2] = {"Paged", "NonPaged"};

    buffer_add_string(b, "\"DateTime\",\"DateTimeUTC\",\"Tag\"");
    for (int pool = 0; pool < 2; pool++) {
        if (c->allocs[pool])
            buffer_printf(b, ",\"%sAllocs\"", pools[pool]);
        if (c->frees[pool])
            buffer_printf(b, ",\"%sFrees\"", pools[pool]);
        if (c->live[pool])
            buffer_printf(b, ",\"%sDiff\"", pools[pool]);
        if (c->bytes[pool])
            buffer_printf(b, ",\"%sUsedBytes\"", pools[pool]);
    }
    if (c->total)
        buffer_add_string(b, ",\"TotalUsedBytes\"");
    if (has_owners)
        buffer_add_string(b, ",\"Binary\",\"Description\"");
    buffer_add_string(b, "\r\n");
}

static void add_number(struct buffer *b, amount value, bool is_known)
{
    buffer_add_string(b, ",\"");
    if (is_known)
        amount_add(b, value);
    buffer_add_char(b, '"');
}

static void add_pool(struct buffer *b, const struct columns *c, const struct pool_row *row, int pool)
{
    static const enum counter allocs[2] = {PAGED_ALLOCS, NONPAGED_ALLOCS}, frees[2] = {PAGED_FREES, NONPAGED_FREES};
    static const enum counter live[2] = {PAGED_LIVE, NONPAGED_LIVE}, bytes[2] = {PAGED_BYTES, NONPAGED_BYTES};
    const int64_t *v = row->value;
    bool has_allocs = row->known & BIT(allocs[pool]), has_frees = row->known & BIT(frees[pool]);

    if (c->allocs[pool])
        add_number(b, v[allocs[pool]], has_allocs);
    if (c->frees[pool])
        add_number(b, v[frees[pool]], has_frees);
    if (c->allocs[pool] && c->frees[pool])
        add_number(b, (amount)v[allocs[pool]] - v[frees[pool]], has_allocs && has_frees);
    else if (c->live[pool])
        add_number(b, v[live[pool]], row->known & BIT(live[pool]));
    if (c->bytes[pool])
        add_number(b, v[bytes[pool]], row->known & BIT(bytes[pool]));
}

static void add_total(struct buffer *b, const struct pool_row *row, unsigned counters)
{
    unsigned uses = metric_uses(TOTAL_USED_BYTES, counters);
    amount sum = 0;

    for (int c = 0; c < COUNTERS; c++)
        if (uses & BIT(c))
            sum += row->value[c];
    add_number(b, sum, (row->known & uses) == uses);
}

static struct buffer times_of(const struct snapshot *s, int64_t utc_us)
{
    int64_t local_us = s->local_us == LOCAL_TIME_UNKNOWN
                           ? utc_us
                           : (int64_t)((uint64_t)utc_us + (uint64_t)s->local_us - (uint64_t)s->utc_us);
    struct buffer b = {0};

    buffer_add_char(&b, '"');
    calendar_add(&b, local_us, 'T');
    buffer_add_string(&b, "\",\"");
    calendar_add(&b, utc_us, 'T');
    buffer_add_string(&b, "\",");
    return b;
}

static void add_rows(struct buffer *b, const struct snapshot *s, const struct columns *c, int64_t utc_us)
{
    struct buffer times = times_of(s, utc_us);

    for (size_t i = 0; i < s->count; i++) {
        const struct snapshot_row *row = &s->rows[i];

        buffer_add_text(b, buffer_text(&times));
        buffer_add_quoted(b, snapshot_text_of(s, row->tag));
        add_pool(b, c, &row->values, 0);
        add_pool(b, c, &row->values, 1);
        if (c->total)
            add_total(b, &row->values, s->counters);
        if (s->has_owners) {
            buffer_add_char(b, ',');
            buffer_add_quoted(b, snapshot_text_of(s, row->driver));
            buffer_add_char(b, ',');
            buffer_add_quoted(b, snapshot_text_of(s, row->description));
        }
        buffer_add_string(b, "\r\n");
    }
    buffer_free(&times);
}

static void add_utf16(struct buffer *out, struct text text)
{
    buffer_add(out, "\xFF\xFE", 2);
    for (size_t i = 0; i < text.length;) {
        uint32_t c = text_code_point(text, &i);
        unsigned high = c < 0x10000 ? c : 0xD800 + ((c - 0x10000) >> 10), low = 0xDC00 + (c & 0x3FF);

        buffer_add(out, (char[]){(char)high, (char)(high >> 8)}, 2);
        if (c >= 0x10000)
            buffer_add(out, (char[]){(char)low, (char)(low >> 8)}, 2);
    }
}

void csv_write(struct buffer *out, const struct snapshot *snapshot, int64_t utc_us, enum csv_encoding encoding)
{
    struct columns columns = columns_of(snapshot);
    struct buffer text = {0}, *to = encoding == CSV_UTF8 ? out : &text;

    add_heading(to, &columns, snapshot->has_owners);
    add_rows(to, snapshot, &columns, utc_us);
    if (encoding == CSV_UTF16)
        add_utf16(out, buffer_text(&text));
    buffer_free(&text);
}

void csv_write_name(struct buffer *out, const struct snapshot *s, int64_t utc_us, enum csv_encoding encoding)
{
    int64_t local_us = s->local_us == LOCAL_TIME_UNKNOWN ? utc_us : s->local_us - s->utc_us + utc_us;
    int64_t number_us = encoding == CSV_UTF16 ? local_us : utc_us,
            below = (local_us % SECOND_US + SECOND_US) % SECOND_US;
    struct buffer time = {0};

    calendar_add(&time, local_us - below, ' ');
    for (size_t i = 0; i < time.length; i++)
        buffer_add_char(out, time.bytes[i] == '-' || time.bytes[i] == ':' ? '.'
                             : time.bytes[i] == ' '                       ? '_'
                                                                          : time.bytes[i]);
    buffer_free(&time);
    buffer_printf(out, "_%lld", (long long)(number_us / SECOND_US));
    below = (number_us % SECOND_US + SECOND_US) % SECOND_US;
    if (below)
        buffer_printf(out, ".%06d", (int)below);
    buffer_add_string(out, ".pool.csv");
}
