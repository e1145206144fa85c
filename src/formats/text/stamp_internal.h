/* stamp_internal.h - one line or name being parsed; shared by stamp.c, stamp_date.c, stamp_month.c, stamp_name.c and
 * stamp_time.c. */
#ifndef FORMATS_TEXT_STAMP_INTERNAL_H
#define FORMATS_TEXT_STAMP_INTERNAL_H

#include "base/calendar.h"
#include "formats/text/stamp.h"
#include "formats/text/stamp_words.h"

/* What was found in the line so far. */
struct stamp_parser {
    struct text line;
    size_t pos;
    int weekday;               // 0 is Sunday; -1: none
    size_t weekday_end;        // offset after the name of a day, in any language
    struct stamp_parts parts;  // of a date in numbers
    int day, month;            // of a date whose order is known
    int64_t year;              // 0: none
    int short_day, short_year; // of "22 May 20" should no year follow "May 20"; 0: none
    bool has_date, has_time;
    size_t date_end;
    bool has_long;   // a run of four digits or more was found
    bool is_numeric; // the date is `parts`, whose order is open
    bool has_half;   // AM or PM, as in English
    int64_t time_us;
    bool has_zone;
    int64_t offset_us;
    int lone_number; // skipped last: a number of one or two digits, or -1
    size_t lone_end; // offset after it
    size_t time_end; // offset after the time
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

/* stamp_date.c: a date in numbers at *pos, which moves past it. */
bool stamp_parse_date(struct stamp_parser *f, size_t *pos);

/* Decides which number of the date is which; `known` is what other dates of the run prove. */
void stamp_settle_order(struct stamp_parser *f, enum stamp_order known, struct stamp *out);

/* stamp_month.c: a date around the name of a month, which begins at `start` and ends at *pos. False: the word has
 * another meaning here. */
bool stamp_parse_month(struct stamp_parser *f, size_t start, const struct stamp_word *word, size_t *pos);

/* stamp_time.c: a time of day at *pos, with AM or PM and its zone; *pos moves past it. */
bool stamp_parse_time(struct stamp_parser *f, size_t *pos);

/* AM or PM at *pos, for a time that began at `start`; *pos moves past it. */
void stamp_parse_half(struct stamp_parser *f, size_t start, size_t *pos, int *hour);

/* The zone at the end of a time. */
void stamp_parse_zone(struct stamp_parser *f, size_t pos);

/* After the word UTC or GMT, which ends at `pos`: an offset may follow. */
void stamp_parse_utc(struct stamp_parser *f, size_t pos);

#endif
