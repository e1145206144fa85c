#include "formats/stamp.h"

#include <string.h>

#include "base/calendar.h"

/* What was found so far in a line. */
struct finding {
    struct text line;
    size_t at;
    int weekday;       // 0 is Sunday; -1: none
    int first, second; // of a date in numbers: day and month, or month and day
    int day, month;    // of a date whose order is plain
    int64_t year;      // 0: none
    char separator;    // of a date in numbers
    bool has_date, has_time;
    bool is_numeric; // first and second are to be told apart
    bool has_half;   // AM or PM
    int64_t time_us;
    bool has_zone;
    int64_t offset_us;
    int lone_number; // the number of one or two digits that was passed over last, or -1
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char char_of(const struct finding *f, size_t at)
{
    return at < f->line.length ? f->line.at[at] : '\0';
}

static size_t run_of_digits(const struct finding *f, size_t at)
{
    size_t count = 0;

    while (is_digit(char_of(f, at + count)))
        count++;
    return count;
}

static int number_at(const struct finding *f, size_t at, size_t digits)
{
    int value = 0;

    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (f->line.at[at + i] - '0');
    return value;
}

/* A number of `least` to `most` digits, and nothing more of them; *at moves behind it. */
static bool take_number(const struct finding *f, size_t *at, size_t least, size_t most, int *out)
{
    size_t digits = run_of_digits(f, *at);

    if (digits < least || digits > most)
        return false;
    *out = number_at(f, *at, digits);
    *at += digits;
    return true;
}

static void pass_blanks(const struct finding *f, size_t *at)
{
    while (char_of(f, *at) == ' ')
        (*at)++;
}

/* Whether the letters at `at` are that word, or its first three letters, whatever their case. */
static bool is_word(const struct finding *f, size_t at, size_t length, const char *word)
{
    struct text here = {f->line.at + at, length};

    return text_equal_nocase(here, text_of(word)) || (length == 3 && text_equal_nocase(here, (struct text){word, 3}));
}

static int word_among(const struct finding *f, size_t at, size_t length, const char *const *words, int count)
{
    for (int i = 0; i < count; i++)
        if (is_word(f, at, length, words[i]))
            return i;
    return -1;
}

/* --- dates --- */

/* 2020-05-22, and with another sign between. */
static bool year_first_at(struct finding *f, size_t *at)
{
    int year, month, day;
    char separator;
    size_t p = *at;

    if (!take_number(f, &p, 4, 4, &year) || !(separator = char_of(f, p)) || !strchr("-/._\\", separator))
        return false;
    p++;
    if (!take_number(f, &p, 1, 2, &month) || char_of(f, p++) != separator || !take_number(f, &p, 1, 2, &day))
        return false;
    f->year = year;
    f->month = month;
    f->day = day;
    f->has_date = true;
    *at = p;
    return true;
}

/* 22/05/2020 or 05/22/2020. */
static bool year_last_at(struct finding *f, size_t *at)
{
    int first, second, year;
    char separator;
    size_t p = *at;

    if (!take_number(f, &p, 1, 2, &first) || !(separator = char_of(f, p)) || !strchr("-/.\\", separator))
        return false;
    p++;
    if (!take_number(f, &p, 1, 2, &second) || char_of(f, p++) != separator || !take_number(f, &p, 4, 4, &year))
        return false;
    f->first = first;
    f->second = second;
    f->year = year;
    f->separator = separator;
    f->has_date = f->is_numeric = true;
    *at = p;
    return true;
}

/* Behind the name of a month: May 22, 2020; May 22 08:05:09 2020, whose year comes later; 22 May 2020. */
static void take_month(struct finding *f, int month, size_t *at)
{
    size_t p = *at;
    int number;

    while (char_of(f, p) == ' ' || char_of(f, p) == '-' || char_of(f, p) == '.')
        p++;
    if (f->lone_number > 0 && take_number(f, &p, 4, 4, &number)) {
        f->day = f->lone_number;
        f->year = number;
    } else if (take_number(f, &p, 1, 2, &number) && char_of(f, p) != ':') {
        f->day = number;
        while (char_of(f, p) == ' ' || char_of(f, p) == ',')
            p++;
        if (run_of_digits(f, p) == 4)
            take_number(f, &p, 4, 4, &number), f->year = number;
    } else {
        return;
    }
    f->month = month + 1;
    f->has_date = true;
    *at = p;
}

static bool is_date(int64_t year, int month, int day)
{
    struct calendar_day d = {year, month, day}, back;

    if (year < 1980 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    back = calendar_day_of(calendar_days(d));
    return back.month == month && back.day == day;
}

static bool has_weekday(const struct finding *f, int month, int day)
{
    int64_t days;

    if (!is_date(f->year, month, day))
        return false;
    days = calendar_days((struct calendar_day){f->year, month, day}) + 4; // 1 January 1970 was a Thursday
    return (days % 7 + 7) % 7 == f->weekday;
}

/* What the date itself proves. */
static enum stamp_order order_proved(const struct finding *f)
{
    bool day_first = is_date(f->year, f->second, f->first), month_first = is_date(f->year, f->first, f->second);

    if (day_first != month_first)
        return day_first ? ORDER_DAY_FIRST : ORDER_MONTH_FIRST;
    if (f->weekday >= 0 && has_weekday(f, f->second, f->first) != has_weekday(f, f->first, f->second))
        return has_weekday(f, f->second, f->first) ? ORDER_DAY_FIRST : ORDER_MONTH_FIRST;
    if (f->separator == '.')
        return ORDER_DAY_FIRST;
    if (f->separator == '\\' || (f->has_half && f->separator == '/'))
        return ORDER_MONTH_FIRST;
    return ORDER_UNKNOWN;
}

/* Day and month out of two numbers. */
static void settle_order(struct finding *f, enum stamp_order known, struct stamp *out)
{
    enum stamp_order order = out->order = order_proved(f);

    if (order == ORDER_UNKNOWN && f->separator == '/')
        order = known;
    out->is_doubtful = order == ORDER_UNKNOWN && f->separator == '/' && f->first != f->second;
    f->day = order == ORDER_MONTH_FIRST ? f->second : f->first;
    f->month = order == ORDER_MONTH_FIRST ? f->first : f->second;
}

/* --- times --- */

static void take_half(struct finding *f, size_t *at, int *hour)
{
    size_t p = *at;
    char c;

    pass_blanks(f, &p);
    c = (char)(char_of(f, p) | 0x20);
    if ((c != 'a' && c != 'p') || (char_of(f, p + 1) | 0x20) != 'm' || is_letter(char_of(f, p + 2)) || *hour > 12)
        return;
    *hour = *hour % 12 + (c == 'p' ? 12 : 0);
    f->has_half = true;
    *at = p + 2;
}

/* +02:00  -0700, and, behind "UTC", also + 2:00 */
static bool offset_at(struct finding *f, size_t at, bool behind_utc)
{
    int sign = char_of(f, at) == '-' ? -1 : 1, hour, minute = 0;

    if (char_of(f, at) != '-' && char_of(f, at) != '+')
        return false;
    at++;
    if (behind_utc)
        pass_blanks(f, &at);
    if (run_of_digits(f, at) == 4) {
        hour = number_at(f, at, 2);
        minute = number_at(f, at + 2, 2);
    } else if (!take_number(f, &at, behind_utc ? 1 : 2, 2, &hour)) {
        return false;
    } else if (char_of(f, at) == ':') {
        at++;
        if (!take_number(f, &at, 2, 2, &minute))
            return false;
    } else if (!behind_utc) {
        return false;
    }
    if (hour > 14 || minute > 59)
        return false;
    f->offset_us = sign * (hour * HOUR_US + minute * MINUTE_US);
    f->has_zone = true;
    return true;
}

/* What stands at the very end of a time and tells its distance from UTC. */
static void take_zone(struct finding *f, size_t at)
{
    size_t p = at;

    if (char_of(f, p) == 'Z' && !is_letter(char_of(f, p + 1))) {
        f->has_zone = true;
        return;
    }
    if (offset_at(f, p, false))
        return;
    pass_blanks(f, &p);
    if (p > at)
        offset_at(f, p, false);
}

/* "UTC", "GMT", "(UTC + 2:00)", somewhere behind the time. */
static void take_utc(struct finding *f, size_t behind)
{
    f->has_zone = true;
    pass_blanks(f, &behind);
    offset_at(f, behind, true);
}

/* 8:05, 08:05:09, 08:05:09.53 */
static bool time_at(struct finding *f, size_t *at)
{
    int hour, minute, second = 0;
    int64_t fraction = 0, unit = SECOND_US;
    size_t p = *at;

    if (!take_number(f, &p, 1, 2, &hour) || char_of(f, p++) != ':' || !take_number(f, &p, 2, 2, &minute))
        return false;
    if (char_of(f, p) == ':' && is_digit(char_of(f, p + 1))) {
        p++;
        if (!take_number(f, &p, 2, 2, &second))
            return false;
        if ((char_of(f, p) == '.' || char_of(f, p) == ',') && is_digit(char_of(f, p + 1)))
            for (p++; is_digit(char_of(f, p)); p++)
                fraction += (unit /= 10) * (char_of(f, p) - '0');
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    take_half(f, &p, &hour);
    take_zone(f, p);
    f->time_us = hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + fraction;
    f->has_time = true;
    *at = p;
    return true;
}

/* --- lines --- */

static void take_digits(struct finding *f)
{
    size_t digits = run_of_digits(f, f->at);

    if (!f->has_date && (year_first_at(f, &f->at) || year_last_at(f, &f->at))) {
        char c = char_of(f, f->at);

        f->at += (c == 'T' || c == 't') && is_digit(char_of(f, f->at + 1));
        return;
    }
    if (!f->has_time && time_at(f, &f->at))
        return;
    if (digits <= 2)
        f->lone_number = number_at(f, f->at, digits);
    if (digits == 4 && f->has_date && f->year == 0)
        f->year = number_at(f, f->at, digits);
    f->at += digits;
}

static void take_letters(struct finding *f)
{
    static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                         "July",    "August",   "September", "October", "November", "December"};
    static const char *const days[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
    size_t length = 0, start = f->at;
    int month, day;

    while (is_letter(char_of(f, f->at + length)))
        length++;
    f->at += length;
    month = word_among(f, start, length, months, 12);
    day = word_among(f, start, length, days, 7);
    if (month >= 0 && !f->has_date)
        take_month(f, month, &f->at);
    else if (day >= 0)
        f->weekday = day;
    else if (length == 3 && f->has_time && !f->has_zone && (is_word(f, start, 3, "UTC") || is_word(f, start, 3, "GMT")))
        take_utc(f, f->at);
    if (f->at == start + length) // digits of a name such as Tag1
        f->at += run_of_digits(f, f->at);
}

bool stamp_find(struct text line, enum stamp_order order, struct stamp *out)
{
    struct finding f = {.line = line, .weekday = -1, .lone_number = -1};

    *out = (struct stamp){0};
    while (f.at < line.length) {
        if (is_digit(line.at[f.at]))
            take_digits(&f);
        else if (is_letter(line.at[f.at]))
            take_letters(&f);
        else
            f.at++;
    }
    if (f.is_numeric)
        settle_order(&f, order, out);
    out->has_date = f.has_date && is_date(f.year, f.month, f.day);
    if (out->has_date)
        out->date_us = calendar_days((struct calendar_day){f.year, f.month, f.day}) * DAY_US;
    out->is_doubtful &= out->has_date;
    out->has_time = f.has_time;
    out->time_us = f.time_us;
    out->has_zone = f.has_zone;
    out->offset_us = f.offset_us;
    return out->has_date || out->has_time;
}

enum stamp_order stamp_order_of(struct text head)
{
    struct text line;

    while (text_take_line(&head, &line)) {
        struct stamp stamp;

        if (line.length && memchr(line.at, '/', line.length) && stamp_find(line, ORDER_UNKNOWN, &stamp) &&
            stamp.has_date && stamp.order != ORDER_UNKNOWN)
            return stamp.order;
    }
    return ORDER_UNKNOWN;
}

/* --- names --- */

/* Digits in their places, at most one other sign before each but the first. */
static bool take_places(const struct finding *f, size_t at, const size_t *digits, size_t count, int *out)
{
    for (size_t i = 0; i < count; i++) {
        char c = char_of(f, at);

        if (i && c && strchr("-_. T:+", c))
            at++;
        for (size_t k = 0; k < digits[i]; k++)
            if (!is_digit(char_of(f, at + k)))
                return false;
        out[i] = number_at(f, at, digits[i]);
        at += digits[i];
    }
    return true;
}

static bool name_time(int64_t year, const int *parts, bool has_second, int64_t *out_us)
{
    int second = has_second ? parts[4] : 0;

    if (!is_date(year, parts[0], parts[1]) || parts[2] > 23 || parts[3] > 59 || second > 59)
        return false;
    *out_us = calendar_days((struct calendar_day){year, parts[0], parts[1]}) * DAY_US + parts[2] * HOUR_US +
              parts[3] * MINUTE_US + second * SECOND_US;
    return true;
}

/* What stands behind the folders, of either system's paths. */
static struct text name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *other = strrchr(path, '\\');

    if (!slash || (other && other > slash))
        slash = other;
    return text_of(slash ? slash + 1 : path);
}

bool stamp_of_name(const char *path, int64_t *out_us)
{
    static const size_t full[] = {4, 2, 2, 2, 2, 2}, shorter[] = {2, 2, 2, 2, 2, 2};
    struct finding f = {.line = name_of(path)};
    int parts[6];

    for (size_t at = 0; at < f.line.length; at++) {
        if (!is_digit(f.line.at[at]) || (at && is_digit(f.line.at[at - 1])))
            continue;
        if (take_places(&f, at, full, 6, parts) && name_time(parts[0], parts + 1, true, out_us))
            return true;
        if (take_places(&f, at, full, 5, parts) && name_time(parts[0], parts + 1, false, out_us))
            return true;
        // 200522-080509, as support tools write it
        if (run_of_digits(&f, at) == 6 && run_of_digits(&f, at + 7) == 6 && take_places(&f, at, shorter, 6, parts) &&
            name_time(2000 + parts[0], parts + 1, true, out_us))
            return true;
    }
    return false;
}
