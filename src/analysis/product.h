/* product.h - dot products of many series with many others: what correlating a whole capture comes down to.
 *
 *     a: 2 series of 4         b: 3 series of 4         out: 2 x 3, stride 3
 *     0  1 2 3 4               0  1 0 0 0               a0.b0 a0.b1 a0.b2
 *     1  5 6 7 8               1  0 1 0 0               a1.b0 a1.b1 a1.b2
 *                              2  ...
 *
 * The order in which a product is summed up depends on the processor, so last digits may differ between two machines.
 */
#ifndef ANALYSIS_PRODUCT_H
#define ANALYSIS_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

/* Writes a_count x b_count products, rows `stride` apart. Series stand one behind the other, `length` values each. */
void product_of(const double *a, size_t a_count, const double *b, size_t b_count, size_t length, double *out,
                size_t stride);

/* For tests: false takes the plain way that any x86-64 has, true the widest there is. Returns whether that is another
 * one. */
bool product_use_widest(bool widest);

#endif
