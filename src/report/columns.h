/* columns.h - a snapshot as a table with the columns of the original collector.
 *
 *     DateTime DateTimeUTC Tag PagedAllocs PagedFrees PagedDiff PagedUsedBytes NonPaged... TotalUsedBytes Binary Description
 */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include "model/snapshot.h"
#include "owners/tagnames.h"

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

const char *column_name(enum column column);
bool column_find(struct text name, enum column *out); // ignores case
bool column_is_number(enum column column);

/* Columns with values in the snapshot. Binary and Description: when `names` or the snapshot knows the owner of any tag. */
size_t columns_known(const struct snapshot *snapshot, const struct tagnames *names, enum column out[COLUMNS]);

struct cell {
    bool is_known;
    amount number;    // of a numeric column
    struct text text; // of any other; borrowed from the snapshot, the names, or `scratch` of column_cell
};

/* One cell. Times are built in `scratch`, which must not change while the cell is used. `names` may be NULL. */
struct cell column_cell(const struct snapshot *snapshot, size_t row, enum column column, const struct tagnames *names,
                        struct buffer *scratch);

/* Row indices sorted by a column, ties by tag, unknown values last. `out` has snapshot->count elements. */
void columns_sort(const struct snapshot *snapshot, enum column by, bool descending, const struct tagnames *names,
                  size_t *out);

#endif
