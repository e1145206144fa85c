/* chart.h - scales, ticks and lines of a chart as numbers; svg_ink draws them. */
#ifndef VIEWS_SVG_CHART_H
#define VIEWS_SVG_CHART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHART_TICKS 24

struct chart_ticks {
    double pos[CHART_TICKS]; // values, or microseconds
    char label[CHART_TICKS][32];
    size_t count;
};

/* A linear map from values to pixels. */
struct chart_scale {
    double from, to; // values
    double pixel_from, pixel_to;
};

double chart_place(const struct chart_scale *scale, double value);

/* Round steps of 1, 2 or 5 that cover [low, high] in about `wanted` steps; widens *low and *high to the outer ticks. */
void chart_value_ticks(double *low, double *high, int wanted, struct chart_ticks *out);

/* The offset of the displayed clock from UTC at a time, in microseconds. */
typedef int64_t chart_clock(const void *context, int64_t utc_us);

/* At most `wanted` ticks within [first, last], at round times of the clock: whole seconds, minutes, hours, days or
 * months, labelled with the clock's time. */
void chart_time_ticks(int64_t first_us, int64_t last_us, chart_clock *clock, const void *context, int wanted,
                      struct chart_ticks *out);

struct chart_point {
    double x, y;   // pixels
    bool is_start; // no line leads here: the first point, or the first after a gap or a reboot
};

struct chart_line {
    struct chart_point *points; // owned
    size_t count;
};

/* The points of a series in pixels. Gaps are NaN; `breaks`: moments that no line leads to (reboots), ascending. When
 * many moments share a pixel column, its first, lowest, highest and last are kept, so that no peak is lost. Free
 * with chart_line_free. */
void chart_line_make(const int64_t *times, const double *values, size_t count, const size_t *breaks, size_t break_count,
                     const struct chart_scale *x, const struct chart_scale *y, struct chart_line *out);
void chart_line_free(struct chart_line *line);

#endif
