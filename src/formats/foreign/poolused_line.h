/* poolused_line.h - the lines of !poolused: headings and rows.
 *
 *      Tag     Allocs         Used     Allocs         Used             the heading says where columns end
 *      amda   5768754   1938325232         32         9360<TAB>what it is , Binary: amda.sys
 *      ohci        1      136         0        01394 controller         as old debuggers print it
 *
 * Those print no TAB, and the meaning stands right behind the last number, even where it begins with a digit: there the
 * column tells where the number ends. Bytes of a tag that cannot be printed are points.
 */
#ifndef FORMATS_FOREIGN_POOLUSED_LINE_H
#define FORMATS_FOREIGN_POOLUSED_LINE_H

#include "model/tag.h"

#define POOLUSED_NUMBERS 8 // at most: Allocs Frees Diff Used, nonpaged and paged

struct poolused_layout {
    size_t numbers;                // in a row: 8, or 4 without Frees and Diff
    size_t tag_at;                 // bytes before the tag
    size_t ends[POOLUSED_NUMBERS]; // bytes up to the end of each column
};

struct poolused_row {
    struct text tag; // borrowed from the line, or in `room`
    char room[TAG_CAPACITY];
    int64_t number[POOLUSED_NUMBERS];
    struct text meaning; // borrowed
};

bool poolused_parse_heading(struct text line, struct poolused_layout *out);

bool poolused_parse_row(const struct poolused_layout *layout, struct text line, struct poolused_row *out);

/* The numbers behind the word TOTAL. */
bool poolused_parse_total(const struct poolused_layout *layout, struct text rest, int64_t out[POOLUSED_NUMBERS]);

#endif
