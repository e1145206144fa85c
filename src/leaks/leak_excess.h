/* leak_excess.h - how much better another explanation fits a series than the straight line.
 *
 *     excess = (BIC of the line - BIC of the other) / ln n  x  n_eff / n
 *     BIC    = n ln(RSS / n) + (number of columns) ln n        the Bayesian information criterion (Schwarz)
 *     n_eff  = n (1 - r) / (1 + r)                             r: lag-1 autocorrelation of the residual, 0 to 0.95
 *
 * n bins of an autocorrelated residual are worth only n_eff independent ones. In units of ln n, an excess of 1 is
 * what one more column would cost.
 */
#ifndef LEAKS_LEAK_EXCESS_H
#define LEAKS_LEAK_EXCESS_H

#include <stdbool.h>
#include <stddef.h>

struct leak_excess {
    bool applies; // false: the other explanation is impossible here, `value` is undefined
    double value; // above 0: it fits better than the line
};

/* Effective number of independent values in a residual: n (1 - r) / (1 + r), at least 4. n >= 2. */
double effective_n(const double *residual, size_t n);

/* The smallest residual sum of squares that counts: a billionth of that of y about its mean, plus a billionth.
 * Without it a series without noise would be infinitely sure. */
double leak_rss_floor(const double *y, size_t n);

#endif
