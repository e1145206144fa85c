/* leak_effective.h - how many independent values a residual is worth.
 *
 *     n_eff = n (1 - r) / (1 + r)        r: lag-1 autocorrelation of the residual, 0 to 0.95
 */
#ifndef LEAKS_LEAK_EFFECTIVE_H
#define LEAKS_LEAK_EFFECTIVE_H

#include <stddef.h>

/* Effective number of independent values in a residual: n (1 - r) / (1 + r), at least 4. n >= 2. */
double effective_n(const double *residual, size_t n);

#endif
