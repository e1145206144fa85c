/* poolused_line.h - lines of !poolused: headings, rows and the total.
 *
 *      Tag     Allocs         Used     Allocs         Used             the heading tells where columns end
 *      amda   5768754   1938325232         32         9360<TAB>what it is , Binary: amda.sys
 *      ohci        1      136         0        01394 controller         of old debuggers
 *
 * Old debuggers print no TAB: the meaning follows the last number directly, even if it begins with a digit. There the
 * column tells where the number ends. Bytes of a tag that cannot be printed are points.
 */
#ifndef FORMATS_FOREIGN_POOLUSED_LINE_H
#define FORMATS_FOREIGN_POOLUSED_LINE_H

#include "model/tag.h"

#define POOLUSED_NUMBERS 8 // at most: Allocs Frees Diff Used, nonpaged and paged

struct poolused_layout {
    size_t numbers;                // per row: 8, or 4 without Frees and Diff
    size_t tag_offset;             // bytes before the tag
    size_t ends[POOLUSED_NUMBERS]; // bytes up to the end of each column
};

struct poolused_row {
    struct text tag; // borrowed from the line, or in `scratch`
    char scratch[TAG_CAPACITY];
    int64_t number[POOLUSED_NUMBERS];
    struct text meaning; // borrowed
};

bool poolused_parse_heading(struct text line, struct poolused_layout *out);

/* A row that no heading precedes, as where findstr selected it or an output was continued in another message: a tag, 4
 * or 8 numbers that do not contradict each other, and after a TAB, or in the debugger's words, what it is. Text before
 * the tag that ends with a colon (the file name that findstr and grep print) is ignored: *row is what follows it. */
bool poolused_guess_layout(struct text line, struct poolused_layout *out, struct text *row);

bool poolused_parse_row(const struct poolused_layout *layout, struct text line, struct poolused_row *out);

/* The numbers after the word TOTAL. */
bool poolused_parse_total(const struct poolused_layout *layout, struct text rest, int64_t out[POOLUSED_NUMBERS]);

#endif
