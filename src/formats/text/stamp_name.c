/* stamp_name.c - times in names of files: no colon or slash can be in them, so anything else separates the numbers. */
#include <string.h>

#include "formats/text/stamp_digits.h"
#include "formats/text/stamp_internal.h"

/* A date in a name: in numbers whose order is open, or with the name of its month. */
struct name_date {
    bool is_numeric;
    struct stamp_parts parts;
    struct calendar_day day;
    char separator; // between its parts; '\0': none
};

/* The last component of a path of Linux or Windows. */
static struct text name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *other = strrchr(path, '\\');

    if (!slash || (other && other > slash))
        slash = other;
    return text_of(slash ? slash + 1 : path);
}

static bool is_separator(char c)
{
    return c && strchr("-_. ,+", c);
}

/* A separator, and the blank after a point or comma, as in 30. 5. 2020. '\0': none is there. */
static char parse_separator(const struct stamp_parser *f, size_t *pos)
{
    char c = stamp_char(f, *pos);

    if (!is_separator(c))
        return '\0';
    (*pos)++;
    if (c == '.' || c == ',')
        *pos += stamp_char(f, *pos) == ' ';
    return c;
}

static bool is_year(int year)
{
    return year >= 1980 && year < 2100;
}

static bool set_numbers(struct name_date *out, enum stamp_kind kind, int a, int b, int c)
{
    struct stamp_orders none = {0};
    bool is_guess;

    out->is_numeric = true;
    out->parts = (struct stamp_parts){.kind = kind, .numbers = {a, b, c}, .separator = out->separator};
    return stamp_orders_choose(&none, &out->parts, &is_guess) != ORDER_UNKNOWN;
}

/* The name of a month at *pos. */
static bool parse_month(const struct stamp_parser *f, size_t *pos, int *month)
{
    size_t length = stamp_word_length(f->line, *pos);
    struct stamp_word word;

    if (!length || !stamp_word_find((struct text){f->line.data + *pos, length}, &word) || !word.month)
        return false;
    *month = word.month;
    *pos += length;
    return true;
}

static bool set_day(struct name_date *out, int year, int month, int day)
{
    out->is_numeric = false;
    out->day = (struct calendar_day){year, month, day};
    return stamp_is_date(year, month, day);
}

/* 20200530 or 30052020, perhaps with the time right after it. */
static bool packed_at(const struct stamp_parser *f, size_t *pos, struct name_date *out)
{
    size_t p = *pos;
    int year = stamp_number(f, p, 4), other = stamp_number(f, p + 4, 4);

    out->separator = '\0';
    *pos += 8;
    if (is_year(year) && set_numbers(out, STAMP_YEAR_BEFORE, year, other / 100, other % 100))
        return true;
    return is_year(other) && set_numbers(out, STAMP_YEAR_AFTER, year / 100, year % 100, other);
}

/* 200522-080509, as support tools write it. */
static bool short_packed_at(const struct stamp_parser *f, size_t *pos, struct name_date *out)
{
    size_t p = *pos;

    out->separator = '\0';
    *pos += 6;
    return is_separator(stamp_char(f, *pos)) && stamp_digit_run(f, *pos + 1) == 6 &&
           set_numbers(out, STAMP_YEAR_SHORT, stamp_number(f, p, 2), stamp_number(f, p + 2, 2),
                       stamp_number(f, p + 4, 2));
}

/* 2020-05-30  2020-May-30  2020May30 */
static bool year_before_at(const struct stamp_parser *f, size_t *pos, struct name_date *out)
{
    int year = stamp_number(f, *pos, 4), second, third;

    *pos += 4;
    out->separator = parse_separator(f, pos);
    if (parse_month(f, pos, &second)) {
        parse_separator(f, pos);
        return stamp_parse_number(f, pos, 1, 2, &third) && set_day(out, year, second, third);
    }
    return out->separator && stamp_parse_number(f, pos, 1, 2, &second) && parse_separator(f, pos) == out->separator &&
           stamp_parse_number(f, pos, 1, 2, &third) && set_numbers(out, STAMP_YEAR_BEFORE, year, second, third);
}

/* A year of four digits, or of two, at *pos. */
static bool parse_year(const struct stamp_parser *f, size_t *pos, int *year)
{
    if (stamp_digit_run(f, *pos) == 2) {
        stamp_parse_number(f, pos, 2, 2, year);
        *year += *year < 80 ? 2000 : 1900;
        return true;
    }
    return stamp_parse_number(f, pos, 4, 4, year);
}

/* 30-05-2020  30-05-20  30May2020  30-May-20 */
static bool year_after_at(const struct stamp_parser *f, size_t *pos, struct name_date *out)
{
    int first, second, year = 0;

    if (!stamp_parse_number(f, pos, 1, 2, &first))
        return false;
    out->separator = parse_separator(f, pos);
    if (parse_month(f, pos, &second)) {
        parse_separator(f, pos);
        return parse_year(f, pos, &year) && set_day(out, year, second, first);
    }
    if (!out->separator || !stamp_parse_number(f, pos, 1, 2, &second) || parse_separator(f, pos) != out->separator)
        return false;
    if (stamp_digit_run(f, *pos) == 4)
        return stamp_parse_number(f, pos, 4, 4, &year) && set_numbers(out, STAMP_YEAR_AFTER, first, second, year);
    return stamp_digit_run(f, *pos) == 2 && stamp_parse_number(f, pos, 2, 2, &year) &&
           set_numbers(out, STAMP_YEAR_SHORT, first, second, year);
}

