/* columns.h - a snapshot as a table: its cells, and the order of its rows. The columns are those of model/column.h. */
#ifndef REPORT_COLUMNS_H
#define REPORT_COLUMNS_H

#include "model/column.h"
#include "model/snapshot.h"
#include "owners/tagnames.h"

/* Columns that the snapshot has something for; the owners' when `names` knows any tag, or the snapshot itself does. */
size_t columns_known(const struct snapshot *snapshot, const struct tagnames *names, enum column out[COLUMNS]);

struct cell {
    bool is_known;
    amount number;    // of a number's column
    struct text text; // of another one; borrowed, or in the buffer that column_cell was given
};

/* One cell; times are built in `scratch`, which must stay as it is while the cell is used. `names` may be NULL. */
struct cell column_cell(const struct snapshot *snapshot, size_t row, enum column column, const struct tagnames *names,
                        struct buffer *scratch);

/* Row numbers in the order of a column: equal ones by tag. `out` has snapshot->count places. */
void columns_sort(const struct snapshot *snapshot, enum column by, bool descending, const struct tagnames *names,
                  size_t *out);

#endif
