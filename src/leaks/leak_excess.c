#include "leaks/leak_excess.h"

#include <assert.h>

#include "analysis/linear.h"

#define AUTOCORRELATION_MAX 0.95
#define EFFECTIVE_MIN 4

double effective_n(const double *residual, size_t n)
{
    double squares = linear_dot(residual, residual, n), r, effective;

    assert(n >= 2);
    r = linear_dot(residual + 1, residual, n - 1) / (squares > 1e-12 ? squares : 1e-12);
    r = r < 0 ? 0 : r > AUTOCORRELATION_MAX ? AUTOCORRELATION_MAX : r;
    effective = (double)n * (1 - r) / (1 + r);
    return effective < EFFECTIVE_MIN ? EFFECTIVE_MIN : effective;
}

double leak_rss_floor(const double *y, size_t n)
{
    double mean = 0, squares = 0;

    assert(n > 0);
    for (size_t i = 0; i < n; i++)
        mean += y[i];
    mean /= (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (y[i] - mean) * (y[i] - mean);
    return 1e-9 * (squares > 1e-12 ? squares : 1e-12) + 1e-9;
}
