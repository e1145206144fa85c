#include "formats/text/stamp.h"

#include <string.h>

#include "base/calendar.h"
#include "formats/text/stamp_digits.h"

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
    size_t date_end;
    bool has_long;   // a word begins with four digits or more
    bool is_numeric; // first and second are to be told apart
    bool has_half;   // AM or PM, as in English
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
    return at < f->line.length ? f->line.data[at] : '\0';
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
        value = value * 10 + (f->line.data[at + i] - '0');
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
    struct text here = {f->line.data + at, length};

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

/* The sign between the numbers of a date; blanks stand behind points only, as in 22. 5. 2020. */
static bool take_separator(const struct finding *f, size_t *at, char separator)
{
    if (char_of(f, *at) != separator)
        return false;
    (*at)++;
    if (separator == '.')
        pass_blanks(f, at);
    return true;
}

/* 2020-05-22, and with another sign between. */
static bool year_first_at(struct finding *f, size_t *at)
{
    int year, month, day;
    char separator;
    size_t p = *at;

    if (!take_number(f, &p, 4, 4, &year) || !(separator = char_of(f, p)) || !strchr("-/._\\", separator))
        return false;
    if (!take_separator(f, &p, separator) || !take_number(f, &p, 1, 2, &month) || !take_separator(f, &p, separator) ||
        !take_number(f, &p, 1, 2, &day))
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
    if (!take_separator(f, &p, separator) || !take_number(f, &p, 1, 2, &second) || !take_separator(f, &p, separator) ||
        !take_number(f, &p, 4, 4, &year))
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
    *at = f->date_end = p;
}

static bool has_weekday(const struct finding *f, int month, int day)
{
    int64_t days;

    if (!stamp_is_date(f->year, month, day))
        return false;
    days = calendar_days((struct calendar_day){f->year, month, day}) + 4; // 1 January 1970 was a Thursday
    return (days % 7 + 7) % 7 == f->weekday;
}

/* What the date itself proves. */
static enum stamp_order order_proved(const struct finding *f)
{
    bool day_first = stamp_is_date(f->year, f->second, f->first),
         month_first = stamp_is_date(f->year, f->first, f->second);

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

/* The bytes of a blank, or 0: one that does not break is what .NET writes before AM. */
static size_t blank_at(const struct finding *f, size_t at)
{
    struct text here = text_behind(f->line, at < f->line.length ? at : f->line.length);

    return text_starts_with(here, " ")              ? 1
           : text_starts_with(here, "\xC2\xA0")     ? 2
           : text_starts_with(here, "\xE2\x80\xAF") ? 3
                                                    : 0;
}

/* Behind a time: AM, am, a.m., and a. m., as in Spanish, which puts days first. 'a', 'p', or '\0'; *at moves behind it. */
static char half_behind(struct finding *f, size_t *at)
{
    size_t p = *at, length;
    bool has_points;
    char half;

    while ((length = blank_at(f, p)))
        p += length;
    half = (char)(char_of(f, p++) | 0x20);
    if (half != 'a' && half != 'p')
        return '\0';
    has_points = char_of(f, p) == '.';
    if (has_points) {
        p++;
        p += blank_at(f, p);
    }
    if ((char_of(f, p) | 0x20) != 'm' || is_letter(char_of(f, p + 1)) ||
        ((unsigned char)char_of(f, p + 1) >= 0x80 && !blank_at(f, p + 1))) // p. Müller
        return '\0';
    f->has_half = !has_points;
    *at = p + 1;
    return half;
}

/* In front of a time, as in Korean, Chinese and Japanese. */
static char half_before(const struct finding *f, size_t at)
{
    static const struct {
        const char *word;
        char half;
    } words[] = {{"\uC624\uC804", 'a'}, {"\uC624\uD6C4", 'p'}, {"\u4E0A\u5348", 'a'},
                 {"\u4E0B\u5348", 'p'}, {"\u5348\u524D", 'a'}, {"\u5348\u5F8C", 'p'}};
    struct text before = text_trim((struct text){f->line.data, at});

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_ends_with(before, text_of(words[i].word)))
            return words[i].half;
    return '\0';
}

