/* csv_layout.h - what stands in which column, found by the heading.
 *
 * Any subset of the collector's columns, in any order, under comma, semicolon or tab:
 *
 *     "DateTime","DateTimeUTC","Tag","PagedAllocs","PagedFrees","PagedDiff","PagedUsedBytes",...
 *
 * Needed are Tag, a time and one counter. Diff columns are only used where allocs or frees are not there, and
 * TotalUsedBytes only where the bytes of one pool are not: what can be computed is not taken from the file.
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
    size_t utc;   // the column that times come from: DateTimeUTC, or DateTime where that is missing
    size_t local; // DateTime, or CSV_NO_COLUMN
    bool utc_is_local;
    unsigned counters; // COUNTER_BIT of those taken
    size_t column[COUNTERS];
    size_t driver, description;                      // Binary and Description, or CSV_NO_COLUMN
    size_t paged_bytes, nonpaged_bytes, total_bytes; // where these stand, taken or not, or CSV_NO_COLUMN
};

/* False when the row is no usable heading. */
bool csv_layout_find(const struct csv_row *row, char separator, struct csv_layout *out);

/* The same, trying every separator on the row at `at`. */
bool csv_layout_guess(const char *at, const char *end, bool is_last, struct csv_layout *out);

#endif
