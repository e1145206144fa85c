/* stamp_internal.h - one line being parsed; shared by stamp.c, stamp_date.c and stamp_time.c. */
#ifndef FORMATS_TEXT_STAMP_INTERNAL_H
#define FORMATS_TEXT_STAMP_INTERNAL_H

#include "base/calendar.h"
#include "formats/text/stamp.h"

/* What was found in the line so far. */
struct stamp_parser {
    struct text line;
    size_t pos;
    int weekday;       // 0 is Sunday; -1: none
    int first, second; // of a date in numbers: day and month, or month and day
    int day, month;    // of a date whose order is known
    int64_t year;      // 0: none
    char separator;    // of a date in numbers
    bool has_date, has_time;
    size_t date_end;
    bool has_long;   // a run of four digits or more was found
    bool is_numeric; // the order of first and second is open
    bool has_half;   // AM or PM, as in English
    int64_t time_us;
    bool has_zone;
    int64_t offset_us;
    int lone_number; // skipped last: a number of one or two digits, or -1
};

static inline bool stamp_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool stamp_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char stamp_char(const struct stamp_parser *f, size_t pos)
{
    return pos < f->line.length ? f->line.data[pos] : '\0';
}

static inline size_t stamp_digit_run(const struct stamp_parser *f, size_t pos)
{
    size_t count = 0;

    while (stamp_is_digit(stamp_char(f, pos + count)))
        count++;
    return count;
}

static inline int stamp_number(const struct stamp_parser *f, size_t pos, size_t digits)
{
    int value = 0;

    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (f->line.data[pos + i] - '0');
    return value;
}

/* A number of `least` to `most` digits that no further digit follows; *pos moves past it. */
static inline bool stamp_parse_number(const struct stamp_parser *f, size_t *pos, size_t least, size_t most, int *out)
{
    size_t digits = stamp_digit_run(f, *pos);

    if (digits < least || digits > most)
        return false;
    *out = stamp_number(f, *pos, digits);
    *pos += digits;
    return true;
}

static inline void stamp_skip_blanks(const struct stamp_parser *f, size_t *pos)
{
    while (stamp_char(f, *pos) == ' ')
        (*pos)++;
}

/* stamp_date.c: a date in numbers at *pos, which moves past it; and a date around the name of a month that ends at
 * *pos. */
bool stamp_parse_date(struct stamp_parser *f, size_t *pos);
void stamp_parse_month(struct stamp_parser *f, int month, size_t *pos);

/* Decides which of the two numbers of a date is the day; `known` is what other lines of the file prove. */
void stamp_settle_order(struct stamp_parser *f, enum stamp_order known, struct stamp *out);

/* stamp_time.c: a time of day at *pos, with AM or PM and its zone; *pos moves past it. */
bool stamp_parse_time(struct stamp_parser *f, size_t *pos);

/* The zone at the end of a time. */
void stamp_parse_zone(struct stamp_parser *f, size_t pos);

/* After the word UTC or GMT, which ends at `pos`: an offset may follow. */
void stamp_parse_utc(struct stamp_parser *f, size_t pos);

#endif
