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

/* A line above the rows. slabtop prints it in the language of the user: there the kinds of counts are told by their
 * order only, which is that of these. */
enum slabtop_kind { SLABTOP_OBJECTS, SLABTOP_SLABS, SLABTOP_CACHES, SLABTOP_SIZE, SLABTOP_COUNT };

struct slabtop_summary {
    enum slabtop_kind kind; // SLABTOP_COUNT: one of the first three
    int64_t active;         // 0: unknown
    int64_t total;          // of sizes: bytes; TOTAL_UNKNOWN: unknown
};

/* "Active / Total Caches (% used) : 105 / 129 (81.4%)". False: another line. */
bool slabtop_parse_summary(struct text line, struct slabtop_summary *out);

#endif
