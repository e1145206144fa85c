#include "views/svg/chart.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/calendar.h"
#include "base/memory.h"

double chart_place(const struct chart_scale *s, double value)
{
    double span = s->to - s->from;

    if (span <= 0)
        return (s->pixel_from + s->pixel_to) / 2;
    return s->pixel_from + (value - s->from) / span * (s->pixel_to - s->pixel_from);
}

static double round_step(double rough)
{
    double power = pow(10, floor(log10(rough))), digit = rough / power;

    return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}

void chart_value_ticks(double *low, double *high, int wanted, struct chart_ticks *out)
{
    double step;
    int decimals;

    if (!(*high > *low))
        *high = *low + (*low == 0 ? 1 : fabs(*low));
    step = round_step((*high - *low) / wanted);
    decimals = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
    *low = floor(*low / step + 1e-9) * step;
    *high = ceil(*high / step - 1e-9) * step;
    out->count = 0;
    for (double v = *low; v <= *high + step / 2 && out->count < CHART_TICKS; v += step) {
        double clean = fabs(v) < step / 1e6 ? 0 : v;

        out->pos[out->count] = clean;
        snprintf(out->label[out->count++], sizeof out->label[0], "%.*f", decimals > 12 ? 12 : decimals, clean);
    }
}

/* A step of the time axis: microseconds, or months if `us` is 0. */
struct time_step {
    int64_t us;
    int months;
};

static struct time_step time_step(int64_t span_us, int wanted)
{
    static const int64_t seconds[] = {1,    2,    5,    10,    15,    30,    60,    120,    300,    600,    900,
                                      1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600};
    static const int months[] = {1, 2, 3, 6, 12, 24, 60, 120, 600, 1200};
    size_t i = 0;

    for (; i < sizeof seconds / sizeof *seconds; i++)
        if (span_us / (seconds[i] * SECOND_US) < wanted)
            return (struct time_step){.us = seconds[i] * SECOND_US};
    for (i = 0; i + 1 < sizeof months / sizeof *months; i++)
        if (span_us / (months[i] * 30 * DAY_US) < wanted)
            break;
    return (struct time_step){.months = months[i]};
}

/* The first round time after `shown_us`. */
static int64_t next_round(int64_t shown_us, struct time_step step)
{
    int64_t days = shown_us / DAY_US - (shown_us % DAY_US < 0), from_zero, month;
    struct calendar_day d;

    if (step.us) {
        from_zero = shown_us / step.us - (shown_us % step.us < 0);
        return (from_zero + 1) * step.us;
    }
    d = calendar_day_of(days);
    month = (d.year * 12 + d.month - 1) / step.months * step.months + step.months; // counted from year 0
    return calendar_days((struct calendar_day){month / 12, (int)(month % 12) + 1, 1}) * DAY_US;
}

/* The date where it changes, else the time of day. */
static void time_label(int64_t shown_us, struct time_step step, bool date_is_new, char *label, size_t capacity)
{
    static const char *const names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t days = shown_us / DAY_US - (shown_us % DAY_US < 0), rest = shown_us - days * DAY_US;
    struct calendar_day d = calendar_day_of(days);
    int hour = (int)(rest / HOUR_US), minute = (int)(rest / MINUTE_US % 60), second = (int)(rest / SECOND_US % 60);

    if (step.months)
        snprintf(label, capacity, "%s %d", names[d.month - 1], (int)d.year);
    else if (rest == 0 && (step.us >= DAY_US || date_is_new))
        snprintf(label, capacity, "%d %s", d.day, names[d.month - 1]);
    else if (date_is_new || step.us >= DAY_US)
        snprintf(label, capacity, "%d %s %02d:%02d", d.day, names[d.month - 1], hour, minute);
    else if (step.us >= MINUTE_US)
        snprintf(label, capacity, "%02d:%02d", hour, minute);
    else
        snprintf(label, capacity, "%02d:%02d:%02d", hour, minute, second);
}