/* May-30-2020 */
static bool month_before_at(const struct stamp_parser *f, size_t *pos, struct name_date *out)
{
    int month, day, year;

    if (!parse_month(f, pos, &month))
        return false;
    out->separator = parse_separator(f, pos);
    if (!stamp_parse_number(f, pos, 1, 2, &day) || !parse_separator(f, pos))
        return false;
    return stamp_parse_number(f, pos, 4, 4, &year) && set_day(out, year, month, day);
}

/* A date at *pos, which moves past it; otherwise *pos is anywhere. */
static bool date_at(const struct stamp_parser *f, size_t *pos, struct name_date *out)
{
    size_t digits = stamp_digit_run(f, *pos);

    switch (digits) {
    case 0:
        return month_before_at(f, pos, out);
    case 1:
    case 2:
        return year_after_at(f, pos, out);
    case 4:
        return year_before_at(f, pos, out);
    case 6:
        return short_packed_at(f, pos, out);
    case 8:
    case 10: // with the hour
    case 12: // with hour and minute
    case 14: // and second
    case 17: // and milliseconds
        return packed_at(f, pos, out);
    default:
        return false;
    }
}

/* The letters of numbers such as 22h00m00s. */
static bool is_between_numbers(const struct stamp_parser *f, size_t pos, char unit)
{
    char c = stamp_char(f, pos);

    return (is_separator(c) || (c | 0x20) == unit || c == ':') && stamp_is_digit(stamp_char(f, pos + 1));
}

/* The digits of a time: 2200, 220000, 22-00, 22.00.00, 22h00. */
static bool parse_digits(const struct stamp_parser *f, size_t *pos, int out[3])
{
    size_t digits = stamp_digit_run(f, *pos);

    out[1] = out[2] = 0;
    if (digits == 2 && *pos >= 8 && stamp_is_digit(stamp_char(f, *pos - 1))) { // 2020053022
        out[0] = stamp_number(f, *pos, 2);
        *pos += 2;
        return true;
    }
    if (digits == 4 || digits == 6 || digits == 9) {
        for (size_t i = 0; i < (digits > 4 ? 3 : 2); i++)
            out[i] = stamp_number(f, *pos + 2 * i, 2);
        *pos += digits;
        return true;
    }
    if (!stamp_parse_number(f, pos, 1, 2, &out[0]) || !is_between_numbers(f, *pos, 'h') ||
        stamp_digit_run(f, *pos + 1) != 2)
        return false;
    out[1] = stamp_number(f, *pos + 1, 2);
    *pos += 3;
    if (is_between_numbers(f, *pos, 'm') && stamp_digit_run(f, *pos + 1) == 2) {
        out[2] = stamp_number(f, *pos + 1, 2);
        *pos += 3;
    }
    return true;
}

/* A zone behind the time: Z, +0200, UTC; -0700 only in the form of ISO 8601, as elsewhere it counts files. */
static void parse_zone(struct stamp_parser *f, size_t pos, bool is_iso)
{
    size_t p = pos, digits;
    bool is_offset = stamp_char(f, p) == '+' || (is_iso && stamp_char(f, p) == '-');
    int hour, minute;

    if (is_offset) {
        digits = stamp_digit_run(f, ++p);
        hour = digits == 4 || digits == 2 ? stamp_number(f, p, 2) : 99;
        p += 2;
        if (digits == 2 && is_between_numbers(f, p, ':') && stamp_digit_run(f, p + 1) == 2)
            minute = stamp_number(f, p + 1, 2);
        else
            minute = digits == 4 ? stamp_number(f, p, 2) : 0;
        if (hour > 14 || minute > 59 || minute % 15)
            return;
        f->has_zone = true;
        f->offset_us = (stamp_char(f, pos) == '-' ? -1 : 1) * (hour * HOUR_US + minute * MINUTE_US);
        return;
    }
    p += is_separator(stamp_char(f, p));
    digits = stamp_word_length(f->line, p);
    f->has_zone = (digits == 1 && stamp_char(f, p) == 'Z' && p == pos) ||
                  (digits == 3 &&
                   (text_starts_with(text_skip(f->line, p), "UTC") || text_starts_with(text_skip(f->line, p), "GMT")));
}

/* A fraction of a second: three digits, and after a point or comma two to nine. */
static int64_t parse_fraction(const struct stamp_parser *f, size_t *pos)
{
    size_t digits = stamp_digit_run(f, *pos + 1);
    bool is_decimal = stamp_char(f, *pos) == '.' || stamp_char(f, *pos) == ',';
    int64_t fraction = 0, unit = SECOND_US;

    if (!is_separator(stamp_char(f, *pos)) || digits < 2 || digits > 9 || (digits != 3 && !is_decimal))
        return 0;
    for ((*pos)++; stamp_is_digit(stamp_char(f, *pos)); (*pos)++)
        fraction += (unit /= 10) * (stamp_char(f, *pos) - '0');
    return fraction;
}

