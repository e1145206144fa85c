/* leak_curve.h - growth that has only been slowing down since the tag's first bin, as a cache that fills does.
 *
 *     level + cycles + a f(u / x) + b g(u / x')    a, b > 0
 *
 * u runs from 0 to 1 from the tag's first bin to the end of the boot. f and g are two of 14 curves, or one:
 *     1 - exp(-u / x)    x = .02 .05 .12 .3 .5
 *     ln(1 + u / x)      x = .002 .006 .02 .06 .2 .5
 *     u^x                x = .3 .5 .7
 * The pair that fits the tag's whole life best is compared with the line over the fit window only.
 */
#ifndef LEAKS_LEAK_CURVE_H
#define LEAKS_LEAK_CURVE_H

#include "leaks/leak_design.h"
#include "leaks/leak_excess.h"

/* The curves of one design with level and cycles projected out: depends on times only. */
struct leak_curves;

/* Borrows nothing. */
struct leak_curves *leak_curves_new(const struct leak_boot *boot, const struct leak_design *design);
void leak_curves_free(struct leak_curves *curves);

/* Excess of the curve over the line; applies where some curve rises. `series`: from bin design->first to the end
 * of the boot; `residual`: of ordinary least squares over the window. */
struct leak_excess leak_curve_excess(const struct leak_design *design, const struct leak_curves *curves,
                                     const double *series, const double *residual);

#endif
