/* stamp_order.h - which number of a date is the year, the month and the day.
 *
 *     05-06-2020    05-13-2020                       the second date proves that the month comes first in both
 *     30-05-20_2200                                  2030 lies in the future: the day comes first
 *
 * All dates of a run are collected first: an order under which some are no days of the calendar, or lie in the future,
 * is not the one that they were written in.
 */
#ifndef FORMATS_TEXT_STAMP_ORDER_H
#define FORMATS_TEXT_STAMP_ORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/calendar.h"

enum stamp_order {
    ORDER_UNKNOWN,
    ORDER_DAY_FIRST,   // day, month, year
    ORDER_MONTH_FIRST, // month, day, year
    ORDER_YEAR_FIRST,  // year, month, day
    ORDER_YEAR_DAY,    // year, day, month
    STAMP_ORDERS
};

enum stamp_kind {
    STAMP_YEAR_BEFORE, // a year of four digits, then two numbers
    STAMP_YEAR_AFTER,  // the reverse
    STAMP_YEAR_SHORT,  // three numbers of at most two digits
    STAMP_KINDS
};

/* A date in numbers, as written. */
struct stamp_parts {
    enum stamp_kind kind;
    int numbers[3];
    char separator; // '\0': none
    bool has_half;  // AM or PM stands beside it
};

/* What the dates of a run tell. All zero: nothing. */
struct stamp_orders {
    int64_t latest_us;    // no date lies after it; 0: not known
    enum stamp_order run; // proved by another date than those added, as in the text of a file; where the year is last
    struct {
        size_t valid[STAMP_ORDERS];                            // dates that exist in this order
        int64_t first_us[STAMP_ORDERS], last_us[STAMP_ORDERS]; // of these
    } kinds[STAMP_KINDS];
};

/* The date in that order. False: it is none of the kind's orders, or no day of the calendar after 1980. */
bool stamp_parts_day(const struct stamp_parts *parts, enum stamp_order order, struct calendar_day *out);

void stamp_orders_add(struct stamp_orders *orders, const struct stamp_parts *parts);

/* The order in which to read the date; ORDER_UNKNOWN: it is none in any order. *is_guess: others are as likely. */
enum stamp_order stamp_orders_choose(const struct stamp_orders *orders, const struct stamp_parts *parts,
                                     bool *is_guess);

/* The order that the dates added prove where the year is last; ORDER_UNKNOWN: none. */
enum stamp_order stamp_orders_proved(const struct stamp_orders *orders, enum stamp_kind kind);

#endif
