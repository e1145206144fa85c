#include "leaks/leak_falls.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define STEPS_MIN 12
#define SHARP 5          // standard deviations below the median step
#define DEVIATION 1.4826 // standard deviation of normal noise, in median absolute deviations
#define FALLS_SHARE 6    // at most one in this many steps
#define FALLEN_MAX 0.5   // of the rise

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median_of(double *values, size_t n)
{
    qsort(values, n, sizeof *values, by_value);
    return (values[(n - 1) / 2] + values[n / 2]) / 2;
}

static bool is_near_fall(const bool *falls, size_t steps, size_t i)
{
    return falls[i] || (i > 0 && falls[i - 1]) || (i + 1 < steps && falls[i + 1]);
}

bool leak_without_falls(const double *y, size_t n, double *out)
{
    size_t steps = n - 1, count = 0;
    double *sorted, typical, deviation, fallen = 0, added = 0;
    bool *falls, few;

    assert(n > 0);
    if (n < STEPS_MIN + 1)
        return false;
    sorted = memory_new(steps, sizeof *sorted);
    falls = memory_new(steps, sizeof *falls);
    for (size_t i = 0; i < steps; i++)
        sorted[i] = y[i + 1] - y[i];
    typical = median_of(sorted, steps);
    for (size_t i = 0; i < steps; i++)
        sorted[i] = fabs(y[i + 1] - y[i] - typical);
    deviation = DEVIATION * median_of(sorted, steps);
    for (size_t i = 0; i < steps; i++) {
        double step = y[i + 1] - y[i];

        falls[i] = step < -typical && step < typical - SHARP * deviation;
        count += falls[i];
    }
    out[0] = y[0];
    for (size_t i = 0; i < steps; i++) {
        double step = y[i + 1] - y[i];

        if (step < typical && is_near_fall(falls, steps, i)) {
            fallen += step < 0 ? -step : 0;
            added += typical - step;
        }
        out[i + 1] = y[i + 1] + added;
    }
    few = typical > 0 && count > 0 && count * FALLS_SHARE <= steps && fallen <= FALLEN_MAX * (y[n - 1] - y[0] + fallen);
    free(sorted);
    free(falls);
    return few;
}
