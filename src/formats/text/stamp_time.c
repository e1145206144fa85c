/* stamp_time.c - times of day of a line: AM and PM of several languages, and zones as distances from UTC. */
#include "formats/text/stamp_internal.h"

/* The length of a blank at `pos`, or 0. .NET writes a no-break one before AM. */
static size_t blank_length(const struct stamp_parser *f, size_t pos)
{
    struct text here = text_skip(f->line, pos < f->line.length ? pos : f->line.length);

    return text_starts_with(here, " ")              ? 1
           : text_starts_with(here, "\xC2\xA0")     ? 2
           : text_starts_with(here, "\xE2\x80\xAF") ? 3
                                                    : 0;
}

/* After a time: AM, am, a.m., or a. m., as in Spanish, where the day comes first. Returns 'a', 'p' or '\0'; *pos
 * moves past it. */
static char half_after(struct stamp_parser *f, size_t *pos)
{
    size_t p = *pos, length;
    bool has_points;
    char half;

    while ((length = blank_length(f, p)))
        p += length;
    half = (char)(stamp_char(f, p++) | 0x20);
    if (half != 'a' && half != 'p')
        return '\0';
    has_points = stamp_char(f, p) == '.';
    if (has_points) {
        p++;
        p += blank_length(f, p);
    }
    if ((stamp_char(f, p) | 0x20) != 'm' || stamp_is_letter(stamp_char(f, p + 1)) ||
        ((unsigned char)stamp_char(f, p + 1) >= 0x80 && !blank_length(f, p + 1))) // p. Müller
        return '\0';
    f->has_half = !has_points;
    *pos = p + 1;
    return half;
}

/* Before a time, as in Korean, Chinese and Japanese. */
static char half_before(const struct stamp_parser *f, size_t pos)
{
    static const struct {
        const char *word;
        char half;
    } words[] = {{"\uC624\uC804", 'a'}, {"\uC624\uD6C4", 'p'}, {"\u4E0A\u5348", 'a'},
                 {"\u4E0B\u5348", 'p'}, {"\u5348\u524D", 'a'}, {"\u5348\u5F8C", 'p'}};
    struct text before = text_trim((struct text){f->line.data, pos});

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_ends_with(before, text_of(words[i].word)))
            return words[i].half;
    return '\0';
}

void stamp_parse_half(struct stamp_parser *f, size_t start, size_t *pos, int *hour)
{
    char half = half_before(f, start);

    if (*hour > 12 || !(half || (half = half_after(f, pos))))
        return;
    *hour = *hour % 12 + (half == 'p' ? 12 : 0);
}

/* +02:00  -0700, and after "UTC" also + 2:00. */
static bool parse_offset(struct stamp_parser *f, size_t pos, bool after_utc)
{
    int sign = stamp_char(f, pos) == '-' ? -1 : 1, hour, minute = 0;

    if (stamp_char(f, pos) != '-' && stamp_char(f, pos) != '+')
        return false;
    pos++;
    if (after_utc)
        stamp_skip_blanks(f, &pos);
    if (stamp_digit_run(f, pos) == 4) {
        hour = stamp_number(f, pos, 2);
        minute = stamp_number(f, pos + 2, 2);
    } else if (!stamp_parse_number(f, &pos, after_utc ? 1 : 2, 2, &hour)) {
        return false;
    } else if (stamp_char(f, pos) == ':') {
        pos++;
        if (!stamp_parse_number(f, &pos, 2, 2, &minute))
            return false;
    } else if (!after_utc) {
        return false;
    }
    if (hour > 14 || minute > 59)
        return false;
    f->offset_us = sign * (hour * HOUR_US + minute * MINUTE_US);
    f->has_zone = true;
    return true;
}

/* Z or an offset from UTC right after a time. */
void stamp_parse_zone(struct stamp_parser *f, size_t pos)
{
    size_t p = pos;

    if (stamp_char(f, p) == 'Z' && !stamp_is_letter(stamp_char(f, p + 1))) {
        f->has_zone = true;
        return;
    }
    if (parse_offset(f, p, false))
        return;
    stamp_skip_blanks(f, &p);
    if (p > pos)
        parse_offset(f, p, false);
}

/* "UTC", "GMT", "(UTC + 2:00)" somewhere after the time. */
void stamp_parse_utc(struct stamp_parser *f, size_t pos)
{
    f->has_zone = true;
    stamp_skip_blanks(f, &pos);
    parse_offset(f, pos, true);
}

/* Whether only blanks are between the date and `pos`. */
static bool follows_date(const struct stamp_parser *f, size_t pos)
{
    size_t p = f->date_end;

    if (!f->has_date)
        return false;
    p += stamp_char(f, p) == '.';
    stamp_skip_blanks(f, &p);
    return p == pos;
}

/* 8:05, 08:05:09, 08:05:09.53, and right after a date also 8.05.09,53 as in Finnish. */
bool stamp_parse_time(struct stamp_parser *f, size_t *pos)
{
    int hour, minute, second = 0;
    int64_t fraction = 0, unit = SECOND_US;
    size_t p = *pos;
    char separator;

    if (!stamp_parse_number(f, &p, 1, 2, &hour) || !(separator = stamp_char(f, p++)) ||
        !stamp_parse_number(f, &p, 2, 2, &minute))
        return false;
    if (separator != ':' && (separator != '.' || stamp_char(f, p) != '.' || !follows_date(f, *pos)))
        return false;
    if (stamp_char(f, p) == separator && stamp_is_digit(stamp_char(f, p + 1))) {
        p++;
        if (!stamp_parse_number(f, &p, 2, 2, &second))
            return false;
        if ((stamp_char(f, p) == '.' || stamp_char(f, p) == ',') && stamp_is_digit(stamp_char(f, p + 1)))
            for (p++; stamp_is_digit(stamp_char(f, p)); p++)
                fraction += (unit /= 10) * (stamp_char(f, p) - '0');
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    stamp_parse_half(f, *pos, &p, &hour);
    stamp_parse_zone(f, p);
    f->time_us = hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + fraction;
    f->has_time = true;
    *pos = f->time_end = p;
    return true;
}
