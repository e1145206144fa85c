#include "leaks/leak_load.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define WIDER_MAX 20
#define Z_NONE 2
#define Z_SURE 4

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* Standard error of the line's coefficient, `length` the length of its orthogonal part. */
static double line_error(const double *residual, size_t n, size_t p, double length)
{
    double squares = linear_dot(residual, residual, n);
    double r = linear_dot(residual + 1, residual, n - 1) / fmax(squares, 1e-12);
    double wider = sqrt(clip((1 + r) / fmax(1 - r, 1e-12), 1, WIDER_MAX));

    return sqrt(squares / (double)(n - p)) / length * wider;
}

double leak_load_share(const struct leak_design *d, const double *calls, double start, double gain)
{
    size_t n = d->n;
    const double *line = d->orthonormal + (d->p - 1) * n;
    double length = linear_dot(line, d->columns + n, n), growth, mean = 0, error, share;
    double *residual;

    if (!calls)
        return 0;
    residual = memory_new(n, sizeof *residual);
    growth = leak_design_residual(d, calls, residual);
    error = line_error(residual, n, d->p, length);
    free(residual);
    for (size_t i = 0; i < n; i++)
        mean += calls[i] / (double)n;
    share = growth / fmax(mean - growth / 2, 1e-9) / fmax(gain / fmax(start, 1), 1e-9);
    return clip(share, 0, 1) * clip((growth / fmax(error, 1e-9) - Z_NONE) / (Z_SURE - Z_NONE), 0, 1);
}
