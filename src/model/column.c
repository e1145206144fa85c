#include "model/column.h"

#include <assert.h>

static const struct {
    const char *name; // NULL: that of the metric
    enum column_kind kind;
    enum counter counter; // that a file's column holds; COUNTERS: it is no number
    enum metric metric;   // METRICS: none
} columns[COLUMNS] = {
    [COLUMN_DATE_TIME] = {"DateTime", COLUMN_IS_TIME, COUNTERS, METRICS},
    [COLUMN_DATE_TIME_UTC] = {"DateTimeUTC", COLUMN_IS_TIME, COUNTERS, METRICS},
    [COLUMN_TAG] = {"Tag", COLUMN_IS_TEXT, COUNTERS, METRICS},
    [COLUMN_PAGED_ALLOCS] = {"PagedAllocs", COLUMN_IS_CALLS, PAGED_ALLOCS, METRICS},
    [COLUMN_PAGED_FREES] = {"PagedFrees", COLUMN_IS_CALLS, PAGED_FREES, METRICS},
    [COLUMN_PAGED_DIFF] = {NULL, COLUMN_IS_BLOCKS, PAGED_LIVE, PAGED_DIFF},
    [COLUMN_PAGED_USED_BYTES] = {NULL, COLUMN_IS_BYTES, PAGED_BYTES, PAGED_USED_BYTES},
    [COLUMN_NONPAGED_ALLOCS] = {"NonPagedAllocs", COLUMN_IS_CALLS, NONPAGED_ALLOCS, METRICS},
    [COLUMN_NONPAGED_FREES] = {"NonPagedFrees", COLUMN_IS_CALLS, NONPAGED_FREES, METRICS},
    [COLUMN_NONPAGED_DIFF] = {NULL, COLUMN_IS_BLOCKS, NONPAGED_LIVE, NONPAGED_DIFF},
    [COLUMN_NONPAGED_USED_BYTES] = {NULL, COLUMN_IS_BYTES, NONPAGED_BYTES, NONPAGED_USED_BYTES},
    [COLUMN_TOTAL_USED_BYTES] = {NULL, COLUMN_IS_BYTES, TOTAL_BYTES, TOTAL_USED_BYTES},
    [COLUMN_BINARY] = {"Binary", COLUMN_IS_TEXT, COUNTERS, METRICS},
    [COLUMN_DESCRIPTION] = {"Description", COLUMN_IS_TEXT, COUNTERS, METRICS},
};

const char *column_name(enum column column)
{
    assert(column < COLUMNS);
    return columns[column].name ? columns[column].name : metric_name(columns[column].metric);
}

bool column_find(struct text name, enum column *out)
{
    for (int c = 0; c < COLUMNS; c++)
        if (text_equal_nocase(name, text_of(column_name((enum column)c)))) {
            *out = (enum column)c;
            return true;
        }
    return false;
}

enum column_kind column_kind(enum column column)
{
    assert(column < COLUMNS);
    return columns[column].kind;
}

bool column_is_number(enum column column)
{
    return column_kind(column) >= COLUMN_IS_CALLS;
}

enum column column_of_counter(enum counter counter)
{
    enum column column = 0;

    while (column < COLUMNS && columns[column].counter != counter)
        column++;
    assert(column < COLUMNS);
    return column;
}

unsigned column_uses(enum column column, unsigned known)
{
    if (!column_is_number(column))
        return 0;
    if (columns[column].metric == METRICS)
        return known & COUNTER_BIT(columns[column].counter);
    return metric_uses(columns[column].metric, known);
}

size_t column_numbers(unsigned known, struct column_number out[COLUMNS])
{
    size_t count = 0;

    for (int c = 0; c < COLUMNS; c++) {
        unsigned uses = column_uses((enum column)c, known);

        if (uses)
            out[count++] = (struct column_number){column_name((enum column)c), (enum column)c, uses};
    }
    return count;
}

amount column_value(enum column column, unsigned uses, const int64_t v[COUNTERS])
{
    amount sum = 0;

    assert(uses && column_uses(column, uses) == uses);
    if (column == COLUMN_PAGED_DIFF && uses & COUNTER_BIT(PAGED_ALLOCS))
        return counter_live(v[PAGED_ALLOCS], v[PAGED_FREES]);
    if (column == COLUMN_NONPAGED_DIFF && uses & COUNTER_BIT(NONPAGED_ALLOCS))
        return counter_live(v[NONPAGED_ALLOCS], v[NONPAGED_FREES]);
    FOR_EACH_COUNTER(counter, uses)
        sum += v[counter];
    return sum;
}
