#include "report/leaks_units.h"

#include <math.h>

#include "base/quantity.h"

#define HOUR_SECONDS 3600.0
#define DAY_SECONDS 86400.0

double leaks_seen_seconds(const struct leaks *leaks)
{
    return leaks->so_far.snapshots ? leaks->so_far.seconds : leaks->span;
}

struct leaks_unit leaks_unit_of(double seen_seconds)
{
    if (seen_seconds * LEAKS_SEEN_SHARE < HOUR_SECONDS)
        return (struct leaks_unit){"minute", "a minute", 24 * 60};
    if (seen_seconds * LEAKS_SEEN_SHARE < DAY_SECONDS)
        return (struct leaks_unit){"hour", "an hour", 24};
    return (struct leaks_unit){"day", "a day", 1};
}

void leaks_add_amount(struct buffer *b, double value, enum leak_quantity quantity, bool is_signed)
{
    double size = fabs(value), unit;

    if (quantity == LEAK_COUNTS && size < 99.95 && fabs(value - rint(value)) > 0.005) {
        buffer_printf(b, size < 9.995 ? "%s%.2f" : "%s%.1f", is_signed && value > 0 ? "+" : "", value);
        return;
    }
    unit = quantity == LEAK_COUNTS && size >= 1000 ? pow(10, floor(log10(size)) - 2) : 0;
    value = unit > 0 ? rint(value / unit) * unit : value;
    quantity_add(b, value, (struct quantity){.is_bytes = quantity == LEAK_BYTES, .is_signed = is_signed});
}

void leaks_add_pace(struct buffer *b, const struct leaks *leaks, double per_day, enum leak_quantity quantity,
                    const char *between)
{
    struct leaks_unit unit = leaks_unit_of(leaks_seen_seconds(leaks));

    if (!isfinite(per_day)) {
        buffer_add_char(b, '-');
        return;
    }
    leaks_add_amount(b, per_day / unit.per_day, quantity, false);
    buffer_printf(b, "%s%s", between, unit.article);
}

void leaks_add_rate(struct buffer *b, const struct leaks *leaks, const struct leak_rate *rate,
                    enum leak_quantity quantity)
{
    double per_day = leaks_unit_of(leaks_seen_seconds(leaks)).per_day;

    leaks_add_pace(b, leaks, rate->mean, quantity, " ");
    if (!isfinite(rate->mean) || !isfinite(rate->low) || !isfinite(rate->high))
        return;
    buffer_add_string(b, " (");
    leaks_add_amount(b, rate->low / per_day, quantity, false);
    buffer_add_string(b, " to ");
    leaks_add_amount(b, rate->high / per_day, quantity, false);
    buffer_add_char(b, ')');
}

void leaks_add_rate_heading(struct buffer *b, const struct leaks *leaks, const char *what)
{
    buffer_printf(b, "%s/%s", what, leaks_unit_of(leaks_seen_seconds(leaks)).name);
}

void leaks_add_percent_of_all(struct buffer *b, double percent)
{
    if (isnan(percent))
        buffer_add_char(b, '-');
    else if (percent < 1)
        buffer_add_string(b, "<1 %");
    else if (percent < 100 && percent > 99)
        buffer_add_string(b, ">99 %");
    else
        buffer_printf(b, "%.0f %%", percent);
}
