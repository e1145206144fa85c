/* leak_growth.h - how much a series grew along a line over a fit window, and how significant that is.
 *
 *     y_t = x_t' b + e_t,   e_t = a e_(t-1) + noise        x_t: the columns of the design; growth: coefficient of u
 *
 *   1. a, from the residual r of ordinary least squares: sum r_t r_(t-1) / sum r_(t-1)^2, plus the bias correction
 *      (1 + 3 a + (p - 1)(1 + a) / 2) / n, cut to 0..1. Above min(0.6, 1 - 1 / sqrt(n)) it is set to 1: a random walk
 *      is then not taken for growth (Perron and Yabu).
 *   2. b and its standard errors by generalised least squares with that a (Prais and Winsten): rows y_t - a y_(t-1),
 *      the first one times sqrt(1 - a^2), or 1e-4 where a = 1. Ridge: 1e-10 of the trace.
 *   3. The standard error of the growth is at least sqrt(growth x unit): n leaked objects never count for more than
 *      sqrt(n).
 *
 * z = growth / standard error is compared with Student's t of n - p degrees of freedom.
 */
#ifndef LEAKS_LEAK_GROWTH_H
#define LEAKS_LEAK_GROWTH_H

#include "leaks/leak_design.h"

struct leak_growth {
    double ar;       // AR(1) coefficient, 0 to 1
    double gain;     // growth over the window, in objects or bytes
    double error;    // its standard error
    double z;        // gain / error; 0 where the error is 0
    double ols_gain; // the same growth by ordinary least squares
};

/* `y`: design->n values. `unit`: size of one object in y's unit. Writes the residual of ordinary least squares,
 * design->n values, to `residual`. */
struct leak_growth leak_growth_of(const struct leak_design *design, const double *y, double unit, double *residual);

/* The same growth, adjusted for one or two more columns. */
struct leak_adjusted_growth {
    double gain, z;
    double coefficients[2], errors[2]; // of the columns
};

struct leak_adjusted_growth leak_growth_adjusted(const struct leak_design *design, const double *y, double ar,
                                                 double unit, const double *const *extra, size_t extras);

/* The AR(1) coefficient of the residual adjusted for one more column. */
double leak_growth_adjusted_ar(const struct leak_design *design, const double *y, const double *extra);

/* Student's t of the mean step between the means of six (below 12 bins, four) equal parts, the cycles removed:
 * mean / sd x sqrt(steps); 0 where the steps do not vary. Ranks tags that do not grow. */
double bin_trend_t(const struct leak_design *design, const struct leak_growth *growth, const double *residual);

#endif
