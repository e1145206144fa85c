/* leak_shapes.h - growth that is one jump, or a rise that ended.
 *
 *                j_______        A shape is flat up to bin i, rises to bin j and is flat from there on. With S(k)
 *               /                the sum of y from bin k to the end, its product with a series y is
 *     ________ /                     (S(i+1) + ... + S(j)) / (j - i),
 *             i                  so that all n (n - 1) / 2 shapes cost two running sums and one product each.
 *
 * A shape is no leak when it rises for less than 60 % of the window or ends before 85 % of it.
 */
#ifndef LEAKS_LEAK_SHAPES_H
#define LEAKS_LEAK_SHAPES_H

#include "leaks/leak_excess.h"
#include "leaks/leak_growth.h"

/* All shapes of one design with the columns projected out: depends on times only. */
struct leak_shapes;

/* Takes O(n^2) time and memory. Borrows nothing. */
struct leak_shapes *leak_shapes_new(const struct leak_design *design);
void leak_shapes_free(struct leak_shapes *shapes);

/* Excess of the best shape, with level alone or with level and cycles; applies where that shape is no leak, or
 * falls. */
struct leak_excess leak_ramp_excess(const struct leak_design *design, const struct leak_shapes *shapes,
                                    const double *y);

/* z of the growth adjusted for the two columns that explain most of the series, of these: shapes that are no leak, and
 * early saturation 1 - exp(-u / x), x = .03 .06 .12 .2, and ln(1 + u / x), x = .005 .02 .06 .15. At most growth->z, and
 * that where too few degrees of freedom remain. */
double leak_remaining_z(const struct leak_design *design, const struct leak_shapes *shapes, const double *y,
                        const struct leak_growth *growth, double unit);

#endif
