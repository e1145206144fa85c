#include "formats/text/stamp_digits.h"

#include <string.h>

#include "base/calendar.h"

#define PARTS 6 // year, month, day, hour, minute, second

bool stamp_is_date(int64_t year, int month, int day)
{
    struct calendar_day d = {year, month, day}, back;

    if (year < 1980 || year > 9999 || month < 1 || month > 12 || day < 1 || day > 31)
        return false;
    back = calendar_day_of(calendar_days(d));
    return back.month == month && back.day == day;
}

static size_t run_of_digits(struct text t, size_t at)
{
    size_t count = 0;

    while (text_is_digit_at(t, at + count))
        count++;
    return count;
}

/* The sign at *at that may stand between parts, which *at moves behind; '\0': there is none. */
static char take_sign(struct text t, size_t *at)
{
    char c = *at < t.length ? t.data[*at] : '\0';

    if (!c || !strchr("-_. T:+", c))
        return '\0';
    (*at)++;
    return c;
}

/* Digits in their places; *end moves behind them. In a date the signs are alike: "2020 10:11" is no October. */
static bool take_parts(struct text t, size_t at, size_t year_digits, size_t count, int out[PARTS], size_t *end)
{
    char sign = '\0', sign_before;

    for (size_t i = 0; i < count; i++) {
        size_t digits = i ? 2 : year_digits;

        sign_before = sign;
        sign = i ? take_sign(t, &at) : '\0';
        if (i == 2 && sign != sign_before)
            return false;
        out[i] = 0;
        for (size_t k = 0; k < digits; k++, at++) {
            if (!text_is_digit_at(t, at))
                return false;
            out[i] = out[i] * 10 + (t.data[at] - '0');
        }
    }
    *end = at;
    return true;
}

static bool time_of(const int parts[PARTS], int64_t *out_us)
{
    if (!stamp_is_date(parts[0], parts[1], parts[2]) || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
        return false;
    *out_us = calendar_days((struct calendar_day){parts[0], parts[1], parts[2]}) * DAY_US + parts[3] * HOUR_US +
              parts[4] * MINUTE_US + parts[5] * SECOND_US;
    return true;
}

/* 200522-080509, as support tools write it. */
static bool short_at(struct text t, size_t at, struct stamp_digits *out)
{
    int parts[PARTS];

    if (run_of_digits(t, at) != 6 || run_of_digits(t, at + 7) != 6 || !take_parts(t, at, 2, PARTS, parts, &out->end))
        return false;
    parts[0] += 2000;
    return time_of(parts, &out->time_us);
}

static bool full_at(struct text t, size_t at, size_t count, struct stamp_digits *out)
{
    int parts[PARTS] = {0};

    return take_parts(t, at, 4, count, parts, &out->end) && time_of(parts, &out->time_us);
}

static bool is_among(struct text t, size_t at, const char *signs)
{
    return at >= t.length || (t.data[at] && strchr(signs, t.data[at]));
}

/* Fractions of a second and a zone may follow. */
static bool ends_word(struct text t, size_t at)
{
    if (at < t.length && (t.data[at] == '.' || t.data[at] == ',') && text_is_digit_at(t, at + 1))
        at += 1 + run_of_digits(t, at + 1);
    if (at < t.length && t.data[at] == 'Z')
        at++;
    return is_among(t, at, " \t+])}\"'*,;:");
}

static bool is_word(struct text t, size_t at, size_t end)
{
    return (at == 0 || is_among(t, at - 1, " \t[({\"'*#=:_")) && ends_word(t, end);
}

bool stamp_digits(struct text t, bool alone, struct stamp_digits *out)
{
    struct stamp_digits found;

    for (size_t at = 0; at < t.length; at++) {
        if (!text_is_digit_at(t, at) || (at && text_is_digit_at(t, at - 1)))
            continue;
        if (!full_at(t, at, PARTS, &found) && !full_at(t, at, PARTS - 1, &found) && !short_at(t, at, &found))
            continue;
        if (!alone || is_word(t, at, found.end)) {
            *out = found;
            return true;
        }
    }
    return false;
}
