#include "analysis/linear.h"

#include <assert.h>
#include <math.h>

#include "base/require.h"

typedef double two_doubles __attribute__((vector_size(16), aligned(8)));

/* Four partial sums, added at the end. */
double linear_dot(const double *x, const double *y, size_t n)
{
    two_doubles a = {0}, b = {0};
    double sum = 0;
    size_t i = 0;

    for (; n - i >= 4; i += 4) {
        a += *(const two_doubles *)(const void *)(x + i) * *(const two_doubles *)(const void *)(y + i);
        b += *(const two_doubles *)(const void *)(x + i + 2) * *(const two_doubles *)(const void *)(y + i + 2);
    }
    for (; i < n; i++)
        sum += x[i] * y[i];
    return sum + (a[0] + b[0]) + (a[1] + b[1]);
}

void linear_add(double *y, double factor, const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        y[i] += factor * x[i];
}

void linear_project_out(const double *columns, size_t rows, size_t count, double *y)
{
    double parts[LINEAR_COLUMNS_MAX];

    require(count <= LINEAR_COLUMNS_MAX);
    for (size_t i = 0; i < count; i++)
        parts[i] = linear_dot(columns + i * rows, y, rows);
    for (size_t i = 0; i < count; i++)
        linear_add(y, -parts[i], columns + i * rows, rows);
}

/* Projecting twice is enough for nearly dependent columns. */
void linear_orthonormal(double *columns, size_t rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double *column = columns + i * rows;
        double before = sqrt(linear_dot(column, column, rows)), length;

        linear_project_out(columns, rows, i, column);
        linear_project_out(columns, rows, i, column);
        length = sqrt(linear_dot(column, column, rows));
        for (size_t k = 0; k < rows; k++)
            column[k] = length > 1e-13 * before ? column[k] / length : 0;
    }
}

bool linear_cholesky(double *m, size_t n)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j <= i; j++) {
            double sum = m[i * n + j] - linear_dot(m + i * n, m + j * n, j);

            if (i != j) {
                m[i * n + j] = sum / m[j * n + j];
                continue;
            }
            if (!(sum > 0))
                return false;
            m[i * n + i] = sqrt(sum);
        }
    return true;
}

void linear_solve(const double *m, size_t n, double *b)
{
    for (size_t i = 0; i < n; i++)
        assert(m[i * n + i] > 0);
    for (size_t i = 0; i < n; i++)
        b[i] = (b[i] - linear_dot(m + i * n, b, i)) / m[i * n + i];
    for (size_t i = n; i-- > 0;) {
        double sum = b[i];

        for (size_t k = i + 1; k < n; k++)
            sum -= m[k * n + i] * b[k];
        b[i] = sum / m[i * n + i];
    }
}
