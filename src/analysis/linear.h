/* linear.h - a few columns, and what is left of a series when they are taken out of it.
 *
 * Columns lie one behind the other, `rows` values each. Matrices are small, square and row by row.
 */
#ifndef ANALYSIS_LINEAR_H
#define ANALYSIS_LINEAR_H

#include <stdbool.h>
#include <stddef.h>

double linear_dot(const double *x, const double *y, size_t n);

/* y += factor * x */
void linear_add(double *y, double factor, const double *x, size_t n);

/* Makes the columns orthogonal and of length 1, in place; a column that the ones before it make up becomes zero. */
void linear_orthonormal(double *columns, size_t rows, size_t count);

/* Takes orthonormal columns out of y. */
void linear_take_out(const double *columns, size_t rows, size_t count, double *y);

/* The lower triangle of matrix = L L', in its place. False when the matrix is not positive definite. */
bool linear_cholesky(double *matrix, size_t n);

/* Solves L L' x = b in place of b. */
void linear_solve(const double *cholesky, size_t n, double *b);

#endif
