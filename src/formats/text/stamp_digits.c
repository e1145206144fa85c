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

static size_t digit_run(struct text t, size_t pos)
{
    size_t count = 0;

    while (text_is_digit_at(t, pos + count))
        count++;
    return count;
}

/* The separator at *pos, which then moves past it; '\0': there is none. */
static char parse_sign(struct text t, size_t *pos)
{
    char c = *pos < t.length ? t.data[*pos] : '\0';

    if (!c || !strchr("-_. T:+", c))
        return '\0';
    (*pos)++;
    return c;
}

/* Digits in fixed positions; *end is the offset after them. The separators of a date must be alike: "2020 10:11" is
 * not October 11. */
static bool parse_parts(struct text t, size_t pos, size_t year_digits, size_t count, int out[PARTS], size_t *end)
{
    char sign = '\0', sign_before;

    for (size_t i = 0; i < count; i++) {
        size_t digits = i ? 2 : year_digits;

        sign_before = sign;
        sign = i ? parse_sign(t, &pos) : '\0';
        if (i == 2 && sign != sign_before)
            return false;
        out[i] = 0;
        for (size_t k = 0; k < digits; k++, pos++) {
            if (!text_is_digit_at(t, pos))
                return false;
            out[i] = out[i] * 10 + (t.data[pos] - '0');
        }
    }
    *end = pos;
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
static bool short_at(struct text t, size_t pos, struct stamp_digits *out)
{
    int parts[PARTS];

    if (digit_run(t, pos) != 6 || digit_run(t, pos + 7) != 6 || !parse_parts(t, pos, 2, PARTS, parts, &out->end))
        return false;
    parts[0] += 2000;
    return time_of(parts, &out->time_us);
}

static bool full_at(struct text t, size_t pos, size_t count, struct stamp_digits *out)
{
    int parts[PARTS] = {0};

    return parse_parts(t, pos, 4, count, parts, &out->end) && time_of(parts, &out->time_us);
}

static bool is_among(struct text t, size_t pos, const char *signs)
{
    return pos >= t.length || (t.data[pos] && strchr(signs, t.data[pos]));
}

/* A fraction of a second and a zone may follow. */
static bool ends_word(struct text t, size_t pos)
{
    if (pos < t.length && (t.data[pos] == '.' || t.data[pos] == ',') && text_is_digit_at(t, pos + 1))
        pos += 1 + digit_run(t, pos + 1);
    if (pos < t.length && t.data[pos] == 'Z')
        pos++;
    return is_among(t, pos, " \t+])}\"'*,;:");
}

static bool is_whole_word(struct text t, size_t pos, size_t end)
{
    return (pos == 0 || is_among(t, pos - 1, " \t[({\"'*#=:_")) && ends_word(t, end);
}

bool stamp_digits_find(struct text t, struct stamp_digits *out)
{
    struct stamp_digits found;

    for (size_t pos = 0; pos < t.length; pos++) {
        if (!text_is_digit_at(t, pos) || (pos && text_is_digit_at(t, pos - 1)))
            continue;
        if (!full_at(t, pos, PARTS, &found) && !full_at(t, pos, PARTS - 1, &found) && !short_at(t, pos, &found))
            continue;
        if (is_whole_word(t, pos, found.end)) {
            *out = found;
            return true;
        }
    }
    return false;
}
