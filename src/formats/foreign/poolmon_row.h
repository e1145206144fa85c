/* poolmon_row.h - one row of poolmon.exe's output.
 *
 *      FMfn Paged   8665967 ( 12)    5982729 (  3)   2683238     1495080176 ( 64)            557    [fltmgr.sys]
 *      tag  pool    allocs  change   frees           diff        bytes                       each   owner
 *
 * The tag is the four characters after one blank, blanks included; on a copied screen that blank may be missing.
 * Screens show changes in parentheses, logs do not.
 */
#ifndef FORMATS_FOREIGN_POOLMON_ROW_H
#define FORMATS_FOREIGN_POOLMON_ROW_H

#include "formats/foreign/pool_line.h"
#include "model/tag.h"

/* One row, parsed. */
struct poolmon_row {
    struct pool_line line; // its tag is borrowed, or in `scratch`; empty: not four characters
    char scratch[TAG_CAPACITY];
    bool has_changes;
    struct text owner; // the text of the last column
};

/* Tag and pool. False: not a row, which has the name of a pool and a number after it. *rest is what follows the
 * pool. */
bool poolmon_parse_tag(struct text line, bool lost_blank, struct poolmon_row *row, struct text *rest);

/* The numbers, and the text of the last column. False: they are not those of a row. */
bool poolmon_parse_numbers(struct text rest, struct poolmon_row *row);

/* Driver and meaning out of the last column. */
void poolmon_parse_owner(struct poolmon_row *row);

#endif
