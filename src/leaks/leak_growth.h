/* leak_growth.h - how much a series grew along a line over a fit window, and how significant that is.
 *
 * For each noise model j of leak_noise.h, with c the coefficient of the whitened line of length 1, s its length, q the
 * rest of the sum of squares, f = n - p:
 *
 *     G_j = c / s        se_j = sqrt(q / f) / s, at least sqrt(G_j unit)
 *     ln L_j = - ln|V| / 2 - ln|X'X| / 2 - f / 2 ln(q + .3 unit^2)        restricted likelihood (Harville 1974)
 *     w_j = prior_j L_j / sum of prior L
 *
 *     P(growth by noise alone) = sum of w_j P(t_f > G_j / se_j)
 *     gain = sum of w_j G_j      error^2 = sum of w_j (se_j^2 f / (f - 2) + G_j^2) - gain^2
 *
 * n leaked objects never count for more than sqrt(n), and .3 unit^2 is the variance of rounding: counts are whole.
 */
#ifndef LEAKS_LEAK_GROWTH_H
#define LEAKS_LEAK_GROWTH_H

#include "leaks/leak_design.h"
#include "leaks/leak_noise.h"

struct leak_growth {
    double gain, error;  // over the window, in objects or bytes
    double digits;       // -log10 P(growth by noise alone), 0 to LEAK_DIGITS_MAX
    double log_evidence; // ln of the sum of prior_j L_j; comparable with those of leak_shapes.h
};

#define LEAK_DIGITS_MAX 60

/* A series in a fit window. */
struct leak_series {
    const double *y; // borrowed; design->n values
    double unit;     // size of one object in y's unit
};

/* One result per series. */
void leak_growth_fit(const struct leak_noise *noise, const struct leak_design *design, const struct leak_series *series,
                     size_t count, struct leak_growth *growth);

/* z of the growth by ordinary least squares, which take neighbouring bins for independent; below 0 where it falls.
 * Tells quickly which series are worth a fit. */
double leak_plain_z(const struct leak_design *design, const struct leak_series *series);

/* A sum of squares that a column of length 1 and coefficient c leaves of `squares`: not below what rounding makes. */
double leak_rest(double squares, double c, double unit);

#endif
