#include "leaks/leak_steps.h"

#include <math.h>
#include <stdlib.h>

#include "analysis/linear.h"
#include "base/memory.h"

struct ranked {
    double value;
    size_t index;
};

static int by_value(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->value != y->value)
        return x->value < y->value ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

/* Equal values have the mean of their ranks. */
static void write_ranks(const double *x, size_t n, double *out)
{
    struct ranked *sorted = memory_new(n, sizeof *sorted);

    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct ranked){x[i], i};
    qsort(sorted, n, sizeof *sorted, by_value);
    for (size_t first = 0, end; first < n; first = end) {
        for (end = first + 1; end < n && sorted[end].value == sorted[first].value; end++)
            continue;
        for (size_t i = first; i < end; i++)
            out[sorted[i].index] = (double)(first + end - 1) / 2;
    }
    free(sorted);
}

/* Centred, and of length 1; 0 where it does not vary. */
static void standardise(double *x, size_t n)
{
    double mean = 0, length;

    for (size_t i = 0; i < n; i++)
        mean += x[i];
    for (size_t i = 0; i < n; i++)
        x[i] -= mean / (double)n;
    length = sqrt(linear_dot(x, x, n));
    for (size_t i = 0; i < n; i++)
        x[i] = length > 1e-9 ? x[i] / length : 0;
}

void leak_steps_standardise(double *steps, size_t n, double *ranks)
{
    write_ranks(steps, n, ranks);
    standardise(steps, n);
    standardise(ranks, n);
}

void leak_steps_of(const double *y, size_t n, double *steps, double *ranks)
{
    for (size_t i = 0; i + 1 < n; i++)
        steps[i] = y[i + 1] - y[i];
    leak_steps_standardise(steps, n - 1, ranks);
}