/* The UTC time at which the clock shows that time; the later of two when the clock goes back. */
static int64_t utc_of(int64_t shown_us, chart_clock *clock, const void *context)
{
    int64_t utc_us = shown_us - clock(context, shown_us);

    return shown_us - clock(context, utc_us);
}

void chart_time_ticks(int64_t first_us, int64_t last_us, chart_clock *clock, const void *context, int wanted,
                      struct chart_ticks *out)
{
    struct time_step step = time_step(last_us - first_us, wanted);
    int64_t shown_us = first_us + clock(context, first_us) - 1, day_before = INT64_MIN;

    out->count = 0;
    while (out->count < CHART_TICKS) {
        int64_t utc_us, clock_us;

        shown_us = next_round(shown_us, step);
        utc_us = utc_of(shown_us, clock, context);
        if (utc_us > last_us)
            break;
        if (utc_us < first_us || (out->count && (double)utc_us <= out->pos[out->count - 1]))
            continue;
        clock_us = utc_us + clock(context, utc_us);
        out->pos[out->count] = (double)utc_us;
        time_label(clock_us, step, clock_us / DAY_US != day_before, out->label[out->count++], sizeof out->label[0]);
        day_before = clock_us / DAY_US;
    }
}

static void add_point(struct chart_line *line, size_t *capacity, struct chart_point point)
{
    ARRAY_RESERVE(line->points, *capacity, line->count + 1);
    line->points[line->count++] = point;
}

/* The points of one pixel column. */
struct bundle {
    struct chart_point first, low, high, last;
    size_t low_index, high_index, count;
};

static void bundle_add(struct bundle *b, struct chart_point p, size_t index)
{
    if (b->count++ == 0) {
        b->first = b->low = b->high = p;
        b->low_index = b->high_index = index;
    }
    if (p.y < b->low.y) {
        b->low = p;
        b->low_index = index;
    }
    if (p.y > b->high.y) {
        b->high = p;
        b->high_index = index;
    }
    b->last = p;
    b->low.is_start = b->high.is_start = b->last.is_start = false;
}

static void bundle_flush(struct bundle *b, struct chart_line *line, size_t *capacity)
{
    bool low_first = b->low_index < b->high_index;

    if (b->count == 0)
        return;
    add_point(line, capacity, b->first);
    if (b->count > 2) {
        add_point(line, capacity, low_first ? b->low : b->high);
        add_point(line, capacity, low_first ? b->high : b->low);
    }
    if (b->count > 1)
        add_point(line, capacity, b->last);
    *b = (struct bundle){0};
}

void chart_line_make(const int64_t *times, const double *values, size_t count, const size_t *breaks, size_t break_count,
                     const struct chart_scale *x, const struct chart_scale *y, struct chart_line *out)
{
    double width = fabs(x->pixel_to - x->pixel_from);
    bool bundled = (double)count > 4 * width;
    struct bundle bundle = {0};
    size_t capacity = 0, next_break = 0;
    bool is_start = true;

    *out = (struct chart_line){0};
    for (size_t i = 0; i < count; i++) {
        struct chart_point p = {.x = chart_place(x, (double)times[i]), .y = chart_place(y, values[i])};

        if (next_break < break_count && breaks[next_break] == i) {
            is_start = true;
            next_break++;
        }
        assert(next_break == break_count || breaks[next_break] > i); // ascending
        assert(i == 0 || times[i] > times[i - 1]);
        if (isnan(values[i])) {
            is_start = true;
            continue;
        }
        p.is_start = is_start;
        if (!bundled || is_start || (bundle.count && floor(bundle.first.x) != floor(p.x)))
            bundle_flush(&bundle, out, &capacity);
        bundle_add(&bundle, p, i);
        is_start = false;
    }
    bundle_flush(&bundle, out, &capacity);
}

void chart_line_free(struct chart_line *line)
{
    free(line->points);
    *line = (struct chart_line){0};
}
