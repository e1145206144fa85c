#include "base/calendar.h"

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Counted from 1 March, so that the leap day ends a year: 153 days for any five months from then on. */
int64_t calendar_days(struct calendar_day d)
{
    int64_t months = d.year * 12 + d.month - 3;
    int64_t year = floor_div(months, 12), month = months - year * 12;

    return year * 365 + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400) + (153 * month + 2) / 5 +
           d.day - 1 - 719468;
}

struct calendar_day calendar_day_of(int64_t days)
{
    int64_t since = days + 719468, era = floor_div(since, 146097), left = since - era * 146097;
    int64_t year = (left - left / 1460 + left / 36524 - left / 146096) / 365;
    int64_t in_year = left - (365 * year + year / 4 - year / 100), month = (5 * in_year + 2) / 153;
    struct calendar_day d = {.year = era * 400 + year + (month >= 10),
                             .month = (int)(month < 10 ? month + 3 : month - 9),
                             .day = (int)(in_year - (153 * month + 2) / 5 + 1)};

    return d;
}

/* Exactly `digits` digits at *at, which moves behind them; -1 when they are not there. */
static int digits_at(struct text t, size_t *at, size_t digits)
{
    int value = 0;

    if (t.length - *at < digits)
        return -1;
    for (size_t i = 0; i < digits; i++) {
        char c = t.data[*at + i];

        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    *at += digits;
    return value;
}

static bool char_at(struct text t, size_t *at, const char *wanted)
{
    if (*at < t.length)
        for (; *wanted; wanted++)
            if (t.data[*at] == *wanted) {
                (*at)++;
                return true;
            }
    return false;
}

static bool date_at(struct text t, size_t *at, int64_t *days)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct calendar_day d;

    d.year = digits_at(t, at, 4);
    if (d.year < 1 || !char_at(t, at, "-"))
        return false;
    d.month = digits_at(t, at, 2);
    if (d.month < 1 || d.month > 12 || !char_at(t, at, "-"))
        return false;
    d.day = digits_at(t, at, 2);
    if (d.day < 1 || d.day > lengths[d.month - 1])
        return false;
    *days = calendar_days(d);
    return calendar_day_of(*days).day == d.day; // 29 February of an ordinary year
}

static int64_t fraction_at(struct text t, size_t *at)
{
    int64_t value = 0, unit = SECOND_US;

    for (; *at < t.length && t.data[*at] >= '0' && t.data[*at] <= '9'; (*at)++) {
        unit /= 10;
        value += (t.data[*at] - '0') * unit;
    }
    return value;
}

bool calendar_parse(struct text t, bool date_alone, int64_t *out_us)
{
    size_t at = 0;
    int64_t days, fraction = 0;
    int hour = 0, minute = 0, second = 0;

    t = text_trim(t);
    if (!date_at(t, &at, &days))
        return false;
    if (at < t.length || !date_alone) {
        if (!char_at(t, &at, "T t"))
            return false;
        hour = digits_at(t, &at, 2);
        if (hour < 0 || hour > 23 || !char_at(t, &at, ":"))
            return false;
        minute = digits_at(t, &at, 2);
        if (minute < 0 || minute > 59)
            return false;
        if (char_at(t, &at, ":")) {
            second = digits_at(t, &at, 2);
            if (second < 0 || second > 59)
                return false;
            if (char_at(t, &at, ".,"))
                fraction = fraction_at(t, &at);
        }
        char_at(t, &at, "Zz");
    }
    if (at != t.length)
        return false;
    *out_us = days * DAY_US + hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + fraction;
    return true;
}

void calendar_add(struct buffer *b, int64_t time_us, char between)
{
    int64_t days = floor_div(time_us, DAY_US), rest = time_us - days * DAY_US, fraction = rest % SECOND_US;
    struct calendar_day d = calendar_day_of(days);

    buffer_printf(b, "%04d-%02d-%02d%c%02d:%02d:%02d", (int)d.year, d.month, d.day, between, (int)(rest / HOUR_US),
                  (int)(rest / MINUTE_US % 60), (int)(rest / SECOND_US % 60));
    if (fraction) {
        int digits = 6;

        for (; fraction % 10 == 0; fraction /= 10)
            digits--;
        buffer_printf(b, ".%0*d", digits, (int)fraction);
    }
}

void calendar_add_span(struct buffer *b, int64_t span_us)
{
    static const struct {
        const char *name;
        int64_t seconds;
    } units[] = {{"d", 86400}, {"h", 3600}, {"min", 60}, {"s", 1}};
    int64_t seconds = (span_us + SECOND_US / 2) / SECOND_US;
    size_t i = 0;

    while (i < 3 && seconds < units[i].seconds)
        i++;
    buffer_printf(b, "%d %s", (int)(seconds / units[i].seconds), units[i].name);
    seconds %= units[i].seconds;
    if (i < 3 && seconds >= units[i + 1].seconds)
        buffer_printf(b, " %d %s", (int)(seconds / units[i + 1].seconds), units[i + 1].name);
}
