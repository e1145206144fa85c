#include "leaks/leak_falls.h"

#include <math.h>
#include <stdlib.h>

#include "base/memory.h"

#define STEPS_LEAST 12
#define SHARP 5          // usual deviations below the usual step
#define DEVIATION 1.4826 // of normal noise, in median absolute deviations
#define FALLS_SHARE 6    // one in so many steps at most
#define FALLEN_MOST 0.5  // of all that it rose by

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

/* A fall within a block is spread over the steps on both sides of it. */
static bool is_near_fall(const bool *falls, size_t steps, size_t i)
{
    return falls[i] || (i > 0 && falls[i - 1]) || (i + 1 < steps && falls[i + 1]);
}

bool leak_without_falls(const double *y, size_t n, double *out)
{
    size_t steps = n - 1, count = 0;
    double *sorted, usual, deviation, fallen = 0, added = 0;
    bool *falls, few;

    if (n < STEPS_LEAST + 1)
        return false;
    sorted = memory_new(steps, sizeof *sorted);
    falls = memory_new(steps, sizeof *falls);
    for (size_t i = 0; i < steps; i++)
        sorted[i] = y[i + 1] - y[i];
    usual = median_of(sorted, steps);
    for (size_t i = 0; i < steps; i++)
        sorted[i] = fabs(y[i + 1] - y[i] - usual);
    deviation = DEVIATION * median_of(sorted, steps);
    for (size_t i = 0; i < steps; i++) {
        double step = y[i + 1] - y[i];

        falls[i] = step < -usual && step < usual - SHARP * deviation;
        count += falls[i];
    }
    out[0] = y[0];
    for (size_t i = 0; i < steps; i++) {
        double step = y[i + 1] - y[i];

        if (step < usual && is_near_fall(falls, steps, i)) {
            fallen += step < 0 ? -step : 0;
            added += usual - step;
        }
        out[i + 1] = y[i + 1] + added;
    }
    few = usual > 0 && count > 0 && count * FALLS_SHARE <= steps && fallen <= FALLEN_MOST * (y[n - 1] - y[0] + fallen);
    free(sorted);
    free(falls);
    return few;
}
