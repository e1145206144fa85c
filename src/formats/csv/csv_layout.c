#include "formats/csv/csv_layout.h"

#include "model/column.h"

/* The first field of that name, ignoring case and surrounding blanks. */
static size_t field_of(const struct csv_row *row, enum column column)
{
    size_t count = row->count < CSV_FIELDS ? row->count : CSV_FIELDS;

    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(text_trim(csv_raw_text(row, i)), text_of(column_name(column))))
            return i;
    return CSV_NO_COLUMN;
}

/* Removes counters that can be computed from the others. */
static unsigned without_redundant(unsigned counters)
{
    if (metric_uses(PAGED_DIFF, counters) & COUNTER_BIT(PAGED_ALLOCS))
        counters &= ~COUNTER_BIT(PAGED_LIVE);
    if (metric_uses(NONPAGED_DIFF, counters) & COUNTER_BIT(NONPAGED_ALLOCS))
        counters &= ~COUNTER_BIT(NONPAGED_LIVE);
    if (metric_uses(TOTAL_USED_BYTES, counters) & COUNTER_BIT(PAGED_BYTES))
        counters &= ~COUNTER_BIT(TOTAL_BYTES);
    return counters;
}

bool csv_layout_find(const struct csv_row *row, char separator, struct csv_layout *out)
{
    struct csv_layout l = {.separator = separator, .columns = row->count};

    l.tag = field_of(row, COLUMN_TAG);
    l.local = field_of(row, COLUMN_DATE_TIME);
    l.utc = field_of(row, COLUMN_DATE_TIME_UTC);
    l.driver = field_of(row, COLUMN_BINARY);
    l.description = field_of(row, COLUMN_DESCRIPTION);
    l.utc_is_local = l.utc == CSV_NO_COLUMN;
    if (l.utc_is_local)
        l.utc = l.local;
    for (int c = 0; c < COUNTERS; c++) {
        l.column[c] = field_of(row, column_of_counter((enum counter)c));
        if (l.column[c] != CSV_NO_COLUMN)
            l.counters |= COUNTER_BIT(c);
    }
    l.paged_bytes = l.column[PAGED_BYTES];
    l.nonpaged_bytes = l.column[NONPAGED_BYTES];
    l.total_bytes = l.column[TOTAL_BYTES];
    l.counters = without_redundant(l.counters);
    if (l.tag == CSV_NO_COLUMN || l.utc == CSV_NO_COLUMN || !l.counters)
        return false;
    *out = l;
    return true;
}

bool csv_layout_guess(const char *pos, const char *end, bool is_last, struct csv_layout *out)
{
    for (const char *separator = ",;\t"; *separator; separator++) {
        const char *p = pos;
        struct csv_row row;

        if (csv_row_split(&p, end, *separator, is_last, &row) == CSV_ROW && csv_layout_find(&row, *separator, out))
            return true;
    }
    return false;
}
