/* calendar.h - times as microseconds since 1970-01-01T00:00:00, and their text form.
 *
 * Proleptic Gregorian calendar, no leap seconds, no time zones: the caller knows whether a time is UTC or local.
 */
#ifndef BASE_CALENDAR_H
#define BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/text.h"

#define SECOND_US INT64_C(1000000)
#define MINUTE_US (60 * SECOND_US)
#define HOUR_US (60 * MINUTE_US)
#define DAY_US (24 * HOUR_US)

struct calendar_day {
    int64_t year;
    int month; // 1 to 12
    int day;   // 1 to 31
};

/* Days since 1970-01-01; a month outside 1 to 12 carries into the year. */
int64_t calendar_days(struct calendar_day day);
struct calendar_day calendar_day_of(int64_t days);

/* Parses "2021-07-13T05:34:49": T or a space, seconds optional, a fraction after a point or comma (truncated to
 * microseconds), an optional Z. With `date_alone` also "2021-07-13", which is its midnight. False: invalid. */
bool calendar_parse(struct text t, bool date_alone, int64_t *out_us);

/* "2021-07-13T05:34:49", with ".25" only where there is a fraction; `between` replaces the T. */
void calendar_add(struct buffer *b, int64_t time_us, char between);

/* "3 d 4 h", "2 h 5 min", "40 s": two units at most. */
void calendar_add_span(struct buffer *b, int64_t span_us);

#endif
