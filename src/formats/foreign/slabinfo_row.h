/* slabinfo_row.h - rows of slabinfo as they stand in logs and pastes.
 *
 *     slab1.txt:12:dentry    58900  60270 192 21 1 : tunables 0 0 0 : slabdata 2870 2870 0       from grep
 *     2026-05-12 22:00:00 dentry 58900 60270 192 21 1 : tunables ...                             a time before each row
 *     dentry                 58900  60270 192 21 1 : tunables    0    0    0 : sla               a screen 80 wide
 *     dentry 58900 60270 192                                                                     some columns
 *
 * What is needed stands before " : tunables", and these words prove that no number before them was cut. Without them,
 * only a heading of the same columns tells which is which, as in a table that somebody made. awk takes the # of the
 * heading for a column: its rows have one column more than the heading has names, and <active_objs> stands below
 * "name".
 */
#ifndef FORMATS_FOREIGN_SLABINFO_ROW_H
#define FORMATS_FOREIGN_SLABINFO_ROW_H

#include "formats/slabinfo.h"

/* The columns of rows that have no " : tunables". */
struct slabinfo_columns {
    size_t count;      // 0: unknown
    size_t live, size; // of an object; their places, the name has place 0
};

enum { SLABINFO_LAYOUTS = 2 }; // one column for each name, or columns of awk; no row fits both

struct slabinfo_row {
    struct text file, time;  // before the row, the file with its colon; or empty
    struct slab_cache cache; // borrowed from the line
    bool is_cut;             // its end is missing, or on the next line
};

/* Whether a line may be a row; cheap, as a long log of something else is searched by it. */
bool slabinfo_row_may_be(struct text line);

/* Parses most rows, fast, with the result of slabinfo_row_parse. `line` begins with no blank. False: the latter may
 * know it. */
bool slabinfo_row_parse_plain(struct text line, struct slabinfo_row *out);

/* Parses a row with " : tunables". `is_selected`: there is no heading, so that any word before a colon is the name of a
 * file, and the name of the cache has no blanks. False: it is none. */
bool slabinfo_row_parse(struct text line, bool is_selected, struct slabinfo_row *out);

/* The line with the names of columns, or a part of it: "# name <active_objs> <num_objs>". */
bool slabinfo_row_is_heading(struct text line);

/* The columns that may stand below a heading; count is 0 where it lacks one that is needed. */
void slabinfo_row_columns(struct text heading, struct slabinfo_columns out[SLABINFO_LAYOUTS]);

/* Parses a row that has just these columns. False: it is none. */
bool slabinfo_row_parse_columns(struct text line, const struct slabinfo_columns columns[SLABINFO_LAYOUTS],
                                struct slabinfo_row *out);

/* Whether the line is the end of the row on the line before it. */
bool slabinfo_row_is_end(struct text line);

/* Whether the line is what is left of a row: the words between its numbers, or numbers alone. */
bool slabinfo_row_is_damaged(struct text line);

#endif