static void take_half(struct finding *f, size_t start, size_t *at, int *hour)
{
    char half = half_before(f, start);

    if (*hour > 12 || !(half || (half = half_behind(f, at))))
        return;
    *hour = *hour % 12 + (half == 'p' ? 12 : 0);
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

/* Whether nothing but blanks stands between the date and `at`. */
static bool is_behind_date(const struct finding *f, size_t at)
{
    size_t p = f->date_end;

    if (!f->has_date)
        return false;
    p += char_of(f, p) == '.';
    pass_blanks(f, &p);
    return p == at;
}

/* 8:05, 08:05:09, 08:05:09.53, and, right behind a date, 8.05.09,53 as in Finnish. */
static bool time_at(struct finding *f, size_t *at)
{
    int hour, minute, second = 0;
    int64_t fraction = 0, unit = SECOND_US;
    size_t p = *at;
    char separator;

    if (!take_number(f, &p, 1, 2, &hour) || !(separator = char_of(f, p++)) || !take_number(f, &p, 2, 2, &minute))
        return false;
    if (separator != ':' && (separator != '.' || char_of(f, p) != '.' || !is_behind_date(f, *at)))
        return false;
    if (char_of(f, p) == separator && is_digit(char_of(f, p + 1))) {
        p++;
        if (!take_number(f, &p, 2, 2, &second))
            return false;
        if ((char_of(f, p) == '.' || char_of(f, p) == ',') && is_digit(char_of(f, p + 1)))
            for (p++; is_digit(char_of(f, p)); p++)
                fraction += (unit /= 10) * (char_of(f, p) - '0');
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    take_half(f, *at, &p, &hour);
    take_zone(f, p);
    f->time_us = hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + fraction;
    f->has_time = true;
    *at = p;
    return true;
}

/* --- lines --- */

/* The end of what was no time, such as 24:00:00, is none either; 22.05.2020:08:05:09 is a date and a time. */
static bool is_behind_colon(const struct finding *f)
{
    return f->at > 1 && f->line.data[f->at - 1] == ':' && is_digit(f->line.data[f->at - 2]) &&
           !(f->has_date && f->at - 1 == f->date_end);
}

static void take_digits(struct finding *f)
{
    size_t digits = run_of_digits(f, f->at);

    f->has_long |= digits >= 4;
    if (!f->has_date && (year_first_at(f, &f->at) || year_last_at(f, &f->at))) {
        char c = char_of(f, f->at);

        f->date_end = f->at;
        f->at += (c == 'T' || c == 't') && is_digit(char_of(f, f->at + 1));
        return;
    }
    if (!f->has_time && !is_behind_colon(f) && time_at(f, &f->at))
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
    struct stamp_digits digits;

    *out = (struct stamp){0};
    while (f.at < line.length) {
        if (is_digit(line.data[f.at]))
            take_digits(&f);
        else if (is_letter(line.data[f.at]))
            take_letters(&f);
        else
            f.at++;
    }
    if (f.is_numeric)
        settle_order(&f, order, out);
    if (f.has_long && !f.has_time && stamp_digits(line, true, &digits)) {
        take_zone(&f, digits.end);
        out->has_date = out->has_time = out->is_digits = true;
        out->is_doubtful = false;
        out->date_us = digits.time_us - digits.time_us % DAY_US;
        out->time_us = digits.time_us % DAY_US;
    } else {
        out->has_date = f.has_date && stamp_is_date(f.year, f.month, f.day);
        if (out->has_date)
            out->date_us = calendar_days((struct calendar_day){f.year, f.month, f.day}) * DAY_US;
        out->is_doubtful &= out->has_date;
        out->has_time = f.has_time;
        out->time_us = f.time_us;
    }
    out->has_zone = f.has_zone;
    out->offset_us = f.offset_us;
    return out->has_date || out->has_time;
}

enum stamp_order stamp_guess_order(struct text head)
{
    struct text line;

    while (text_take_line(&head, &line)) {
        struct stamp stamp;

        if (line.length && memchr(line.data, '/', line.length) && stamp_find(line, ORDER_UNKNOWN, &stamp) &&
            stamp.has_date && stamp.order != ORDER_UNKNOWN)
            return stamp.order;
    }
    return ORDER_UNKNOWN;
}

/* --- names --- */

/* What stands behind the folders, of either system's paths. */
static struct text name_of(const char *path)
{
    const char *slash = strrchr(path, '/'), *other = strrchr(path, '\\');

    if (!slash || (other && other > slash))
        slash = other;
    return text_of(slash ? slash + 1 : path);
}

bool stamp_from_name(const char *path, int64_t *out_us)
{
    struct stamp_digits digits;

    if (!stamp_digits(name_of(path), false, &digits))
        return false;
    *out_us = digits.time_us;
    return true;
}
