/* linear.h - linear algebra of a few columns: orthonormal bases, projections, small systems.
 *
 *     y - Q Q'y     residual of least squares of y on the columns that Q is an orthonormal basis of
 *     L L' x = b    normal equations, by Cholesky decomposition
 *
 * Columns are stored one after the other, `rows` values each. Matrices are small, square and stored row by row.
 */
#ifndef ANALYSIS_LINEAR_H
#define ANALYSIS_LINEAR_H

#include <stdbool.h>
#include <stddef.h>

#define LINEAR_COLUMNS_MAX 32

/* The order of summation is the same on every machine. */
double linear_dot(const double *x, const double *y, size_t n);

/* y += factor * x */
void linear_add(double *y, double factor, const double *x, size_t n);

/* Makes the columns orthonormal in place (Gram-Schmidt, twice); a column that depends linearly on the previous ones
 * becomes zero. */
void linear_orthonormal(double *columns, size_t rows, size_t count);

/* y -= Q Q'y: projects y onto the complement of `count` <= LINEAR_COLUMNS_MAX orthonormal columns. */
void linear_project_out(const double *columns, size_t rows, size_t count, double *y);

/* Replaces the lower triangle of the matrix by L, matrix = L L'. False: the matrix is not positive definite, or
 * holds NaN. */
bool linear_cholesky(double *matrix, size_t n);

/* Replaces b by the solution x of L L' x = b. */
void linear_solve(const double *cholesky, size_t n, double *b);

#endif
