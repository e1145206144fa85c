#include "formats/csv/csv_write.h"

#include "base/calendar.h"
#include "model/column.h"

/* The columns of numbers that the snapshot knows. */
struct numbers {
    struct column_number columns[COLUMNS];
    size_t count;
};

static void add_heading(struct buffer *b, const struct numbers *n, bool has_owners)
{
    buffer_printf(b, "\"%s\",\"%s\",\"%s\"", column_name(COLUMN_DATE_TIME), column_name(COLUMN_DATE_TIME_UTC),
                  column_name(COLUMN_TAG));
    for (size_t i = 0; i < n->count; i++)
        buffer_printf(b, ",\"%s\"", n->columns[i].name);
    if (has_owners)
        buffer_printf(b, ",\"%s\",\"%s\"", column_name(COLUMN_BINARY), column_name(COLUMN_DESCRIPTION));
    buffer_add_string(b, "\r\n");
}

/* Diff as the script computes it: negative between two wraps. */
static amount written_value(enum column column, unsigned uses, const int64_t *v)
{
    if (column == COLUMN_PAGED_DIFF && uses & COUNTER_BIT(PAGED_ALLOCS))
        return (amount)v[PAGED_ALLOCS] - v[PAGED_FREES];
    if (column == COLUMN_NONPAGED_DIFF && uses & COUNTER_BIT(NONPAGED_ALLOCS))
        return (amount)v[NONPAGED_ALLOCS] - v[NONPAGED_FREES];
    return column_value(column, uses, v);
}

static void add_numbers(struct buffer *b, const struct numbers *n, const struct pool_row *row)
{
    for (size_t i = 0; i < n->count; i++) {
        unsigned uses = n->columns[i].uses;

        buffer_add_string(b, ",\"");
        if ((row->known & uses) == uses)
            amount_add(b, written_value(n->columns[i].column, uses, row->value));
        buffer_add_char(b, '"');
    }
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

static void add_rows(struct buffer *b, const struct snapshot *s, const struct numbers *n, int64_t utc_us)
{
    struct buffer times = times_of(s, utc_us);

    for (size_t i = 0; i < s->count; i++) {
        const struct snapshot_row *row = &s->rows[i];

        buffer_add_text(b, buffer_text(&times));
        buffer_add_quoted(b, snapshot_text_of(s, row->tag));
        add_numbers(b, n, &row->values);
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
    struct numbers numbers;
    struct buffer text = {0}, *to = encoding == CSV_UTF8 ? out : &text;

    numbers.count = column_numbers(snapshot->counters, numbers.columns);
    add_heading(to, &numbers, snapshot->has_owners);
    add_rows(to, snapshot, &numbers, utc_us);
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
