#include "views/chart.h"

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

        out->at[out->count] = clean;
        snprintf(out->label[out->count++], sizeof out->label[0], "%.*f", decimals > 12 ? 12 : decimals, clean);
    }
}

static int64_t time_step(int64_t span_us, int wanted)
{
    static const int64_t seconds[] = {1,    2,    5,    10,    15,    30,    60,    120,    300,    600,     900,     1800,
                                      3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800, 1209600, 2592000, 7776000};
    size_t last = sizeof seconds / sizeof *seconds - 1, i = 0;

    while (i < last && span_us / (seconds[i] * SECOND_US) >= wanted)
        i++;
    if (i == last && span_us / (seconds[i] * SECOND_US) >= wanted)
        return (span_us / wanted / DAY_US + 1) * DAY_US;
    return seconds[i] * SECOND_US;
}

/* The date where it is new, else the time of day. */
static void time_label(int64_t shown_us, int64_t step_us, bool date_is_new, char *label, size_t room)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int64_t days = shown_us / DAY_US - (shown_us % DAY_US < 0), rest = shown_us - days * DAY_US;
    struct calendar_day d = calendar_day_of(days);
    int hour = (int)(rest / HOUR_US), minute = (int)(rest / MINUTE_US % 60), second = (int)(rest / SECOND_US % 60);

    if (step_us >= DAY_US && step_us > 40 * DAY_US)
        snprintf(label, room, "%s %d", months[d.month - 1], (int)d.year);
    else if (step_us >= DAY_US || (date_is_new && rest == 0))
        snprintf(label, room, "%d %s", d.day, months[d.month - 1]);
    else if (date_is_new)
        snprintf(label, room, "%d %s %02d:%02d", d.day, months[d.month - 1], hour, minute);
    else if (step_us >= MINUTE_US)
        snprintf(label, room, "%02d:%02d", hour, minute);
    else
        snprintf(label, room, "%02d:%02d:%02d", hour, minute, second);
}

void chart_time_ticks(int64_t first_us, int64_t last_us, int64_t shift_us, int wanted, struct chart_ticks *out)
{
    int64_t step = time_step(last_us - first_us, wanted), from = first_us + shift_us, at;
    int64_t day_before = INT64_MIN;

    at = from / step * step;
    if (at < from)
        at += step;
    out->count = 0;
    for (; at <= last_us + shift_us && out->count < CHART_TICKS; at += step) {
        int64_t day = at / DAY_US;

        out->at[out->count] = (double)(at - shift_us);
        time_label(at, step, day != day_before, out->label[out->count++], sizeof out->label[0]);
        day_before = day;
    }
}

static void add_point(struct chart_line *line, size_t *capacity, struct chart_point point)
{
    ARRAY_RESERVE(line->points, *capacity, line->count + 1);
    line->points[line->count++] = point;
}

/* One pixel column of a line without gaps. */
struct bundle {
    struct chart_point first, low, high, last;
    size_t low_at, high_at, count;
};

static void bundle_add(struct bundle *b, struct chart_point p, size_t at)
{
    if (b->count++ == 0) {
        b->first = b->low = b->high = p;
        b->low_at = b->high_at = at;
    }
    if (p.y < b->low.y) {
        b->low = p;
        b->low_at = at;
    }
    if (p.y > b->high.y) {
        b->high = p;
        b->high_at = at;
    }
    b->last = p;
    b->low.is_start = b->high.is_start = b->last.is_start = false;
}

static void bundle_flush(struct bundle *b, struct chart_line *line, size_t *capacity)
{
    bool low_first = b->low_at < b->high_at;

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
