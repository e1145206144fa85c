/* stamp_digits.h - a moment written as digits in their places, as scripts make names of files from it.
 *
 *     20200522-080509     20200522080509     2020-05-22_08-05-09     2020-05-22T0805     200522-080509
 *
 * Year, month, day, hour, minute and perhaps second, at most one other sign between them.
 */
#ifndef FORMATS_TEXT_STAMP_DIGITS_H
#define FORMATS_TEXT_STAMP_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct stamp_digits {
    int64_t time_us; // since 1970, of the clock that wrote it
    size_t end;      // behind the last digit
};

/* The first one in the text; *out is only set when there is one. `alone`: it is a word of its own, as lines of a log have it,
 * which are full of longer numbers and names; in a file's name it may stand anywhere. */
bool stamp_digits(struct text text, bool alone, struct stamp_digits *out);

/* Whether the calendar has that day, and a log may be of it: 1980 to 9999. */
bool stamp_is_date(int64_t year, int month, int day);

#endif
