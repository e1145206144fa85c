/* stamp_date.c - dates of a line in numbers, in any order. */
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
    f->is_numeric = false;
    *pos = p;
    return true;
}

static bool is_time_at(const struct stamp_parser *f, size_t pos)
{
    size_t hour = stamp_digit_run(f, pos);

    return (hour == 1 || hour == 2) && stamp_char(f, pos + hour) == ':' && stamp_digit_run(f, pos + hour + 1) == 2;
}

/* A year of two digits could be part of a version or an address: a time or the name of the day must be beside it. */
static bool is_short_date(const struct stamp_parser *f, size_t start, size_t end)
{
    size_t p = end, before = start;
    char c = stamp_char(f, end), last = start ? stamp_char(f, start - 1) : '\0';

    if (stamp_is_letter(last) || (last && strchr("-/._\\:", last)) || (c == 'T' && is_time_at(f, end + 1)))
        return c == 'T' && !stamp_is_letter(last) && !(last && strchr("-/._\\:", last));
    p += c == ',' || c == ':' || c == '.';
    stamp_skip_blanks(f, &p);
    if (p > end && is_time_at(f, p))
        return true;
    while (before && strchr(" ,.", f->line.data[before - 1]))
        before--;
    return (c == '\0' || c == ' ' || c == ',') && before < start && before > 0 &&
           ((f->has_time && before == f->time_end) || before == f->weekday_end);
}

/* 22/05/2020 or 05/22/2020; 22.05.20, 05/22/20 or 20-05-22. */
static bool year_last_at(struct stamp_parser *f, size_t *pos)
{
    struct stamp_parts parts = {.kind = STAMP_YEAR_AFTER};
    int *n = parts.numbers;
    char separator;
    size_t p = *pos;

    if (!stamp_parse_number(f, &p, 1, 2, &n[0]) || !(separator = stamp_char(f, p)) || !strchr("-/.\\", separator))
        return false;
    if (!parse_separator(f, &p, separator) || !stamp_parse_number(f, &p, 1, 2, &n[1]) ||
        !parse_separator(f, &p, separator))
        return false;
    if (stamp_digit_run(f, p) == 2 && separator != '\\') {
        parts.kind = STAMP_YEAR_SHORT;
        stamp_parse_number(f, &p, 2, 2, &n[2]);
        if (!is_short_date(f, *pos, p))
            return false;
    } else if (!stamp_parse_number(f, &p, 4, 4, &n[2])) {
        return false;
    }
    parts.separator = separator;
    f->parts = parts;
    f->year = n[2];
    f->has_date = f->is_numeric = true;
    *pos = p;
    return true;
}

static bool has_weekday(const struct stamp_parser *f, struct calendar_day day)
{
    int64_t days = calendar_days(day) + 4; // 1 January 1970 was a Thursday

    return (days % 7 + 7) % 7 == f->weekday;
}

/* The orders (bits) in which the date exists. */
static unsigned orders_of(const struct stamp_parser *f, bool by_weekday)
{
    unsigned orders = 0;

    for (int order = ORDER_DAY_FIRST; order <= ORDER_YEAR_FIRST; order++) {
        struct calendar_day day;

        if (stamp_parts_day(&f->parts, (enum stamp_order)order, &day) && (!by_weekday || has_weekday(f, day)))
            orders |= 1u << order;
    }
    return orders;
}

static enum stamp_order only_one(unsigned orders)
{
    for (int order = ORDER_DAY_FIRST; order <= ORDER_YEAR_FIRST; order++)
        if (orders == 1u << order)
            return (enum stamp_order)order;
    return ORDER_UNKNOWN;
}

/* The order that the date itself proves. */
static enum stamp_order order_proved(const struct stamp_parser *f)
{
    unsigned orders = orders_of(f, false);
    enum stamp_order order = only_one(orders);
    char separator = f->parts.separator;

    if (!order && f->weekday >= 0)
        order = only_one(orders_of(f, true));
    if (order)
        return order;
    if (separator == '.' && orders & 1u << ORDER_DAY_FIRST)
        return ORDER_DAY_FIRST;
    if ((separator == '\\' || (f->has_half && separator == '/')) && orders & 1u << ORDER_MONTH_FIRST)
        return ORDER_MONTH_FIRST;
    return ORDER_UNKNOWN;
}

/* What is most likely where nothing is proved. */
static enum stamp_order assumed(const struct stamp_parser *f, unsigned orders)
{
    if (f->parts.separator == '-' && orders & 1u << ORDER_YEAR_FIRST)
        return ORDER_YEAR_FIRST;
    if (f->has_half && orders & 1u << ORDER_MONTH_FIRST)
        return ORDER_MONTH_FIRST;
    return ORDER_DAY_FIRST;
}

/* Whether the date is another one in another order. Between slashes the year is rarely first. */
static bool is_open(const struct stamp_parser *f, unsigned orders)
{
    unsigned both = 1u << ORDER_DAY_FIRST | 1u << ORDER_MONTH_FIRST;

    if (f->parts.separator == '-' && f->parts.kind == STAMP_YEAR_SHORT)
        return (orders & (orders - 1)) != 0;
    return (orders & both) == both && f->parts.numbers[0] != f->parts.numbers[1];
}

void stamp_settle_order(struct stamp_parser *f, enum stamp_order known, struct stamp *out)
{
    unsigned orders = orders_of(f, false);
    enum stamp_order order = order_proved(f);
    struct calendar_day day = {0};

    f->parts.has_half = f->has_half;
    out->is_numeric = true;
    out->parts = f->parts;
    out->order = order;
    if (!order && orders & 1u << known)
        order = known;
    if (!order) {
        out->is_ambiguous = is_open(f, orders);
        order = assumed(f, orders);
    }
    stamp_parts_day(&f->parts, order, &day);
    f->year = day.year;
    f->month = day.month;
    f->day = day.day;
}

bool stamp_parse_date(struct stamp_parser *f, size_t *pos)
{
    return year_first_at(f, pos) || year_last_at(f, pos);
}
