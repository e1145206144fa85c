#include "leaks/leak_course.h"

#include <math.h>

#include "base/calendar.h"

#define BINS_MIN 9     // three for each third
#define HIGH_SHARE 0.9 // of the last level, for an earlier one to be as high

/* One tag in one boot. */
struct series {
    const double *times, *values; // borrowed; n
    size_t n;
    double base; // to add to values
};

static struct series series_of(const struct leak_boot *boot, enum leak_quantity quantity, size_t tag)
{
    size_t first = boot->first_bin[tag] < boot->bins ? boot->first_bin[tag] : boot->bins;

    return (struct series){boot->times + first, leak_series(boot, quantity, tag) + first, boot->bins - first,
                           boot->start_levels[quantity][tag]};
}

/* Slope and mean of the line of least squares. */
struct line {
    double time, mean, slope; // per second
};

static struct line line_of(const struct series *s, size_t from, size_t n)
{
    struct line line = {0};
    double tt = 0, ty = 0;

    for (size_t i = from; i < from + n; i++) {
        line.time += s->times[i] / (double)n;
        line.mean += s->values[i] / (double)n;
    }
    for (size_t i = from; i < from + n; i++) {
        tt += (s->times[i] - line.time) * (s->times[i] - line.time);
        ty += (s->times[i] - line.time) * (s->values[i] - line.mean);
    }
    line.slope = tt > 0 ? ty / tt : 0;
    return line;
}

static double swing_of(const struct series *s, size_t from, size_t n)
{
    struct line line = line_of(s, from, n);
    double largest = 0;

    for (size_t i = from; i < from + n; i++)
        largest = fmax(largest, fabs(s->values[i] - line.mean - line.slope * (s->times[i] - line.time)));
    return largest;
}

static double median_of_three(double a, double b, double c)
{
    return fmax(fmin(a, b), fmin(fmax(a, b), c));
}

static double jump_of(const struct series *s)
{
    double largest = 0;

    for (size_t i = 2; i < s->n; i++)
        largest = fmax(largest, s->values[i] - s->values[i - 2]);
    return largest;
}

/* Remembers the highest of the first n values, where it is higher than what is known. */
static void keep_high(struct leak_course *c, const struct series *s, size_t n, int64_t start_us)
{
    for (size_t i = 0; i < n; i++) {
        if (c->has_high && s->values[i] + s->base <= c->high)
            continue;
        c->has_high = true;
        c->high = s->values[i] + s->base;
        c->high_us = start_us + (int64_t)(s->times[i] * (double)SECOND_US);
    }
}

static size_t lowest_of(const struct series *s)
{
    size_t lowest = 0;

    for (size_t i = 1; i < s->n; i++)
        lowest = s->values[i] < s->values[lowest] ? i : lowest;
    return lowest;
}

static struct leak_course course_of(const struct leak_bins *bins, enum leak_quantity quantity, size_t tag)
{
    struct leak_course c = {0};
    struct series s = series_of(&bins->boots[bins->boot_count - 1], quantity, tag);
    size_t third = s.n / 3;

    if (s.n < BINS_MIN)
        return c;
    c.early = line_of(&s, 0, third).slope * LEAK_DAY;
    c.late = line_of(&s, s.n - third, third).slope * LEAK_DAY;
    c.swing = median_of_three(swing_of(&s, 0, third), swing_of(&s, third, third), swing_of(&s, s.n - third, third));
    c.jump = jump_of(&s);
    for (size_t b = 0; b + 1 < bins->boot_count; b++) {
        struct series before = series_of(&bins->boots[b], quantity, tag);

        keep_high(&c, &before, before.n, bins->start_us);
    }
    keep_high(&c, &s, lowest_of(&s), bins->start_us);
    c.has_high = c.has_high && c.high >= HIGH_SHARE * (s.values[s.n - 1] + s.base);
    return c;
}

void leak_course_find(const struct leak_bins *bins, struct leaks *leaks)
{
    if (bins->boot_count == 0)
        return;
    for (size_t i = 0; i < leaks->count; i++) {
        struct leak_finding *f = &leaks->findings[i];

        if (leaks->known[f->leading])
            f->course = course_of(bins, f->leading, f->tag);
    }
}
