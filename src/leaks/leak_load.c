#include "leaks/leak_load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define CALLS_Z 3           // of the coefficient of the calls
#define REMAINING_SHARE 0.5 // of the gain, adjusted for the calls
#define RSS_RATIO 2         // of calls in place of the line, to the line's
#define LIFETIME_OF_USUAL 2
#define LIFETIME_MAX 0.25 // of the window: calls do not explain blocks that live longer
#define ADJUSTED_BINS 3   // bins beyond the columns, for an adjusted growth

static double mean(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

static double deviation(const double *x, size_t n)
{
    double mean = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (x[i] - mean) * (x[i] - mean);
    return sqrt(squares / (double)n);
}

/* Calls in place of the line. Where calls rise along a line, too, only the lifetime distinguishes the two. */
static bool calls_replace_line(const struct leak_design *d, const double *y, const double *calls, double unit,
                               double start_level)
{
    size_t n = d->n;
    double *residual = memory_new(2, n * sizeof *residual), *load = residual + n;
    const double *line = d->orthonormal + (d->p - 1) * n;
    double along, squares, by_line, by_load, length, lifetime, usual;

    memcpy(residual, y, n * sizeof *residual);
    memcpy(load, calls, n * sizeof *load);
    linear_project_out(d->orthonormal, n, d->p - 1, residual);
    linear_project_out(d->orthonormal, n, d->p - 1, load);
    length = linear_dot(load, load, n);
    along = linear_dot(residual, load, n);
    squares = linear_dot(residual, residual, n);
    by_line = linear_dot(residual, line, n);
    by_load = length > 0 ? along * along / length : 0;
    lifetime = length > 0 ? along / length / unit : 0;
    usual = (start_level + mean(y, n)) / unit / mean(calls, n);
    free(residual);
    return lifetime > 0 && lifetime < LIFETIME_MAX * d->span && lifetime < LIFETIME_OF_USUAL * usual &&
           squares - by_load <= RSS_RATIO * (squares - by_line * by_line);
}

bool leak_follows_calls(const struct leak_design *d, const double *y, const double *calls, double unit,
                        double start_level, const struct leak_growth *growth)
{
    double scale = calls ? deviation(calls, d->n) : 0, *column;
    const double *extra[1];
    struct leak_adjusted_growth adjusted;
    double ar;

    if (!(scale > 0) || d->p + 1 + ADJUSTED_BINS > d->n)
        return false;
    if (calls_replace_line(d, y, calls, unit, start_level))
        return true;
    column = memory_new(d->n, sizeof *column);
    for (size_t i = 0; i < d->n; i++)
        column[i] = (calls[i] - calls[0]) / scale;
    extra[0] = column;
    ar = leak_growth_adjusted_ar(d, y, column);
    adjusted = leak_growth_adjusted(d, y, ar, unit, extra, 1);
    free(column);
    return adjusted.coefficients[0] > CALLS_Z * adjusted.errors[0] && adjusted.gain < REMAINING_SHARE * growth->gain &&
           adjusted.coefficients[0] / scale / unit < LIFETIME_MAX * d->span;
}
