/* leaks_so_far.h - what can be said of a capture that is too short for verdicts: who gained, and when to come back.
 *
 *     Growth so far (no verdict: 5 snapshots, 8 are needed, in 9 min)
 *     seen for 12 min, 2026-06-14 15:00:00 to 15:12:00 local time
 *
 *     tag    first     last      gain     gain/hour  share   freed  B/block
 *     Abcd  732 MB  5.01 GB  +4.29 GB    +21.5 GB    99 %  10.9 %       96
 *
 * Nothing here is called a leak. For captures whose leaks->so_far.snapshots is not 0.
 */
#ifndef REPORT_LEAKS_SO_FAR_H
#define REPORT_LEAKS_SO_FAR_H

#include "base/buffer.h"
#include "report/leaks_view.h"

enum so_far_column {
    SO_FAR_FIRST,
    SO_FAR_LAST,
    SO_FAR_GAIN,
    SO_FAR_RATE,  // of leaks_units.h
    SO_FAR_SHARE, // of all that was gained
    SO_FAR_FREED,
    SO_FAR_PER_BLOCK,
    SO_FAR_COLUMNS
};

void leaks_add_so_far_heading(struct buffer *b, const struct leaks *leaks, enum so_far_column column);
void leaks_add_so_far_cell(struct buffer *b, const struct leaks *leaks, const struct leak_finding *finding,
                           enum so_far_column column);

/* How many of the findings, from the first on, are worth a row: with view->all each that gained. */
size_t leaks_so_far_rows(const struct leaks_view *view);

/* The first two lines above, without line ends. */
void leaks_add_so_far(struct buffer *b, const struct leaks *leaks);
void leaks_add_seen(struct buffer *b, const struct leaks *leaks);

/* What else moved, besides the first `rows` findings: "Also gained: 7 tags, +3.10 MB together. Lost: ...", and what a
 * dash in a row means; nothing if there is nothing to say. */
void leaks_add_moved(struct buffer *b, const struct leaks_view *view, size_t rows);

/* Gain in percent of all that was gained, and a day; NaN: unknown. */
double leaks_share_percent(const struct leaks *leaks, const struct leak_finding *finding);
double leaks_gain_per_day(const struct leaks *leaks, const struct leak_finding *finding, enum leak_quantity quantity);

#endif
