#include "leaks/leak_steadiness.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/linear.h"
#include "base/memory.h"

#define PARTS 6

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double clip(double x, double low, double high)
{
    return x < low ? low : x > high ? high : x;
}

/* y without its cycles, up to a constant. */
static void without_cycles(const struct leak_design *d, const double *y, double *out)
{
    double slope = leak_design_residual(d, y, out);

    linear_add(out, slope, d->columns + d->n, d->n);
}

static void find_sixths(const double *y, size_t n, double gain, struct leak_steadiness *c)
{
    double before = 0;
    size_t i = 0;

    c->weakest = INFINITY;
    c->strongest = -INFINITY;
    for (size_t part = 0; part < PARTS; part++) {
        size_t end = (size_t)rint((double)((part + 1) * n) / PARTS), first = i;
        double mean = 0, step;

        for (; i < end; i++)
            mean += y[i];
        mean /= (double)(end - first);
        step = (mean - before) / gain * PARTS;
        before = mean;
        if (part == 0)
            continue;
        c->weakest = fmin(c->weakest, step);
        c->strongest = fmax(c->strongest, step / (PARTS - 1));
    }
    c->weakest = clip(c->weakest, -3, 1);
    c->strongest = clip(c->strongest, 0, 3);
}

/* `scratch`: n values. */
static double median_step(const double *y, size_t n, double gain, double *scratch)
{
    size_t steps = n - 1;

    for (size_t i = 0; i < steps; i++)
        scratch[i] = y[i + 1] - y[i];
    qsort(scratch, steps, sizeof *scratch, by_value);
    return clip((scratch[(steps - 1) / 2] + scratch[steps / 2]) / 2 * (double)n / gain, -1, 1.5);
}

struct leak_steadiness leak_steadiness_of(const struct leak_design *d, const double *y, double gain)
{
    double *even = memory_new(d->n, sizeof *even);
    struct leak_steadiness c = {0};

    gain = fmax(gain, 1e-9);
    c.median_step = median_step(y, d->n, gain, even);
    without_cycles(d, y, even);
    find_sixths(even, d->n, gain, &c);
    free(even);
    return c;
}
