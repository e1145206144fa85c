/* table_columns.h - the columns of a printed table, and the cells of its rows.
 *
 *     Tag  NonPagedAllocs NonPagedDiff          Tag      NonPage NonPage     a narrow window wraps headings,
 *     ---  -------------- ------------                   dAllocs   dDiff     and cuts what is longer than its column:
 *     Io C        1021112          127          ---      ------- -------     numbers at their front
 *                                               Io C     ...1112     127
 *
 * Numbers are aligned with the end of their headings, text with the start, so each word overlaps its heading or follows
 * text. Offsets count characters. Facts from PowerShell's source, TableWriter.cs.
 */
#ifndef FORMATS_RECORDS_TABLE_COLUMNS_H
#define FORMATS_RECORDS_TABLE_COLUMNS_H

#include "formats/records/record.h"

struct table_columns {
    struct record_layout layout;
    size_t start[RECORD_COLUMNS_MAX], end[RECORD_COLUMNS_MAX]; // of the headings; `end` is behind the last character
    size_t tag;                                                // the column
};

/* The columns of a heading in one line. False: not of a table of pool tags; *out is unchanged. */
bool table_columns_find(struct text line, struct table_columns *out);

/* The same for headings above a line of dashes. `lines` are those above it, each ended by LF; the last ones count. */
bool table_columns_find_above(struct text rule, struct text lines, struct table_columns *out);

/* Whether the line is a heading, or the first line of headings that were wrapped. */
bool table_columns_begin(struct text line);

/* Whether the column has numbers that are read. */
bool table_columns_is_number(const struct table_columns *columns, size_t column);

/* Splits a row into a cell for each column, borrowed from it. The tag has its blanks, and is blank in the further lines
 * of a wrapped row. Lines without a word in a column of numbers may be split as well. False: not a row. */
bool table_columns_split(const struct table_columns *columns, struct text line, struct text cells[RECORD_COLUMNS_MAX]);

#endif
