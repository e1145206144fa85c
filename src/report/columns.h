/* columns.h - a snapshot as a table: its cells, and the order of its rows. The columns are those of model/column.h. */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include "model/column.h"
#include "model/snapshot.h"
#include "owners/tagnames.h"

/* Columns with values in the snapshot. Binary and Description: when `names` or the snapshot knows the owner of any
 * tag. */
size_t columns_known(const struct snapshot *snapshot, const struct tagnames *names, enum column out[COLUMNS]);

struct cell {
    bool is_known;
    amount number;    // of a numeric column
    struct text text; // of any other; borrowed from the snapshot, the names, or `scratch` of column_cell
};

/* One cell. Times are built in `scratch`, which must not change while the cell is used. `names` may be NULL. */
struct cell column_cell(const struct snapshot *snapshot, size_t row, enum column column, const struct tagnames *names,
                        struct buffer *scratch);

/* What rows were sorted by, where the column that was asked for is not known. */
struct columns_sorted {
    size_t of_one_pool; // rows whose sum of both pools is unknown: by the bytes of the pool that is known
    bool by_blocks;     // the sum of both pools was asked for, and no bytes are known: by live blocks
    bool by_tag;        // nothing of it is known
};

/* Row indices sorted by a column, ties by tag, unknown values last. `out` has snapshot->count elements. */
struct columns_sorted columns_sort(const struct snapshot *snapshot, enum column by, bool descending,
                                   const struct tagnames *names, size_t *out);

#endif
