/* leak_growth.h - how much a series grew along a line over a stretch, and how sure that is.
 *
 * A regression whose errors follow each other (Prais and Winsten), the AR(1) coefficient pushed up as Perron and Yabu do:
 * a series that wanders is not taken for one that grows.
 */
#ifndef LEAKS_LEAK_GROWTH_H
#define LEAKS_LEAK_GROWTH_H

#include "leaks/leak_design.h"

struct leak_growth {
    double ar;    // coefficient, 0 to 1
    double gain;  // over the stretch, in objects or bytes
    double error; // standard error of it
    double z;     // gain / error; 0 when there is no error
    double slope; // the plain least-squares gain
};

/* `y`: stretch->n values. `unit`: what one object is; n lost objects never count for more than sqrt(n). Writes what line
 * and cycles leave of y to `residual`. */
struct leak_growth leak_growth_of(const struct leak_design *stretch, const double *y, double unit, double *residual);

/* The same growth when up to two more columns may explain it. */
struct leak_growth_beside {
    double gain, z;
    double coefficients[2], errors[2]; // of the columns
};

struct leak_growth_beside leak_growth_beside(const struct leak_design *stretch, const double *y, double ar, double unit,
                                             const double *const *extra, size_t extras);

/* The AR coefficient of what line, cycles and one more column leave of y. */
double leak_growth_ar_beside(const struct leak_design *stretch, const double *y, const double *extra);

/* t of the steps between the means of six (of few blocks four) equal parts, the cycles taken out: for the order only. */
double block_trend_t(const struct leak_design *stretch, const struct leak_growth *growth, const double *residual);

/* How many independent values a residual is worth. */
double effective_n(const double *residual, size_t n);

#endif
