/* stamp.h - dates and times in lines of free text and in names of files, as people and scripts write them.
 *
 *     2016.05.01-12:00:00 Pacific Standard Time      Fri 05/22/2020  8:05:09.53      22.05.2020  8:05:09,53
 *     5/22/2020 8:05:09 AM +02:00                    Friday, May 22, 2020 8:05:09 AM
 *     zzz ***Fri May 22 08:05:09 UTC 2020            Fri May 22 08:05:09.123 2020 (UTC + 2:00)
 *     20200522-080509 (stamp_digits)                 22. 5. 2020  8.05.09,53
 *     sam. 30 mai 2020 22:00:00                      30.05.20 22:00
 *     1590876000 (stamp_epoch)                       epoch: 1590876000123
 *
 * A date and its time may be on two lines. Without UTC or an offset from it, a time is local. Whether the day or the
 * month comes first is decided by a number above 12, the weekday, AM or PM, or another date of the run.
 */
#ifndef FORMATS_TEXT_STAMP_H
#define FORMATS_TEXT_STAMP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/text.h"
#include "formats/text/stamp_order.h"

struct stamp {
    bool has_date, has_time;
    int64_t date_us;        // midnight of the day
    int64_t time_us;        // since midnight
    bool has_zone;          // offset_us is known
    int64_t offset_us;      // local time - UTC
    bool has_local;         // local time is known though offset_us may be 0: both were written
    enum stamp_order order; // proved by its date
    bool is_numeric;        // the date is these:
    struct stamp_parts parts;
    bool is_digits;    // 20200522-080509, which may be part of a name
    bool is_ambiguous; // day and month may be swapped
};

/* True when the line holds a date, a time, or both. `order` is what the rest of the file or run proves. */
bool stamp_find(struct text line, enum stamp_order order, struct stamp *out);

/* The order of the numbers that the dates of the text prove together; none lies after `latest_us` (0: not known). */
enum stamp_order stamp_guess_order(struct text head, int64_t latest_us);

/* A whole line that is seconds or milliseconds since 1970, perhaps after a word such as epoch. */
bool stamp_epoch(struct text line, struct stamp *out);

/* --- names of files, without their directories --- */

/* Adds the date in the name, if it is in numbers, to what the names of a run tell. */
void stamp_add_name(struct stamp_orders *orders, const char *path);

/* The time in the name: poolsnap_20200522-080509.log, 30May2020_2200 (2).txt. It needs date, hour and minute.
 * is_ambiguous: the order of its numbers was guessed. */
bool stamp_from_name(const char *path, const struct stamp_orders *orders, struct stamp *out);

/* The day in a name that has no time: poolmon_30.05.2020.log. Its year has four digits, or its month a name. */
bool stamp_day_from_name(const char *path, const struct stamp_orders *orders, struct stamp *out);

#endif