/* "at" between a date and its time, as macOS writes it. */
static void skip_at(const struct stamp_parser *f, size_t *pos)
{
    struct text rest = text_skip(f->line, *pos < f->line.length ? *pos : f->line.length);

    if (text_starts_with(rest, "at ") || text_starts_with(rest, "at_") || text_starts_with(rest, "at-"))
        *pos += 3;
}

/* The time after a date. */
static bool time_at(struct stamp_parser *f, size_t pos)
{
    bool is_iso = (stamp_char(f, pos) == 'T' || stamp_char(f, pos) == 't') && stamp_is_digit(stamp_char(f, pos + 1));
    size_t p = pos + is_iso, start;
    int time[3];
    int64_t fraction_us;

    while (!is_iso && p < pos + 3 && (is_separator(stamp_char(f, p)) || stamp_char(f, p) == '@'))
        p++;
    skip_at(f, &p);
    start = p;
    if (!parse_digits(f, &p, time) || time[0] > 23 || time[1] > 59 || time[2] > 59)
        return false;
    fraction_us = parse_fraction(f, &p);
    if (is_separator(stamp_char(f, p)) && stamp_is_letter(stamp_char(f, p + 1)) && stamp_char(f, p) != ' ') {
        size_t half = p + 1; // 10-00-00_PM

        stamp_parse_half(f, start, &half, &time[0]);
        p = half > p + 1 ? half : p;
    } else {
        stamp_parse_half(f, start, &p, &time[0]);
    }
    parse_zone(f, p, is_iso);
    f->time_us = time[0] * HOUR_US + time[1] * MINUTE_US + time[2] * SECOND_US + fraction_us;
    return true;
}

/* Whether a number or a word begins at `pos`. */
static bool is_start(struct text t, size_t pos)
{
    if (pos == 0)
        return true;
    return stamp_is_digit(t.data[pos]) ? !stamp_is_digit(t.data[pos - 1]) : !stamp_is_letter(t.data[pos - 1]);
}

/* 1.2.20.14.50 is a version. */
static bool is_version(const struct stamp_parser *f, size_t end, const struct name_date *date)
{
    return date->is_numeric && date->parts.kind == STAMP_YEAR_SHORT && date->separator &&
           stamp_char(f, end) == date->separator && stamp_digit_run(f, end + 1) < 4;
}

/* The first date of the name that a time follows. */
static bool find(struct stamp_parser *f, struct name_date *out)
{
    for (size_t pos = 0; pos < f->line.length; pos++) {
        size_t end = pos;

        f->has_half = f->has_zone = false;
        if (is_start(f->line, pos) && date_at(f, &end, out) && !is_version(f, end, out) && time_at(f, end)) {
            out->parts.has_half = f->has_half;
            return true;
        }
    }
    return false;
}

/* The first date of the name, with four digits of the year or the name of the month. */
static bool find_day(const struct stamp_parser *f, struct name_date *out)
{
    for (size_t pos = 0; pos < f->line.length; pos++) {
        size_t end = pos;

        if (is_start(f->line, pos) && date_at(f, &end, out) && !stamp_is_digit(stamp_char(f, end)) &&
            (!out->is_numeric || out->parts.kind != STAMP_YEAR_SHORT))
            return true;
    }
    return false;
}

void stamp_add_name(struct stamp_orders *orders, const char *path)
{
    struct stamp_parser f = {.line = name_of(path)};
    struct name_date date = {0};

    if ((find(&f, &date) || find_day(&f, &date)) && date.is_numeric)
        stamp_orders_add(orders, &date.parts);
}

static void settle(struct name_date *date, const struct stamp_orders *orders, struct stamp *out)
{
    bool is_guess = false;

    if (date->is_numeric)
        stamp_parts_day(&date->parts, stamp_orders_choose(orders, &date->parts, &is_guess), &date->day);
    *out = (struct stamp){.has_date = true,
                          .date_us = calendar_days(date->day) * DAY_US,
                          .is_numeric = date->is_numeric,
                          .parts = date->parts,
                          .is_ambiguous = is_guess};
}

bool stamp_from_name(const char *path, const struct stamp_orders *orders, struct stamp *out)
{
    struct stamp_parser f = {.line = name_of(path)};
    struct name_date date = {0};

    if (!find(&f, &date))
        return false;
    settle(&date, orders, out);
    out->has_time = true;
    out->time_us = f.time_us;
    out->has_zone = f.has_zone;
    out->offset_us = f.offset_us;
    return true;
}

bool stamp_day_from_name(const char *path, const struct stamp_orders *orders, struct stamp *out)
{
    struct stamp_parser f = {.line = name_of(path)};
    struct name_date date = {0};

    if (find(&f, &date) || !find_day(&f, &date))
        return false;
    settle(&date, orders, out);
    return true;
}
