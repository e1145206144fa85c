#include "leaks/leak_high.h"

#include <assert.h>
#include <math.h>

bool leak_new_high(const struct leak_boot *boot, const struct leak_design *d, const double *series, double gain,
                   double *high)
{
    size_t before = d->start - d->first, n = boot->bins - d->first;
    size_t length = boot->bins / 8 > boot->per_day ? boot->bins / 8 : boot->per_day;
    size_t tail, window;
    double end = 0, sum = 0, highest = -INFINITY;

    if (before == 0)
        return false;
    length = length ? length : 1;
    tail = length < d->n ? length : d->n;
    window = length < before ? length : before;
    for (size_t i = n - tail; i < n; i++)
        end += series[i];
    for (size_t i = 0; i < before; i++) {
        sum += series[i] - (i >= window ? series[i - window] : 0);
        if (i + 1 >= window && sum > highest)
            highest = sum;
    }
    *high = (end / (double)tail - highest / (double)window) / (gain > 1e-12 ? gain : 1e-12);
    assert(isfinite(*high));
    return true;
}
