/* slabtop_row.h - lines of slabtop.
 *
 *     328160     80830  24%    0.50K    10255       32    164080K kmalloc-512
 *     objects   active  use     size    slabs  a slab      in all name
 *
 *     2026-05-12 22:00:00 328160 80830 24% ...                       a time before each row
 *     slab1.txt:12:328160  80830  24% ...                            from grep
 *
 * Sizes have two decimals, with the point or comma of the locale; some versions print no unit after the last one.
 */
#ifndef FORMATS_FOREIGN_SLABTOP_ROW_H
#define FORMATS_FOREIGN_SLABTOP_ROW_H

#include "formats/slabinfo.h"

struct slabtop_row {
    struct text file, time;  // before the row, the file with its colon; or empty
    struct slab_cache cache; // borrowed from the line; size as shown, bytes by the most likely size of an object
    int64_t objects;
};

/* `line` has no blanks around it; `is_any_file`: any word before a colon is the name of a file. False: not a row, or a
 * number does not fit. */
bool slabtop_parse_row(struct text line, bool is_any_file, struct slabtop_row *out);

/* What is left of a row that was cut or overwritten. */
bool slabtop_is_damaged_row(struct text line);

/* "Active / Total NAME (% used) : 105 / 129 (81.4%)": the first number to *active and the second, as bytes, to *total.
 * Either may be NULL. False, and nothing is written: another line. */
bool slabtop_parse_summary(struct text line, const char *name, int64_t *active, int64_t *total);

#endif
