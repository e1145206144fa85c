/* leaks_units.h - the time that a rate is given for: one that the capture has seen a tenth of at least.
 *
 *     2.4 hours or more    a day
 *     6 minutes or more    an hour
 *     less                 a minute
 *
 * "45.0 GB a day" of twenty seconds claims what nobody saw. JSON has rates per day always.
 */
#ifndef REPORT_LEAKS_UNITS_H
#define REPORT_LEAKS_UNITS_H

#include "base/buffer.h"
#include "leaks/leak_finding.h"

#define LEAKS_SEEN_SHARE 10 // times the capture, that a rate may be projected without saying so

struct leaks_unit {
    const char *name;    // "day"
    const char *article; // "a day"
    double per_day;      // how many are in a day
};

/* Of what the rates were seen in: the capture or, without verdicts, the boot that is shown. Seconds; NaN: no times. */
double leaks_seen_seconds(const struct leaks *leaks);

struct leaks_unit leaks_unit_of(double seen_seconds);

/* Three significant digits of blocks ("43,100", "0.25"), or bytes. */
void leaks_add_amount(struct buffer *b, double value, enum leak_quantity quantity, bool is_signed);

/* "43,100 an hour (32,000 to 54,200)", from rates per day; a dash where it is unknown. */
void leaks_add_rate(struct buffer *b, const struct leaks *leaks, const struct leak_rate *rate,
                    enum leak_quantity quantity);

/* "43,100 an hour", or with " blocks " between "43,100 blocks an hour". */
void leaks_add_pace(struct buffer *b, const struct leaks *leaks, double per_day, enum leak_quantity quantity,
                    const char *between);

/* "bytes/hour": the heading of a column. */
void leaks_add_rate_heading(struct buffer *b, const struct leaks *leaks, const char *what);

/* "12 %", ">99 %" short of all, "<1 %" above nothing; a dash for NaN. */
void leaks_add_percent_of_all(struct buffer *b, double percent);

#endif
