/* stamp_digits.h - a time written as digits in fixed positions, as scripts write it.
 *
 *     20200522-080509     20200522080509     2020-05-22_08-05-09     2020-05-22T0805     200522-080509
 *
 * Year, month, day, hour, minute and perhaps second, with at most one separator between two of them.
 */
#ifndef FORMATS_TEXT_STAMP_DIGITS_H
#define FORMATS_TEXT_STAMP_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct stamp_digits {
    int64_t time_us; // since 1970, of the clock that wrote it
    size_t end;      // offset after the last digit
};

/* The first one in the text that is a word by itself, as lines of logs are full of longer numbers and names. False:
 * *out is unchanged. */
bool stamp_digits_find(struct text text, struct stamp_digits *out);

/* Whether the calendar has that day, between 1980 and 9999. */
bool stamp_is_date(int64_t year, int month, int day);

#endif
