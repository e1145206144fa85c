/* poolmon_row.h - one row of poolmon.exe's output.
 *
 *      FMfn Paged   8665967 ( 12)    5982729 (  3)   2683238     1495080176 ( 64)            557    [fltmgr.sys]
 *      tag  pool    allocs  change   frees           diff        bytes                       each   owner
 *
 * The tag is the four characters below the heading "Tag", blanks included: after one blank, after more where the text
 * was indented, after none where a copy lost it. Text before the tag (a time, or the file name that findstr and grep
 * print) is its prefix. Screens show changes in parentheses, logs do not.
 */
#ifndef FORMATS_FOREIGN_POOLMON_ROW_H
#define FORMATS_FOREIGN_POOLMON_ROW_H

#include "formats/foreign/pool_line.h"
#include "model/tag.h"

/* One row, parsed. */
struct poolmon_row {
    struct pool_line line; // its tag is borrowed, or in `scratch`; empty: not four characters
    char scratch[TAG_CAPACITY];
    struct text prefix; // before the tag: ends with a colon, or contains a date and a time; or empty
    bool has_changes;
    struct text owner; // the text of the last column
};

/* Tag and pool. `tag_offset`: bytes before "Tag" in the heading. False: not a row, which has the name of a pool and a
 * number after it. *rest is what follows the pool. */
bool poolmon_parse_tag(struct text line, size_t tag_offset, struct poolmon_row *row, struct text *rest);

/* Whether the line is the beginning of a row that was cut before its numbers: a tag, and perhaps a pool. */
bool poolmon_is_cut_row(struct text line, size_t tag_offset);

/* The numbers, and the text of the last column. False: they are not those of a row. */
bool poolmon_parse_numbers(struct text rest, struct poolmon_row *row);

/* Driver and meaning out of the last column. */
void poolmon_parse_owner(struct poolmon_row *row);

#endif
