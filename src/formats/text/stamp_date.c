/* stamp_date.c - dates of a line: in numbers, in either order, and with the name of a month. */
#include <string.h>

#include "formats/text/stamp_digits.h"
#include "formats/text/stamp_internal.h"

/* The separator between the numbers of a date. Blanks may follow a point only, as in 22. 5. 2020. */
static bool parse_separator(const struct stamp_parser *f, size_t *pos, char separator)
{
    if (stamp_char(f, *pos) != separator)
        return false;
    (*pos)++;
    if (separator == '.')
        stamp_skip_blanks(f, pos);
    return true;
}

/* 2020-05-22, or with another separator. */
static bool year_first_at(struct stamp_parser *f, size_t *pos)
{
    int year, month, day;
    char separator;
    size_t p = *pos;

    if (!stamp_parse_number(f, &p, 4, 4, &year) || !(separator = stamp_char(f, p)) || !strchr("-/._\\", separator))
        return false;
    if (!parse_separator(f, &p, separator) || !stamp_parse_number(f, &p, 1, 2, &month) ||
        !parse_separator(f, &p, separator) || !stamp_parse_number(f, &p, 1, 2, &day))
        return false;
    f->year = year;
    f->month = month;
    f->day = day;
    f->has_date = true;
    *pos = p;
    return true;
}

/* 22/05/2020 or 05/22/2020. */
static bool year_last_at(struct stamp_parser *f, size_t *pos)
{
    int first, second, year;
    char separator;
    size_t p = *pos;

    if (!stamp_parse_number(f, &p, 1, 2, &first) || !(separator = stamp_char(f, p)) || !strchr("-/.\\", separator))
        return false;
    if (!parse_separator(f, &p, separator) || !stamp_parse_number(f, &p, 1, 2, &second) ||
        !parse_separator(f, &p, separator) || !stamp_parse_number(f, &p, 4, 4, &year))
        return false;
    f->first = first;
    f->second = second;
    f->year = year;
    f->separator = separator;
    f->has_date = f->is_numeric = true;
    *pos = p;
    return true;
}

/* After the name of a month: May 22, 2020; May 22 08:05:09 2020, whose year follows later; 22 May 2020. */
void stamp_parse_month(struct stamp_parser *f, int month, size_t *pos)
{
    size_t p = *pos;
    int number;

    while (stamp_char(f, p) == ' ' || stamp_char(f, p) == '-' || stamp_char(f, p) == '.')
        p++;
    if (f->lone_number > 0 && stamp_parse_number(f, &p, 4, 4, &number)) {
        f->day = f->lone_number;
        f->year = number;
    } else if (stamp_parse_number(f, &p, 1, 2, &number) && stamp_char(f, p) != ':') {
        f->day = number;
        while (stamp_char(f, p) == ' ' || stamp_char(f, p) == ',')
            p++;
        if (stamp_digit_run(f, p) == 4)
            stamp_parse_number(f, &p, 4, 4, &number), f->year = number;
    } else {
        return;
    }
    f->month = month + 1;
    f->has_date = true;
    *pos = f->date_end = p;
}

static bool has_weekday(const struct stamp_parser *f, int month, int day)
{
    int64_t days;

    if (!stamp_is_date(f->year, month, day))
        return false;
    days = calendar_days((struct calendar_day){f->year, month, day}) + 4; // 1 January 1970 was a Thursday
    return (days % 7 + 7) % 7 == f->weekday;
}

/* The order that the date itself proves. */
static enum stamp_order order_proved(const struct stamp_parser *f)
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

void stamp_settle_order(struct stamp_parser *f, enum stamp_order known, struct stamp *out)
{
    enum stamp_order order = out->order = order_proved(f);

    if (order == ORDER_UNKNOWN && f->separator == '/')
        order = known;
    out->is_ambiguous = order == ORDER_UNKNOWN && f->separator == '/' && f->first != f->second;
    f->day = order == ORDER_MONTH_FIRST ? f->second : f->first;
    f->month = order == ORDER_MONTH_FIRST ? f->first : f->second;
}

bool stamp_parse_date(struct stamp_parser *f, size_t *pos)
{
    return year_first_at(f, pos) || year_last_at(f, pos);
}
