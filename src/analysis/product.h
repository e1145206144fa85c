/* product.h - dot products of many series with many others: the inner loop of correlate.
 *
 *     a: 2 series of 4         b: 3 series of 4         out: 2 x 3, stride 3
 *     0  1 2 3 4               0  1 0 0 0               a0.b0 a0.b1 a0.b2
 *     1  5 6 7 8               1  0 1 0 0               a1.b0 a1.b1 a1.b2
 *                              2  ...
 *
 * The order of summation depends on the processor, so last digits may differ between two machines.
 */
#ifndef ANALYSIS_PRODUCT_H
#define ANALYSIS_PRODUCT_H

#include <stdbool.h>
#include <stddef.h>

/* Writes a_count x b_count products, rows `stride` apart. Series are contiguous, `length` values each. */
void product_of(const double *a, size_t a_count, const double *b, size_t b_count, size_t length, double *out,
                size_t stride);

/* For tests: false selects the kernel that any x86-64 can run, true the widest that this processor can. Returns
 * whether the two differ. */
bool product_use_widest(bool widest);

#endif
