#include "formats/text/stamp_order.h"

#include "formats/text/stamp_digits.h"

static const enum stamp_order choices[STAMP_KINDS][STAMP_ORDERS] = {
    {ORDER_YEAR_FIRST, ORDER_YEAR_DAY},
    {ORDER_DAY_FIRST, ORDER_MONTH_FIRST},
    {ORDER_YEAR_FIRST, ORDER_DAY_FIRST, ORDER_MONTH_FIRST, ORDER_YEAR_DAY},
};

/* A year of two digits: 1980 to 2079. */
static int64_t whole_year(const struct stamp_parts *parts, int64_t year)
{
    if (parts->kind != STAMP_YEAR_SHORT)
        return year;
    return year < 80 ? 2000 + year : 1900 + year;
}

bool stamp_parts_day(const struct stamp_parts *parts, enum stamp_order order, struct calendar_day *out)
{
    static const int places[STAMP_ORDERS][3] = {
        // of year, month and day
        [ORDER_DAY_FIRST] = {2, 1, 0},
        [ORDER_MONTH_FIRST] = {2, 0, 1},
        [ORDER_YEAR_FIRST] = {0, 1, 2},
        [ORDER_YEAR_DAY] = {0, 2, 1},
    };
    const int *place = places[order], *n = parts->numbers;

    for (size_t i = 0; i < STAMP_ORDERS && choices[parts->kind][i]; i++) {
        if (choices[parts->kind][i] != order)
            continue;
        *out = (struct calendar_day){whole_year(parts, n[place[0]]), n[place[1]], n[place[2]]};
        return stamp_is_date(out->year, out->month, out->day);
    }
    return false;
}

/* The midnight of the date in that order, unless it lies in the future. */
static bool time_in(const struct stamp_orders *orders, const struct stamp_parts *parts, enum stamp_order order,
                    int64_t *out_us)
{
    struct calendar_day day;

    if (!stamp_parts_day(parts, order, &day))
        return false;
    *out_us = calendar_days(day) * DAY_US;
    return !orders->latest_us || *out_us <= orders->latest_us;
}

void stamp_orders_add(struct stamp_orders *orders, const struct stamp_parts *parts)
{
    int64_t time_us;

    for (size_t i = 0; i < STAMP_ORDERS && choices[parts->kind][i]; i++) {
        enum stamp_order order = choices[parts->kind][i];
        size_t *valid = &orders->kinds[parts->kind].valid[order];
        int64_t *first_us = &orders->kinds[parts->kind].first_us[order];
        int64_t *last_us = &orders->kinds[parts->kind].last_us[order];

        if (!time_in(orders, parts, order, &time_us))
            continue;
        if ((*valid)++ == 0)
            *first_us = *last_us = time_us;
        *first_us = time_us < *first_us ? time_us : *first_us;
        *last_us = time_us > *last_us ? time_us : *last_us;
    }
}

static int64_t span_of(const struct stamp_orders *orders, enum stamp_kind kind, enum stamp_order order)
{
    return orders->kinds[kind].last_us[order] - orders->kinds[kind].first_us[order];
}

/* The orders (bits) under which the date exists and most of the others do. */
static unsigned candidates_of(const struct stamp_orders *orders, const struct stamp_parts *parts)
{
    const size_t *valid = orders->kinds[parts->kind].valid;
    unsigned best = 0, any = 0;
    size_t most = 0;
    int64_t time_us;
    struct calendar_day day;

    for (size_t i = 0; i < STAMP_ORDERS && choices[parts->kind][i]; i++) {
        enum stamp_order order = choices[parts->kind][i];

        any |= stamp_parts_day(parts, order, &day) ? 1u << order : 0;
        if (!time_in(orders, parts, order, &time_us) || (best && valid[order] < most))
            continue;
        best = valid[order] == most ? best | 1u << order : 1u << order;
        most = valid[order];
    }
    best = best ? best : any;
    if (parts->kind == STAMP_YEAR_SHORT && best & ~(1u << ORDER_YEAR_DAY)) // nobody writes it without need
        best &= ~(1u << ORDER_YEAR_DAY);
    return best;
}

/* By custom: ISO 8601 where the year is first, and the day before the month where points are between them. */
static enum stamp_order by_custom(const struct stamp_parts *parts, unsigned candidates)
{
    bool year_first = parts->kind == STAMP_YEAR_BEFORE || !parts->separator;

    if (year_first && candidates & 1u << ORDER_YEAR_FIRST)
        return ORDER_YEAR_FIRST;
    if (parts->separator == '.' && candidates & 1u << ORDER_DAY_FIRST)
        return ORDER_DAY_FIRST;
    return ORDER_UNKNOWN;
}

/* The order that puts the dates closest together; the first of several. */
static enum stamp_order by_span(const struct stamp_orders *orders, const struct stamp_parts *parts, unsigned candidates)
{
    enum stamp_order best = ORDER_UNKNOWN;

    for (size_t i = 0; i < STAMP_ORDERS && choices[parts->kind][i]; i++) {
        enum stamp_order order = choices[parts->kind][i];

        if (candidates & 1u << order &&
            (!best || span_of(orders, parts->kind, order) < span_of(orders, parts->kind, best)))
            best = order;
    }
    return best;
}

static bool is_same_day(const struct stamp_parts *parts, unsigned candidates)
{
    return candidates == (1u << ORDER_DAY_FIRST | 1u << ORDER_MONTH_FIRST) && parts->numbers[0] == parts->numbers[1];
}

enum stamp_order stamp_orders_choose(const struct stamp_orders *orders, const struct stamp_parts *parts, bool *is_guess)
{
    unsigned candidates = candidates_of(orders, parts);
    enum stamp_order custom = by_custom(parts, candidates), near = by_span(orders, parts, candidates);

    *is_guess = false;
    if (!candidates || !(candidates & (candidates - 1)))
        return near;
    if (custom)
        return custom;
    if (candidates & 1u << orders->run && near != ORDER_YEAR_FIRST) // the run tells of years of four digits
        return orders->run;
    *is_guess = !is_same_day(parts, candidates);
    if (parts->has_half && candidates & 1u << ORDER_MONTH_FIRST)
        return ORDER_MONTH_FIRST;
    return near;
}

enum stamp_order stamp_orders_proved(const struct stamp_orders *orders, enum stamp_kind kind)
{
    const size_t *valid = orders->kinds[kind].valid;
    enum stamp_order best = ORDER_UNKNOWN;
    size_t most = 0;

    for (size_t i = 0; i < STAMP_ORDERS && choices[kind][i]; i++) {
        enum stamp_order order = choices[kind][i];

        if (kind == STAMP_YEAR_SHORT && order == ORDER_YEAR_DAY)
            continue;
        if (valid[order] > most)
            best = order;
        else if (valid[order] == most)
            best = ORDER_UNKNOWN;
        most = valid[order] > most ? valid[order] : most;
    }
    return best;
}
