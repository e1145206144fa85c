#include "leaks/leak_effective.h"

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
