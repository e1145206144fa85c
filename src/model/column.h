/* column.h - the columns of the original collector's CSV files: their names, and what each number is made of.
 *
 *     DateTime DateTimeUTC Tag
 *     PagedAllocs PagedFrees PagedDiff PagedUsedBytes      the same of NonPaged...      TotalUsedBytes
 *     Binary Description
 *
 * PagedAllocs is a counter as read. PagedDiff is a metric: allocs - frees, or a counter of its own where the source
 * knows no calls. Readers, writers and views all take the names from here.
 */
#ifndef MODEL_COLUMN_H
#define MODEL_COLUMN_H

#include "model/counter.h"

enum column {
    COLUMN_DATE_TIME,
    COLUMN_DATE_TIME_UTC,
    COLUMN_TAG,
    COLUMN_PAGED_ALLOCS,
    COLUMN_PAGED_FREES,
    COLUMN_PAGED_DIFF,
    COLUMN_PAGED_USED_BYTES,
    COLUMN_NONPAGED_ALLOCS,
    COLUMN_NONPAGED_FREES,
    COLUMN_NONPAGED_DIFF,
    COLUMN_NONPAGED_USED_BYTES,
    COLUMN_TOTAL_USED_BYTES,
    COLUMN_BINARY,
    COLUMN_DESCRIPTION,
    COLUMNS
};

enum column_kind {
    COLUMN_IS_TIME,
    COLUMN_IS_TEXT,
    COLUMN_IS_CALLS,  // of allocs or frees, counted since the boot
    COLUMN_IS_BLOCKS, // live
    COLUMN_IS_BYTES,
};

const char *column_name(enum column column);
bool column_find(struct text name, enum column *out); // case-insensitive
enum column_kind column_kind(enum column column);
bool column_is_number(enum column column);

/* The column that holds the counter as a file has it. */
enum column column_of_counter(enum counter counter);

/* The counters (bits) that the column's number is computed from; 0: `known` does not suffice, or it is no number. */
unsigned column_uses(enum column column, unsigned known);

/* The numbers that can be computed from `known`, in the order of the columns. Returns how many. */
struct column_number {
    const char *name;
    enum column column;
    unsigned uses;
};

size_t column_numbers(unsigned known, struct column_number out[COLUMNS]);

/* The number, from `uses` as column_uses gave them, all of which must be known. */
amount column_value(enum column column, unsigned uses, const int64_t values[COUNTERS]);

#endif
