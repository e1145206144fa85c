#include "analysis/leak_objections.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define SURE 3             // standard errors that the calls' part must be above 0
#define LEFT_SHARE 0.5     // of the gain: less is left beside the calls
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

bool leak_follows_calls(const struct leak_stretch *s, const double *y, const double *calls, double unit,
                        const struct leak_growth *growth)
{
    double scale = calls ? deviation(calls, s->n) : 0, *column;
    const double *extra[1];
    struct leak_growth_beside beside;
    double ar;

    if (!(scale > 0) || s->p + 1 + 3 > s->n)
        return false;
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
