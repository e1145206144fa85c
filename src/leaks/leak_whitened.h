/* leak_whitened.h - a regression design under one noise model.
 *
 *     y = X b + e, e ~ s^2 V      whitened: W y = W X b + white noise, W'W = 1 / V
 *
 * Whitened series are compared with each other after level and cycles, whose size means nothing here, are projected
 * out: what is left of a column says how much the data can tell of its coefficient.
 */
#ifndef LEAKS_LEAK_WHITENED_H
#define LEAKS_LEAK_WHITENED_H

#include "leaks/leak_design.h"
#include "leaks/leak_noise.h"

struct leak_whitened {
    const struct noise_model *model; // borrowed
    size_t n, fixed;                 // values, and columns of the basis
    double *basis;                   // owned; orthonormal basis of the whitened level and cycles
    double log_volume;               // ln |V| / 2 + ln |X0'X0| / 2, X0: whitened level and cycles
};

/* Free with leak_whitened_free. */
void leak_whitened_make(struct leak_whitened *whitened, const struct leak_design *design,
                        const struct noise_model *model);
void leak_whitened_free(struct leak_whitened *whitened);

/* Whitens a column of n values and projects the basis out; returns the length of what is left, and writes it, divided
 * by that length, to `out`. Lengths below 1e-4 count as 0, `out` is then 0. */
double leak_whitened_column(const struct leak_whitened *whitened, const double *column, double *out);

/* Whitens a series to `out`; returns the sum of squares of what is left of it without the basis, which is not taken
 * out of `out`: a product with a column is the same. */
double leak_whitened_series(const struct leak_whitened *whitened, const double *y, double *out);

#endif
