#include "leaks/leak_objections.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define SURE 3         // standard errors that the calls' part must be above 0
#define LEFT_SHARE 0.5 // of the gain: less is left beside the calls
#define AS_WELL 2      // times what the line leaves
#define LIFETIME_OF_USUAL 2
#define LIFETIME_MOST 0.25 // of the stretch: blocks that live longer are not what calls explain

static double deviation(const double *x, size_t n)
{
    double mean = 0, squares = 0;

    for (size_t i = 0; i < n; i++)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (x[i] - mean) * (x[i] - mean);
    return sqrt(squares / (double)n);
}

static double mean(const double *x, size_t n)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

/* Where calls grow along a line, too, nothing tells the two apart but how long a block lives: as those that were there
 * before, if it is load. */
static bool calls_alone_explain(const struct leak_design *s, const double *y, const double *calls, double unit,
                                double start_level)
{
    size_t n = s->n;
    double *left = memory_new(2, n * sizeof *left), *load = left + n;
    const double *line = s->orthonormal + (s->p - 1) * n;
    double along, squares, by_line, by_load, length, lifetime, usual;

    memcpy(left, y, n * sizeof *left);
    memcpy(load, calls, n * sizeof *load);
    linear_take_out(s->orthonormal, n, s->p - 1, left);
    linear_take_out(s->orthonormal, n, s->p - 1, load);
    length = linear_dot(load, load, n);
    along = linear_dot(left, load, n);
    squares = linear_dot(left, left, n);
    by_line = linear_dot(left, line, n);
    by_load = length > 0 ? along * along / length : 0;
    lifetime = length > 0 ? along / length / unit : 0;
    usual = (start_level + mean(y, n)) / unit / mean(calls, n);
    free(left);
    return lifetime > 0 && lifetime < LIFETIME_MOST * s->span && lifetime < LIFETIME_OF_USUAL * usual &&
           squares - by_load <= AS_WELL * (squares - by_line * by_line);
}

bool leak_follows_calls(const struct leak_design *s, const double *y, const double *calls, double unit,
                        double start_level, const struct leak_growth *growth)
{
    double scale = calls ? deviation(calls, s->n) : 0, *column;
    const double *extra[1];
    struct leak_growth_beside beside;
    double ar;

    if (!(scale > 0) || s->p + 1 + 3 > s->n)
        return false;
    if (calls_alone_explain(s, y, calls, unit, start_level))
        return true;
    column = memory_new(s->n, sizeof *column);
    for (size_t i = 0; i < s->n; i++)
        column[i] = (calls[i] - calls[0]) / scale;
    extra[0] = column;
    ar = leak_growth_ar_beside(s, y, column);
    beside = leak_growth_beside(s, y, ar, unit, extra, 1);
    free(column);
    return beside.coefficients[0] > SURE * beside.errors[0] && beside.gain < LEFT_SHARE * growth->gain &&
           beside.coefficients[0] / scale / unit < LIFETIME_MOST * s->span;
}
