#include "base/calendar.h"

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* Years begin on 1 March here, so that the leap day is the last one: any five months from March have 153 days. */
int64_t calendar_days(struct calendar_day d)
{
    int64_t months = d.year * 12 + d.month - 3;
    int64_t year = floor_div(months, 12), month = months - year * 12;

    return year * 365 + floor_div(year, 4) - floor_div(year, 100) + floor_div(year, 400) + (153 * month + 2) / 5 +
           d.day - 1 - 719468;
}

struct calendar_day calendar_day_of(int64_t days)
{
    int64_t since = days + 719468, era = floor_div(since, 146097), in_era = since - era * 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100), month = (5 * in_year + 2) / 153;
    struct calendar_day d = {.year = era * 400 + year + (month >= 10),
                             .month = (int)(month < 10 ? month + 3 : month - 9),
                             .day = (int)(in_year - (153 * month + 2) / 5 + 1)};

    return d;
}

/* Exactly `digits` digits at *pos, which moves past them; -1: there are fewer. */
static int parse_digits(struct text t, size_t *pos, size_t digits)
{
    int value = 0;

    if (t.length - *pos < digits)
        return -1;
    for (size_t i = 0; i < digits; i++) {
        char c = t.data[*pos + i];

        if (c < '0' || c > '9')
            return -1;
        value = value * 10 + (c - '0');
    }
    *pos += digits;
    return value;
}

static bool parse_char(struct text t, size_t *pos, const char *wanted)
{
    if (*pos < t.length)
        for (; *wanted; wanted++)
            if (t.data[*pos] == *wanted) {
                (*pos)++;
                return true;
            }
    return false;
}

static bool parse_date(struct text t, size_t *pos, int64_t *days)
{
    static const int lengths[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    struct calendar_day d;

    d.year = parse_digits(t, pos, 4);
    if (d.year < 1 || !parse_char(t, pos, "-"))
        return false;
    d.month = parse_digits(t, pos, 2);
    if (d.month < 1 || d.month > 12 || !parse_char(t, pos, "-"))
        return false;
    d.day = parse_digits(t, pos, 2);
    if (d.day < 1 || d.day > lengths[d.month - 1])
        return false;
    *days = calendar_days(d);
    return calendar_day_of(*days).day == d.day; // not 29 February of a common year
}

static int64_t parse_fraction(struct text t, size_t *pos)
{
    int64_t value = 0, unit = SECOND_US;

    for (; *pos < t.length && t.data[*pos] >= '0' && t.data[*pos] <= '9'; (*pos)++) {
        unit /= 10;
        value += (t.data[*pos] - '0') * unit;
    }
    return value;
}

bool calendar_parse(struct text t, bool date_alone, int64_t *out_us)
{
    size_t pos = 0;
    int64_t days, fraction = 0;
    int hour = 0, minute = 0, second = 0;

    t = text_trim(t);
    if (!parse_date(t, &pos, &days))
        return false;
    if (pos < t.length || !date_alone) {
        if (!parse_char(t, &pos, "T t"))
            return false;
        hour = parse_digits(t, &pos, 2);
        if (hour < 0 || hour > 23 || !parse_char(t, &pos, ":"))
            return false;
        minute = parse_digits(t, &pos, 2);
        if (minute < 0 || minute > 59)
            return false;
        if (parse_char(t, &pos, ":")) {
            second = parse_digits(t, &pos, 2);
            if (second < 0 || second > 59)
                return false;
            if (parse_char(t, &pos, ".,"))
                fraction = parse_fraction(t, &pos);
        }
        parse_char(t, &pos, "Zz");
    }
    if (pos != t.length)
        return false;
    *out_us = days * DAY_US + hour * HOUR_US + minute * MINUTE_US + second * SECOND_US + fraction;
    return true;
}

void calendar_add(struct buffer *b, int64_t time_us, char between)
{
    int64_t days = floor_div(time_us, DAY_US), in_day = time_us - days * DAY_US, fraction = in_day % SECOND_US;
    struct calendar_day d = calendar_day_of(days);

    buffer_printf(b, "%04d-%02d-%02d%c%02d:%02d:%02d", (int)d.year, d.month, d.day, between, (int)(in_day / HOUR_US),
                  (int)(in_day / MINUTE_US % 60), (int)(in_day / SECOND_US % 60));
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
