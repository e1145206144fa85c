/* calendar.h - moments as microseconds since 1970-01-01T00:00:00, and how people write them.
 *
 * Proleptic Gregorian, no leap seconds, no time zones: the caller knows whether it holds UTC or local time.
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

/* Days since 1970-01-01; month may be out of 1 to 12 and carries into the year. */
int64_t calendar_days(struct calendar_day day);
struct calendar_day calendar_day_of(int64_t days);

/* Reads "2021-07-13T05:34:49", a blank for the T, with or without seconds, a fraction behind a point or comma
 * (cut to microseconds), a trailing Z. With `date_alone` also "2021-07-13", as its midnight. False: no time. */
bool calendar_parse(struct text t, bool date_alone, int64_t *out_us);

/* "2021-07-13T05:34:49", with ".25" only where there is a fraction; `between` stands for the T. */
void calendar_add(struct buffer *b, int64_t time_us, char between);

/* "3 d 4 h", "2 h 5 min", "40 s": two units at most. */
void calendar_add_span(struct buffer *b, int64_t span_us);

#endif
