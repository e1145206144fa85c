/* csv_layout.h - the columns of a CSV file, found by their names in the heading.
 *
 * Any subset of the collector's columns, in any order, separated by comma, semicolon or tab:
 *
 *     "DateTime","DateTimeUTC","Tag","PagedAllocs","PagedFrees","PagedDiff","PagedUsedBytes",...
 *
 * Required are Tag, a time and one counter. Diff is only used where allocs or frees are missing, and TotalUsedBytes
 * only where the bytes of one pool are missing: what can be computed is not read.
 */
#ifndef FORMATS_CSV_CSV_LAYOUT_H
#define FORMATS_CSV_CSV_LAYOUT_H

#include <stdbool.h>

#include "formats/csv/csv_row.h"
#include "model/counter.h"

#define CSV_NO_COLUMN SIZE_MAX

struct csv_layout {
    char separator;
    size_t columns;
    size_t tag;
    size_t utc;   // the column of times: DateTimeUTC, or DateTime where that is missing
    size_t local; // DateTime, or CSV_NO_COLUMN
    bool utc_is_local;
    unsigned counters; // COUNTER_BIT of those that are read
    size_t column[COUNTERS];
    size_t driver, description;                      // Binary and Description, or CSV_NO_COLUMN
    size_t paged_bytes, nonpaged_bytes, total_bytes; // read or not; or CSV_NO_COLUMN
};

/* False: the row is no usable heading; *out is unchanged. */
bool csv_layout_find(const struct csv_row *row, char separator, struct csv_layout *out);

/* The same for the row at `pos`, with each separator in turn. */
bool csv_layout_guess(const char *pos, const char *end, bool is_last, struct csv_layout *out);

#endif
